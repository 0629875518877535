"""Every figure of the report, computed again from the exported files alone, by other means and from the words."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from cases.core.periods import Period
from cases.enrolments.codes import PAUSE_REASONS
from cases.enrolments.models import Enrolment, Pause
from cases.people.models import Person
from cases.programmes.models import Programme
from cases.staff.codes import Role
from cases.staff.models import User
from cases.teams.models import Membership, Team
from reporting.csvfiles.codes import ExportForm
from reporting.datasets.package import Export
from reporting.datasets.plan import Plan
from reporting.figures.facts import Facts
from reporting.indicators.registry import INDICATORS
from tests.factories.cases import EnrolmentFactory, PersonFactory, UserFactory
from tests.factories.housing import StayFactory
from tests.reporting.indicators.population import LATE, populate
from tests.reporting.recompute.files import Asked, distributed, read
from tests.reporting.recompute.indicators import RECOMPUTED

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

AT = LATE + timedelta(days=1)
Said = dict[str, dict[str, dict[str, Any]]]
# A year read later, on its last day and before its end, and part of one.
ASKED = {
    "year": (date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 15)),
    "year on its last day": (date(2025, 1, 1), date(2025, 12, 31), date(2025, 12, 31)),
    "year so far": (date(2025, 1, 1), date(2025, 12, 31), date(2025, 10, 15)),
    "spring": (date(2025, 3, 1), date(2025, 8, 31), date(2026, 1, 15)),
}


def chief() -> User:
    """A lead in every team, with the right to see protected young people: who may take out all of them."""
    user: User = UserFactory()
    Membership.objects.bulk_create(
        Membership(user=user, role=Role.LEAD, team=team, start=date(2024, 1, 1), sees_restricted=True)
        for team in Team.objects.all()
    )
    return user


def exported(programme: Programme, user: User | None, at: datetime, *, deidentified: bool = False) -> bytes:
    with Export(Plan(programme, ExportForm.MACHINE, deidentified, user), at) as export:
        return b"".join(export.zip())


def reported(programme: Programme, question: tuple[date, date, date], at: datetime) -> Said:
    """Every indicator, as the report has it."""
    start, last_day, as_of = question
    facts = Facts(programme, Period(start, last_day + timedelta(days=1)), as_of, at)
    return {
        key: {
            name: {row.code: (dict(row.values), dict(row.people)) for row in rows}
            for name, rows in indicator.compute(facts).items()
        }
        for key, indicator in INDICATORS.items()
    }


def differences(said: Said, computed: Said) -> Iterator[str]:
    """Every cell that is not the same, and every row that only one of the two has."""
    for key, tables in said.items():
        for name in tables.keys() | computed[key].keys():
            theirs, ours = tables.get(name, {}), computed[key].get(name, {})
            for code in theirs.keys() | ours.keys():
                if theirs.get(code) != ours.get(code):
                    yield f"{key}.{name}.{code}: report {theirs.get(code)}, export {ours.get(code)}"


def compared(content: bytes, programme: Programme, question: tuple[date, date, date], at: datetime) -> list[str]:
    asked = Asked(distributed(read(content)), *question, at)
    computed = {key: compute(asked) for key, compute in RECOMPUTED.items()}
    return list(differences(reported(programme, question, at), computed))


@pytest.fixture(scope="module")
def population(django_db_setup, django_db_blocker) -> Iterator[tuple[Programme, User]]:
    """Two programmes with something at every edge; some of the young people are protected, some paused."""
    with django_db_blocker.unblock():
        try:
            made = populate()
            numbers = list(Person.objects.order_by("pk").values_list("pk", flat=True))
            Person.objects.filter(pk__in=numbers[::17]).update(is_restricted=True)
            Person.objects.filter(pk__in=numbers[5::19]).update(has_protected_address=True)
            draw = random.Random(7)  # noqa: S311  invented rows
            Pause.objects.bulk_create(
                Pause(
                    enrolment=row,
                    reason=draw.choice(PAUSE_REASONS.codes),
                    start=row.start + timedelta(days=3),
                    end=row.start + timedelta(days=draw.randint(4, 40)),
                    registered_at=made.registered(),
                )
                for row in Enrolment.objects.order_by("pk")[::4]
            )
            _moves_on(made.programme, made.teams[0])
            yield made.programme, chief()
        finally:
            call_command("flush", verbosity=0, interactive=False)


def _moves_on(programme: Programme, team: Team) -> None:
    """Somebody who goes from one home of their own into the next on the first day in the programme: no move into one."""
    first, met = date(2025, 4, 1), date(2025, 2, 3)
    person = PersonFactory(team=team, first_met_on=met)
    EnrolmentFactory(person=person, programme=programme, team=team, start=first)
    StayFactory(person=person, kind="private_flat", start=date(2024, 6, 1), end=first)
    StayFactory(person=person, kind="youth_home", start=first)


@pytest.mark.parametrize("name", ASKED)
def test_the_export_tells_every_figure_of_the_report(population, name):
    programme, user = population
    assert compared(exported(programme, user, AT), programme, ASKED[name], AT) == []
