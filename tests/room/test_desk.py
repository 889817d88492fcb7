"""The secretary's desk: conclusions, follow-ups, attendance, the next meeting."""

from uuid import uuid4

import pytest
from django.urls import reverse

from meetings.models import Lane, Role, RoleLink, revision_of
from tests import make
from tests.conftest import client_of
from tests.reading import read

pytestmark = pytest.mark.any_database

HTMX = {"HTTP_HX_REQUEST": "true"}


def post(client, name, meeting, data=None, **words):
    return client.post(reverse(name, kwargs={"key": meeting.key, **words}), data or {}, **HTMX)


def test_conclusion_is_saved_and_confirmed(jonas, meeting):
    answer = post(jonas, "conclusion", meeting, {"text": "Vi er enige.\r\nHelt.", "seen": 0}, number=1)
    conclusion = meeting.items.get(number=1).conclusion
    assert (answer.status_code, conclusion) == (200, "Vi er enige.\nHelt.")
    assert read(answer).one("#conclusion-1")["data-revision"] == str(revision_of(conclusion))


def test_conclusion_over_somebody_elses_gets_409_with_their_words(jonas, lise, meeting):
    post(lise, "conclusion", meeting, {"text": "Lises ord", "seen": 0}, number=1)
    answer = post(jonas, "conclusion", meeting, {"text": "Jonas’ ord", "seen": 0}, number=1)
    assert answer.status_code == 409
    conflict = read(answer).one("[role=alert]")
    assert "En anden har rettet teksten, mens du skrev." in conflict
    assert conflict.one("blockquote").text == "Lises ord"
    assert meeting.items.get(number=1).conclusion == "Lises ord"
    seen = read(answer).one("[name=seen]").value
    assert post(jonas, "conclusion", meeting, {"text": "Begges ord", "seen": seen}, number=1).status_code == 200
    assert meeting.items.get(number=1).conclusion == "Begges ord"


def test_conflict_without_javascript_keeps_the_text_in_the_field(jonas, meeting):
    meeting.items.get(number=1).write_conclusion("Den andens", 0)
    answer = jonas.post(reverse("conclusion", args=[meeting.key, 1]), {"text": "Mine ord", "seen": 0})
    assert answer.status_code == 409
    assert read(answer).field("Din tekst").value == "Mine ord"


@pytest.mark.parametrize(
    ("data", "says"),
    [({"text": "d" * 20_001, "seen": 0}, "højst være på 20.000 tegn"), ({"text": "Uden nummer"}, "Genindlæs siden")],
)
def test_invalid_conclusion_gets_422_with_the_reason(jonas, meeting, data, says):
    answer = post(jonas, "conclusion", meeting, data, number=1)
    assert answer.status_code == 422
    assert says in read(answer)
    assert meeting.items.get(number=1).conclusion == ""


SELF = {"text": "Systemtime hver onsdag", "responsible": "Anders Bruun", "due": "13.1.2027"}
UP = {
    "text": "Bemanding om torsdagen",
    "sent_to": "Område-MED",
    "request": "beslutning",
    "carried_by": "Formand",
    "due": "8.12.2026",
}


@pytest.mark.parametrize(("lane", "fields"), [("selv", SELF), ("opad", UP)])
def test_follow_up_in_each_lane_is_saved(jonas, meeting, lane, fields):
    answer = post(jonas, "new-follow-up", meeting, {**fields, "uuid": uuid4()}, lane=lane)
    follow_up = meeting.follow_ups.get()
    kept = {name: getattr(follow_up, name) for name in fields if name != "due"}
    assert (answer.status_code, follow_up.lane, kept) == (200, lane, {k: v for k, v in fields.items() if k != "due"})
    assert f"{follow_up.due.day}.{follow_up.due.month}.{follow_up.due.year}" == fields["due"]
    assert fields["text"] in read(answer).one(f"#lane-{lane}")


def test_double_press_adds_one_follow_up(jonas, meeting):
    uuid = uuid4()
    for _ in range(2):
        assert post(jonas, "new-follow-up", meeting, {**SELF, "uuid": uuid}, lane="selv").status_code == 200
    assert meeting.follow_ups.count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"text": ""}, "Skriv, hvad I har aftalt"),
        ({"due": "31.11.2026"}, "Der er kun 30 dage i november. Skriv fx 30.11.2026"),
        ({"due": "når vi kan"}, "Skriv fristen som fx 15.1.2027, fredag, uge 3, om 14 dage eller løbende"),
        ({"due": "22.11.2026"}, "Fristen skal være den 23. november 2026 eller senere"),
        ({"text": "e" * 1001}, "Skriv det kortere: højst 1000 tegn"),
        ({"uuid": "x"}, "Siden er for gammel"),
    ],
)
@pytest.mark.parametrize("extra", [HTMX, {}], ids=["htmx", "page"])
def test_invalid_follow_up_gets_422_with_the_reason_and_its_text(jonas, meeting, wrong, says, extra):
    data = {**SELF, "responsible": "<b>Anders</b> 🙂", "uuid": uuid4(), **wrong}
    answer = jonas.post(reverse("new-follow-up", args=[meeting.key, "selv"]), data, **extra)
    page = read(answer)
    assert (answer.status_code, meeting.follow_ups.count()) == (422, 0)
    assert says in page
    assert page.field("Hvem er ansvarlig?").value == "<b>Anders</b> 🙂"


