"""Checks that every form, URL, admin page and fixture cleans text: by TextField, or by the function behind it."""

import re
import unicodedata
from contextlib import contextmanager
from copy import copy
from http.cookies import SimpleCookie
from uuid import uuid4

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.serializers import serialize
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse
from hypothesis import given

from meetings import models
from meetings.minutes.compose import compose
from meetings.models import (
    Lane,
    Remark,
    RemarkSide,
    Role,
    RoleLink,
    Theme,
    comment,
    open_correction,
    revision_of,
)
from meetings.room import pace
from meetings.text import TextField, clean
from tests import make
from tests.conftest import client_of, undone
from tests.room.test_access import TABLE, patterns
from tests.test_text import LINE_ENDS, written
from tests.themes.test_fixtures import OTHER_THEME, load

# --- The forms --------------------------------------------------------------------------------------------------------


def every_form(form=forms.BaseForm):
    for each in form.__subclasses__():
        yield each
        yield from every_form(each)


def our_forms():
    assert get_resolver().url_patterns  # loads every view, and with them every form
    return {form for form in every_form() if form.__module__.startswith(("meetings.", "teknologi_dialog."))}


def takes_text(field):
    return isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField)


# What a machine reads, and what must be compared as it was typed.
NO_TEXT = {
    ("NewMeetingForm", "key"),
    ("LogInForm", "username"),
    ("LogInForm", "password"),
    ("ChoosePasswordForm", "new"),
    ("ChoosePasswordForm", "again"),
    ("ChangePasswordForm", "old"),
    ("ChangePasswordForm", "new"),
    ("ChangePasswordForm", "again"),
    ("ForgottenForm", "email"),
    ("NewUserForm", "username"),
    ("NewUserForm", "email"),
}


def test_every_form_takes_text_by_textfield():
    fields = {(form.__name__, name): field for form in our_forms() for name, field in form.base_fields.items()}
    texts = {name: field for name, field in fields.items() if takes_text(field)}
    assert {("NoteForm", "text"), ("AttendeeForm", "function"), ("CommentForm", "text")} < texts.keys()
    assert {name for name, field in texts.items() if not isinstance(field, TextField)} == NO_TEXT


def test_every_admin_page_takes_text_by_textfield():
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True)
    found = {}
    for model, page in admin.site._registry.items():
        if model._meta.app_label == "meetings":
            inlines = [formset.form for formset, _ in page.get_formsets_with_inlines(request)]
            for form in (page.get_form(request), *inlines):
                found |= {(form._meta.model.__name__, name): field for name, field in form.base_fields.items()}
    texts = {name for name, field in found.items() if type(field) in (forms.CharField, TextField)}
    expected = {
        (model.__name__, field.name)
        for model in (models.Theme, models.Section, models.Question, models.Prompt, models.Source, models.Committee)
        for field in model._meta.concrete_fields
        if field.get_internal_type() in ("CharField", "TextField") and type(field).__name__ != "URLField"
    }
    assert texts == expected
    assert all(type(found[name]) is TextField for name in texts)


class Form(forms.Form):
    line = TextField(required=False, max_length=3)
    area = TextField(required=False, max_length=3, widget=forms.Textarea)


def test_length_is_counted_after_cleaning_and_never_cut_by_the_browser():
    assert Form({"line": "\u200ba\u030a\t\nb\u200b", "area": "a\u030a\r\nb"}).is_valid()
    assert list(Form({"area": "a\tb"}).errors) == ["area"]  # "a | b"
    assert "maxlength" not in str(Form())


def phones_count(text):
    """As `static/js/phone/note.js` counts. A browser's text area has only newlines."""
    return len(unicodedata.normalize("NFC", re.sub("\r\n?", "\n", text)).replace("\t", " | ").strip())


@given(written)
def test_no_text_counts_longer_on_the_server_than_on_the_phone(typed):
    """So no note is refused that the phone found short enough."""
    assert len(clean(typed)) <= phones_count(typed)


@pytest.mark.parametrize("typed", ["a\tb\nc\td", "A\u030arhus", "🙂👩🏽\u200d💻", "Et\nto", "  a  "])
def test_common_text_counts_alike_on_phone_and_server(typed):
    assert phones_count(typed) == len(clean(typed))


# --- Every URL that writes --------------------------------------------------------------------------------------------

WORDS = [f"Bord{number}" for number in range(len(LINE_ENDS) + 1)]
TYPED = "".join(word + end for word, end in zip(WORDS, (*LINE_ENDS.values(), ""), strict=True))
NEWLINES, SPACES = "\n".join(WORDS), " ".join(WORDS)
MANY = "rules committee organisation parent_name venue facilitator_name secretary_name function stands_in_for"
FIELDS = [*MANY.split(), "case_number", "name", "text", "responsible", "sent_to", "carried_by"]
WRITES = {
    # URL: how many stored texts come of it with their line breaks, and how many on one line
    "join": (0, 1),
    "new-meeting": (0, 7),
    "edit-meeting": (1, 7),
    "new-attendee": (0, 3),  # the name also in the last act
    "attendee": (0, 2),
    "add-note": (1, 0),
    "missing-note": (1, 0),
    "note": (1, 0),
    "wall-note": (1, 0),
    "edit-added-note": (1, 0),
    "desk-note": (1, 0),
    "conclusion": (1, 0),
    "next-meeting": (1, 0),
    "new-follow-up": (1, 1),
    "follow-up": (1, 1),
    "who-when": (0, 1),
    "gather": (0, 1),
    "heading": (0, 1),
    "minutes-text": (1, 0),
    "new-remark": (1, 0),
    "remark": (1, 0),
    "comment": (1, 0),
    "object": (1, 0),
    "approve": (1, 0),
    "ask-for-remark": (1, 0),
    "answer-comment": (1, 0),
    "open-correction": (1, 0),
    "hold": (0, 1),
    "edit-correction": (1, 0),
}


