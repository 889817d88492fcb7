"""Names each thread in the kernel as Python names it, so that /proc tells them apart. (From 3.14 on Python does that itself.)

Python imports this when it starts, for this folder is in the PYTHONPATH of the servers that are measured.
"""

import threading
from pathlib import Path

run = threading.Thread.run


def run_named(self):
    Path(f"/proc/self/task/{threading.get_native_id()}/comm").write_text(self.name)
    run(self)


threading.Thread.run = run_named
