"""The wall with 60 notes, long words and notes of 280 characters: legible from the back row."""

import re

import pytest
from playwright.sync_api import expect

from .look import PROJECTOR, look_at
from .person import PUSHED

pytestmark = pytest.mark.any_database

LONG_WORD = "Speciallægepraksisplanlægningsstabiliseringsperiodekonsekvensvurderingsudvalgsmødereferatskabelon"
LONG_NOTE = ("Borgerne skal selv bestille tid, men kommer alligevel uden tid og bliver vrede i skranken. " * 4)[
    :280
].strip()
WORDS = (
    "Fuldmagter tager 20 minutter pr. borger og tæller ikke med.",
    "Det er de samme tre, der bliver spurgt, når systemet driller.",
    "Rejseafregning er flyttet til os. Jeg skal lære systemet forfra hver gang.",
    "Ingen ved, hvem der holder øje med postkassen.",
)
SIZE = "element => parseFloat(getComputedStyle(element).fontSize)"
# Pairs of notes that share more than a hairline.
OVERLAPS = """() => { const notes = [...document.querySelectorAll(".notes:not(.carry) .note")].map(note => [note, note.getBoundingClientRect()]);
  return notes.flatMap(([note, a], n) => notes.slice(n + 1).filter(([, b]) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)
    .map(([other]) => `${note.innerText} / ${other.innerText}`)); }"""
# What stands outside the box it should be seen in, or is cut by it.
CUT = """() => [...document.querySelectorAll(".poster, .poster > *, .controls")].filter(each => {
    const {top, bottom, left, right} = each.getBoundingClientRect(), room = document.querySelector("#screen").getBoundingClientRect();
    return each.matches(".poster") && each.scrollHeight > each.clientHeight + 1
      || left < 0 || right > innerWidth || top < 0 || bottom > (each.matches(".controls") ? innerHeight : room.bottom) + 1;
  }).map(each => each.outerHTML.slice(0, 90))"""
WHOLE_IN_ITS_LIST = """note => { const a = note.getBoundingClientRect(), b = note.parentElement.getBoundingClientRect();
  return a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top - 1 && a.bottom <= b.bottom + 1; }"""


def write(phone, texts, number=1):
    *most, last = texts
    phone.has_written(most, number)
    phone.writes(last)


def is_legible(lise, number, newest):
    """At 1920 × 1080."""
    page = lise.page
    expect(lise.notes(number).last).to_contain_text(newest)
    assert page.locator("#screen h1").evaluate(SIZE) >= 48
    sizes = lise.notes(number).locator("p").evaluate_all(f"all => all.map({SIZE})")
    assert {size >= 27.9 for size in sizes} == {True}
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(CUT) == []
    assert lise.notes(number).last.evaluate(WHOLE_IN_ITS_LIST)
    expect(lise.notes(number).last).to_be_in_viewport(ratio=1)


def test_long_words_and_long_notes_stay_legible_with_everything_else(cast, lise):
    ulla = cast.phone()
    ulla.takes_a_seat(lise.starts_a_meeting())
    write(ulla, [LONG_WORD, WORDS[0]])
    is_legible(lise, 1, WORDS[0])
    for n in range(8):
        write(ulla, [f"{n} {LONG_NOTE}"[:280].strip()])
    is_legible(lise, 1, f"7 {LONG_NOTE}"[:100])
    look_at(lise.page, "question-long-notes-wall", [PROJECTOR])
    look_at(ulla.page, "question-long-notes-phone", [])
    lise.goes_on(to=2)
    ulla.stands_at(2)
    write(ulla, [LONG_WORD, LONG_NOTE, WORDS[1]], number=2)
    is_legible(lise, 2, WORDS[1])
    look_at(lise.page, "carry-long-notes-wall", [PROJECTOR])


