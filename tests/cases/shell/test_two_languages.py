"""What is said in Python and asked in SQL is one rule: the two are compared over everything that could differ."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import F

from cases.contacts.models import Contact
from cases.contacts.queries import access_to, with_hidden
from cases.contacts.rules import ContactLevel
from cases.core.periods import AgeInYears, age_on
from cases.staff.codes import Role
from cases.worklists.queries import enrolments_on, level_of, people_on
from tests.clock import NOW, TODAY
from tests.factories.cases import ContactFactory, EnrolmentFactory, PersonFactory, ProgrammeFactory, TeamFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


def test_an_age_is_the_same_in_the_database():
    """Born on every day from 1 January 2004 to 31 December 2008, seen on the days around every change of month."""
    seen = [
        date(year, month, 1) + timedelta(days=n) for year in (2024, 2025) for month in (1, 3, 5, 12) for n in (-1, 0)
    ]
    compiler = AgeInYears(F("day"), F("born")).template % {"expressions": "day, born"}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT born::date, day, {compiler} FROM generate_series('2004-01-01'::date, '2008-12-31', '1 day') born,"  # noqa: S608  no text of others
            " unnest(%s::date[]) day",
            [seen],
        )
        rows = cursor.fetchall()
    assert len(rows) == 1827 * 16
    assert [row for row in rows if age_on(row[0], row[1]) != row[2]] == []


def test_the_lists_hold_whom_the_level_names():
    """One young person for each number of days without contact around both limits, and as many never reached."""
    team, programme = TeamFactory(), ProgrammeFactory(quiet_days=5, silent_days=9)
    lead = staff(Role.LEAD, team)
    for days in range(12):
        ContactFactory(
            people=[EnrolmentFactory(person__team=team, team=team, programme=programme).person],
            happened_at=NOW - timedelta(days=days),
            registered_at=NOW - timedelta(days=days),
        )
        EnrolmentFactory(person__team=team, team=team, programme=programme, start=TODAY - timedelta(days=days))
    levels = {row.person_id: level_of(row, TODAY) for row in enrolments_on(lead, TODAY).select_related("programme")}
    assert sorted(levels.values()) == ["fine"] * 10 + ["quiet"] * 8 + ["silent"] * 6
    silent = {pk for pk, level in levels.items() if level == ContactLevel.SILENT}
    quiet = {pk for pk, level in levels.items() if level != ContactLevel.FINE}
    assert [set(people_on(lead, key, TODAY).values_list("pk", flat=True)) for key in ("quiet", "silent")] == [
        quiet,
        silent,
    ]


def test_who_is_hidden_in_a_contact_is_counted_alike():
    """Groups of own, of others' and of protected young people, for a caseworker and for a lead with the right."""
    team = TeamFactory()
    own, other = PersonFactory(team=team), PersonFactory()
    protected = PersonFactory(team=team, is_restricted=True)
    groups = [[own], [own, other], [own, protected], [own, other, protected]]
    contacts = [ContactFactory(people=people) for people in groups]
    worker, lead = staff(team=team), staff(Role.LEAD, team)
    lead.memberships.update(sees_restricted=True)
    lead = type(lead).objects.get(pk=lead.pk)
    counted = {}
    for user in (worker, lead):
        rows = {row.pk: row.hidden for row in with_hidden(Contact.objects.all(), user)}
        assert rows == {contact.pk: access_to(user, contact).hidden for contact in contacts}
        counted[user] = [rows[contact.pk] for contact in contacts]
    assert counted == {worker: [0, 1, 1, 2], lead: [0, 1, 0, 1]}
