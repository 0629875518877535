"""A month of a rate is 30.4375 days: 365.25 / 12, so that a year that is no leap year is a little less than twelve."""

from datetime import UTC, date, datetime

import pytest

from cases.contacts.models import Contact, ContactPerson
from reporting.indicators.contacts import DAYS_IN_MONTH, enrolled_days
from tests.factories.cases import EnrolmentFactory, ProgrammeFactory, staff
from tests.reporting.reported import facts, table

pytestmark = pytest.mark.django_db


def test_many_contacts_show_how_long_a_month_is():
    """One young person, all of 2025: 365 / 30.4375 = 11.992 months. 300 contacts are 25.02 a month, not 25.00."""
    enrolment = EnrolmentFactory(programme=ProgrammeFactory(), start=date(2024, 6, 1))
    at, by = datetime(2025, 5, 5, 12, tzinfo=UTC), staff(team=enrolment.team)
    contact = {"by": by, "happened_at": at, "registered_at": at, "kind": "phone", "outcome": "reached"}
    made = Contact.objects.bulk_create(Contact(**contact) for _ in range(300))
    ContactPerson.objects.bulk_create(ContactPerson(contact=row, person=enrolment.person) for row in made)
    asked = facts(enrolment.programme)
    assert str(DAYS_IN_MONTH) == "30.4375"
    assert enrolled_days(asked) == 365
    assert table("contacts_per_month", "kinds", asked)["phone"] == {"n": 300, "rate": 25.02}