def test_no_form_takes_text_under_another_name():
    found = {name for form in our_forms() for name, field in form.base_fields.items() if isinstance(field, TextField)}
    assert found == {*FIELDS, "code", "username"} | {
        "first_name",
        "last_name",
    }  # two that are looked up, and the admin's


@pytest.fixture
def whole(db):
    """(a meeting with one of everything, the parts of its URLs, each text's revision by URL name, a client by role)."""
    meeting = make.meeting(item_number=3)
    ulla = make.member(meeting)
    follow_up = meeting.add_follow_up(lane=Lane.SELF, text="Vi prøver.", uuid=uuid4())
    remark = Remark.add(meeting, uuid=uuid4(), side=RemarkSide.BOTH, text="Vi er uenige.")
    attendee = make.attend(meeting, "Karen Møller")
    note = make.note(meeting, number=3, author=ulla)
    group = note.item.groups.create(heading="Tid", position=1)
    known = {
        "key": meeting.key,
        "number": 3,
        "phase": "think",
        "note": note.pk,
        "group": group.pk,
        "proposal": 1,
        "lane": Lane.SELF,
        "follow_up": follow_up.pk,
        "participant": ulla.pk,
        "attendee": attendee.pk,
        "side": make.OTHERS,
        "act": 1,
        "name": "communication",
        "remark": remark.pk,
        "role": Role.CHAIR,
        "text": "conclusion-3",
        "version": 1,
    }
    comment(meeting, Role.CHAIR, uuid4(), "Ret datoen.")
    known["comment"] = meeting.comments.get().pk
    seen = {
        "attendee": attendee.revision,
        "follow-up": follow_up.revision,
        "who-when": follow_up.revision,
        "heading": group.revision,
        "minutes-text": revision_of(""),
        "remark": revision_of(remark.text),
    }
    linked = [RoleLink.find(RoleLink.make(meeting, role)).take_seat() for role in (Role.SECRETARY, Role.CHAIR)]
    seats = (ulla, *linked, meeting.participants.get(role=Role.FACILITATOR))
    return meeting, known, seen, {seat.role: client_of(seat) for seat in seats}


@contextmanager
def rolled_back(whole):
    """Give `whole` as it was made; what is done to the database, the cookies and the pace meanwhile is undone."""
    meeting, known, seen, clients = whole
    meeting.facilitator.refresh_from_db()  # she has logged in since
    cookies = {role: client.cookies.output() for role, client in clients.items()}
    try:
        with undone():
            yield copy(meeting), {**known}, seen, clients
    finally:
        for role, client in clients.items():  # one may have logged out
            client.cookies = SimpleCookie(cookies[role].replace("Set-Cookie: ", ""))
        pace.forget()


def press(name, whole, typed=TYPED, **more):
    """Post every text field, with every line end, to the URL called `name`, with a role that may."""
    meeting, known, seen, clients = whole
    if name == "edit-added-note":
        known["note"] = meeting.items.get(number=3).take_note(uuid=uuid4(), text="Sagt højt").pk
    if name in ("open-correction", "edit-correction") and not meeting.has_version:
        meeting.wrap_up(meeting.place)
        meeting.close(meeting.place)
        make.approve(meeting)
    if name == "approve" and meeting.is_open:
        meeting.wrap_up(meeting.place)
        meeting.close(meeting.place)
    if name == "approve":
        seen = {name: compose(meeting).state.sha256}
    if name == "edit-correction":
        if meeting.is_final:
            open_correction(meeting, "En fejl.")
        known, seen = known | {"version": 2}, {name: meeting.corrections.get().revision}
    door = TABLE[name]
    client = clients[min(door & clients.keys())] if isinstance(door, set) else clients[Role.FACILITATOR]
    client = Client() if name == "join" else client
    (pattern,) = [pattern for pattern in patterns() if pattern.name == name]
    url = reverse(name, kwargs={part: known[part] for part in pattern.pattern.converters if part in known})
    data = {**make.facts(meeting.theme), **dict.fromkeys(FIELDS, typed), "uuid": uuid4(), "item": 3}
    side = make.OTHERS if "attendee" in name else RemarkSide.BOTH
    if name == "gather":
        data["note"] = known["note"]
    return client.post(url, {**data, "seen": seen.get(name, 0), "side": side, "done": "true", **more})


def stored():
    """Everything the database holds about meetings, as one text with its line breaks as they are."""
    tables = models.Meeting._meta.apps.get_app_config("meetings").get_models()
    return serialize("json", [row for model in tables for row in model.objects.all()], ensure_ascii=False)


def test_posted_text_is_stored_with_every_line_end_as_a_newline(whole):
    """Any other URL stores nothing of what is sent to it. Each press is rolled back, since so many meetings are dear."""
    found = {}
    for name in (p.name for p in patterns() if not {"extension", "token"} & set(p.pattern.converters)):
        with rolled_back(whole) as anew:
            press(name, anew)
            text = stored().replace("\\n", "\n")
            if WORDS[0] in text:
                found[name] = text.count(NEWLINES), text.count(SPACES)
                assert text.count(WORDS[0]) == sum(found[name]), name
    assert found == WRITES


def test_a_fixture_is_cleaned_as_it_is_loaded(db, tmp_path):
    fixture = tmp_path / "ordret.yaml"
    text = OTHER_THEME.read_text(encoding="utf-8")
    assert text.count('title: "Møder') == 1
    fixture.write_text(text.replace('title: "Møder', 'title: "Bla\\u030a\\u2028m\\u200bøder'), encoding="utf-8")
    load(fixture)
    assert Theme.objects.get().title.startswith("Blå møder")
