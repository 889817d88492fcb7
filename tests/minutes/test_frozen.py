"""Minutes frozen by earlier releases: each format's stored file is read, shown and given out as it was approved.

Formats count from the first release; until then the file of format 1 is rewritten when the content changes.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from django.urls import reverse

from meetings.management.commands import minutes_schema
from meetings.minutes.archive import NewerFormat, canonical, load, schema
from meetings.minutes.compose import compose
from meetings.minutes.content import FORMAT_VERSION, Content
from meetings.minutes.exports import FORMATS
from meetings.models import Role, fingerprint
from tests import documents, make
from tests.conftest import client_of
from tests.reading import read

STORED = Path(__file__).parent / "frozen"
PROJECT = Path(__file__).parents[2]
DOCS = PROJECT / "docs"


def stored(version):
    return (STORED / f"{version}.json").read_text().rstrip("\n")


def shape(value):
    """What there is in JSON data, without what it says: of a list only its first."""
    if isinstance(value, dict):
        return {name: shape(part) for name, part in value.items()}
    return [shape(part) for part in value[:1]] if isinstance(value, list) else type(value).__name__


@pytest.fixture(params=range(1, FORMAT_VERSION + 1))
def frozen(request, db):
    """A final meeting whose newest version was frozen by an earlier release."""
    meeting, content = documents.corrected(), stored(request.param)
    meeting.versions.filter(number=2).update(content=content, sha256=fingerprint(content))
    return meeting


def client(meeting, role):
    return client_of(make.by_link(meeting, role))


@pytest.mark.parametrize(
    ("page", "role"), [("minutes", Role.SECRETARY), ("printable", Role.CHAIR), ("review", Role.CHAIR)]
)
def test_stored_file_is_shown_on_every_page(frozen, page, role):
    answer = client(frozen, role).get(reverse(page, args=[frozen.key]))
    assert answer.status_code == 200
    assert "Systemtime hver onsdag." in read(answer)


@pytest.mark.parametrize("extension", FORMATS)
def test_stored_file_is_given_out_in_every_format(frozen, extension):
    answer = client(frozen, Role.SECRETARY).get(reverse("minutes-file", args=[frozen.key, extension]))
    assert (answer.status_code, answer.content != b"") == (200, True)


def test_data_holds_what_was_approved_to_the_byte(frozen):
    answer = client(frozen, Role.SECRETARY).get(reverse("minutes-file", args=[frozen.key, "json"]))
    document = json.loads(answer.content)
    content = json.dumps(document["minutes"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert content == frozen.versions.last().content
    assert fingerprint(content) == document["approval"]["sha256"]


def test_newest_stored_file_has_every_field_and_no_other(db, tmp_path):
    """Whoever adds a field raises FORMAT_VERSION and stores a file of the new format beside the old."""
    content = documents.corrected().versions.last().content
    fresh = tmp_path / f"{FORMAT_VERSION}.json"
    fresh.write_text(f"{content}\n")
    assert shape(json.loads(stored(FORMAT_VERSION))) == shape(json.loads(content)), f"cp {fresh} {STORED}"
    assert [path.name for path in sorted(STORED.iterdir())] == [f"{n}.json" for n in range(1, FORMAT_VERSION + 1)]


def test_field_added_later_does_not_break_what_was_frozen_before():
    class Grown(Content):
        weather: str = "ikke noteret"

    content = msgspec.json.decode(stored(FORMAT_VERSION), type=Grown)
    assert content.weather == "ikke noteret"
    assert content.agreements[0].text == "Systemtime hver onsdag."


def test_version_of_the_format_is_part_of_what_is_hashed(db):
    meeting = documents.final()
    assert json.loads(meeting.versions.get().content)["format_version"] == FORMAT_VERSION
    assert compose(meeting).state.sha256 == fingerprint(meeting.versions.get().content)


def test_content_of_a_newer_format_is_refused_with_what_to_do():
    content = json.loads(stored(FORMAT_VERSION)) | {"format_version": FORMAT_VERSION + 1, "weather": "regn"}
    with pytest.raises(NewerFormat, match=f"format {FORMAT_VERSION + 1}; this release reads formats up to"):
        load(json.dumps(content))


@pytest.mark.parametrize(
    "wrong", [{"purpose": None}, {"agreements": [{"text": "Uden ansvarlig"}]}, {"date": "23.11.2026"}, {"more": "x"}]
)
def test_content_of_another_shape_is_refused(wrong):
    with pytest.raises(msgspec.ValidationError):
        load(json.dumps(json.loads(stored(FORMAT_VERSION)) | wrong))


AT_ONCE = """
import sys, threading
from meetings.minutes.archive import load
sys.setswitchinterval(1e-6)
text, gate = sys.stdin.read(), threading.Barrier(8)
def read():
    gate.wait()
    load(text)
threads = [threading.Thread(target=read) for _ in range(8)]
for each in threads:
    each.start()
for each in threads:
    each.join()
"""


@pytest.mark.any_database
def test_first_minutes_of_a_process_can_be_read_by_many_threads_at_once():
    """Once in two of these the process was ended by a segmentation fault, and with it every screen's connection."""
    for _ in range(6):
        subprocess.run([sys.executable, "-c", AT_ONCE], input=stored(1), text=True, cwd=PROJECT, check=True)


@pytest.mark.any_database
def test_types_are_decoded_by_decoders_that_were_made_before_there_were_threads():
    """As above: what decodes a type in a call of its own reads its fields there."""
    for path in (PROJECT / "meetings").rglob("*.py"):
        assert not re.search(r"json\.decode\(|msgspec\.convert\(|\btype=Content", path.read_text()), path


def test_content_read_back_is_the_same_text():
    assert canonical(load(stored(FORMAT_VERSION))) == stored(FORMAT_VERSION)


def test_schema_in_docs_is_that_of_the_code():
    assert (DOCS / "referat.schema.json").read_text() == schema(), minutes_schema.Command.help
