"""The page of the minutes: who reads it, what it says, and editing in place."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from meetings.minutes.compose import compose
from meetings.minutes.discussion import chart, notes
from meetings.minutes.exports.turns import turns
from meetings.models import FollowUp, Meeting, Refused, Remark, revision_of
from tests import make
from tests.minutes.drafts import HTMX, agreed, page, printed, sent_up, texts
from tests.reading import read

pytestmark = pytest.mark.any_database


class TestPage:
    @pytest.mark.parametrize("who", ["lise", "jonas"])
    def test_facilitator_and_secretary_read_the_minutes(self, who, meeting, request):
        make.note(meeting, "Vi skriver det samme to steder.")
        response = page(request.getfixturevalue(who), meeting)
        assert response.status_code == 200
        (line,) = [each for each in read(response).all("li p") if each.text == "Vi skriver det samme to steder."]
        assert line["dir"] == "auto"

    @pytest.mark.parametrize("address", ["referat/", "referat.pdf"])
    @pytest.mark.parametrize(("who", "status"), [("ulla", 403), ("mads", 404)])
    def test_members_get_403_and_strangers_404(self, who, status, address, meeting, request):
        assert request.getfixturevalue(who).get(f"/m/{meeting.key}/{address}").status_code == status

    def test_author_of_a_note_is_never_shown(self, meeting, lise):
        seat = make.member(meeting, "Ulla Skovgaard")
        make.note(meeting, "Vi skriver det samme to steder.", author=seat)
        paper = reverse("printable", args=[meeting.key])
        assert "Ulla" not in read(lise.get(paper)).source
        meeting.attendees.get(name="Ulla Skovgaard").place(make.EMPLOYEES)
        assert "Ulla" in read(lise.get(paper)).source

    def test_draft_says_so_and_when_the_meeting_is_deleted(self, meeting, jonas):
        before = read(page(jonas, meeting))
        assert "Udkast – mødet er ikke afsluttet" in before
        assert "Bliver referatet ikke godkendt, slettes mødet her den 22. maj 2027." in before
        meeting.close(meeting.place)
        after = read(page(jonas, meeting))
        assert "Udkast – ikke godkendt" in after
        assert "ikke afsluttet" not in after

    def test_the_last_question_points_at_what_was_agreed(self, meeting, jonas):
        assert "Se afsnit" not in printed(jonas, meeting)
        agreed(meeting)
        assert "Se afsnit 4." in printed(jonas, meeting)
        sent_up(meeting)
        assert "Se afsnit 4 og 5." in printed(jonas, meeting)

    def test_after_closing_conclusions_and_follow_ups_are_edited_and_notes_are_not(self, meeting, jonas):
        note = make.note(meeting, "Vi skriver det samme to steder.")
        done = agreed(meeting)
        meeting.close(meeting.place)
        meeting.items.get(number=1).write_conclusion("Der var enighed.", seen=0)
        FollowUp.objects.get(pk=done.pk).edit(done.revision, text="Systemtime hver torsdag.")
        with pytest.raises(Refused):
            meeting.items.get(number=1).notes.get(text=note.text).edit("Noget andet.")
        said = read(page(jonas, meeting))
        assert "Der var enighed." in said
        assert "Systemtime hver torsdag." in said
        assert "Vi skriver det samme to steder." in said

    def test_typed_markup_is_shown_as_text(self, meeting, jonas):
        make.note(meeting, "<script>alert(1)</script>")
        agreed(meeting, "<img src=x>", responsible="<b>Lise</b>")
        meeting.write_next_meeting("<i>I januar</i>", 0)
        meeting.edit(venue="<u>Rådhuset</u>")
        make.attend(meeting, "<s>Lise</s>", function="<b>leder</b>")
        said = read(page(jonas, meeting))
        written = said.one("main")
        for markup in (
            "<script>alert(1)</script>",
            "<b>Lise</b>",
            "<i>I januar</i>",
            "<u>Rådhuset</u>",
            "<s>Lise</s> (<b>leder</b>)",
        ):
            assert markup in written
        assert not written.has("script, img, b, i, u, s")


class TestWork:
    """Texts that the secretary edits in the minutes themselves."""

    def post(self, client, name, meeting, *more, **data):
        return client.post(reverse(name, args=[meeting.key, *more]), data, headers=HTMX)

    def test_text_over_somebody_elses_gets_409_with_their_words(self, meeting, jonas, lise):
        about = meeting, "communication"
        first = self.post(jonas, "minutes-text", *about, text="Birgitte\r\nKim", seen=revision_of(""))
        assert first.status_code == 200
        kept = read(first).one("#text-communication")
        assert (kept["data-revision"], kept.names("hidden")) == (str(revision_of("Birgitte\nKim")), True)
        late = self.post(lise, "minutes-text", *about, text="Ingen", seen=revision_of(""))
        assert late.status_code == 409
        theirs = read(late).one("blockquote")
        assert (theirs.text, len(theirs.all("br"))) == ("Birgitte Kim", 1)
        meeting.refresh_from_db()
        assert meeting.communication == "Birgitte\nKim"
        again = self.post(jonas, "minutes-text", *about, text="Birgitte\r\nKim", seen=revision_of(""))
        assert again.status_code == 200, "the same words are no conflict"

    @pytest.mark.parametrize("seen", ["", "x", "-1"])
    def test_text_without_a_revision_gets_422(self, seen, meeting, jonas):
        answer = self.post(jonas, "minutes-text", meeting, "communication", text="Ingen", seen=seen)
        assert answer.status_code == 422
        assert "Genindlæs siden, og prøv igen." in read(answer)

    def test_text_too_long_gets_422(self, meeting, jonas):
        answer = self.post(jonas, "minutes-text", meeting, "communication", text="x" * 10_001, seen=revision_of(""))
        assert (answer.status_code, "højst være på 10.000 tegn" in read(answer)) == (422, True)

    def test_note_left_out_and_taken_in_again_is_unchanged(self, meeting, jonas, lise):
        note = make.note(meeting, "Vi skriver det samme to steder.")
        left = self.post(jonas, "arrange-note", meeting, note.pk, left_out="true")
        assert "Udeladt af referatet" in read(left)
        assert texts(compose(meeting).questions[0]) == []
        stale = self.post(
            lise, "arrange-note", meeting, note.pk, heading="1-0"
        )  # her page does not know it is left out
        assert "Udeladt af referatet" in read(stale)
        assert texts(compose(meeting).questions[0]) == []
        self.post(jonas, "arrange-note", meeting, note.pk, left_out="false")
        minutes = compose(meeting)
        assert notes(minutes.questions[0]).groups == (("Hvorfor", ("Vi skriver det samme to steder.",)),)
        assert chart(minutes).groups == (("Hvad siger vi til spørgsmål 1?", (("Hvorfor", 1),)),)
        note.refresh_from_db()
        assert (note.text, note.left_out, note.hidden) == ("Vi skriver det samme to steder.", False, False)

    @pytest.mark.parametrize("heading", ["1-1", "2-0", "1-g5"])
    def test_note_under_an_unknown_heading_gets_409(self, heading, meeting, jonas):
        note = make.note(meeting)
        answer = self.post(jonas, "arrange-note", meeting, note.pk, heading=heading)
        assert (answer.status_code, "Vælg en af spørgsmålets overskrifter" in read(answer)) == (409, True)

    def test_remark_is_added_once_edited_deleted_and_restored(self, meeting, jonas):
        uuid = uuid4()
        for _ in range(2):
            self.post(jonas, "new-remark", meeting, uuid=uuid, side="ledelse", text="Vi er uenige.")
        (remark,) = meeting.remarks.all()
        seen = remark.revision
        saved = self.post(jonas, "remark", meeting, remark.pk, text="Vi er meget uenige.", seen=seen)
        kept = read(saved).all(f"#remark-{remark.pk}")[-1]  # the item, which a page without it inserts, has one too
        assert (kept["data-revision"], kept.names("hidden")) == (str(revision_of("Vi er meget uenige.")), True)
        late = self.post(jonas, "remark", meeting, remark.pk, text="Vi er lidt uenige.", seen=seen)
        assert (late.status_code, read(late).one("blockquote").text) == (409, "Vi er meget uenige.")
        again = self.post(jonas, "remark", meeting, remark.pk, text="Vi er meget uenige.", seen=seen)
        assert again.status_code == 200, "the same words are no conflict"
        seen = remark.revision
        two = self.post(
            jonas, "remark", meeting, remark.pk, text="To\r\nlinjer.", seen=revision_of("Vi er meget uenige.")
        )
        assert two.status_code == 200
        before = Meeting.objects.get(pk=meeting.pk).last_event
        self.post(jonas, "remark", meeting, remark.pk, text="To\nlinjer.", seen=revision_of("To\nlinjer."))
        assert Meeting.objects.get(pk=meeting.pk).last_event == before, "a line break is a line break"
        self.post(jonas, "remark", meeting, remark.pk, text="Vi er meget uenige.", seen=revision_of("To\nlinjer."))
        wrong = self.post(jonas, "remark", meeting, remark.pk, text="", seen=remark.revision)
        assert (wrong.status_code, "Skriv, hvad der skal stå" in read(wrong)) == (422, True)
        self.post(jonas, "remark-side", meeting, remark.pk, side="medarbejdere")
        self.post(jonas, "remark-side", meeting, remark.pk, side="nogen")
        there = [("Medarbejdersiden", "Vi er meget uenige.")]
        assert [(each.side, each.text) for each in compose(meeting).remarks] == there
        deleted = read(self.post(jonas, "delete-remark", meeting, remark.pk))
        assert deleted.one(f"#remark-{remark.pk}-item").names("data-gone")
        assert compose(meeting).remarks == ()
        gone = self.post(
            jonas, "remark", meeting, remark.pk, text="Noget andet.", seen=revision_of("Vi er meget uenige.")
        )
        assert (gone.status_code, "har fjernet bemærkningen" in read(gone)) == (409, True)
        self.post(jonas, "restore-remark", meeting, remark.pk)
        assert [(each.side, each.text) for each in compose(meeting).remarks] == there

    def test_a_follow_up_saves_itself_and_stays_open(self, meeting, jonas):
        done = agreed(meeting, "Systemtime.")
        fields = {"text": "Systemtime hver torsdag.", "responsible": "Anders", "due": "", "seen": done.revision}
        saved = read(self.post(jonas, "follow-up", meeting, done.pk, **fields))
        done.refresh_from_db()
        assert saved.one(f"#selv-{done.pk}-seen").value == str(done.revision)
        assert re.fullmatch(r"Gemt kl. \d+\.\d\d", saved.one(f"#selv-{done.pk}-status").text)
        assert not saved.has("form"), "the form being edited is not replaced"
        again = self.post(jonas, "follow-up", meeting, done.pk, **fields)
        assert again.status_code == 200, "the same words are no conflict"
        late = self.post(jonas, "follow-up", meeting, done.pk, **{**fields, "text": "Noget andet."})
        assert (late.status_code, "En anden har rettet det her" in read(late)) == (409, True)
        fields["seen"] = done.revision
        closed = read(self.post(jonas, "follow-up", meeting, done.pk, **fields, done="true"))
        assert "Aftalen er gemt" in closed

    def test_other_words_under_the_same_uuid_are_another_remark(self, meeting, jonas):
        uuid = uuid4()
        for words in ("Den første.", "Den anden."):
            self.post(jonas, "new-remark", meeting, uuid=uuid, side="ledelse", text=words)
        assert [each.text for each in compose(meeting).remarks] == ["Den første.", "Den anden."]

    def test_remark_without_a_uuid_gets_422_with_what_to_do(self, meeting, jonas):
        answer = self.post(jonas, "new-remark", meeting, uuid="x", side="ledelse", text="Vi er uenige.")
        assert (answer.status_code, "Genindlæs den, og prøv igen." in read(answer)) == (422, True)

    def test_forms_without_javascript_redirect_to_the_minutes(self, meeting, jonas):
        said = {"text": "Der var enighed.", "seen": 0, "back": "minutes"}
        page = f"/m/{meeting.key}/referat/"
        assert jonas.post(reverse("conclusion", args=[meeting.key, 1]), said).url == f"{page}#conclusion-1-text"
        meeting.close(meeting.place)
        new = {"text": "Vi prøver.", "uuid": uuid4()}
        answer = jonas.post(reverse("new-follow-up", args=[meeting.key, "selv"]), new)
        assert answer.url == f"{page}#edit-{meeting.follow_ups.get().pk}"
        said = {"text": "I januar.", "seen": 0, "back": "minutes"}
        assert jonas.post(reverse("next-meeting", args=[meeting.key]), said).url == f"{page}#next-text"

    @pytest.mark.parametrize("many", [1, 3])
    def test_queries_of_the_page_do_not_grow_with_what_was_said(self, many, meeting, jonas, django_assert_num_queries):
        for turn in range(many):
            make.note(meeting, "En note.", 1 + turn)
            agreed(meeting)
            Remark.add(meeting, uuid=uuid4(), side="udvalg", text="En bemærkning.")
        with django_assert_num_queries(24):
            page(jonas, meeting)


def test_pdf_requested_while_another_prints_gets_503_that_refreshes_itself(jonas, meeting, caplog):
    url = reverse("minutes-file", args=[meeting.key, "pdf"])
    with turns.take("another meeting"):
        answer = jonas.get(url)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert not caplog.records, "who waits in turn is told in the log as a fault"
    page = read(answer)
    assert "Det tager et øjeblik. Der bliver lavet et referat i forvejen, og siden henter dit af sig selv." in page
    assert page.one("noscript meta[http-equiv=refresh]")["content"] == page.one("body")["data-again"] == "2"
    assert jonas.get(url).content.startswith(b"%PDF")
