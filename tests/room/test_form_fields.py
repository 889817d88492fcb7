"""Dates and times are read as Danes write them, and as we show them."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from meetings import danish
from meetings.room.forms.fields import ClockField, DateField

pytestmark = pytest.mark.any_database

THE_DAY = datetime.date(2026, 11, 23)


@pytest.mark.parametrize(
    "written",
    [
        "23.11.2026", "23-11-2026", "23/11 2026", "23.11.26", "2026-11-23", " 23. 11. 2026 ", "23.\u00a011.\u00a02026",
        "23. november 2026", "23 november 2026", "23. nov. 2026", "23. Nov 26", "den 23. november 2026", "d. 23. nov. 2026",
        "Mandag den 23. november 2026", "mandag, 23. november 2026", "23.11.2026\u200b",
    ],
)  # fmt: skip
def test_a_date_is_read_as_danes_write_it(written):
    assert DateField().clean(written) == THE_DAY


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)))
def test_every_date_we_show_is_read_again(date):
    shown = (danish.full_date(date), danish.long_date(date), danish.abbreviated_date(date), danish.short_date(date))
    assert [DateField().clean(each) for each in shown] == [date] * 4


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("engang", "Skriv datoen som fx 23.11.2026"),
        ("23. brumaire 2026", "Skriv datoen som fx 23.11.2026"),
        ("23.13.2026", "Skriv datoen som fx 23.11.2026"),
        ("31. april 2026", "Der er kun 30 dage i april. Skriv fx 30.4.2026"),
        ("29. februar 2027", "Der er kun 28 dage i februar 2027. Skriv fx 28.2.2027"),
    ],
)
def test_a_wrong_date_is_refused_with_an_example(written, says):
    with pytest.raises(ValidationError) as refused:
        DateField().clean(written)
    assert refused.value.messages == [says]


@pytest.mark.parametrize("written", ["9", "9.00", "9:00", "09.00", "0900", "kl. 9", "Kl.\u00a09.00", " 9 00 "])
def test_a_time_is_read_as_danes_write_it(written):
    assert ClockField().clean(written) == datetime.time(9)
