"""Which programme a row belongs to, where a young person takes part in two: in the report and in the export alike."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from cases.intake.codes import ScreeningOutcome
from cases.staff.codes import Role
from reporting.csvfiles.codes import ExportForm
from reporting.indicators.registry import INDICATORS
from tests.factories.cases import (
    ContactFactory,
    EnrolmentFactory,
    PersonFactory,
    ProgrammeFactory,
    ScreeningFactory,
    TeamFactory,
    staff,
    works_in,
)
from tests.factories.housing import HousingReferralFactory, ReferralStepFactory, StayFactory
from tests.reporting.export.test_export_files import export_of, rows
from tests.reporting.reported import counts, facts, table

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


@pytest.fixture
def north():
    return works_in(TeamFactory(), ProgrammeFactory())


@pytest.fixture
def south(north):
    """A second house with a programme of its own; leads of the first may not see its young people."""
    return works_in(TeamFactory(), ProgrammeFactory())


@pytest.fixture
def person(north, south):
    """First met on 2 January 2023; in the first programme from 1 February 2023, in the second from 30 June 2025."""
    person = PersonFactory(team=north, first_met_on=date(2023, 1, 2))
    EnrolmentFactory(person=person, team=north, programme=north.programmes.get(), start=date(2023, 2, 1))
    EnrolmentFactory(person=person, team=south, programme=south.programmes.get(), start=date(2025, 6, 30))
    return person


def met(person, team, day, **facts):
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return ContactFactory(people=[person], by=staff(team=team), happened_at=at, registered_at=at, **facts)


@pytest.mark.django_db(transaction=True)
def test_a_contact_counts_once_and_its_row_stands_in_one_export(north, south, person):
    """Seven in all: three of the first house while enrolled there, two of the second, one before each enrolment.

    The latter counts in no programme, and stands where it led.
    """
    for day in (date(2025, 5, 1), date(2025, 7, 1), date(2025, 8, 1), date(2023, 1, 2)):
        met(person, north, day)
    for day in (date(2025, 6, 1), date(2025, 7, 2), date(2025, 8, 2)):
        met(person, south, day)
    met(person, north, date(2023, 1, 3), outcome="in_vain")  # led nowhere
    for team, number in ((north, 3), (south, 2)):
        programme = team.programmes.get()
        assert counts("share_reached", "outcomes", facts(programme)) == {"reached": number, "total": number}
        assert counts("contacts_per_month", "kinds", facts(programme))["total"] == number
        lead = staff(Role.LEAD, team, email=f"{team.code}@example.org")
        files = export_of(programme, lead, at=datetime(2026, 1, 1, tzinfo=UTC))
        found = Counter(row["made_for"] for row in rows(files["contacts.csv"], ExportForm.MACHINE))
        assert found == {programme.code: number, "": 1}


def wait(programme):
    return table("days_to_enrolment", "spread", facts(programme))["first_contact"]


def test_the_way_to_a_second_programme_begins_after_the_first(north, south, person):
    """Contacts of the first house, and the first meeting before it, led there: 29 days are the second's own wait.

    1 June to 30 June. Without a contact of its own the second enrolment has no wait: counted, not in the median.
    """
    met(person, north, date(2024, 3, 1))
    second = south.programmes.get()
    assert wait(second)["n"] == 0
    assert counts("days_to_enrolment", "bands", facts(second)) == {"unusable": 1, "total": 1}
    met(person, south, date(2025, 6, 1))
    assert wait(second) == {"n": 1, "lower": 29.0, "median": 29.0, "upper": 29.0}


def test_contacts_of_an_earlier_enrolment_in_the_same_programme_led_nowhere_new(south):
    """Worked by hand.

    Enrolled from 1 January to 31 March 2025 and, after a new screening, from 30 June. Reached in February, while
    enrolled: that is the first enrolment's contact. Reached on 20 June, on the way to the second: 10 days.
    """
    person = PersonFactory(team=south, first_met_on=date(2025, 1, 1))
    programme = south.programmes.get()
    closed = {"end": date(2025, 4, 1), "closing_reasons": ["completed"]}
    EnrolmentFactory(person=person, programme=programme, start=date(2025, 1, 1), **closed)
    EnrolmentFactory(person=person, programme=programme, start=date(2025, 6, 30))
    met(person, south, date(2025, 2, 1))
    assert counts("days_to_enrolment", "bands", facts(programme)) == {
        "usable": 1,
        "0_7": 1,
        "unusable": 1,
        "total": 2,
    }
    met(person, south, date(2025, 6, 20))
    assert counts("days_to_enrolment", "bands", facts(programme)) == {"usable": 2, "0_7": 1, "8_30": 1, "total": 2}
    with translation.override("en"):
        assert "contacts made for another enrolment" in str(INDICATORS["days_to_enrolment"].exclusions)


def test_a_contact_on_the_first_day_is_no_wait(south, person):
    met(person, south, date(2025, 6, 30))
    assert wait(south.programmes.get())["median"] == 0.0


def test_what_came_before_an_enrolment_elsewhere_led_there(north, south):
    """Met by the second house on the street, enrolled by the first, then by the second: no wait of two years."""
    person = PersonFactory(team=north, first_met_on=date(2023, 1, 2))
    met(person, south, date(2023, 1, 2))
    first, second = north.programmes.get(), south.programmes.get()
    EnrolmentFactory(
        person=person, programme=first, start=date(2023, 2, 1), end=date(2024, 1, 1), closing_reasons=["moved"]
    )
    EnrolmentFactory(person=person, team=south, programme=second, start=date(2025, 6, 30))
    assert wait(second)["n"] == 0


def test_nights_in_shelter_count_from_the_first_day_in_the_programme(south, person):
    """20 to 30 June are ten nights before the enrolment of 30 June; of 30 June to 5 July five count."""
    StayFactory(person=person, kind="shelter", start=date(2025, 6, 20), end=date(2025, 7, 5))
    nights = table("shelter_nights", "nights", facts(south.programmes.get()))["shelter"]
    assert (nights["people"], nights["nights"]) == (1, 5)


@pytest.mark.django_db(transaction=True)
def test_the_export_has_stays_from_the_enrolment_on_and_none_of_people_only_screened(north, south, person):
    """What was left the day before the first is over; what was left on the first day tells that they moved on."""
    programme = south.programmes.get()
    for start, end in [(10, 20), (20, 30), (30, None)]:
        StayFactory(person=person, start=date(2025, 6, start), end=end and date(2025, 6, end))
    other = PersonFactory(team=south)
    ScreeningFactory(
        person=other, programme=programme, outcome=ScreeningOutcome.NOT_ELIGIBLE, reasons=["age"], note="x"
    )
    StayFactory(person=other, start=date(2025, 7, 1))
    met(other, south, date(2025, 7, 1))
    files = export_of(programme, staff(Role.LEAD, south), at=datetime(2026, 1, 1, tzinfo=UTC))
    assert [row["start"] for row in rows(files["stays.csv"], ExportForm.MACHINE)] == ["2025-06-20", "2025-06-30"]
    assert rows(files["contacts.csv"], ExportForm.MACHINE) == []
    assert len(rows(files["young_people.csv"], ExportForm.MACHINE)) == 2


@pytest.mark.django_db(transaction=True)
def test_a_referral_made_for_no_enrolment_goes_with_the_next_there_was(north, south, person):
    """Four for nobody's enrolment: before any, between the two begun, after the first closed, after both."""
    first, second = person.enrolments.order_by("start")
    for enrolment, end in ((first, date(2025, 8, 1)), (second, date(2025, 10, 1))):
        type(enrolment).objects.filter(pk=enrolment.pk).update(end=end, closing_reasons=["moved"])
    for day in (date(2023, 1, 10), date(2025, 7, 10), date(2025, 8, 10), date(2025, 11, 1)):
        referral = HousingReferralFactory(person=person, opened_on=day)
        ReferralStepFactory(referral=referral, happened_on=day)
    HousingReferralFactory(person=PersonFactory(team=north), opened_on=date(2025, 7, 1))
    found = {}
    for name, team in (("first", north), ("second", south)):
        lead = staff(Role.LEAD, team, email=f"{team.code}@example.org")
        files = export_of(team.programmes.get(), lead, at=datetime(2026, 1, 1, tzinfo=UTC))
        found[name] = [row["opened_on"] for row in rows(files["referrals.csv"], ExportForm.MACHINE)]
        steps = rows(files["referral_events.csv"], ExportForm.MACHINE)
        assert [row["happened_on"] for row in steps] == found[name]
        assert facts(team.programmes.get()).referral_steps.count() == len(steps)
    assert found == {"first": ["2023-01-10", "2025-07-10"], "second": ["2025-08-10"]}