def test_matter_with_an_unknown_request_gets_422(jonas, meeting):
    answer = post(jonas, "new-follow-up", meeting, {**UP, "uuid": uuid4(), "request": "penge"}, lane="opad")
    assert answer.status_code == 422
    assert "Vælg orientering, drøftelse eller beslutning" in read(answer)


def test_follow_up_is_edited_deleted_and_restored(jonas, meeting):
    follow_up = meeting.add_follow_up(lane=Lane.SELF, text="Før", uuid=uuid4())
    form = read(jonas.get(reverse("follow-up", args=[meeting.key, follow_up.pk]), **HTMX))
    assert form.field("Hvad er aftalt?").value == "Før"
    post(jonas, "follow-up", meeting, {**SELF, "seen": form.fields()["seen"]}, follow_up=follow_up.pk)
    edited = meeting.follow_ups.get()
    assert edited.responsible == "Anders Bruun"
    closing = {**SELF, "seen": edited.revision, "done": "true"}
    answer = post(jonas, "follow-up", meeting, closing, follow_up=follow_up.pk)
    assert "Aftalen er gemt" in read(answer)
    answer = read(post(jonas, "delete-follow-up", meeting, follow_up=follow_up.pk))
    assert "Aftalen er fjernet" in answer
    assert meeting.follow_ups.not_deleted().count() == 0
    post(jonas, "restore-follow-up", meeting, follow_up=follow_up.pk)
    assert meeting.follow_ups.not_deleted().count() == 1


def test_one_press_turns_a_note_into_a_follow_up_and_opens_it(jonas, meeting):
    note = make.note(meeting, "Ret sproget i brevene", number=3)
    page = read(jonas.get(reverse("desk-item", args=[meeting.key, 3])))
    assert page.buttons("Gør til aftale: Ret sproget i brevene")
    answer = read(post(jonas, "agree-at-desk", meeting, note=note.pk, lane="selv"))
    assert meeting.follow_ups.get().text == "Ret sproget i brevene"
    assert "Er blevet til en aftale" in answer
    assert answer.field("Hvem er ansvarlig?").value == ""


def test_only_notes_that_feed_the_lanes_are_proposals(jonas, meeting):
    for number in (1, 2, 3):
        make.note(meeting, "En note", number=number)
    offers = [
        [
            button.text
            for button in read(jonas.get(reverse("desk-item", args=[meeting.key, n]))).buttons("Gør til aftale")
        ]
        for n in (1, 2, 3)
    ]
    assert offers == [[], ["Gør til aftale: En note"], ["Gør til aftale: En note"]]


def test_next_meeting_is_saved(jonas, meeting):
    answer = post(jonas, "next-meeting", meeting, {"text": "Mandag den 25. januar 2027", "seen": 0})
    meeting.refresh_from_db()
    assert meeting.next_meeting == "Mandag den 25. januar 2027"
    kept = read(answer).one("#next")
    assert (kept["data-revision"], kept.names("hidden")) == (str(revision_of(meeting.next_meeting)), True)
    assert post(jonas, "next-meeting", meeting, {"text": "f" * 501, "seen": kept["data-revision"]}).status_code == 422


def test_next_meeting_over_somebody_elses_gets_409_with_their_words(jonas, lise, meeting):
    post(lise, "next-meeting", meeting, {"text": "I januar", "seen": 0})
    answer = post(jonas, "next-meeting", meeting, {"text": "I februar", "seen": 0})
    assert answer.status_code == 409
    assert read(answer).one("blockquote").text == "I januar"
    meeting.refresh_from_db()
    assert meeting.next_meeting == "I januar"


def test_follow_up_over_somebody_elses_gets_409_with_what_differs(jonas, lise, meeting):
    follow_up = meeting.add_follow_up(lane=Lane.SELF, text="Før", uuid=uuid4())
    seen = follow_up.revision
    post(lise, "follow-up", meeting, {**SELF, "text": "Lises ord", "seen": seen}, follow_up=follow_up.pk)
    answer = post(jonas, "follow-up", meeting, {**SELF, "text": "Jonas’ ord", "seen": seen}, follow_up=follow_up.pk)
    assert answer.status_code == 409
    said = read(answer)
    assert "En anden har rettet det her, mens du skrev." in said
    theirs = said.one("dl")
    assert [theirs.one("dt").text, theirs.one("dd").text] == ["Hvad er aftalt?", "Lises ord"], "only what differs"
    assert said.field("Hvad er aftalt?").value == "Jonas’ ord"
    assert not said.one("form").names("hx-trigger"), "after a conflict only a click saves"
    assert meeting.follow_ups.get().text == "Lises ord"
    mine = {**SELF, "text": "Lises og Jonas’ ord", "seen": said.fields()["seen"], "done": "true"}
    assert "Aftalen er gemt" in read(post(jonas, "follow-up", meeting, mine, follow_up=follow_up.pk))
    assert meeting.follow_ups.get().text == "Lises og Jonas’ ord"


