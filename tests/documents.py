"""Meetings whose minutes are hard to print: empty, long, hostile, and one with everything in it."""

import datetime
from uuid import uuid4

from meetings.models import (
    Committee,
    Lane,
    Note,
    Remark,
    RemarkSide,
    Role,
    Stage,
    comment,
    open_correction,
)
from meetings.room.models import NAME_LENGTH
from meetings.text import clean
from tests import make

NASTY = (
    "<script>alert(1)</script> 👩🏽‍💻 \u202egnirts\u2066 \u200b\x07\x1b[31m <img src='file:///etc/hostname'>"
    " <link rel=stylesheet href='http://127.0.0.1:9/x.css'> {{ minutes }} &#1; \u0338 \ue000 العربية 中文 "
)
LONG_WORD = "Ø" * 300
# The longest names in common use of committees (by level, in municipality, state and working environment) and of posts.
LONG_NAMES = (
    "Arbejdsmiljøorganisationen",
    "Hovedarbejdsmiljøudvalget",
    "Fællessamarbejdsudvalget",
    "Hovedsamarbejdsudvalget",
    "Arbejdsmiljøudvalget",
    "Arbejdsmiljøgruppen",
    "Samarbejdsudvalget",
    "MED-Hovedudvalget",
    "Fællestillidsrepræsentanten",
    "Arbejdsmiljørepræsentanten",
    "Medarbejderrepræsentanten",
    "Ledelsesrepræsentanten",
    "Tillidsrepræsentanten",
    "Næstformanden",
)
DUE = datetime.date(2027, 1, 13)


def empty():
    return make.meeting(stage=Stage.LOBBY, theme=make.theme(questions=5), attendees={})


def one_note():
    return make.meeting(theme=make.theme(questions=1, lanes=False), notes=["En note."])


def twelve_questions():
    return make.meeting(theme=make.theme(questions=12), notes=["En note."])


def many_notes(number):
    meeting = make.meeting(stage=Stage.CLOSED, theme=make.theme(questions=5))
    items = list(meeting.items.all())
    text = "Vi skriver de samme oplysninger to steder, fordi systemerne ikke taler sammen, nummer {}."
    Note.objects.bulk_create(Note(item=items[n % len(items)], text=text.format(n)) for n in range(number))
    return meeting


def nasty():
    """Make a meeting with hostile text in every field, and as the form fields let it in."""
    typed = clean(NASTY)
    committee = Committee.objects.create(name=typed[:120], organisation=LONG_WORD[:120])
    theme = make.theme(title=typed[:200], purpose=typed, page_url='https://example.org/"><script>', site=typed)
    meeting = make.meeting(
        committee=committee,
        theme=theme,
        venue=typed[:120],
        facilitator_name=LONG_WORD[:120],
        attendees={
            typed[:NAME_LENGTH]: {"side": make.MANAGEMENT, "post": "chair", "function": typed[:NAME_LENGTH]},
            LONG_WORD[:NAME_LENGTH]: {"side": make.MANAGEMENT},
        },
    )
    for text in (typed[:280], LONG_WORD[:280]):
        make.note(meeting, text)
    meeting.items.get(number=1).write_conclusion(f"{typed}\n{LONG_WORD * 30}", seen=0)
    for lane in Lane:
        meeting.add_follow_up(lane=lane, text=typed, responsible=LONG_WORD[:200], carried_by=LONG_WORD[:200])
        meeting.add_follow_up(lane=lane, text="W" * 1000)
    meeting.write_next_meeting(typed, 0)
    return meeting


def long_conclusions():
    meeting = make.meeting(theme=make.theme(questions=5))
    for item in meeting.items.all():
        item.write_conclusion(
            ("Der var enighed om, at opgaverne er flyttet og ikke forsvundet. " * 160)[:10_000], seen=0
        )
    return meeting


def many_follow_ups():
    meeting = make.meeting()
    for number in range(60):
        meeting.add_follow_up(lane=Lane.SELF, text=f"Aftale nummer {number}.", responsible="Lise Holm", due=DUE)
        meeting.add_follow_up(lane=Lane.UP, text=f"Sag nummer {number}. " * 40, sent_to="Område-MED", carried_by="TR")
    return meeting


def long_names():
    """Make a meeting at its wrap-up with each of LONG_NAMES in every place of a name: attendance, follow-ups, texts."""
    committee = Committee.objects.create(name=LONG_NAMES[1], organisation="Strandby Kommune", parent_name=LONG_NAMES[3])
    meeting = make.meeting(
        stage=Stage.WRAP_UP,
        item_number=3,
        committee=committee,
    )
    for name in LONG_NAMES[8:]:
        make.attend(meeting, "Kim Dam", make.EMPLOYEES, function=name.lower())
    for name in LONG_NAMES:
        make.attend(meeting, name)
    for name in LONG_NAMES:
        said = f"{name} ser på, om {name.lower()} og andre kan få hjælp."
        make.note(meeting, said, 1)
        meeting.add_follow_up(lane=Lane.SELF, text=said, responsible=name, due=DUE)
        meeting.add_follow_up(
            lane=Lane.UP,
            text=said,
            sent_to=name,
            request="orientering",
            carried_by=f"Formand og {name.lower()}",
            due=DUE,
        )
    meeting.items.get(number=1).write_conclusion(" ".join(f"Vi har talt med {name}." for name in LONG_NAMES), seen=0)
    return meeting


