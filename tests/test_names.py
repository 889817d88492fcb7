"""Two controls of a page that do different things have different names: what is heard says which row a button is for."""

from collections import defaultdict
from datetime import time
from uuid import uuid4

import pytest
from django.urls import reverse

from meetings.models import APPROVERS, Lane, Remark, RemarkSide, Role, comment
from tests import make
from tests.conftest import client_of
from tests.reading import read

pytestmark = pytest.mark.any_database

CONTROLS = "a[href], button:not([hidden]), summary, select, textarea, input:not([type=hidden])"
# Numbered by static/css/components/note.css: nobody may hear the text of a note that is hidden or deleted.
NUMBERED = ".note.is-away .button"
MENU = "details[name]"  # of those with one name the browser keeps one open; its summary says which row it is for


def name_of(control, page):
    """Return what a screen reader calls it: its label, after that of the group it is in, or its words, hidden ones too."""
    if control.node.tag in ("select", "textarea", "input"):
        of = control.get("id")
        groups = page.all(f'fieldset:has([id="{of}"]) > legend') if of else []
        labels = page.all(f'label[for="{of}"]')
        return " ".join(part.text for part in (*(groups if labels else []), *labels))
    return control.get("aria-label") or control.text


def what_it_does(control):
    """Return what tells it from others: where it leads, or which field it is."""
    if control.node.tag == "a":
        return control["href"]
    form = control.node.parent
    while form and form.tag != "form":
        form = form.parent
    action = control.get("formaction") or (form and form.attributes.get("action")) or ""
    return control.get("id") or f"{action} {control.get('name')}={control.get('value')}"


def same_names(page):
    """{name: the controls that share it, and do different things}; None for those without a name."""
    found = defaultdict(dict)
    page.drop(NUMBERED)
    for menu in page.all(MENU):
        assert len({button.text for button in menu.all("button")}) == len(menu.all("button"))
    page.drop(f"{MENU} button")
    for control in page.all(CONTROLS):
        found[control.node.tag, name_of(control, page)][what_it_does(control)] = control.html[:150]
    return {name: [*each.values()] for (_, name), each in found.items() if len(each) > 1 or not name}


def test_same_name_is_found():
    page = '<ul><li><a href="/1">Ret</a><li><a href="/2">Ret</a><li><a href="/3">Slet</a><a href="/3">Slet</a></ul>'
    unnamed = (
        '<select id="a"></select><label for="b">Sted</label><input id="b"><label for="c">Sted</label><input id="c">'
    )
    assert {name: len(each) for name, each in same_names(read(page + unnamed)).items()} == {"Ret": 2, "": 1, "Sted": 2}


@pytest.fixture
def everything(db):
    """A meeting with two and more of everything that stands in a list, at its last question."""
    meeting = make.meeting(item_number=2)
    seats = [make.member(meeting, name) for name in ("Ulla Skovgaard", "Kim Dahl")]
    for number in (1, 2, 3):
        notes = [make.note(meeting, f"Note {turn} til {number}", number, seats[0]) for turn in range(6)]
        notes[4].hide("person")
        notes[5].hide("person")
        notes[3].arrange(left_out=True)
        if number < 3:
            meeting.gather(notes[:2], f"Overskrift {number}")
    for lane in Lane:
        for turn in (1, 2):
            meeting.add_follow_up(lane=lane, text=f"{lane.label} {turn}")
    for side in RemarkSide:
        Remark.add(meeting, uuid=uuid4(), side=side, text=f"Bemærkning fra {side.label}")
    for role in APPROVERS:
        for turn in (1, 2):
            comment(meeting, role, uuid=uuid4(), text=f"Ret punkt {turn}, siger {role.label}")
    for hour, stage in ((12, "draft"), (15, "closed")):
        make.meeting(stage=stage, starts_at=time(hour), ends_at=time(hour + 1), facilitator=meeting.facilitator)
    return meeting, seats[0]


def pages_of(meeting, member):
    """Yield (name, answer) of every page and of the forms that open in one."""
    lise, ulla = client_of(meeting.participants.get(role=Role.FACILITATOR)), client_of(member)
    chair = client_of(make.by_link(meeting, Role.CHAIR))

    def got(client, name, *args, **headers):
        return client.get(reverse(name, args=[meeting.key, *args]), **headers)

    for name in ("front", "log-in"):
        yield name, ulla.get(reverse(name))
    yield "my meetings", lise.get(reverse("my-meetings"))
    yield "new meeting", lise.get(reverse("new-meeting"))
    for name in ("wall", "edit-meeting", "seats", "minutes", "close", "attendance", "new-attendee"):
        yield name, got(lise, name)
    for number in (1, 3):
        yield f"desk {number}", got(lise, "desk-item", number)
    for follow_up in meeting.follow_ups.all():
        yield f"follow-up {follow_up.pk}", got(lise, "follow-up", follow_up.pk)
    pasted = {"text": "Ida Dam (suppleant for Kim Dahl)\nKim Dahl (afbud)"}
    yield "pasted list", lise.post(reverse("paste-attendees", args=[meeting.key]), pasted)
    yield "attendee", got(lise, "attendee", meeting.attendees.first().pk)
    meeting.put_in_spotlight(meeting.items.get(number=meeting.item_number).notes.filter(hidden=False, deleted=False)[0])
    yield "one note big", got(lise, "wall")
    meeting.end_spotlight()
    yield "answer", got(lise, "answer-comment", meeting.comments.first().pk)
    yield "room", got(ulla, "room")
    yield "review", got(chair, "review")
    meeting.advance(meeting.place)
    for client, name in ((lise, "wall"), (ulla, "room")):
        yield f"{name} with lanes", got(client, name)


def test_controls_that_do_different_things_have_different_names(everything):
    found = {name: same_names(read(answer)) for name, answer in pages_of(*everything)}
    assert len(found) == 25
    assert {name: same for name, same in found.items() if same} == {}
