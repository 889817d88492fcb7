"""Every document is an archive file and an accessible one: veraPDF's verdict on PDF/A-3a and PDF/UA-1."""

import re
import shutil
import subprocess
import warnings
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from meetings.management.demo_meeting import demo_meeting
from meetings.models import Role, RoleLink
from tests import documents
from tests.conftest import client_of

pytestmark = pytest.mark.any_database

JARS = Path(__file__).parents[2] / ".venv" / "verapdf"
PROFILES = {"ua1": "PDF/UA-1", "3a": "PDF/A-3a"}
QUICK = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]  # over before the better compiler has paid off


def demo():
    call_command("loaddata", "teknologien-flytter-opgaver", verbosity=0)
    return demo_meeting()


DOCUMENTS = {
    "demo": demo,
    "empty": documents.empty,
    "one note": documents.one_note,
    "twelve questions": documents.twelve_questions,
    "100 notes": lambda: documents.many_notes(100),
    "200 notes": lambda: documents.many_notes(200),
    "600 notes": lambda: documents.many_notes(600),
    "nasty": documents.nasty,
    "long conclusions": documents.long_conclusions,
    "120 follow-ups": documents.many_follow_ups,
    "hard": documents.hard,
    "long names": documents.long_names,
    "everything": documents.everything,
    "final": documents.final,
    "corrected": documents.corrected,
}


@pytest.fixture(scope="module")
def verapdf():
    if not (shutil.which("java") and (JARS / "pom.xml").exists()):
        words = "veraPDF is not here (it needs Java and Maven): that the PDFs keep to the standards was NOT tested."
        warnings.warn(words, stacklevel=1)
        pytest.skip(words)
    return ["java", *QUICK, "-cp", f"{JARS}/*", "org.verapdf.apps.GreenfieldCliWrapper", "--format", "text", "-v"]


def test_every_document_passes_both(db, verapdf, tmp_path):
    for name, make in DOCUMENTS.items():
        meeting = make()
        secretary = client_of(RoleLink.find(RoleLink.make(meeting, Role.SECRETARY)).take_seat())
        for _ in range(3):  # on a busy machine the longest may take the minute that one may take
            answer = secretary.get(reverse("minutes-file", args=[meeting.key, "pdf"]))
            if answer.status_code == 200:
                break
        assert answer.status_code == 200, name
        (tmp_path / f"{name}.pdf").write_bytes(answer.content)
    for profile, called in PROFILES.items():
        files = sorted(tmp_path.glob("*.pdf"))
        done = subprocess.run([*verapdf, "-f", profile, *files], capture_output=True, text=True, check=False)
        verdicts = re.findall(r"^(PASS|FAIL) .*/([^/]+)\.pdf", done.stdout, re.MULTILINE)
        assert sorted(verdicts) == sorted(("PASS", name) for name in DOCUMENTS), (
            f"{called}:\n{done.stdout}{done.stderr}"
        )
