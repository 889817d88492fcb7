"""The page of licences lists what is locked, no more and no less, under the licence each package gives itself."""

import re
from importlib.metadata import metadata
from pathlib import Path

import pytest

pytestmark = pytest.mark.any_database

ROOT = Path(__file__).resolve().parent.parent
LOCKED = re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements" / "base.txt").read_text(), re.MULTILINE)
LISTED = dict(
    re.findall(r"^\| (?!pakke )([a-z0-9-]+) \| ([^|]+) \|", (ROOT / "docs" / "licenser.md").read_text(), re.MULTILINE)
)
# How packages name what the page names as SPDX does.
SAME = {
    "GPL-2.0-or-later": "GPLv2+",
    "LGPL-2.0-or-later": "LGPLv2+",
    "MPL-1.1": "MPL 1.1",
    "BSD-3-Clause": "BSD",
    "Apache-2.0": "Apache",
}


def test_every_locked_package_is_listed_and_no_other():
    assert len(LOCKED) > 20
    assert list(LISTED) == LOCKED


def test_the_licences_that_ask_for_something_are_named():
    assert LISTED["psycopg"] == LISTED["psycopg-binary"] == "LGPL-3.0-only"
    assert LISTED["pyphen"] == "GPL-2.0-or-later, LGPL-2.0-or-later eller MPL-1.1"


@pytest.mark.parametrize("name", LOCKED)
def test_the_licence_is_the_one_the_package_names(name):
    about = metadata(name)
    own = " ".join(
        [about.get("License-Expression") or "", about.get("License") or "", *about.get_all("Classifier", [])]
    )
    for licence in re.split(r", | eller ", LISTED[name]):
        assert licence in own or SAME.get(licence, licence) in own, own
