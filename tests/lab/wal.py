"""PostgreSQL's write-ahead log read raw, whole or by transaction. It must be uncompressed, as PostgreSQL has it by itself."""

import re
import subprocess
from collections import defaultdict

SEGMENT, PAGE = 16 * 2**20, 8192  # bytes
PAGE_HEAD, SEGMENT_HEAD = 24, 40
RECORD = re.compile(r"len \(rec/tot\): *\d+/ *(\d+), tx: *(\d+), lsn: ([0-9A-F]+)/([0-9A-F]+),")


class Wal:
    """The log of a Cluster."""

    def __init__(self, cluster):
        self.cluster, self.folder = cluster, cluster.folder / "data" / "pg_wal"

    def segments(self):
        return sorted(path for path in self.folder.iterdir() if re.fullmatch("[0-9A-F]{24}", path.name))

    def raw(self):
        return b"".join(path.read_bytes() for path in self.segments())

    def transactions(self):
        """Return {transaction: the bytes of its records, with the images of pages in them}.

        A record that belongs to none (the image of a page after a hint, a vacuum) stands by its address.
        """
        ends = self.segments()[0], self.segments()[-1]
        dump = subprocess.run([self.cluster.programs / "pg_waldump", *ends], capture_output=True)  # fails at the end
        listed = dump.stdout.decode(errors="replace")
        found = defaultdict(bytes)
        for length, transaction, high, low in RECORD.findall(listed):
            address = int(high, 16) << 32 | int(low, 16)
            found[transaction if transaction != "0" else address] += self._read(address, int(length))
        return dict(found)

    def _read(self, address, length):
        """Return `length` bytes from an address, without the heads of the pages they go over."""
        data = b""
        while len(data) < length:
            if address % PAGE == 0:
                address += PAGE_HEAD if address % SEGMENT else SEGMENT_HEAD
            number, place = divmod(address, SEGMENT)
            path = self.folder / f"00000001{number // 256:08X}{number % 256:08X}"
            with path.open("rb") as file:
                file.seek(place)
                part = file.read(min(length - len(data), PAGE - place % PAGE))
            data += part
            address += len(part)
        return data
