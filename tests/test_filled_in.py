"""A browser puts no old text beside a token that only the server may set: no field beside one may be filled in."""

import pytest
from django.urls import reverse

from meetings.models import Role, Stage
from meetings.room.models import Lane
from tests import make
from tests.conftest import client_of
from tests.reading import read

pytestmark = pytest.mark.any_database

TOKENS = "[name=seen], [name^=initial-]"
FIELDS = "textarea, select, input:not([name=csrfmiddlewaretoken])"


def beside_tokens(page):
    """The forms with a token, and those whose choices are saved at once: what stands in them counts as saved."""
    forms = [form for form in page.all("form") if form.has(TOKENS) or form.get("hx-trigger") == "change"]
    assert all(
        field.get("form") or field.node.tag == "button" for field in page.all(TOKENS) if not within(field, forms)
    )
    return forms


def within(field, forms):
    return any(field.html in form.html for form in forms)


@pytest.fixture
def pages(lise, jonas, meeting):
    """Every page and fragment with such a form, by name."""
    note = make.note(meeting, "Vi taster det samme to gange.")
    agreement = meeting.add_follow_up(lane=Lane.SELF, text="Aftalt")
    matter = meeting.add_follow_up(lane=Lane.UP, text="Opad")
    remark = {"side": "employees", "text": "Vi er uenige", "uuid": "0" * 31 + "1"}
    jonas.post(reverse("new-remark", args=[meeting.key]), remark)

    def address(name, *args):
        return reverse(name, args=[meeting.key, *args])

    got = {
        "desk": jonas.get(address("desk-item", 1)),
        "minutes": jonas.get(address("minutes")),
        "attendee": jonas.get(address("attendee", meeting.attendees.first().pk)),
        "edited attendee": lise.post(address("attendee", meeting.attendees.first().pk), {"name": ""}),
        "agreement": jonas.get(address("follow-up", agreement.pk)),
        "matter": jonas.get(address("follow-up", matter.pk), headers={"HX-Request": "true"}),
        "conflict": jonas.post(address("conclusion", 1), {"seen": 7, "text": "Mit"}),
        "close": lise.get(address("close")),
    }
    assert note.pk
    meeting.wrap_up(meeting.place)
    meeting.close(Stage.WRAP_UP)
    chair = client_of(make.by_link(meeting, Role.CHAIR))
    return {name: read(answer) for name, answer in {**got, "review": chair.get(address("review"))}.items()}


def test_no_field_beside_a_token_may_be_filled_in_by_the_browser(pages):
    found = {name: beside_tokens(page) for name, page in pages.items()}
    assert {name: len(forms) for name, forms in found.items() if name != "minutes"} == {
        "desk": 2, "attendee": 1, "edited attendee": 1, "agreement": 1, "matter": 1, "conflict": 1, "close": 1,
        "review": 3,
    }  # fmt: skip
    assert len(found["minutes"]) >= 6
    for name, forms in found.items():
        for form in forms:
            if name not in ("close", "review"):  # nothing in them but the token
                assert form.get("autocomplete") == "off", (name, form.html)
            assert [each.html for each in form.all(FIELDS) if each.get("autocomplete") != "off"] == [], name
