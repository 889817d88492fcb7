"""What differs between two minutes: each part of the document, told in its section, old and new."""

import datetime
from uuid import uuid4

import pytest

from meetings.minutes.compare import MOST_STEPS, NOTES, Change, Line, Steps, compare, compared, merged
from meetings.minutes.compose import compose
from meetings.models import FollowUp, Lane, Meeting, Note, Remark, RemarkSide
from tests import documents, make

pytestmark = pytest.mark.any_database

QUESTION = "Hvad siger vi til spørgsmål 1?"


@pytest.fixture
def meeting(db):
    meeting = make.meeting(
        notes=["Vi skriver det samme to steder.", "Telefonen ringer hele tiden, og ingen tager den."]
    )
    meeting.items.get(number=1).write_conclusion("Der var enighed om tre ting.\nDe står her.", seen=0)
    meeting.add_follow_up(lane=Lane.SELF, text="Systemtime hver onsdag.", due=datetime.date(2027, 1, 13))
    meeting.add_follow_up(lane=Lane.SELF, text="Ét sted at melde fejl.", responsible="Anders Bruun")
    meeting.add_follow_up(lane=Lane.UP, text="Bemanding om torsdagen.", sent_to="Område-MED")
    Remark.add(meeting, uuid=uuid4(), side=RemarkSide.EMPLOYEES, text="Vi er uenige i tidsplanen.")
    meeting.write("communication", "Vi skriver på intranettet.", 0)
    meeting.write_next_meeting("I januar.", 0)
    return meeting


def edit(model, meeting, which, **fields):
    row = model.objects.get(meeting=meeting, text=which)
    row.revised.save(row.revision, **fields)


def conclude(meeting, text):
    item = meeting.items.get(number=1)
    item.write_conclusion(text, item.conclusion_revision)


def note(text):
    return Note.objects.get(text__startswith=text)


