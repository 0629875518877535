"""Days and times of day are read as people here type them, in both languages, and never month first."""

from datetime import UTC, date, datetime, time

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override

from cases.pages.days import NoSuchDayError, read_day, read_time
from cases.pages.widgets import DayField, LastDayField, MomentField

DAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    "typed",
    [
        "26.11.2026", "26/11-26", "26/11 2026", "26-11-2026", "26,11,2026", "26 11 2026", "26. 11. 2026",
        "26112026", "261126", "2611 2026", " 26.11.26 ", "2026-11-26",
        "26. nov. 2026", "26 nov 2026", "26. november 2026", "26 Nov 26", "26nov2026",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_typed(typed):
    assert read_day(typed) == DAY


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3.4.2026", date(2026, 4, 3)),  # day first: in the American order it would be the 4th of March
        ("12.03.07", date(2007, 3, 12)),
        ("01.01.70", date(1970, 1, 1)),
        ("31.12.69", date(2069, 12, 31)),
        ("1. maj 2026", date(2026, 5, 1)),
        ("1 May 2026", date(2026, 5, 1)),
        ("1. okt. 2026", date(2026, 10, 1)),
        ("1 October 2026", date(2026, 10, 1)),
        ("1. marts 2026", date(2026, 3, 1)),
    ],
)
def test_short_years_and_months_by_name(typed, day):
    assert read_day(typed) == day


@pytest.mark.parametrize("typed", ["", "i går", "26.11", "26.11.026", "november 2026", "26.11.2026 x", "²6.11.2026"])
def test_what_is_not_written_as_a_day_is_none(typed):
    assert read_day(typed) is None


@pytest.mark.parametrize(
    "typed", ["31.02.2026", "11/26/2026", "00.01.2026", "26.11.0000", "26. nev 2026", "2026-13-01"]
)
def test_a_day_that_no_calendar_has_is_told_apart(typed):
    with pytest.raises(NoSuchDayError):
        read_day(typed)


@pytest.mark.parametrize("typed", ["14.05", "14:05", "1405", "14,05", "14 05", "kl. 14.05"])
def test_a_time_is_read_however_it_is_typed(typed):
    assert read_time(typed) == time(14, 5)


@pytest.mark.parametrize(("typed", "at"), [("9", time(9)), ("9.05", time(9, 5)), ("905", time(9, 5)), ("0", time(0))])
def test_an_hour_is_enough(typed, at):
    assert read_time(typed) == at


@pytest.mark.parametrize("typed", ["", "24.00", "14.60", "14.5", "to", "14.05.06"])
def test_what_is_no_time_is_none(typed):
    assert read_time(typed) is None


class Meeting(forms.Form):
    """A day and a moment."""

    on = DayField()
    end = LastDayField(required=False)
    at = MomentField()


TYPED = {"on": "26.11.2026", "end": "", "at": "26/11-26", "at_time": "14.05"}


def test_a_form_gives_the_day_and_the_instant_in_danish_time():
    form = Meeting(TYPED)
    assert form.is_valid()
    assert form.cleaned_data == {"on": DAY, "end": None, "at": datetime(2026, 11, 26, 13, 5, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("language", "messages"),
    [
        (
            "da",
            {
                "on": ["Skriv datoen som dag.måned.år, for eksempel 26.11.2026."],
                "end": ["Den dato findes ikke. Skriv først dagen, så måneden og året."],
                "at": ["Skriv klokkeslættet som timer og minutter, for eksempel 14.05."],
            },
        ),
        (
            "en",
            {
                "on": ["Write the date as day.month.year, for example 26.11.2026."],
                "end": ["There is no such date. Write the day first, then the month and the year."],
                "at": ["Write the time of day as hours and minutes, for example 14.05."],
            },
        ),
    ],
)
def test_what_cannot_be_read_is_said_and_stays_as_it_was_typed(language, messages):
    with override(language):
        form = Meeting({"on": "i går", "end": "11/26/2026", "at": "26.11.2026", "at_time": "kvart over"})
        assert form.errors == messages
        page = form.as_div()
    assert [text in page for text in ('value="i går"', 'value="11/26/2026"', 'value="kvart over"')] == [True] * 3


@pytest.mark.parametrize("language", ["da", "en"])
def test_what_could_be_read_is_written_in_full(language):
    with override(language):
        page = Meeting(TYPED | {"on": "2026-11-26"}).as_div()
    assert page.count('value="26.11.2026"') == 2
    assert ('value="14.05"' in page, 'value="14:05"' in page) == (language == "da", language == "en")


def test_a_time_without_its_day_and_a_day_without_its_time_are_asked_for():
    with override("en"):
        messages = [Meeting(TYPED | part).errors["at"][0] for part in ({"at": ""}, {"at_time": ""})]
        assert messages == [
            DayField.default_error_messages["invalid"],
            MomentField.default_error_messages["invalid"],
        ]


def test_the_last_day_gives_the_first_day_after_it():
    assert LastDayField().clean("26.11.2026") == date(2026, 11, 27)
    with pytest.raises(ValidationError):
        LastDayField().clean("31.12.9999")