def test_the_wall_stays_legible_with_sixty_notes_and_the_newest_is_in_sight(cast, lise):
    ulla = cast.phone()
    ulla.takes_a_seat(lise.starts_a_meeting())
    sixty = [f"{WORDS[n % 4]} ({n})" for n in range(1, 61)]
    for upto in (10, 17, 24, 60):
        write(ulla, sixty[lise.notes(1).count() : upto])
        is_legible(lise, 1, f"({upto})")
    count, newest = lise.page.locator("#count"), lise.page.locator("[data-newest]")
    expect(count).to_have_text(re.compile(r"^[2-4]\d–60 af 60 noter$"))
    look_at(lise.page, "question-60-wall")
    look_at(ulla.page, "question-60-phone", [])

    # The facilitator can turn back, is left in peace there, and comes forward again.
    for _ in range(3):  # a picture at a time
        lise.presses("Ældre noter")
        lise.settles()
    expect(lise.notes(1).first).to_be_in_viewport()
    expect(count).to_have_text(re.compile(r"^1–[2-4]\d af 60 noter$"))
    for number, words in ((61, "1 ny"), (62, "2 nye")):
        write(ulla, [f"Nummer {number}"])
        lise.sees_note(f"Nummer {number}", 1)
        expect(newest).to_have_text(words)
    expect(lise.notes(1).first).to_be_in_viewport()
    expect(lise.notes(1).last).not_to_be_in_viewport()
    newest.click()
    expect(newest).to_have_text("Nyeste noter")
    expect(count).to_have_text(re.compile(r"^[2-4]\d–62 af 62 noter$"))
    expect(lise.notes(1).last).to_be_in_viewport(ratio=1)
    assert lise.notes(1).last.evaluate(WHOLE_IN_ITS_LIST)


WHERE = """() => [...document.querySelectorAll("#notes-1 > .note")].map(note => {
  const { left, top, height } = note.getBoundingClientRect(), words = note.querySelector("p").getBoundingClientRect();
  return { left, top: words.top, height, size: Math.round(parseFloat(getComputedStyle(note).fontSize)), tall: top + height }; })"""
COLUMNS = "new Set([...document.querySelectorAll('#notes-1 > .note')].map(note => Math.round(note.offsetLeft))).size"


def test_notes_are_as_large_as_they_fit_and_nothing_moves_while_they_do(cast, lise):
    ulla = cast.phone()
    ulla.takes_a_seat(lise.starts_a_meeting())
    sizes, before = [], []
    for number in range(22):
        ulla.has_written([f"{WORDS[number % 4]} ({number})"], 1)
        lise.sees_note(f"({number})", 1)
        lise.settles()
        now = lise.page.evaluate(WHERE)
        columns = int(
            lise.page.evaluate("document.querySelector('.notes:not(.carry)').style.getPropertyValue('--columns')")
        )
        if not before or (now[0]["size"], columns) != sizes[-1]:
            sizes.append((now[0]["size"], columns))
        else:
            assert [(note["left"], note["top"]) for note in now[:-1]] == before
        before = [(note["left"], note["top"]) for note in now]
        assert lise.page.evaluate(COLUMNS) == columns  # none is empty
        assert lise.notes(1).last.evaluate(WHOLE_IN_ITS_LIST)
    assert sizes == [(64, 1), (52, 1), (44, 1), (44, 2), (34, 2), (28, 2), (28, 3)]
    # Three are read from far away.
    lise.page.reload()
    assert (round(lise.notes(1).first.evaluate(SIZE)), lise.page.evaluate(COLUMNS)) == (28, 3)


def test_several_that_come_are_all_marked_and_their_words_stay_where_they_are(cast, lise):
    ulla = cast.phone()
    ulla.takes_a_seat(lise.starts_a_meeting())
    write(ulla, [WORDS[0]])
    marked = lise.page.locator("#notes-1 > .is-new")
    expect(marked).to_have_count(1)
    top = lise.page.evaluate(WHERE)[0]["top"]
    ulla.has_written(WORDS[1:3], 1)
    expect(lise.notes(1)).to_have_count(3, timeout=PUSHED)
    expect(marked.last).to_contain_text(WORDS[2])
    assert marked.count() >= 2
    look_at(lise.page, "new-notes-wall", [PROJECTOR])
    expect(marked).to_have_count(0)
    assert lise.page.evaluate(WHERE)[0]["top"] == top
