"""Reads /proc: CPU seconds, memory and threads of processes, and the load of everything else on the machine."""

import os
import time
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def cpu(pid):
    """Return the CPU seconds of all threads of the process; 0.0 once it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK


def status(pid, name):
    """Return a number from /proc/<pid>/status: `VmRSS` in kB, `Threads`."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def rss(pids):
    """Return the resident memory of these processes in MiB."""
    return sum(status(pid, "VmRSS") for pid in pids) / 1024


def children(pid):
    """Return the ids of all living descendants of the process."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return family - {pid}


def busy():
    """Return the busy seconds of all processors."""
    ticks = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(ticks) - ticks[3] - ticks[4]) / TICK  # without idle and iowait


class Watch:
    """Measures CPU seconds from now to `stop()`: of the named processes, and of those that take no part.

    `database`: the processes of the database server, which does our work too.
    """

    def __init__(self, pids, database=()):
        self.pids, self.database = list(pids), list(database)
        self.began = time.monotonic()
        self.busy = busy()
        self.before = self.read()

    def read(self):
        family = [os.getpid(), *children(os.getpid()), *self.database]
        return {pid: cpu(pid) for pid in family}

    def stop(self):
        now = self.read()
        used = {pid: seconds - self.before.get(pid, 0.0) for pid, seconds in now.items()}
        elapsed = time.monotonic() - self.began
        self.server = sum(used.get(pid, 0.0) for pid in self.pids)
        self.databases = sum(used.get(pid, 0.0) for pid in self.database)
        self.foreign = max(0.0, busy() - self.busy - sum(used.values())) / elapsed * 100  # per cent of one processor
        return self
