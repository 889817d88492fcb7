"""Dates and deadlines as Danes write and say them, from the field to the minutes and the spreadsheet."""

import csv
import datetime
import io

import pytest
from django.urls import reverse

from meetings.dates import NotADate, read_date
from meetings.models import FollowUp
from meetings.room.forms.fields import plain
from tests import make
from tests.reading import read

pytestmark = pytest.mark.any_database

TODAY = datetime.date(2026, 11, 26)  # a Thursday
HTMX = {"HTTP_HX_REQUEST": "true"}


def iso(text, today=TODAY):
    return read_date(plain(text), today).isoformat()


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("15/1", "2027-01-15"),
        ("15.1", "2027-01-15"),
        ("15.1.", "2027-01-15"),
        ("15-1", "2027-01-15"),
        ("26/11", "2026-11-26"),
        ("25/11", "2027-11-25"),
        ("15. januar", "2027-01-15"),
        ("15 jan", "2027-01-15"),
        ("den 15. jan.", "2027-01-15"),
        ("15. januar 2028", "2028-01-15"),
        ("mandag den 23. november 2026", "2026-11-23"),
        ("Mandag d. 30/11", "2026-11-30"),
        ("fredag\N{NO-BREAK SPACE}27.11.", "2026-11-27"),
        ("15.1.27", "2027-01-15"),
        ("15/1-27", "2027-01-15"),
        ("150127", "2027-01-15"),
        ("15012027", "2027-01-15"),
        ("2027-01-15", "2027-01-15"),
        ("29. februar", "2028-02-29"),
        ("om 14 dage", "2026-12-10"),
        ("Om fjorten dage", "2026-12-10"),
        ("om en uge", "2026-12-03"),
        ("om 3 måneder", "2027-02-26"),
        ("i dag", "2026-11-26"),
        ("i morgen", "2026-11-27"),
        ("fredag", "2026-11-27"),
        ("på fredag", "2026-11-27"),
        ("torsdag", "2026-12-03"),
        ("ons.", "2026-12-02"),
        ("uge 3", "2027-01-22"),
        ("i uge 48", "2026-11-27"),
        ("uge 47", "2027-11-26"),
        ("uge 53", "2027-01-01"),
        ("uge 3 2028", "2028-01-21"),
    ],
)
def test_a_date_said_in_danish_is_read(text, date):
    assert iso(text) == date


def test_months_end_where_they_end():
    assert iso("om en måned", datetime.date(2027, 1, 31)) == "2027-02-28"
    assert iso("om 2 måneder", datetime.date(2027, 12, 31)) == "2028-02-29"


def test_the_year_turns():
    assert iso("fredag", datetime.date(2026, 12, 31)) == "2027-01-01"
    assert iso("1/1", datetime.date(2026, 12, 31)) == "2027-01-01"
    assert iso("uge 1", datetime.date(2026, 12, 31)) == "2027-01-08"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("31.11.2026", "Der er kun 30 dage i november. Skriv fx 30.11.2026"),
        ("29.2.2027", "Der er kun 28 dage i februar 2027. Skriv fx 28.2.2027"),
        ("tirsdag den 23. november 2026", "Den 23. november 2026 er en mandag. Ret dagen eller datoen"),
        ("uge 54", "Der er ingen uge 54 i 2027. Skriv fx uge 3, eller skriv datoen"),
        ("uge 0", "Der er ingen uge 0 i 2027. Skriv fx uge 3, eller skriv datoen"),
        ("snart", ""),
        ("15.13.2027", ""),
        ("999999", ""),
        ("om mange dage", ""),
        ("mandag i næste uge", ""),
        ("15. janumar", ""),
    ],
)
def test_text_that_is_no_date_is_refused_with_the_reason(text, why):
    with pytest.raises(NotADate) as raised:
        iso(text)
    assert str(raised.value).replace("\N{NO-BREAK SPACE}", " ") == why


# --- The deadline of an agreement ------------------------------------------------------------------------------------


@pytest.fixture
def meeting(db):
    return make.meeting(date=datetime.date(2026, 9, 7))


def agree(jonas, meeting, due, lane="selv"):
    fields = {"uuid": FollowUp().uuid, "text": "Systemtime", "responsible": "Bo", "sent_to": "", "due": due}
    return jonas.post(reverse("new-follow-up", args=[meeting.key, lane]), fields, **HTMX)


