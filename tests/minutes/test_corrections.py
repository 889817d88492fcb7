"""Corrections: told from what to what, edited, cancelled with nothing left behind, and personal data removed for good."""

import datetime

import pytest
from django.core.serializers import serialize
from django.urls import reverse
from django.utils import timezone

from meetings.live import feed
from meetings.minutes.archive import load
from meetings.minutes.compose import compose, compose_version, frozen
from meetings.minutes.versions import _purge
from meetings.models import (
    Correction,
    Event,
    FollowUp,
    Note,
    Refused,
    Role,
    cancel_correction,
    open_correction,
    take_away,
)
from meetings.room import regions
from meetings.room.screens import Snapshot
from meetings.room.visibility import Audience
from tests import documents, make
from tests.conftest import client_of, undone
from tests.minutes.corrected import ACTS, NAME, SAYS, again, edit, note_of
from tests.reading import read

pytestmark = pytest.mark.any_database


@pytest.fixture
def final(db):
    """Final minutes with one of everything, and a note that names somebody."""
    meeting = documents.everything()
    note = Note.objects.filter(item__meeting=meeting, prompt=0, hidden=False).first()
    Note.objects.filter(pk=note.pk).update(text=SAYS)
    make.approve(meeting)
    return again(meeting)


@pytest.fixture(params=[False, True], ids=["with its notes", "notes purged"])
def either(request, final):
    if request.param:
        purge(final)
    return again(final)


def purge(meeting):
    with meeting.recording("approval"):
        _purge(meeting, timezone.localdate())
    assert not Note.objects.filter(item__meeting=meeting).exists()


def logged(meeting):
    *_, last = compose(meeting).corrections
    return [(change.place, change.old, change.new) for change in last.changes]


@pytest.fixture
def jonas(final):
    return client_of(make.by_link(final, Role.SECRETARY))


def post(client, name, meeting, data=None, *args):
    return client.post(reverse(name, args=[meeting.key, *args]), data or {})


class TestCancelling:
    def test_everything_is_as_it_was(self, either):
        for name, act in ACTS.items():
            with undone():
                before, rows = either.versions.get().content, Note.objects.count()
                open_correction(again(either), "Noget.")
                unchanged = frozen(again(either))
                act(again(either))
                assert frozen(again(either)) != unchanged, name
                assert cancel_correction(again(either), 2), name
                meeting = again(either)
                held = meeting.is_final, meeting.correction_on, compose(meeting).canonical
                assert held == (True, None, before), name
                assert Note.objects.count() == rows, name
                open_correction(meeting, "Noget.")
                assert frozen(again(meeting)) == unchanged, name
                assert logged(again(meeting)) == [], name

    def test_approvals_and_earlier_texts_of_it_are_gone(self, final):
        open_correction(final, "Noget.")
        ACTS["conclusion"](final)
        make.approve(final, Role.CHAIR)
        assert (final.approvals.count(), final.earlier_wordings.count()) == (1, 1)
        cancel_correction(final, 2)
        assert (final.approvals.count(), final.earlier_wordings.count(), Correction.objects.count()) == (0, 0, 0)

    def test_one_that_is_not_in_progress_is_left_alone(self, final):
        assert cancel_correction(final, 2) is False
        open_correction(final, "Den første.")
        make.approve(final)
        open_correction(final, "Den anden.")
        assert cancel_correction(final, 2) is False
        assert [each.text for each in final.corrections.all()] == ["Den første.", "Den anden."]
        assert cancel_correction(final, 3)
        assert cancel_correction(final, 3) is False
        assert compose(again(final)).state.version == 2

    def test_press_cancels_and_shows_the_version_that_holds(self, final, jonas):
        open_correction(final, "Noget.")
        page = read(jonas.get(reverse("minutes", args=[final.key])))
        assert "Version 1 er godkendt. En rettelse er i gang." in page
        form = next(form for form in page.all("form") if form.buttons("Fortryd hele rettelsen"))
        for _ in range(2):
            assert jonas.post(form["action"]).status_code == 302
        assert "Endeligt godkendt, version 1" in read(jonas.get(reverse("minutes", args=[final.key])))

    def test_page_says_when_the_meeting_would_be_deleted(self, final, jonas):
        open_correction(final, "Noget.")
        assert "Mødet slettes så her den 12. februar 2027." in read(jonas.get(reverse("minutes", args=[final.key])))

    def test_one_that_has_outlived_the_clock_of_its_version_cannot_be_cancelled(self, final, jonas, clock):
        """To cancel it would delete the meeting at once, by a press that promises that everything is as before."""
        clock(datetime.date(2027, 2, 11))
        open_correction(final, "Noget.")
        address = reverse("cancel-correction", args=[final.key, 2])
        clock(datetime.date(2027, 2, 12))
        page = read(jonas.get(reverse("minutes", args=[final.key])))
        assert "Rettelsen kan ikke fortrydes mere" in page
        assert not page.buttons("Fortryd hele rettelsen")
        assert jonas.post(address).status_code == 409
        assert Correction.objects.count() == 1
        clock(datetime.date(2027, 2, 11))
        assert jonas.post(address).status_code == 302
        assert Correction.objects.count() == 0

    def test_what_it_kept_is_forgotten_when_it_is_frozen(self, final):
        open_correction(final, "Noget.")
        assert SAYS in Correction.objects.get().before
        make.approve(final)
        assert Correction.objects.get().before == ""


