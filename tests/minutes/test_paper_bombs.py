"""Texts that are slow to print: they are tamed, or stopped at their own door, and nobody else waits for them."""

import datetime
import multiprocessing
import os
import unicodedata

import pytest
from django.core.cache import caches
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from weasyprint import HTML

from meetings.minutes.compose import compose
from meetings.minutes.exports import pdf, word
from meetings.minutes.exports.tidy import MOST_LINES, ROOM, divisible, tidy
from meetings.minutes.exports.turns import Turns
from meetings.minutes.exports.worker import CPU_SECONDS, Busy, Unprintable, in_worker, worker
from meetings.text import clean
from tests import make
from tests.reading import read

pytestmark = pytest.mark.any_database

LONGEST = 20_000  # characters of a conclusion
CREATED = datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC)
# Each took 3 s or more as a conclusion, and the comma over 30: that the paper of one meeting could hold five times.
FINDS = ["a,", "\u00a0a", "a\u202f", "—", "a\n", ".", "/", "<", "("]
ODD = ".,;:!?-–—/\\_()[]<>\"'%&#*+=|~a1ø\u00a0\u202f\u00ad\u200d\ufe0f\u0301\u20e3👩🏽🇩❤中。اא\u05b0กि\u1100 \n¶☐"
# Another each time only where somebody looks for finds.
LOOK = {"derandomize": "EXAMPLES" not in os.environ, "deadline": None, "suppress_health_check": list(HealthCheck)}
patterns = st.text(st.sampled_from(ODD), min_size=1, max_size=6)