ACTS = {  # what is done: (the act, what is told)
    "conclusion edited": (
        lambda meeting: conclude(meeting, "Der var enighed om to ting.\nDe står her."),
        [(QUESTION, "Konklusion", "Der var enighed om tre ting.", "Der var enighed om to ting.")],
    ),
    "paragraph added": (
        lambda meeting: conclude(meeting, "Der var enighed om tre ting.\nDe står her.\nOg en til."),
        [(QUESTION, "Konklusion", "", "Og en til.")],
    ),
    "conclusion deleted": (
        lambda meeting: conclude(meeting, ""),
        [
            (QUESTION, "Konklusion", "Der var enighed om tre ting.", ""),
            (QUESTION, "Konklusion", "De står her.", ""),
        ],
    ),
    "paragraphs swapped": (
        lambda meeting: conclude(meeting, "De står her.\nDer var enighed om tre ting."),
        [(QUESTION, "Konklusion", "", "De står her."), (QUESTION, "Konklusion", "De står her.", "")],
    ),
    "deadline": (
        lambda meeting: edit(FollowUp, meeting, "Systemtime hver onsdag.", due=None, due_words="løbende"),
        [("Aftaler", "Aftale 1, frist", "13. jan. 2027", "løbende")],
    ),
    "first agreement removed": (
        lambda meeting: meeting.follow_ups.first().soft_delete(),
        [("Aftaler", "Aftale 1", "Systemtime hver onsdag. Frist: 13. jan. 2027.", "")],
    ),
    "matter added": (
        lambda meeting: meeting.add_follow_up(lane=Lane.UP, text="Et nyt system.", carried_by="TR"),
        [("Sendes videre", "Sag 2", "", "Et nyt system. Tages med af: TR.")],
    ),
    "remark edited": (
        lambda meeting: edit(Remark, meeting, "Vi er uenige i tidsplanen.", text="Vi er enige i tidsplanen."),
        [("Bemærkninger og uenighed", "Medarbejdersiden", "Vi er uenige i tidsplanen.", "Vi er enige i tidsplanen.")],
    ),
    "remark of another side": (
        lambda meeting: Remark.objects.get().set_side(RemarkSide.BOTH),
        [
            ("Bemærkninger og uenighed", "Medarbejdersiden", "Vi er uenige i tidsplanen.", ""),
            ("Bemærkninger og uenighed", "Udvalget", "", "Vi er uenige i tidsplanen."),
        ],
    ),
    "communication": (
        lambda meeting: meeting.write("communication", "Ingenting.", meeting.revised("communication").revision),
        [("Kommunikation fra mødet", "", "Vi skriver på intranettet.", "Ingenting.")],
    ),
    "next meeting deleted": (
        lambda meeting: meeting.write_next_meeting("", meeting.next_meeting_revision),
        [("Næste møde", "", "I januar.", "")],
    ),
    "place": (
        lambda meeting: meeting.edit(venue="Biblioteket"),
        [("Mødet", "Sted", "Rådhuset, mødelokale 2.14", "Biblioteket")],
    ),
    "note left out": (
        lambda meeting: note("Telefonen").arrange(left_out=True),
        [(QUESTION, "Noter fra mødet", "Telefonen ringer hele tiden, og ingen tager den.", "")],
    ),
    "note edited": (
        lambda meeting: note("Telefonen").edit("Telefonen ringer hele tiden, og [fjernet] tager den."),
        [
            (
                QUESTION, "Noter fra mødet", "Telefonen ringer hele tiden, og ingen tager den.",
                "Telefonen ringer hele tiden, og [fjernet] tager den.",
            ),
        ],
    ),
    "note under a heading": (
        lambda meeting: note("Telefonen").arrange(prompt=0),
        [
            (
                QUESTION, "Noter fra mødet, overskrift",
                "Uden overskrift: Telefonen ringer hele tiden, og ingen tager den.",
                "Hvorfor: Telefonen ringer hele tiden, og ingen tager den.",
            ),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
def test_act_is_told_in_its_section_as_old_and_new(name, meeting):
    act, told = ACTS[name]
    before = compose(meeting)
    assert compare(before, before) == []
    act(Meeting.objects.get(pk=meeting.pk))
    found = compare(before, compose(Meeting.objects.get(pk=meeting.pk)))
    changes = [
        tuple(part.replace("\N{NO-BREAK SPACE}", " ") for part in change[:4]) for _, those in found for change in those
    ]
    assert changes == told
    assert [section for section, _ in found] == list(dict.fromkeys(change[0] for change in changes))


def test_approval_and_what_follows_from_others_are_no_change(db):
    meeting = documents.everything()
    before = compose(meeting)
    make.approve(meeting)
    assert compare(before, compose(Meeting.objects.get(pk=meeting.pk))) == []


def test_notes_that_move_to_the_annex_are_no_change(db):
    meeting = documents.many_notes(80)
    before = compose(meeting)
    Note.objects.create(item=meeting.items.first(), text="Den ene for meget")
    after = compose(meeting)
    assert (before.document.annex, bool(after.document.annex)) == (None, True)
    [(_, changes)] = compare(before, after)
    assert [(change.place, change.old, change.new) for change in changes] == [
        ("Noter fra mødet", "", "Den ene for meget")
    ]


LONG = " ".join(f"ord{number}" for number in range(100))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("Vi mødes mandag.", "Vi mødes fredag.", ("Vi mødes mandag.", "Vi mødes fredag.")),
        (
            LONG, LONG.replace("ord50", "noget andet"),
            (
                "… ord42 ord43 ord44 ord45 ord46 ord47 ord48 ord49 ord50 ord51 ord52 ord53 ord54 ord55 ord56 ord57 ord58 …",
                "… ord42 ord43 ord44 ord45 ord46 ord47 ord48 ord49 noget andet ord51 ord52 ord53 ord54 ord55 ord56 ord57 ord58 …",
            ),
        ),
        ("", "Nyt", ("", "Nyt")),
    ],
)  # fmt: skip
def test_words_around_what_differs_are_kept_and_the_others_shortened(old, new, shown):
    assert Change.of("", "", old, new, Steps()).shortened == shown


def test_words_that_differ_are_told_from_the_others():
    old, new = Change.of("", "", "Fristen er mandag den 13.", "Fristen er fredag den 13.", Steps()).words
    assert old == [("Fristen er ", False), ("mandag ", True), ("den 13.", False)]
    assert new == [("Fristen er ", False), ("fredag ", True), ("den 13.", False)]


# --- Texts that would take hours --------------------------------------------------------------------------------------


def shown(old, new, place="Konklusion", most=MOST_STEPS):
    """Return the Changes between two texts of these lines, and how many of `most` steps are left."""
    before, after = ([Line("", place, (("", text),)) for text in texts] for texts in (old, new))
    return list(compared(before, after, steps := Steps(most))), steps.left


def test_a_long_text_of_few_words_is_told_apart_at_its_ends():
    """800 words took 5 s, and 10,000, which fit into a conclusion, hours: time in the cube of their number."""
    text = "a " * 10_000
    [change], left = shown([f"Først {text}"], [f"Først {text}b sidst"])
    assert change.shortened == ("… a a a a a a a a", "… a a a a a a a a b sidst")
    [change], left = shown([f"{text}a c"], [f"{text}b {text}c"])
    assert change.old.count("a") == 10_001
    assert left > 0  # what other texts need


def test_thousands_of_lines_are_told_apart_at_their_ends():
    lines = [f"Linje {number}" for number in range(1000)]
    changes, _ = shown(["a"] * 5000, ["a"] * 2500 + ["b"] + ["a"] * 2500)
    assert [(change.old, change.new) for change in changes] == [("", "b")]
    changes, left = shown(["a", *lines, "z"], ["a", *reversed(lines), "z"], NOTES)
    assert changes == []
    changes, left = shown(["a", *lines, "z"], ["a", *(f"Nu {line}" for line in lines), "z"], NOTES, most=100_000)
    assert left == 0
    assert len([change for change in changes if change.old]) == 1000


def test_what_is_found_is_the_same_each_time():
    """It is part of what both sides approve."""
    old, new = [f"{n} " * n for n in range(30)], [f"{n} " * n + "ny" for n in range(30)]
    found = [shown(old, new, NOTES, most=10_000) for _ in range(2)]
    assert found[0] == found[1]
    assert found[0][1] == 0


def test_places_of_both_stand_in_the_order_of_the_new_each_deleted_one_behind_the_one_before():
    assert merged("xabyzc", "bdae") == list("xbyzcdae")
    assert merged("abc", "") == list("abc")
    assert merged("", "ab") == list("ab")