class TestReason:
    def test_reason_is_edited_until_it_is_frozen(self, final, jonas):
        open_correction(final, "Fejl.")
        make.approve(final, Role.CHAIR)
        page = read(jonas.get(reverse("minutes", args=[final.key])))
        form = next(form for form in page.all("form") if form.buttons("Gem begrundelsen"))
        data = form.fields() | {"text": "Fristen var forkert.", "is_personal": ""}
        assert jonas.post(form["action"], data).status_code == 302
        assert compose(again(final)).corrections[-1].text == "Fristen var forkert."
        assert compose(again(final)).state.approvals[0].withdrawn
        make.approve(again(final))
        assert jonas.post(form["action"], data | {"text": "Noget andet."}).status_code == 409
        assert final.corrections.get().text == "Fristen var forkert."

    def test_reason_over_somebody_elses_gets_409_with_both(self, final, jonas):
        open_correction(final, "Fejl.")
        seen = final.corrections.get().revision
        final.corrections.get().edit(seen, text="Den andens.")
        answer = post(jonas, "edit-correction", final, {"text": "Min.", "seen": seen}, 2)
        page = read(answer)
        assert (answer.status_code, page.field("Hvad er rettet, og hvorfor?").value) == (409, "Min.")
        assert page.one("[role=alert] blockquote").text == "Den andens."
        again = next(form for form in page.all("form") if form.buttons("Gem begrundelsen")).fields()
        assert post(jonas, "edit-correction", final, {"text": "Begges.", "seen": again["seen"]}, 2).status_code == 302
        assert final.corrections.get().text == "Begges."

    @pytest.mark.parametrize(("text", "events"), [("Fejl.", []), ("Fristen.", ["meeting-text"])])
    def test_reason_takes_one_number_of_the_log_or_none(self, final, text, events):
        open_correction(final, "Fejl.")
        before, correction = feed.current.head(final.pk).number, again(final).corrections.get()
        correction.edit(correction.revision, text=text)
        assert feed.current.head(final.pk).number == before + len(events)
        found = [(before + 1 + index, kind, correction.pk) for index, kind in enumerate(events)]
        assert feed.current.events_after(final.pk, before) == found

    def test_empty_reason_gets_422(self, final, jonas):
        open_correction(final, "Fejl.")
        answer = post(jonas, "edit-correction", final, {"text": "", "seen": final.corrections.get().revision}, 2)
        assert (answer.status_code, "Skriv, hvad der bliver rettet" in read(answer)) == (422, True)


