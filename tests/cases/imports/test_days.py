"""Days in every way that spreadsheets hold them; what could be another day is refused."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cases.imports.values import Unreadable, day, is_month_first
from tests.clock import TODAY

JANUARY = date(2024, 1, 31)
DANISH = ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-31", "2024/01/31", "2024.1.31", "20240131", "31-01-2024", "31.01.2024", "31/01/2024", "31/1-24",
        "31/1 2024", "31. 1. 2024", "31 01 2024", "31-1-24", "31.1.24", "310124", "31012024", "31. januar 2024",
        "31 jan 2024", "31. jan. 24", "31-jan-24", "den 31. januar 2024", "onsdag den 31. januar 2024",
        "Ons. 31-01-2024", "31. JANUAR 2024", "January 31, 2024", "Jan 31st, 2024", "Wed 31 January 2024",
        "2024-01-31T10:00:00", "2024-01-31T10:00:00.000Z", "2024-01-31 00:00:00+01:00", "31-01-2024 12:30",
        "31.01.2024 kl. 12.30", "45322", "45322.0", "45322,75", " 31-01-2024\xa0", "31.01.2024.",
    ],
)  # fmt: skip
def test_the_same_day_in_every_way(text):
    assert day(text, today=TODAY) == JANUARY


def test_a_day_or_an_instant_of_a_workbook():
    assert day(JANUARY, today=TODAY) == JANUARY
    assert day(datetime.combine(JANUARY, time(23, 59)), today=TODAY) == JANUARY


@pytest.mark.parametrize("text", ["", " ", "-", "—", "n/a", "Ikke besvaret", "uoplyst", "#I/T"])
def test_blank_is_no_day(text):
    assert day(text, today=TODAY) is None


@pytest.mark.parametrize(
    "text",
    [
        "01/02/03",  # six ways
        "10-12-05",  # 10 December 2005, or 5 December 2010
        "24-05-02",  # 24 May 2002, or 2 May 2024
        "010203",
        "41022",  # a day of 2012 as Excel counts, or 4 October 2022 without its nought
    ],
)
def test_what_can_be_two_days_is_refused(text):
    with pytest.raises(Unreadable, match="som flere datoer"):
        day(text, today=TODAY)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("05-02-24", date(2024, 2, 5)),  # 24 can be the year alone
        ("31-12-05", date(2005, 12, 31)),  # 2031 is to come
        ("1/2/2024", date(2024, 2, 1)),  # the day first, as everywhere here
        ("04-06-25", TODAY),
    ],
)
def test_two_digits_where_they_are_certain(text, read):
    assert day(text, today=TODAY) == read


@pytest.mark.parametrize(
    "text",
    [
        "31-02-2024",
        "29-02-2023",
        "00-01-2024",
        "31-01-98",
        "05-06-25",
        "31-01-1012",
        "31-01-2300",
        "31 foo 2024",
        "9999999",
    ],
)
def test_a_day_that_nobody_can_mean_is_refused(text):
    with pytest.raises(Unreadable, match="kan ikke være den dato"):
        day(text, today=TODAY)


@pytest.mark.parametrize(
    "text",
    ["i går", "2024", "januar 2024", "12-2024", "1/2", "12:30", "ved ikke", "7", "999999999", "31-01-2024 og 1"],
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(Unreadable, match="ikke skrevet som en dato"):
        day(text, today=TODAY)


def test_month_first_is_read_only_where_the_column_says_so():
    with pytest.raises(Unreadable):
        day("01/31/2024", today=TODAY)
    assert day("01/31/2024", today=TODAY, month_first=True) == JANUARY
    assert day("1/2/2024", today=TODAY, month_first=True) == date(2024, 1, 2)
    assert day("2024-01-31", today=TODAY, month_first=True) == JANUARY
    assert day("31. januar 2024", today=TODAY, month_first=True) == JANUARY
    with pytest.raises(Unreadable):
        day("31/01/2024", today=TODAY, month_first=True)


@pytest.mark.parametrize(
    ("column", "is_so"),
    [
        (["01/02/2024", "01/31/2024", ""], True),
        (["01/02/2024", "31/01/2024"], False),
        (["01/31/2024", "31/01/2024"], False),  # both: nobody knows
        (["01/02/2024", "03/04/2024"], False),
        (["2024-01-31", JANUARY], False),
        ([], False),
    ],
)
def test_a_column_is_month_first_only_where_that_is_certain(column, is_so):
    assert is_month_first(column) is is_so


DAYS = st.dates(min_value=date(1928, 1, 1), max_value=date(2099, 12, 31))
SHAPES = [
    "{0:%Y-%m-%d}",
    "{0:%d-%m-%Y}",
    "{0:%d.%m.%Y}",
    "{0:%d/%m/%Y}",
    "{0.day}/{0.month}-{0.year}",
    "{0.day}. {1} {0.year}",
    "{0.day} {1:.3} {0.year}",
    "{0:%Y-%m-%d}T00:00:00",
    "{0:%Y%m%d}",
    "{0:%d%m%Y}",
]


@given(DAYS, st.sampled_from(SHAPES))
def test_whatever_is_written_with_four_digits_is_read_back(written, shape):
    assert day(shape.format(written, DANISH[written.month - 1]), today=TODAY) == written


@given(DAYS)
def test_what_excel_counts_is_read_back_or_refused(written):
    """Refused only where the digits are a day by themselves: 41022 is 4-10-22."""
    serial = str((written - date(1899, 12, 30)).days)
    month = int(serial[1:3])
    try:
        assert day(serial, today=TODAY) == written
    except Unreadable:
        assert 1 <= month <= 12


@given(st.dates(min_value=date(2000, 1, 1), max_value=TODAY), st.sampled_from("-./"))
def test_two_digits_are_read_back_or_refused(written, sign):
    """Never as another day; refused only where the year could be a day of the month."""
    try:
        assert day(written.strftime(f"%d{sign}%m{sign}%y"), today=TODAY) == written
    except Unreadable:
        assert written.year <= 2012


@given(st.dates(min_value=TODAY + timedelta(days=1), max_value=date(2099, 12, 31)))
def test_two_digits_are_no_day_to_come(written):
    assume(written.year % 100 > 31)
    with pytest.raises(Unreadable):
        day(written.strftime("%d-%m-%y"), today=TODAY)


@given(st.text(max_size=20))
def test_any_text_is_a_day_or_refused(text):
    found = None
    with suppress(Unreadable):
        found = day(text, today=TODAY)
    assert found is None or 1900 <= found.year <= 2199
