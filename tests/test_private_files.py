"""What the server writes can be read by its own user alone."""

import os
import stat
import subprocess
import sys

import pytest

from tests.lab.servers import PROJECT, clean_env

pytestmark = pytest.mark.any_database


def modes(folder):
    """Return {name: permissions} of the folder itself and of what lies in it."""
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}


def start(folder, *words):
    """Run a command of ours in a process whose umask lets everybody read, as on most machines."""
    subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=PROJECT, env=clean_env(folder), check=True, capture_output=True, preexec_fn=lambda: os.umask(0o022),
    )  # fmt: skip


WRITE_AND_LOOK = """
import os
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
call_command("migrate", verbosity=0)
for path in sorted(settings.DATA_DIR.iterdir()):
    print(oct(path.stat().st_mode & 0o777), path.name)
"""


def test_new_data_folder_and_all_in_it_are_for_its_user_alone(tmp_path):
    folder = tmp_path / "var" / "data"
    seen = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", WRITE_AND_LOOK],
        cwd=PROJECT, env=clean_env(folder), check=True, capture_output=True, text=True, preexec_fn=lambda: os.umask(0o022),
    )  # fmt: skip
    assert set(seen.stdout.splitlines()) == {
        "0o600 secret-key",
        "0o600 teknologi-dialog.sqlite3",
        "0o600 teknologi-dialog.sqlite3-wal",
        "0o600 teknologi-dialog.sqlite3-shm",
    }
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_data_folder_of_an_earlier_version_is_closed_at_the_next_start(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    for name in ("secret-key", "teknologi-dialog.sqlite3"):
        (folder / name).write_text("x" if name == "secret-key" else "")
        (folder / name).chmod(0o644)
    (folder / "static").mkdir()
    (folder / "static").chmod(0o755)
    folder.chmod(0o755)
    start(folder, "check")
    assert modes(folder) == {
        "data": 0o700,
        "secret-key": 0o600,
        "teknologi-dialog.sqlite3": 0o600,
        "static": 0o755,  # no secret, and a proxy may read it
    }


@pytest.mark.parametrize(("mode", "holds"), [(0o755, "nothing"), (0o777, "our key")])
def test_data_folder_made_by_somebody_else_is_closed_at_the_first_start(tmp_path, mode, holds):
    folder = tmp_path / "data"
    folder.mkdir()
    if holds == "our key":
        (folder / "secret-key").write_text("x" * 50)
    folder.chmod(mode)
    start(folder, "check")
    found = modes(folder)
    assert (found["data"], found["secret-key"]) == (0o700, 0o600)


def test_folder_that_is_not_ours_keeps_its_permissions(tmp_path):
    """Somebody who gives /tmp as DATA_DIR must not close it to everybody else, however often it is started there."""
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o1777)
    start(folder, "check")
    (folder / "secret-key").chmod(0o644)
    start(folder, "check")
    found = modes(folder)
    assert (found["shared"], found["secret-key"]) == (0o1777, 0o600)


def test_folder_with_the_files_of_others_keeps_its_permissions(tmp_path):
    folder = tmp_path / "home"
    folder.mkdir()
    folder.chmod(0o755)
    (folder / "of somebody else").touch()
    subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=PROJECT, env=clean_env(folder) | {"SECRET_KEY": "x" * 50}, check=True, capture_output=True,
    )  # fmt: skip
    assert modes(folder)["home"] == 0o755