class TestLog:
    def test_minutes_tell_from_what_to_what(self, final):
        open_correction(final, "Fristen.")
        edit(final.follow_ups.first(), due=datetime.date(2027, 3, 1))
        meeting = again(final)
        meeting.write_next_meeting("", meeting.next_meeting_revision)
        place = "Aftaler: Aftale 1, frist"
        assert [tuple(word.replace("\N{NO-BREAK SPACE}", " ") for word in each) for each in logged(meeting)] == [
            (place, "13. jan. 2027", "1. mar. 2027"),
            ("Næste møde", "Mandag den 25. januar 2027 kl. 9.00.", ""),
        ]
        make.approve(meeting)
        [table] = [s.blocks[0] for s in compose(again(meeting)).document.sections if s.name == "corrections"]
        assert table.rows[0][2].replace("\N{NO-BREAK SPACE}", " ").split("\n") == [
            "Fristen.",
            f"{place}: ”13. jan. 2027” er rettet til ”1. mar. 2027”",
            "Næste møde: ”Mandag den 25. januar 2027 kl. 9.00.” er fjernet",
        ]

    def test_it_follows_every_change_on_the_secretarys_page(self, final, jonas):
        open_correction(final, "Fristen.")
        after = again(final).last_event
        edit(final.follow_ups.first(), text="Systemtime hver torsdag.")
        url = reverse("minutes-stream", args=[final.key], query={"after": after, "poll": ""})
        assert "Systemtime hver torsdag." in read(jonas.get(url)).one("#corrections")

    def test_older_log_stays_as_it_was_frozen(self, final):
        for text in ("Torsdag.", "Fredag."):
            open_correction(again(final), text)
            edit(final.follow_ups.first(), text=f"Systemtime hver {text.lower()}")
            make.approve(again(final))
        one, two = compose(again(final)).corrections
        assert [change.old for change in one.changes] == ["Systemtime hver onsdag."]
        assert [change.old for change in two.changes] == ["Systemtime hver torsdag."]


class TestPersonalData:
    def test_note_that_a_correction_leaves_out_is_not_printed_by_it(self, either):
        assert SAYS in frozen(either) or either.notes_purged
        open_correction(either, "En note er fjernet.")
        note_of(either).arrange(left_out=True)
        make.approve(again(either))
        one, two = either.versions.all()
        assert (SAYS in one.content, NAME in two.content) == (True, False)
        assert [change.old for change in load(two.content).corrections[0].changes] == ["en note"]
        assert Note.objects.exists() is not again(either).notes_purged

    def test_words_are_redacted_and_told_nowhere(self, either):
        open_correction(either, "Et navn er fjernet.")
        note_of(either).redact(NAME)
        make.approve(again(either))
        content = either.versions.get(number=2).content
        assert ("[fjernet] siger altid nej." in content, NAME in content) == (True, False)
        [change] = load(content).corrections[0].changes
        assert (change.old, change.new) == ("[fjernet]", "[fjernet] siger altid nej.")

    def test_notes_of_a_version_come_back_in_its_order(self, final):
        before = [question.notes for question in load(final.versions.get().content).questions]
        purge(final)
        open_correction(again(final), "Noget.")
        assert [question.notes for question in compose(again(final)).questions] == before

    def test_personal_correction_repeats_no_old_words_also_not_of_earlier_ones(self, final):
        open_correction(final, "Fristen.")
        edit(final.follow_ups.first(), text=SAYS)
        make.approve(again(final))
        open_correction(again(final), "Oplysninger er fjernet.", is_personal=True)
        edit(final.follow_ups.first(), text="Systemtime.")
        make.approve(again(final))
        content = load(final.versions.get(number=3).content)
        assert content.corrections[0].changes == ()
        assert [(change.old, change.new) for change in content.corrections[1].changes] == [("[fjernet]", "Systemtime.")]
        assert content.agreements[0].text == "Systemtime."

    def test_secretary_redacts_words_on_a_page(self, final, jonas):
        open_correction(final, "Et navn.")
        note = note_of(final)
        link = read(jonas.get(reverse("minutes", args=[final.key]))).link(f"Fjern ord i noten: {SAYS}")
        wrong = jonas.post(link["href"], {"text": "Kirsten"})
        assert (wrong.status_code, "Ordene står ikke i noten." in read(wrong)) == (422, True)
        assert read(wrong).field("Hvilke ord skal fjernes?").value == "Kirsten"
        assert jonas.post(link["href"], {"text": NAME}).status_code == 302
        note.refresh_from_db()
        assert note.text == "[fjernet] siger altid nej."

    def test_words_of_a_draft_are_not_redacted(self, db):
        meeting = documents.everything()
        note = Note.objects.select_related("item__meeting").filter(item__meeting=meeting).first()
        with pytest.raises(Refused, match="når en rettelse af referatet er i gang"):
            note.redact("Systemet")
        assert "Systemet" in Note.objects.get(pk=note.pk).text

    def test_redacting_never_makes_a_note_too_long(self, final):
        open_correction(final, "Et bogstav.")
        Note.objects.filter(pk=note_of(final).pk).update(text="a" * 280)
        note = Note.objects.select_related("item__meeting").get(text="a" * 280)
        with pytest.raises(Refused, match="for mange steder"):
            note.redact("a")


