"""Days that count in a support case: hearing and complaint."""

from datetime import date, timedelta

import pytest

from housing.support.rules import complaint_until, may_refuse_on


@pytest.mark.parametrize(
    ("answered", "day", "may"),
    [
        (None, date(2025, 6, 10), False),  # the deadline itself still belongs to the young person
        (None, date(2025, 6, 11), True),
        (date(2025, 6, 5), date(2025, 6, 5), True),
    ],
)
def test_a_refusal_waits_for_the_hearing(answered, day, may):
    assert may_refuse_on(day, deadline=date(2025, 6, 10), answered_on=answered) is may


@pytest.mark.parametrize(
    ("decided", "last"),
    [
        (date(2025, 6, 2), date(2025, 6, 30)),  # Monday to Monday
        (date(2025, 5, 10), date(2025, 6, 10)),  # Saturday; then Whit Sunday and Whit Monday
        (date(2025, 3, 20), date(2025, 4, 22)),  # Maundy Thursday; Easter ends with a Monday
        (date(2025, 11, 27), date(2025, 12, 29)),  # Christmas Day, a Thursday, to the Monday
        (date(2025, 12, 4), date(2026, 1, 2)),  # New Year's Day
        (date(2025, 5, 1), date(2025, 5, 30)),  # Ascension Day to the Friday after it
        (date(2023, 4, 7), date(2023, 5, 8)),  # Great Prayer Day, a Friday, for the last time
    ],
)
def test_a_complaint_has_four_weeks_and_ends_on_a_working_day(decided, last):
    """Retssikkerhedsloven § 67; the movable days from the almanacs of 2023 and 2025."""
    assert complaint_until(decided) == last


@pytest.mark.parametrize(
    "last",
    [
        date(2025, 6, 5),  # Constitution Day
        date(2025, 12, 24),
        date(2025, 12, 31),
        date(2025, 5, 30),  # the Friday after Ascension Day
        date(2024, 4, 26),  # Great Prayer Day, from 2024 on a working day
    ],
)
def test_a_day_that_no_source_names_for_complaints_does_not_move_their_end(last):
    assert complaint_until(last - timedelta(weeks=4)) == last