HIDDEN = {4: "person", 7: "dobbelt", 10: "person", 11: "emne"}  # turn: why the note is hidden

GROUPED = {1: "Det, der ligger bagved", 13: "Det, der ligger bagved", 16: "Ventetiden?"}  # turn: heading of the group


def everything():
    """Make a closed meeting with notes under prompts and headings of the group, remarks and communication, not approved."""
    meeting = make.meeting(stage=Stage.WRAP_UP, item_number=3, case_number="26/012345")
    make.attend(meeting, "Birgitte Østergaard", absent=True)
    for item in meeting.items.all():
        item.prompts = ["Øget arbejdspres?", "Begrænsning af faglighed?", "Mindre fleksibilitet?", "Usynligt arbejde?"]
        item.save(update_fields=["prompts"])
    for turn in range(24):
        note = make.note(
            meeting, f"Systemet viser ventende borgere, ikke de sager, der ligger bagved, {turn}.", 1 + turn % 3
        )
        note.arrange(left_out=turn == 5, prompt=[0, 3, 3, None, 1, 2, 3][turn % 7])
        if turn in HIDDEN:
            note.hide(HIDDEN[turn])
        if turn in GROUPED:
            meeting.gather([note], GROUPED[turn])
    for item in meeting.items.all():
        item.write_conclusion("Der var enighed om, at det største pres ligger i ventetiden mellem to systemer.", seen=0)
    meeting.add_follow_up(lane=Lane.SELF, text="Systemtime hver onsdag.", responsible="Lise Holm", due=DUE)
    meeting.add_follow_up(
        lane=Lane.UP, text="Bemanding om torsdagen.", sent_to="Område-MED", request="beslutning", carried_by="formanden"
    )
    Remark.add(
        meeting,
        uuid=uuid4(),
        side=RemarkSide.EMPLOYEES,
        text="Medarbejdersiden er uenig i tidsplanen.\nDen er for stram.",
    )
    Remark.add(meeting, uuid=uuid4(), side=RemarkSide.MANAGEMENT, text="Ledelsen følger op på bemandingen.")
    meeting.write("communication", "Formand og næstformand skriver på intranettet senest fredag.", seen=0)
    meeting.write_next_meeting("Mandag den 25. januar 2027 kl. 9.00.", 0)
    meeting.close("wrap-up")
    comment(meeting, Role.CHAIR, uuid4(), "Ret gerne et komma.")  # never in the minutes
    return meeting


def hard():
    """All there is a rule for, in one: typed line breaks, a withdrawn approval, a link in the source line, what is not filled in."""
    theme = make.theme(
        title="Teknologien flytter opgaver",
        series="Det hybride arbejdsliv",
        publisher="Krop & Kontor",
        site="example.org",
        page_url="https://example.org/tema?a=1&b=2",
        purpose="At finde konsekvenser.\nOg at løse dem.",
    )
    meeting = make.meeting(
        stage=Stage.WRAP_UP,
        theme=theme,
        item_number=3,
        case_number="26/012345",
        secretary_name="Jonas Kvist",
    )
    make.attend(meeting, "Karen Møller", function="HR")
    make.attend(meeting, "Birgitte Østergaard", make.EMPLOYEES, absent=True)
    make.attend(meeting, "Kim Dam", make.EMPLOYEES, absent=True)
    make.attend(meeting, "Dam, Ida", make.EMPLOYEES, function="AMR", stands_in_for="Kim Dam")
    for item in meeting.items.all():
        item.prompts = ["Øget arbejdspres?", "Mindre fleksibilitet?"]
        item.save(update_fields=["prompts"])
    lines = "Vi køber ny skærm\nog et bord:\n• hæve-sænke\n\n• på hjul"
    make.note(meeting, lines, 1).arrange(left_out=False, prompt=0)
    make.note(meeting, "Telefonen ringer – hele tiden.", 1)
    meeting.items.get(number=1).write_conclusion("Der var enighed.\n\nTo ting skal undersøges.", seen=0)
    meeting.add_follow_up(lane=Lane.SELF, text="Systemtime hver onsdag\nkl. 9.", responsible="Lise Holm", due=DUE)
    meeting.add_follow_up(lane=Lane.SELF, text="=1+1")
    meeting.add_follow_up(lane=Lane.UP, text="Bemanding\nom torsdagen.")
    Remark.add(meeting, uuid=uuid4(), side=RemarkSide.EMPLOYEES, text="Vi er uenige i tidsplanen.\nDen er for stram.")
    meeting.close("wrap-up")
    make.approve(meeting, Role.CHAIR)
    meeting.write("communication", "Vi skriver på intranettet.\nSenest fredag.", seen=0)  # which withdraws the approval
    return meeting


def final():
    meeting = everything()
    make.approve(meeting)
    return meeting


def corrected():
    meeting = final()
    open_correction(meeting, "Afsnit 4: fristen i aftale 1 er rettet til den 1. marts 2027.")
    agreement = meeting.follow_ups.first()
    agreement.edit(agreement.revision, due=datetime.date(2027, 3, 1))
    make.approve(meeting)
    return meeting