class TestTakingAway:
    @pytest.fixture
    def cleaned(self, final):
        open_correction(final, "Oplysninger er fjernet.", is_personal=True)
        note_of(final).redact(NAME)
        make.approve(again(final))
        return again(final)

    def test_older_text_is_deleted_and_leaves_number_dates_and_checksum(self, cleaned, jonas):
        page = reverse("version", args=[cleaned.key, 1])
        assert NAME in read(jonas.get(page))
        form = next(form for form in read(jonas.get(page)).all("form") if form.buttons("Tag teksten i version 1 væk"))
        for _ in range(2):
            assert jonas.post(form["action"]).url == page
        said = read(jonas.get(page))
        one = cleaned.versions.get(number=1)
        assert (one.content, len(one.sha256), one.taken_away_on) == ("", 64, timezone.localdate())
        assert one.sha256 in said
        assert "Formand: godkendt den" in said
        assert (NAME in said, said.buttons("Tag teksten"), said.has("article")) == (False, [], False)
        Note.objects.filter(item__meeting=cleaned).delete()
        assert NAME not in serialize("json", [*cleaned.versions.all(), *cleaned.corrections.all()])

    def test_page_of_the_next_version_does_not_repeat_what_it_removed(self, cleaned, jonas):
        said = read(jonas.get(reverse("version", args=[cleaned.key, 2])))
        assert "Oplysninger er fjernet." in said
        assert (NAME in said, said.has(".changes")) == (False, False)

    def test_its_file_leads_to_its_page_and_the_next_is_compared_with_nothing(self, cleaned, jonas):
        take_away(cleaned, 1)
        file = reverse("version-file", args=[cleaned.key, 1, "pdf"])
        assert jonas.get(file).url == reverse("version", args=[cleaned.key, 1])
        two = read(jonas.get(reverse("version", args=[cleaned.key, 2])))
        assert (two.has(".changes"), two.has("article")) == (False, True)

    @pytest.mark.parametrize("number", [1, 2])
    def test_text_without_personal_data_or_that_holds_stays(self, final, jonas, number):
        open_correction(final, "Datoen.", is_personal=number == 2)
        make.approve(again(final))
        answer = post(jonas, "take-text-away", final, {}, number)
        assert (answer.status_code, final.versions.get(number=number).taken_away_on) == (409, None)
        assert compose_version(final.versions.get(number=number)).state.version == number

    def test_text_of_the_version_before_a_correction_in_progress_stays(self, final):
        open_correction(final, "Oplysninger.", is_personal=True)
        with pytest.raises(Refused):
            take_away(final, 1)
        assert FollowUp.objects.exists()


def told(meeting, audience):
    """Return what a live page of `audience` is sent when something happens to the approval."""
    return read(regions.fragments(Snapshot.of(meeting.pk), Event.Kind.APPROVAL, None, [audience])[audience])


def test_open_desk_is_told_where_to_go_on_when_a_correction_is_cancelled(final):
    open_correction(final, "Stedet var forkert.")
    client = client_of(final.participants.get(user=final.facilitator))
    for name in ("desk", "attendance"):
        assert read(client.get(reverse(name, args=[final.key]), follow=True)).one("#edition").text == ""
    assert told(final, Audience.DESK).one("#edition").text == ""
    cancel_correction(final, 2)
    page = told(final, Audience.DESK)
    assert page.one("#edition").names("data-final")
    assert "Referatet er endeligt godkendt, så der kan ikke gemmes mere her." in page
    assert page.one("#edition a")["href"] == reverse("minutes", args=[final.key])


def test_open_wall_offers_no_reopening_once_there_is_a_version(db):
    meeting = make.meeting(stage="closed")
    page = read(client_of(meeting.participants.get(user=meeting.facilitator)).get(reverse("wall", args=[meeting.key])))
    assert page.one("#on").buttons("Genåbn mødet")
    make.approve(meeting)
    assert [each.text for each in told(again(meeting), Audience.WALL).all("#on .button")] == []
