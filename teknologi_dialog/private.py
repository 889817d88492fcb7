"""Keeps what the server writes from the other users of its machine: folders 0700, files 0600, also those that are there."""

import os
import stat
from contextlib import suppress

OURS = ("secret-key", "teknologi-dialog.sqlite3")  # by these a folder is known as ours, and not as one of the system
OTHERS = 0o077  # the permissions of everybody but the owner
SHARED = stat.S_ISVTX  # what folders have that are for everybody, as /tmp


def keep_private(folder):
    """Make `folder` if it is missing, and let nobody else read it, what lies in it, and what is written from now on.

    SQLite gives its log and its shared memory the permissions of the database. Collected static files are no secret,
    and stay as they are.
    """
    os.umask(os.umask(OTHERS) | OTHERS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    files = [folder / f"{name}{end}" for name in OURS for end in ("", "-wal", "-shm", "-journal")]
    files = [file for file in files if file.exists()]
    is_ours = files or not any(folder.iterdir())  # a new one, made by whoever set this up
    for path in [*files, folder] if is_ours and not folder.stat().st_mode & SHARED else files:
        with suppress(PermissionError):  # another user's: who set it up has decided
            path.chmod(path.stat().st_mode & 0o7777 & ~OTHERS)
