"""Who comes in: small populations worked by hand."""

from datetime import UTC, date, datetime

import pytest
from django.db.models import IntegerField, Value

from cases.intake.codes import ScreeningOutcome
from cases.people.codes import Gender
from cases.programmes.models import Programme
from reporting.indicators.housing import NIGHT_BANDS
from reporting.indicators.people import AGE_BANDS, WAIT_BANDS, band, band_of
from tests.clock import NOW
from tests.factories.cases import (
    ContactFactory,
    EnrolmentFactory,
    PersonFactory,
    ProgrammeFactory,
    ScreeningFactory,
    TeamFactory,
    UserFactory,
)
from tests.reporting.reported import counts, facts, table

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def made(programme):
    """Makes rows of one team and worker."""
    team, worker = TeamFactory(), UserFactory()

    def person(**facts):
        return PersonFactory(team=team, **facts)

    def screen(who, day, outcome=ScreeningOutcome.ELIGIBLE):
        reasons = [] if outcome == ScreeningOutcome.ELIGIBLE else ["age"]
        return ScreeningFactory(
            person=who,
            programme=programme,
            decided_on=day,
            decided_by=worker,
            outcome=outcome,
            reasons=reasons,
            note="x",
        )

    def enrol(who, start, **facts):
        return EnrolmentFactory(person=who, programme=programme, screening=screen(who, start), start=start, **facts)

    person.screen, person.enrol, person.worker = screen, enrol, worker
    return person


def test_screened_eligible_and_enrolled(programme, made):
    """Worked by hand.

    Five are screened in 2025. Two are eligible and enrolled at once, one eligible and not enrolled, one taken in as
    an exception and enrolled in 2026, after the day of the report, one turned down. A sixth was screened in 2024.
    """
    for _ in range(2):
        made.enrol(made(), date(2025, 3, 1))
    made.screen(made(), date(2025, 4, 1))
    late = made()
    exception = made.screen(late, date(2025, 12, 1), ScreeningOutcome.EXCEPTION)
    EnrolmentFactory(person=late, programme=programme, screening=exception, start=date(2026, 1, 5))
    made.screen(made(), date(2025, 5, 1), ScreeningOutcome.NOT_ELIGIBLE)
    made.screen(made(), date(2024, 12, 31))
    assert counts("screened", "outcome", facts(programme)) == {
        "in_group": 4,
        "eligible": 3,
        "exception": 1,
        "not_eligible": 1,
        "total": 5,
    }
    assert counts("screened", "enrolled", facts(programme)) == {"enrolled": 2, "not_enrolled": 2, "total": 4}
    assert counts("screened", "enrolled", facts(programme, as_of=date(2026, 1, 5)))["enrolled"] == 3


def test_of_several_decisions_the_latest_in_the_period_counts(programme, made):
    who = made()
    made.screen(who, date(2025, 2, 1), ScreeningOutcome.NOT_ELIGIBLE)
    made.screen(who, date(2025, 6, 1))
    assert counts("screened", "outcome", facts(programme)) == {"in_group": 1, "eligible": 1, "total": 1}
    before = facts(programme, as_of=date(2025, 3, 1))
    assert counts("screened", "outcome", before) == {"not_eligible": 1, "total": 1}


def test_one_screened_again_during_an_enrolment_is_enrolled(programme, made):
    """Enrolled in January and screened again in May; another one's enrolment was over on the day of the decision."""
    again, over = made(), made()
    made.enrol(again, date(2025, 1, 10))
    made.enrol(over, date(2025, 1, 10), end=date(2025, 5, 1), closing_reasons=["completed"])
    for who in (again, over):
        made.screen(who, date(2025, 5, 1))
    assert counts("screened", "enrolled", facts(programme)) == {"enrolled": 1, "not_enrolled": 1, "total": 2}


def test_another_programme_does_not_count(programme, made):
    EnrolmentFactory(start=date(2025, 3, 1))
    assert counts("screened", "outcome", facts(programme)) == {}
    assert counts("age_and_gender", "age", facts(programme)) == {}


