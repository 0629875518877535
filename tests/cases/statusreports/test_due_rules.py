"""When reports are due: the first within three months, then by the rhythm; a window of five weeks around each day."""

from datetime import date, timedelta

import pytest

from cases.statusreports.due_rules import Due, Made, Rhythm, fitting_kinds, latest_due, next_due

pytestmark = pytest.mark.rule

START = date(2025, 1, 31)
QUARTERLY = Rhythm(START, None, 3)
# The last days of shorter months stand in for the 31st.
FIRST_DUE, SECOND_DUE = date(2025, 4, 30), date(2025, 7, 31)
EARLY = [Made("start", date(2025, 2, 10))]


def told(due: Due | None) -> tuple[str, date, bool] | None:
    return (due.kind, due.on, due.is_met) if due else None


def test_the_window_opens_a_week_before_and_closes_four_weeks_after():
    due = Due("quarterly", date(2025, 6, 30))
    assert (due.opens, due.closes) == (date(2025, 6, 23), date(2025, 7, 28))
    assert [due.is_opened(day) for day in (date(2025, 6, 22), date(2025, 6, 23))] == [False, True]
    assert [due.is_overdue(day) for day in (date(2025, 7, 28), date(2025, 7, 29))] == [False, True]


@pytest.mark.parametrize(
    ("today", "made", "expected"),
    [
        (START, [], ("start", FIRST_DUE, False)),
        (date(2025, 7, 23), [], ("start", FIRST_DUE, False)),  # long overdue
        (date(2025, 7, 24), [], ("quarterly", SECOND_DUE, False)),  # the next window has opened
        (date(2031, 2, 10), [], ("quarterly", date(2031, 1, 31), False)),  # after six years
        (date(2025, 2, 11), EARLY, ("quarterly", FIRST_DUE, False)),
        (date(2025, 6, 30), EARLY, ("quarterly", FIRST_DUE, False)),
        (date(2025, 4, 23), [Made("start", date(2025, 4, 23))], ("quarterly", SECOND_DUE, False)),
        (date(2025, 4, 23), [Made("start", date(2025, 4, 22))], ("quarterly", FIRST_DUE, False)),
        # Made late, it is made all the same, and the day of the next one does not move.
        (date(2025, 6, 20), [*EARLY, Made("quarterly", date(2025, 6, 20))], ("quarterly", SECOND_DUE, False)),
    ],
)
def test_what_is_to_be_made_next(today, made, expected):
    assert told(next_due(QUARTERLY, made, today)) == expected


def test_the_days_follow_the_start_for_years():
    """Every due day of three years with a report on each, and what is due on the day after."""
    made = list(EARLY)
    for months in range(3, 37, 3):
        year, month = divmod(months, 12)
        due = next_due(QUARTERLY, made, made[-1].on + timedelta(days=1))
        assert (due.on.year, due.on.month) == (2025 + year, 1 + month)
        made.append(Made("quarterly", due.on))


@pytest.mark.parametrize(
    ("today", "made", "expected"),
    [
        (date(2025, 4, 22), [], None),
        (date(2025, 4, 23), [], ("start", FIRST_DUE, False)),
        (date(2025, 4, 22), EARLY, None),
        (date(2025, 4, 23), EARLY, ("quarterly", FIRST_DUE, False)),
        (date(2025, 4, 23), [Made("start", date(2025, 4, 23))], ("quarterly", FIRST_DUE, True)),
        (date(2025, 4, 23), [*EARLY, Made("followup", date(2025, 4, 23))], ("quarterly", FIRST_DUE, False)),
    ],
)
def test_the_window_that_opened_last(today, made, expected):
    assert told(latest_due(QUARTERLY, made, today)) == expected


def test_another_rhythm():
    half = Rhythm(date(2025, 1, 1), None, 6)
    assert told(next_due(half, [Made("start", date(2025, 1, 5))], date(2025, 2, 1))) == (
        "quarterly",
        date(2025, 7, 1),
        False,
    )
    monthly = Rhythm(date(2025, 1, 1), None, 1)
    assert told(next_due(monthly, [], date(2025, 3, 1))) == ("start", date(2025, 4, 1), False)
    assert told(next_due(monthly, [], date(2025, 4, 24))) == ("quarterly", date(2025, 5, 1), False)


def test_a_course_that_has_closed_waits_for_its_closing_report_only():
    closed = Rhythm(START, date(2025, 6, 1), 3)
    made = [*EARLY, Made("quarterly", FIRST_DUE)]
    assert told(next_due(closed, made, date(2025, 6, 2))) == ("closing", date(2025, 5, 31), False)
    assert next_due(closed, [*made, Made("closing", date(2025, 6, 2))], date(2025, 6, 3)) is None
    # Four weeks of the window, then half a year.
    last = date(2025, 5, 31) + timedelta(weeks=4 + 26)
    assert next_due(closed, made, last) is not None
    assert next_due(closed, made, last + timedelta(days=1)) is None


def test_a_programme_with_two_points_has_no_rhythm():
    running, closed = Rhythm(START, None, 0), Rhythm(START, date(2025, 6, 1), 0)
    assert told(next_due(running, [], START)) == ("assessment", FIRST_DUE, False)
    assert next_due(running, [Made("assessment", date(2025, 2, 1))], date(2026, 1, 1)) is None
    assert told(next_due(closed, [Made("assessment", date(2025, 2, 1))], date(2025, 6, 1))) == (
        "discharge",
        date(2025, 5, 31),
        False,
    )
    for kind in ("discharge", "release"):
        assert next_due(closed, [Made(kind, date(2025, 6, 1))], date(2025, 6, 2)) is None


@pytest.mark.parametrize(
    ("months", "end", "made", "fits"),
    [
        (3, None, [], ["start", "quarterly"]),
        (3, None, ["start"], ["quarterly"]),
        (3, date(2025, 6, 1), ["start"], ["closing", "followup"]),
        (3, date(2025, 6, 1), ["start", "closing", "followup"], ["followup"]),
        (0, None, [], ["assessment", "discharge", "release"]),
        (0, date(2025, 6, 1), ["assessment"], ["discharge", "release", "followup"]),
    ],
)
def test_the_kinds_that_fit(months, end, made, fits):
    rows = [Made(kind, date(2025, 3, 1)) for kind in made]
    assert fitting_kinds(Rhythm(START, end, months), rows) == fits