def repeated(pattern, length=LONGEST):
    return clean((pattern * (length // len(pattern) + 1))[:length])


def page(*texts):
    lines = "".join(f"<p>{line}</p>" for text in texts for line in text.replace("<", "&lt;").splitlines())
    return f'<html lang="da"><title>x</title><body><h1>x</h1><div>{lines}</div></body></html>'


def set_up(html):
    """Return the lines of the page as the printer gets them."""
    parsed = HTML(string=html).etree_element
    tidy(parsed)
    return [element.text for element in parsed.find("body").iter("p")]


# --- Tamed ------------------------------------------------------------------------------------------------------------


def test_all_finds_together_are_printed_within_the_limit():
    assert in_worker("pdf", page(*map(repeated, FINDS)), b"{}", CREATED).startswith(b"%PDF")


@settings(max_examples=int(os.environ.get("EXAMPLES", "100")), **LOOK)
@given(patterns)
@example("a,")
@example("\u00a0a")
def test_no_text_has_a_long_run_without_a_place_to_break(pattern):
    text = repeated(pattern, 2000)
    for line in text.splitlines():
        tamed = divisible(line)
        pieces = tamed.translate({ord(sign): "\n" for sign in " \u200b\xad-/"}).split("\n")
        # What belongs together is not parted: an emoji of many parts may be longer.
        assert all(len(piece) < 2 * ROOM or belongs_together(piece) for piece in pieces)
        assert plain(tamed) == plain(line)


def plain(text):
    """Return the text without what says only where a line may or may not be broken."""
    return text.translate({0x200B: "", 0xAD: "", 0xA0: " "})


def belongs_together(piece):
    """Return whether the run is of signs that hang together, as flags and joined emoji do: those are quick."""
    return all(
        char in "👩🏽🇩❤\u200d\ufe0f\u20e3" or unicodedata.category(char) in ("Mn", "Me", "Mc") for char in piece[ROOM:]
    )


@settings(max_examples=int(os.environ.get("EXAMPLES", "5")), **LOOK)
@given(patterns)
def test_no_permitted_text_is_slow(pattern):
    """EXAMPLES=500 looks longer: what it finds takes its place in FINDS."""
    in_worker("pdf", page(repeated(pattern)), b"{}", CREATED)


def test_ten_thousand_lines_stand_beside_one_another_and_each_is_there():
    lines = [str(number) for number in range(10_000)]
    printed = set_up(page("\n".join(lines)))
    assert len(printed) == 250
    assert " ".join(printed).replace("\xa0¶", "").split() == lines


def test_lines_of_a_long_but_common_document_stay_as_they_were_typed():
    lines = [f"Linje {number}" for number in range(MOST_LINES)]
    assert set_up(page("\n".join(lines))) == lines


# --- Stopped ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def short_limit(monkeypatch):
    """A limit that every document goes beyond."""
    caches["unprintable"].clear()
    caches["printed"].clear()
    worker.end()
    with monkeypatch.context() as patch:
        patch.setattr(worker, "cpu_seconds", 0.001)
        yield
    worker.end()
    caches["unprintable"].clear()


@pytest.mark.parametrize(("extension", "name"), [("pdf", "PDF"), ("docx", "Word")])
def test_document_beyond_the_limit_is_told_kindly_and_not_tried_again(meeting, jonas, short_limit, extension, name):
    address = f"/m/{meeting.key}/referat.{extension}"
    for _ in range(2):
        answer = jonas.get(address)
        assert answer.status_code == 422
        said = read(answer)
        assert f"Referatet kan ikke laves som {name}" in said
        assert "Intet er gået tabt, og det gør ingen forskel for godkendelsen." in said
        assert said.link("Åbn referatet på skærmen")["href"] == f"/m/{meeting.key}/referat/udskrift/"
        assert not said.links("Prøv igen")
        assert not multiprocessing.active_children()  # the limit ended the process, and none was started since
    assert jonas.get(said.link("Ren tekst")["href"]).status_code == 200
    worker.cpu_seconds = CPU_SECONDS
    meeting.edit(venue="Et andet sted")
    assert jonas.get(address).status_code == 200


def test_busy_machine_is_no_reason_not_to_try_again(meeting, jonas, monkeypatch):
    address = f"/m/{meeting.key}/referat.pdf"
    caches["printed"].clear()
    worker.end()
    with monkeypatch.context() as patch:
        patch.setattr(worker, "seconds", 0)
        answer = jonas.get(address)
    assert answer.status_code == 503
    assert read(answer).links("Prøv igen")
    assert not multiprocessing.active_children()  # nobody waits for it any more
    assert jonas.get(address).status_code == 200


def test_final_version_needs_no_paper(closed, referent, short_limit):
    make.approve(closed)
    assert closed.versions.get().number == 1
    answer = referent.get(f"/m/{closed.key}/referat/version/1/referat.pdf")
    assert answer.status_code == 422
    said = read(answer)
    assert said.link("Åbn referatet på skærmen")["href"] == f"/m/{closed.key}/referat/version/1/"
    assert referent.get(said.link("Data (JSON)")["href"]).status_code == 200


def test_word_is_written_outside_the_server(meeting):
    worker.end()
    assert word.render(compose(meeting)).startswith(b"PK")
    assert len(multiprocessing.active_children()) == 1


def test_writer_that_fails_on_a_text_is_not_tried_again(meeting):
    with pytest.raises(Unprintable, match="TypeError"):
        in_worker("pdf", None, b"{}", CREATED)
    assert pdf.render(compose(meeting)).startswith(b"%PDF")


# --- In turn ----------------------------------------------------------------------------------------------------------


def asks(turns, meeting):
    """Return whether the meeting would be let in now."""
    try:
        with turns.take(meeting):
            return True
    except Busy:
        return False


def test_meeting_that_prints_again_and_again_is_not_let_in_before_others():
    turns = Turns(wait=0)
    with turns.take("bomb"):
        assert not asks(turns, "quiet")
        assert not asks(turns, "late")
        assert not asks(turns, "bomb")  # one a meeting
    assert not asks(turns, "bomb")
    assert not asks(turns, "late")
    assert asks(turns, "quiet")
    assert not asks(turns, "bomb")
    assert asks(turns, "late")
    assert asks(turns, "bomb")


def test_meeting_that_asks_no_more_holds_nobody_up():
    turns = Turns(wait=0.1, patience=0.05)
    with turns.take("first"):
        assert not asks(turns, "gone")
    assert asks(turns, "next")