@pytest.mark.parametrize("lane", ["selv", "opad"])
@pytest.mark.parametrize(
    ("typed", "kept"),
    [("løbende", "løbende"), ("Snarest muligt", "snarest"), ("på næste møde", "næste møde"), ("Løbende.", "løbende")],
)
def test_a_deadline_in_words_stays_words_on_every_page_and_in_every_format(jonas, lise, meeting, lane, typed, kept):
    assert agree(jonas, meeting, typed, lane).status_code == 200
    follow_up = meeting.follow_ups.get()
    assert (follow_up.due, follow_up.due_words) == (None, kept)
    meeting.wrap_up("1")
    for route, client in (("desk", jonas), ("wall", lise), ("minutes", jonas), ("printable", jonas)):
        assert kept in read(client.get(reverse(route, args=[meeting.key]), follow=True)), route
    for extension in ("txt", "json", "csv"):
        assert kept in jonas.get(reverse("minutes-file", args=[meeting.key, extension])).content.decode(), extension
    assert meeting.follow_ups.missing() == ([] if lane == "selv" else meeting.follow_ups.missing())


def test_saved_deadline_is_confirmed_as_it_was_understood(jonas, meeting):
    follow_up = meeting.add_follow_up(lane="selv", text="Systemtime")
    fields = {"seen": follow_up.revision, "text": "Systemtime", "responsible": "", "due": "15. januar 2027"}
    answer = jonas.post(reverse("follow-up", args=[meeting.key, follow_up.pk]), fields, **HTMX)
    assert "Fristen er fredag den 15. januar 2027" in read(answer).one(f"#selv-{follow_up.pk}-status")
    follow_up.refresh_from_db()
    fields |= {"seen": follow_up.revision, "due": "15.1.2027"}
    answer = jonas.post(reverse("follow-up", args=[meeting.key, follow_up.pk]), fields, **HTMX)
    assert "Fristen er" not in read(answer).one(f"#selv-{follow_up.pk}-status")


def test_a_word_and_a_date_take_each_others_place(jonas, meeting):
    follow_up = meeting.add_follow_up(lane="selv", text="Systemtime", due=datetime.date(2027, 1, 15))
    for due, expected in (("løbende", (None, "løbende")), ("15.1.2027", (datetime.date(2027, 1, 15), ""))):
        fields = {"seen": follow_up.revision, "text": "Systemtime", "responsible": "", "due": due}
        assert jonas.post(reverse("follow-up", args=[meeting.key, follow_up.pk]), fields, **HTMX).status_code == 200
        follow_up.refresh_from_db()
        assert (follow_up.due, follow_up.due_words) == expected


def test_an_older_deadline_is_refused_with_the_others_words_and_date(jonas, meeting):
    follow_up = meeting.add_follow_up(lane="selv", text="Systemtime")
    old = follow_up.revision
    follow_up.edit(old, due=datetime.date(2027, 1, 15))
    fields = {"seen": old, "text": "Systemtime", "responsible": "", "due": "løbende"}
    answer = jonas.post(reverse("follow-up", args=[meeting.key, follow_up.pk]), fields, **HTMX)
    assert answer.status_code == 409
    assert "15. januar 2027" in read(answer).one("dl")


# --- The spreadsheet -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ('=HYPERLINK("http://x";"klik")', '\'=HYPERLINK("http://x";"klik")'),
        (" =1+1", "' =1+1"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("@SUM(A1:A9)", "'@SUM(A1:A9)"),
        ("+45 12 34 56 78", "+45 12 34 56 78"),
        ("- Ring til borgerne", "– Ring til borgerne"),
        ("- 2+2 (se bilag)", "'- 2+2 (se bilag)"),
        ("@Bo tager den", "'@Bo tager den"),
        ("Nr. 1 - og = 2", "Nr. 1 - og = 2"),
    ],
)
def test_only_a_cell_that_a_spreadsheet_would_compute_gets_an_apostrophe(jonas, meeting, text, cell):
    meeting.add_follow_up(lane="selv", text=text, due=TODAY)
    content = jonas.get(reverse("minutes-file", args=[meeting.key, "csv"])).content.decode("utf-8-sig")
    _, row = csv.reader(io.StringIO(content), delimiter=";")
    assert row[2] == cell
    assert row[4] == "2026-11-26"
