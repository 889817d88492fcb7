"""The scenes of a whole meeting, in the order they are played."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from .facilitator import TODAY
from .look import PHONE, PROJECTOR, look_at
from .person import PUSHED

QUESTIONS = {
    1: "Har vi oplevet uventede eller uønskede konsekvenser af ny teknologi?",
    2: "Hvordan belaster de?",
    3: "Hvem belaster de?",
    4: "Hvad kan vi gøre for at imødegå disse konsekvenser?",
    5: "Hvad kan vi gøre selv?",
}
NOTES = {
    number: (f"Peters note til {number}: æøå “” 😀", f"Ullas note til {number}: <b>ikke fed</b>")
    for number in QUESTIONS
}
DUE = TODAY + timedelta(days=60)


def everybody_comes_in(lise, peter, ulla, jonas):
    code = lise.opens_the_lobby()
    assert re.fullmatch(r"\d{3} \d{3}|\d{4} \d{4}", code)
    lise.counts_present("Ingen er med endnu")
    peter.joins(code)
    lise.counts_present("1 er med")
    ulla.joins(code.replace(" ", ""), name="Ulla Skovgaard")
    lise.counts_present("2 er med")
    peter.sees("2 er med. Siden skifter af sig selv.")
    jonas.enters_by(lise.copies_the_secretarys_link())
    assert "/plads/" not in jonas.page.url
    jonas.sees("2 er med")
    jonas.is_online()  # before that, a press opens the attendance page instead
    jonas.places("Ulla Skovgaard", on="Medarbejdersiden")
    expect(jonas.listed("Medarbejdersiden")).to_contain_text(["Peter Aagaard (næstformand)", "Ulla Skovgaard"])
    jonas.sees_no("er med, men står ikke på listen")


def the_room_is_at(number, question, lise, peter, ulla, jonas):
    for screen in (lise, peter, ulla):
        screen.stands_at(number)
        screen.sees_heading(question)
    jonas.sees_the_room_at(number)
    jonas.turns_to(number)


def both_write_and_everybody_sees_it(number, lise, peter, ulla, jonas):
    for writer, text in zip((peter, ulla), NOTES[number], strict=True):
        writer.writes(text)
        for screen in (peter, ulla, jonas):
            screen.sees_note(text, number)
        on_wall = "#proposals .note" if number == 5 else f"#notes-{number} > .note"
        expect(lise.page.locator(on_wall).filter(has_text=text)).to_be_visible(timeout=PUSHED)


def the_first_question_has_its_troubles(lise, peter, ulla, jonas):
    # Hidden is hidden: the wall says how many, and no screen but the secretary's has the words.
    ulla.writes("Det her skulle ikke have stået her.")
    lise.sees_note("Det her skulle ikke have stået her.", 1)
    lise.hides("Det her skulle ikke have stået her.", 1)
    lise.sees_note("1 note er skjult · Vis den", 1)
    assert "Det her skulle ikke" not in lise.page.content()
    peter.sees_no_note("Det her skulle ikke", 1)
    ulla.page.reload()
    expect(ulla.own.filter(has_text="Det her skulle")).to_contain_text(
        "Mødelederen har skjult din note: Den nævner en person. Ret den, så kan mødelederen vise den igen."
    )
    lise.presses("Vis", within=lise.notes(1).filter(has_text="1 note er skjult"))
    peter.sees_note("Det her skulle ikke have stået her.", 1)
    lise.hides("Det her skulle ikke have stået her.", 1)
    peter.sees_no_note("Det her skulle ikke", 1)

    lise.writes_for_somebody("Mette har ingen telefon med.")
    for screen in (lise, peter, ulla, jonas):
        screen.sees_note("Mette har ingen telefon med.", 1)
    expect(peter.own).to_have_count(1)

    peter.edits(NOTES[1][0], into=NOTES[1][0] + " (rettet)")
    lise.sees_note(NOTES[1][0] + " (rettet)", 1)
    peter.presses_on("(rettet)", "Slet")
    for screen in (lise, ulla, jonas):
        screen.sees_no_note("(rettet)", 1)
    peter.presses("Fortryd")
    for screen in (lise, ulla, jonas, peter):
        screen.sees_note(NOTES[1][0] + " (rettet)", 1)


def what_is_agreed_is_written_down(lise, peter, jonas):
    jonas.adds("aftale", **{"Hvad er aftalt?": "Fast hjælp til nye", "Hvem er ansvarlig?": "Anders Bruun"})
    jonas.adds(
        "sag", **{"Hvad handler sagen om?": "Dobbelt indtastning", "Hvem tager den med?": "Formanden",
                  "Hvad beder vi dem om?": "beslutning", "Senest hvornår?": f"{DUE:%d.%m.%Y}"}
    )  # fmt: skip
    # One press turns a note into a follow-up, at the wall and at the desk.
    lise.agrees(NOTES[4][0], "Det kan vi selv")
    lise.sees_follow_up(NOTES[4][0], "selv")
    lise.agrees(NOTES[5][0], "Send opad")
    jonas.presses("Gør til aftale", within=jonas.notes(5).filter(has_text=NOTES[5][1]))
    jonas.fills(**{"Hvem er ansvarlig?": "Samira Nielsen", "Hvornår er fristen?": f"{DUE:%d.%m.%Y}"})
    jonas.saves_and_closes()
    for lane, texts in {"selv": ("Fast hjælp", NOTES[4][0], NOTES[5][1]), "opad": ("Dobbelt", NOTES[5][0])}.items():
        for text in texts:
            lise.sees_follow_up(text, lane)
            jonas.sees_follow_up(text, lane)
            expect(peter.page.locator(f".lane.{lane}").filter(has_text=text)).to_be_visible()

    # Mended, deleted, put back, and deleted again.
    jonas.presses("Ret", within=jonas.row("selv", "Fast hjælp til nye"))
    jonas.fills(**{"Hvad er aftalt?": "Fast hjælp til alle nye"})
    jonas.saves_and_closes()
    lise.sees_follow_up("Fast hjælp til alle nye", "selv")
    jonas.presses("Ret", within=jonas.row("selv", NOTES[4][0]))
    jonas.presses("Fjern aftalen")
    expect(lise.page.locator(".lane.selv .followup")).to_have_count(2)
    jonas.sees("Aftalen er fjernet")  # the wall may know it first; until then "Fortryd" is that of the open form
    jonas.presses("Fortryd")
    expect(lise.page.locator(".lane.selv .followup")).to_have_count(3)
    jonas.presses("Ret", within=jonas.row("selv", NOTES[4][0]))
    jonas.presses("Fjern aftalen")
    jonas.sees("Aftalen er fjernet")
    jonas.plans_the_next_meeting("Mandag den 25. januar 2027 kl. 9.00")


def the_room_wraps_up(lise, peter, ulla, jonas):
    lise.goes_on()
    lise.goes_back(to=5)
    lise.goes_on()
    for screen in (lise, peter, ulla):
        screen.sees_heading("Det er vi nået frem til")
        screen.sees("Fast hjælp til alle nye")
    lise.sees("Mandag den 25. januar 2027 kl. 9.00")
    jonas.sees("Mødet er nået til opsamlingen.")
    room = peter.page.url
    look_at(ulla.page, "posts-phone", [PHONE])
    peter.presses("Jeg er næstformand")
    peter.sees_heading("Referat af møde i")
    for screen in (lise, ulla, jonas):
        screen.sees("Næstformandens plads er taget af en telefon i lokalet. Er det forkert, så sig det nu.")
    look_at(lise.page, "posts-wall", [PROJECTOR])
    peter.page.goto(room)
    peter.sees("Du har taget næstformandens plads.")
    peter.sees("Formandens plads er ikke taget endnu.")
    offered = [each.page.locator("#posts button").locator("visible=true") for each in (peter, ulla)]
    expect(offered[0]).to_have_count(0)  # nobody holds both
    expect(offered[1]).to_have_text(["Jeg er formand"])
    look_at(peter.page, "posts-taken-phone", [PHONE])


def lise_closes(lise, peter, ulla):
    lise.presses("Afslut mødet")
    lise.sees("1 aftale mangler en frist")
    lise.sees("1 sag mangler en, der tager den med")
    lise.presses("Afslut alligevel")
    for phone in (peter, ulla):
        phone.sees_heading("Mødet er afsluttet. Tak, fordi du var med.")
        expect(phone.field).to_have_count(0)


def lise_opens_it_again(lise, peter):
    lise.page.goto(lise.wall)
    lise.sees_heading("Tak for i dag")
    lise.presses("Genåbn mødet")
    lise.sees_heading("Det er vi nået frem til")
    peter.sees_heading("Det er vi nået frem til")
