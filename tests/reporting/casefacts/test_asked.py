"""With which course of a young person something is counted."""

from datetime import date

import pytest

from cases.enrolments.models import Enrolment
from reporting.casefacts.asked import Asked
from tests.clock import TODAY
from tests.factories.cases import ProgrammeFactory
from tests.reporting.tabulation.questions import course

pytestmark = pytest.mark.django_db

FIRST, SECOND = date(2025, 1, 10), date(2025, 3, 1)


def test_what_happens_belongs_to_the_latest_course_that_had_begun():
    """Two courses of one young person, in any order: what lies before both is nobody's, nor is another person's."""
    later, earlier = (course(person=1, start=start) for start in (SECOND, FIRST))
    asked = Asked(ProgrammeFactory(), TODAY, Enrolment.objects.none(), (later, earlier))
    days = [date(2025, 1, 9), FIRST, date(2025, 2, 28), SECOND, TODAY]
    found = [(one.key, day) for one, day, _what in asked.by_course((1, day, None) for day in days)]
    assert found == [
        (earlier.key, FIRST),
        (earlier.key, date(2025, 2, 28)),
        (later.key, SECOND),
        (later.key, TODAY),
    ]
    assert list(asked.by_course([(2, TODAY, None)])) == []