def test_age_is_completed_years_on_the_first_day(programme, made):
    """Worked by hand.

    Enrolled on 1 March 2025. Born 1 March 2007: 18 that day. Born 2 March 2007: still 17. Born 29 February 2004:
    turned 21 the day before at the latest. One birth date is not known. Share: 1 of 4 is 25 per cent.
    """
    for born, gender in [
        (date(2007, 3, 1), Gender.WOMAN),
        (date(2007, 3, 2), Gender.MAN),
        (date(2004, 2, 29), Gender.MAN),
        (None, Gender.UNKNOWN),
    ]:
        made.enrol(made(birth_date=born, gender=gender), date(2025, 3, 1))
    age = {"under_18": 1, "18_20": 1, "21_24": 1, "unknown": 1, "total": 4}
    assert counts("age_and_gender", "age", facts(programme)) == age
    assert counts("age_and_gender", "gender", facts(programme)) == {"woman": 1, "man": 2, "unknown": 1, "total": 4}
    assert table("age_and_gender", "gender", facts(programme))["man"] == {"n": 2, "share": 50}


def test_a_reopened_enrolment_is_not_a_new_one(programme, made):
    first = made.enrol(made(), date(2025, 1, 10), end=date(2025, 3, 1), closing_reasons=["completed"])
    EnrolmentFactory(person=first.person, programme=programme, screening=None, reopens=first, start=date(2025, 6, 1))
    assert counts("age_and_gender", "age", facts(programme))["total"] == 1


def test_days_from_first_contact_to_enrolment(programme, made):
    """Worked by hand.

    Waits of 10, 20 and 40 days: median 20, lower quartile 15, upper 30 (half-way between neighbours). The second was
    first met on the day of enrolment by the form, but reached in a logged contact 20 days before. A fourth was
    enrolled a day before the first meeting: counted, not in the median.
    """
    start = date(2025, 6, 1)
    for met in (date(2025, 5, 22), start, date(2025, 4, 22), date(2025, 6, 2)):
        who = made(first_met_on=met)
        made.enrol(who, start)
        if met == start:
            happened = datetime(2025, 5, 12, 22, 30, tzinfo=UTC)  # half past midnight on the 13th in Copenhagen
            ContactFactory(people=[who], happened_at=happened, registered_at=happened, outcome="in_vain")
            happened = datetime(2025, 5, 12, 9, 0, tzinfo=UTC)
            ContactFactory(people=[who], happened_at=happened, registered_at=happened)
    spread = table("days_to_enrolment", "spread", facts(programme))["first_contact"]
    assert spread == {"n": 3, "lower": 15.0, "median": 20.0, "upper": 30.0}
    assert counts("days_to_enrolment", "bands", facts(programme)) == {
        "usable": 3,
        "8_30": 2,
        "31_90": 1,
        "unusable": 1,
        "total": 4,
    }


def test_closed_by_reason(programme, made):
    """Three closed in 2025, one of them for two reasons, one on its last day; one closes in 2026. 2 of 3 is 67 %."""
    for end, reasons in [
        (date(2025, 5, 1), ["completed"]),
        (date(2025, 6, 1), ["completed", "moved"]),
        (date(2026, 1, 1), ["death"]),
        (date(2026, 1, 2), ["prison"]),
    ]:
        made.enrol(made(), date(2025, 2, 1), end=end, closing_reasons=reasons)
    asked = facts(programme, as_of=date(2026, 3, 1))
    assert counts("closed", "reasons", asked) == {"completed": 2, "moved": 1, "death": 1, "total": 3}
    assert table("closed", "reasons", asked)["completed"]["share"] == 67


def test_what_is_registered_after_the_report_was_asked_for_does_not_count(programme, made, clock):
    made.enrol(made(), date(2025, 3, 1))
    before = facts(programme, known_at=NOW)
    clock.shift(1)
    made.enrol(made(), date(2025, 3, 1))
    assert counts("age_and_gender", "age", before)["total"] == 1
    assert counts("age_and_gender", "age", facts(programme))["total"] == 2


@pytest.mark.parametrize("bands", [WAIT_BANDS, AGE_BANDS, NIGHT_BANDS])
def test_a_band_is_the_same_in_the_database(programme, bands):
    """Every number around an end of a band, and none at all."""
    ends = {end for _label, low, high in bands.values() for end in (low, high) if end is not None}
    for number in [None, *sorted({end + step for end in ends for step in (-1, 0, 1)})]:
        column = Value(number, output_field=IntegerField())
        rows = Programme.objects.annotate(number=column).annotate(band=band("number", bands, otherwise="none"))
        assert rows.get().band == band_of(number, bands, otherwise="none"), number
