"""A database from before migrations were made anew stops the start with a sentence, and is left as it is."""

import sqlite3
import subprocess
import sys

import pytest
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from meetings.management.old_database import refuse_old_database
from tests.lab.servers import PROJECT, clean_env

OLD = "0001_initial 0002_approval 0003_minutes_events".split()
SENTENCE = "Databasen er fra en tidligere udgave af programmet og kan ikke bruges."


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_an_old_file_stops_the_start_with_one_sentence_that_names_it(tmp_path, command):
    file = tmp_path / "teknologi-dialog.sqlite3"
    with sqlite3.connect(file) as old:
        old.execute("CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app TEXT, name TEXT, applied TEXT)")
        rows = [("meetings", name, "2026-11-20") for name in OLD]
        old.executemany("INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)", rows)
        old.execute("CREATE TABLE meetings_note (id INTEGER PRIMARY KEY, text TEXT)")
        before = list(old.iterdump())
    old.close()
    stopped = subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=PROJECT, env=clean_env(tmp_path), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert stopped.returncode == 1
    assert stopped.stderr == f"CommandError: {SENTENCE} Slet eller flyt filen {file}, og prøv igen.\n"
    with sqlite3.connect(file) as kept:
        assert list(kept.iterdump()) == before
    kept.close()


def test_todays_tables_are_accepted(db):
    refuse_old_database()


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE meetings_theme DROP COLUMN credit",
        "ALTER TABLE meetings_theme ADD COLUMN weight integer NULL",
        "DROP TABLE meetings_prompt",
    ],
)
def test_different_columns_under_the_same_migration_are_refused(db, change):
    with connection.cursor() as cursor:
        cursor.execute(change)
    with pytest.raises(CommandError, match=SENTENCE):
        refuse_old_database()


def test_applied_migration_that_no_longer_exists_is_refused(db):
    MigrationRecorder(connection).record_applied("meetings", "0002_approval")
    with pytest.raises(CommandError, match=str(connection.settings_dict["NAME"])):
        refuse_old_database()


def test_pending_migration_is_no_old_database(db):
    """After the first release migrations are added: then columns may be missing until `migrate` is run."""
    MigrationRecorder(connection).record_unapplied("meetings", "0001_initial")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE meetings_theme DROP COLUMN credit")
    refuse_old_database()
