"""What the contact log says as the answer to a question: the limits of each answer, worked by hand."""

from datetime import date, timedelta

import pytest

from reporting.casefacts.rules import minutes_said, months_said, months_since, visits_said
from tests.reporting.tabulation.questions import course

# The second report of a course is of 1 April, and looks back on the 92 days from 1 January on.
LATEST = date(2024, 4, 1)


def visited(*visits):
    """A course with two reports, and visits so many days before the latest with so many minutes."""
    return course({}, {}, facts={"visits": tuple((LATEST - timedelta(days=day), minutes) for day, minutes in visits)})


@pytest.mark.parametrize(
    ("reached", "months", "said"),
    [
        (0, 5, "0"), (2, 200, "1_49"), (99, 200, "1_49"), (100, 200, "50_79"),
        (159, 200, "50_79"), (160, 200, "80_99"), (199, 200, "80_99"), (200, 200, "100"),
    ],
)  # fmt: skip
def test_a_share_of_the_months_falls_below_the_next_whole_per_cent(reached, months, said):
    """99 of 200 are 49.5 per cent, which is not 50; 199 of 200 are not all."""
    assert months_said(course(facts={"months": (reached, months)})) == (said,)


def test_where_the_log_was_not_read_it_says_nothing():
    assert [read(course({})) for read in (months_said, visits_said, minutes_said)] == [None, None, None]


@pytest.mark.parametrize(("visits", "said"), [(46, "dagligt"), (45, "par_gange_ugen"), (0, "none")])
def test_how_often_is_by_the_months_before_the_latest_report(visits, said):
    """92 days are 13.14 weeks: 46 visits are 3.5 a week. In the 93 days before the first report they would be fewer."""
    assert visits_said(visited(*((day, 30) for day in range(visits)))) == (said,)


@pytest.mark.parametrize(("ago", "said"), [(-1, "none"), (0, "16_30"), (91, "16_30"), (92, "none")])
def test_visits_count_from_the_first_to_the_last_of_the_three_months(ago, said):
    assert minutes_said(visited((ago, 20))) == (said,)


def test_the_length_of_a_visit_is_that_of_those_whose_length_is_known():
    """The median of 60 alone is 60, and of 20 and 60 it is 40."""
    assert minutes_said(visited((1, None), (2, 60))) == ("46_60",)
    assert minutes_said(visited((1, 20), (2, 60))) == ("31_45",)
    assert minutes_said(visited((1, None))) == ("none",)


@pytest.mark.parametrize(
    ("day", "months"),
    [(date(2024, 2, 14), 0), (date(2024, 2, 15), 1), (date(2024, 12, 31), 11), (date(2025, 1, 15), 12)],
)
def test_a_month_is_whole_on_the_day_on_which_it_began(day, months):
    assert months_since(date(2024, 1, 15), day) == months