def test_edit_of_a_follow_up_somebody_deleted_gets_409(jonas, meeting):
    follow_up = meeting.add_follow_up(lane=Lane.SELF, text="Før", uuid=uuid4())
    follow_up.soft_delete()
    answer = post(jonas, "follow-up", meeting, {**SELF, "seen": follow_up.revision}, follow_up=follow_up.pk)
    assert (answer.status_code, "En anden har fjernet det imens." in read(answer)) == (409, True)
    assert meeting.follow_ups.get().text == "Før"


def test_form_without_javascript_does_not_claim_to_be_saved(jonas, meeting):
    follow_up = meeting.add_follow_up(lane=Lane.SELF, text="Før", uuid=uuid4())
    page = read(jonas.get(reverse("follow-up", args=[meeting.key, follow_up.pk])))
    assert "Gemt" not in page
    assert "Luk uden at gemme" in page


def test_forms_of_a_new_and_an_edited_follow_up_share_no_id(jonas, meeting):
    follow_up = meeting.add_follow_up(lane=Lane.SELF, text="Før", uuid=uuid4())
    new = read(jonas.get(reverse("new-follow-up", args=[meeting.key, "selv"]), **HTMX))
    edited = read(jonas.get(reverse("follow-up", args=[meeting.key, follow_up.pk]), **HTMX))
    ids = [{each["id"] for each in page.all("[id]")} for page in (new, edited)]
    assert "selv-new-text" in ids[0]
    assert ids[0] & ids[1] == set()


def test_uuid_used_in_another_meeting_adds_a_follow_up_here(jonas, meeting):
    other, uuid = make.meeting(facilitator=make.user("anden")), uuid4()
    other.add_follow_up(lane=Lane.SELF, text="Deres", uuid=uuid)
    assert post(jonas, "new-follow-up", meeting, {**SELF, "uuid": uuid}, lane="selv").status_code == 200
    assert [f.text for f in meeting.follow_ups.all()] == [SELF["text"]]


def test_hidden_note_cannot_become_a_follow_up(jonas, lise, meeting):
    note = make.note(meeting, "Nævner en person", number=3)
    note.hide("person")
    answer = lise.post(reverse("agree", args=[meeting.key, note.pk, "selv"]), **HTMX)
    assert answer.status_code == 409
    assert post(jonas, "agree-at-desk", meeting, note=note.pk, lane="selv").status_code == 409
    assert meeting.follow_ups.count() == 0


def test_facilitator_has_the_secretarys_tools(lise, meeting):
    assert lise.get(reverse("desk", args=[meeting.key]), follow=True).status_code == 200
    assert post(lise, "conclusion", meeting, {"text": "Enige", "seen": 0}, number=1).status_code == 200
    assert post(lise, "new-follow-up", meeting, {**SELF, "uuid": uuid4()}, lane="selv").status_code == 200


def test_rows_of_another_meeting_get_404(jonas, meeting):
    other = make.meeting(facilitator=make.user("anden"))
    theirs = other.add_follow_up(lane=Lane.SELF, text="Deres", uuid=uuid4())
    note = make.note(other, number=3)
    assert post(jonas, "follow-up", meeting, {**SELF, "seen": 0}, follow_up=theirs.pk).status_code == 404
    assert post(jonas, "delete-follow-up", meeting, follow_up=theirs.pk).status_code == 404
    assert post(jonas, "agree-at-desk", meeting, note=note.pk, lane="selv").status_code == 404
    theirs.refresh_from_db()
    assert (theirs.text, theirs.deleted) == ("Deres", False)


@pytest.mark.parametrize("number", [1, 3])
def test_desk_costs_the_same_queries_however_much_there_is(django_assert_num_queries, db, number):
    meeting = make.meeting(item_number=3)
    for _ in range(number):
        make.note(meeting, number=3)
        meeting.add_follow_up(lane=Lane.SELF, text="Vi prøver.", uuid=uuid4())
        make.member(meeting, "Kim Dahl")
    client = client_of(RoleLink.find(RoleLink.make(meeting, Role.SECRETARY)).take_seat())
    with django_assert_num_queries(12):
        client.get(reverse("desk-item", args=[meeting.key, 3]))
