"""Saving: with history, against stale pages, and a broken rule comes back as a sentence."""

from datetime import date, timedelta
from threading import Thread

import pytest
from django.db import OperationalError, connection, transaction

from cases.audit.models import AuditEvent
from cases.core.errors import Refused, Stale
from cases.enrolments.models import PhaseSpell
from cases.programmes.models import CaseloadNorm
from cases.records.actions import as_refusal, lock, write, write_all
from cases.teams.models import Team
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    EnrolmentFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    PhaseSpellFactory,
    PhaseTemplateFactory,
    ProgrammeFactory,
    TeamFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("removing", [False, True])
def test_what_refers_to_a_locked_record_can_be_written_unless_it_is_being_removed(removing):
    """Else two actions that each lock a record and log what is about the other's would wait for each other for good."""
    person, refused = PersonFactory(), []

    def log():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '500ms'")
            AuditEvent.objects.create(action="opened", at=NOW, person=person)
        except OperationalError:
            refused.append("waits")
        finally:
            connection.close()

    with transaction.atomic():
        lock(person, removing=removing)
        other = Thread(target=log)
        other.start()
        other.join(10)
    assert refused == (["waits"] if removing else [])


def test_history_says_who_when_and_why():
    team, worker = TeamFactory(name="Før"), UserFactory()
    team.name = "Efter"
    write(team, by=worker, at=NOW, why="Slået sammen")
    row = team.history.latest("version")
    assert (row.name, row.history_user, row.history_date, row.history_change_reason) == (
        "Efter",
        worker,
        NOW,
        "Slået sammen",
    )


def test_registered_at_is_the_time_of_the_action():
    organisation = OrganisationFactory()
    team = write(Team(code="ny", name="Ny", organisation=organisation), by=None, at=NOW)
    assert (team.registered_at, team.version) == (NOW, 1)


@pytest.mark.parametrize("day", ["0025-06-02", "1899-12-31", "2200-01-01"])
def test_a_year_that_nobody_meant_is_refused_in_every_record(day):
    """A year typed with two digits is a date too; PostgreSQL keeps days that Python cannot read back."""
    person = PersonFactory()
    person.first_met_on = date.fromisoformat(day)
    with pytest.raises(Refused) as refused:
        write(person, by=UserFactory(), at=NOW)
    assert refused.value.field == "first_met_on"


def test_a_page_that_is_stale_is_refused_with_the_current_record():
    team, worker = TeamFactory(), UserFactory()
    team.name = "Hurtig"
    write(team, by=worker, at=NOW)
    with transaction.atomic(), pytest.raises(Stale) as refusal:
        lock(team, version=1)
    assert refusal.value.current.name == "Hurtig"


def test_a_broken_rule_is_refused_in_its_own_words():
    programme = ProgrammeFactory()
    programme.min_age, programme.max_age = 25, 18
    with pytest.raises(Refused) as refusal:
        write(programme, by=None, at=NOW)
    assert refusal.value.message == "Den yngste alder kan ikke være over den ældste."


def test_what_may_stand_only_once_is_refused_at_its_field():
    """The database answers: no query asks before."""
    taken = OrganisationFactory()
    twin = OrganisationFactory.build(code=taken.code)
    with pytest.raises(Refused) as refusal, transaction.atomic():
        write(twin, by=None, at=NOW)
    assert (refusal.value.field, str(refusal.value.message)) == ("code", "Kode: er allerede i brug.")


def test_a_rule_broken_at_the_last_moment_gives_the_same_words():
    """Validation passed and another connection was faster: the constraint itself answers."""
    norm = CaseloadNorm(programme=ProgrammeFactory(), function="relation", young_people=12)
    write(norm, by=None, at=NOW)
    twin = CaseloadNorm(programme=norm.programme, function="relation", young_people=15)
    with pytest.raises(Refused) as refusal, transaction.atomic(), as_refusal(twin):
        twin.save()
    assert refusal.value.message == "Indsatsen har allerede en norm for denne funktion."


def test_many_records_get_a_history_each():
    organisation, worker = OrganisationFactory(), UserFactory()
    teams = [Team(code=f"t{n}", name=f"Team {n}", organisation=organisation) for n in range(3)]
    write_all(teams, by=worker, at=NOW, why="Oprettet samlet")
    kept = [team.history.get() for team in teams]
    assert [one.history_change_reason for one in kept] == ["Oprettet samlet"] * 3
    assert {(one.history_user, one.history_date) for one in kept} == {(worker, NOW)}


def test_phases_with_a_gap_are_refused_when_the_transaction_ends():
    enrolment = EnrolmentFactory()
    first = PhaseTemplateFactory(programme=enrolment.programme)
    PhaseSpellFactory(enrolment=enrolment, phase=first, end=enrolment.start + timedelta(days=30))
    gap = PhaseSpell(enrolment=enrolment, phase=first, start=enrolment.start + timedelta(days=40))
    gap.save()
    with pytest.raises(Exception, match="one before it ends"):
        connection.check_constraints()


def test_no_phase_is_taken_out_from_between_two_others():
    enrolment = EnrolmentFactory()
    phases = [PhaseTemplateFactory(programme=enrolment.programme, position=n) for n in (1, 2, 3)]
    days = [enrolment.start + timedelta(days=10 * n) for n in range(3)]
    for phase, start, end in zip(phases, days, [*days[1:], None], strict=True):
        PhaseSpellFactory(enrolment=enrolment, phase=phase, start=start, end=end)
    connection.check_constraints()
    PhaseSpell.objects.get(phase=phases[1]).delete()
    with pytest.raises(Exception, match="one before it ends"):
        connection.check_constraints()


def test_the_audit_trail_cannot_be_rewritten():
    event = AuditEvent.objects.create(at=NOW, action="opened", person=PersonFactory())
    event.action = "listed"
    with pytest.raises(Exception, match="cannot be changed"), transaction.atomic():
        event.save()
    with pytest.raises(Exception, match="cannot be changed"), transaction.atomic():
        event.delete()
    assert AuditEvent.objects.get().action == "opened"


def test_a_period_that_ends_before_it_begins_is_refused_in_words():
    """PostgreSQL cannot compare such a period with others: it must be caught before overlaps are looked for."""
    role = MembershipFactory(start=TODAY)
    role.end = TODAY - timedelta(days=3)
    with pytest.raises(Refused) as refusal:
        write(role, by=None, at=NOW)
    assert refusal.value.message == "Rollen skal vare mindst én dag."
