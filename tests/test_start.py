"""`manage.py serve`, run too early, stops with one sentence that names what to run first; it serves once that is done."""

import re
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session

from meetings.management.ready import OTHER_KEY, warn_of_another_key
from tests.lab.room_client import line_to
from tests.lab.servers import PROJECT, PROMPT, Installation, Server, clean_env, free_port, prepared

pytestmark = pytest.mark.any_database

MIGRATE, COLLECT = "»manage.py migrate«", "»manage.py collectstatic --no-input«"


def sentence(commands):
    return f"CommandError: Før serveren kan starte, skal du køre {commands}.\n"


def refused(env):
    """What `serve` writes as it stops."""
    stopped = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=PROJECT, env=env | {"PORT": str(free_port())}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (stopped.returncode, stopped.stdout) == (1, "")
    return stopped.stderr


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    with Installation(tmp_path_factory.mktemp("installation")) as made:
        (made.folder / "static").unlink()
        yield made


@pytest.fixture
def static(installation):
    """A copy of the collected files, so that those that all tests share stay whole."""
    yield shutil.copytree(prepared(PROJECT) / "static", installation.folder / "static")
    with suppress(FileNotFoundError):
        shutil.rmtree(installation.folder / "static")


def status_of_the_front_page(installation):
    server = Server(installation).start()
    line = line_to(server.url, 15)
    line.request("GET", "/")
    status = line.getresponse().status
    line.close()
    if (limits := Path(f"/proc/{server.process.pid}/limits")).exists():
        assert re.search(r"Max core file size +[01] ", limits.read_text())
    assert server.stop() < PROMPT
    assert server.troubles() == []
    return status


def test_new_installation_names_both_commands(tmp_path):
    assert refused(clean_env(tmp_path)) == sentence(f"{MIGRATE} og {COLLECT}")


def test_without_collected_files_it_names_collectstatic(installation):
    assert refused(installation.env) == sentence(COLLECT)


def test_file_that_the_last_collection_did_not_know_is_noticed(installation, static):
    """After an update."""
    manifest = static / "staticfiles.json"
    manifest.write_text(manifest.read_text().replace('"js/live/connection.js"', '"js/live/before.js"'))
    assert refused(installation.env) == sentence(COLLECT)


def test_collected_file_that_is_gone_is_noticed(installation, static):
    [file] = static.glob("css/site.*.css")
    file.unlink()
    assert refused(installation.env) == sentence(COLLECT)


def test_pending_migration_of_any_app_is_noticed(installation, static):
    installation.manage("migrate", "sessions", "zero")
    assert refused(installation.env) == sentence(MIGRATE)
    installation.manage("migrate")


def test_another_key_than_that_of_the_last_login_is_told(db, caplog, settings):
    """Two processes with a DATA_DIR each and no SECRET_KEY: half of what a phone sent was answered 404."""
    warn_of_another_key()
    Session.get_session_store_class()({"_auth_user_id": "1"}).save()
    warn_of_another_key()
    assert caplog.messages == []
    settings.SECRET_KEY = "another"
    warn_of_another_key()
    assert caplog.messages == [OTHER_KEY]


def test_server_starts_when_all_is_ready(installation, static):
    assert status_of_the_front_page(installation) == 200


def test_in_debug_it_serves_without_collected_files(installation, monkeypatch):
    monkeypatch.setitem(installation.env, "DEBUG", "1")
    assert status_of_the_front_page(installation) == 200
