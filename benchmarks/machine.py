"""Reads /proc: CPU by thread, memory and threads of processes, and the load of everything else on the machine."""

import os
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager, suppress
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
SPARE = 300  # file descriptors a process needs besides its streams
GONE = (FileNotFoundError, ProcessLookupError)
ABOUT_PYTHON = """
import platform, sys, sysconfig
if "--enable-optimizations" in (sysconfig.get_config_var("CONFIG_ARGS") or ""): pgo = "PGO"
elif sys.base_prefix == "/usr": pgo = "as the distribution builds it (Debian: PGO)"  # its CONFIG_ARGS do not say
else: pgo = "without PGO"
print(f"{platform.python_version()}, {pgo}")
"""


def about_python(program):
    """Return the version of a Python, and whether it is a PGO build, which may need some 10 % less CPU."""
    return subprocess.check_output([program, "-c", ABOUT_PYTHON], text=True).strip()


def most_streams():
    """Raise the limit of file descriptors, which servers inherit. Return how many streams one process can hold."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return sys.maxsize if hard == resource.RLIM_INFINITY else hard - SPARE


# --- Memory -------------------------------------------------------------------------------------------------------


def status(pid, name):
    """Return a number from /proc/<pid>/status: `VmRSS` in kB, `Threads`."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def rss(pids):
    """Return the resident memory of these processes in MiB."""
    return sum(status(pid, "VmRSS") for pid in pids) / 1024


# --- CPU ----------------------------------------------------------------------------------------------------------


def cpu_by_thread(pids):
    """Return {(pid, thread id, name): CPU seconds}. The threads of a pool have one name, the main thread is `loop`."""
    found = {}
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").glob("*"):
            with suppress(*GONE):
                name = "loop" if task.name == str(pid) else re.sub(r"_\d+$", "", (task / "comm").read_text().strip())
                found[pid, task.name, name] = int((task / "schedstat").read_text().split()[0]) / 1e9
    return found


def fields(pid):
    """Return the fields of /proc/<pid>/stat that follow the name of the process."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def cpu_of_families(pids):
    """Return the CPU seconds of these processes and all their descendants, also of those that have ended."""
    parents, used = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(*GONE):
            found = fields(folder.name)
            parents[int(folder.name)] = int(found[1])
            used[int(folder.name)] = (
                sum(map(int, found[11:15])) / TICK
            )  # its own, and that of children it has waited for
    family = set(pids)
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(used.get(pid, 0.0) for pid in family)


def busy():
    """Return the seconds in which any processor was at work, or was taken by the machine that this one runs on."""
    ticks = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(ticks) - ticks[3] - ticks[4]) / TICK  # without idle and iowait


class Usage:
    """Measures the CPU seconds of some processes from now to `stop()`: `threads` {name: seconds} and their `total`."""

    def __init__(self, pids):
        self.pids = list(pids)
        self.before = cpu_by_thread(self.pids)

    def stop(self):
        self.threads = Counter()
        for thread, seconds in cpu_by_thread(self.pids).items():
            self.threads[thread[2]] += seconds - self.before.get(thread, 0.0)
        self.total = sum(self.threads.values())
        return self


class Watch:
    """Measures from now to `stop()`, in per cent of one processor: `foreign`, which takes no part, and `client`, this process.

    `Watch.database`: the first process of the PostgreSQL server, which does our work too.
    """

    database = None

    def __init__(self):
        self.began = self.read()

    def read(self):
        ours = [os.getpid(), *filter(None, [self.database])]
        return time.monotonic(), busy(), cpu_of_families(ours), time.process_time()

    def stop(self):
        elapsed, everything, ours, client = (now - then for now, then in zip(self.read(), self.began, strict=True))
        self.foreign = max(0.0, everything - ours) / elapsed * 100
        self.client = client / elapsed * 100
        return self


@contextmanager
def loaded(processors):
    """Keep so many processors busy meanwhile, as neighbours do."""
    burners = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(processors)]
    try:
        yield
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()
