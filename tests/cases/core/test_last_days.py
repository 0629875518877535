"""What began today may end today, and its last day closes it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cases.contacts.models import Contact
from cases.core.errors import Refused
from cases.core.periods import Period, happened_in, last_day
from cases.enrolments.actions import assign, change_phase, close, end_assignment, enrol, pause, reopen, resume
from cases.enrolments.codes import EnrolmentState as S
from cases.enrolments.models import Assignment, Enrolment
from cases.people.models import Person
from cases.staff.models import User
from cases.teams.models import Membership
from tests.cases.enrolled import day, enrolled, three_phases
from tests.clock import NOW, TODAY
from tests.factories.cases import ContactFactory, MembershipFactory, screened, staff

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


@pytest.fixture
def phases():
    return three_phases()


@pytest.fixture
def enrolment(phases):
    return enrolled(phases)


@pytest.fixture
def worker(enrolment):
    return enrolment.assignments.get().worker


def test_a_pause_that_began_today_may_end_today_and_the_enrolment_goes_on(worker, enrolment, phases):
    """One day: the target moves from 15 to 16 April. When the day is over, the young person is not paused any more."""
    pause(by=worker, at=NOW, enrolment=enrolment, reason="hospital", on=TODAY)
    resume(by=worker, at=NOW, enrolment=enrolment, on=TODAY)
    assert (last_day(enrolment.pauses.get().end), enrolment.phase_spells.get().target_end) == (TODAY, day(4, 16))
    assert enrolment.state_on(TODAY) == S.ACTIVE
    with pytest.raises(Refused, match="ikke muligt nu"):
        resume(by=worker, at=NOW, enrolment=enrolment, on=TODAY)
    change_phase(by=worker, at=NOW, enrolment=enrolment, phase=phases[1], on=TODAY)


def test_what_began_today_may_be_closed_today(phases):
    """The last day belongs to the enrolment, and to the phase, the pause and the assignment that began with it."""
    screening = screened(phases[0].programme)
    worker = staff(team=screening.person.team)
    enrolment = enrol(by=worker, at=NOW, screening=screening, team=screening.person.team, on=TODAY)
    assign(by=worker, at=NOW, enrolment=enrolment, worker=worker, function="relation", on=TODAY)
    pause(by=worker, at=NOW, enrolment=enrolment, reason="prison", on=TODAY)
    close(by=worker, at=NOW, enrolment=enrolment, on=TODAY, reasons=["moved"])
    enrolment.refresh_from_db()
    parts = (enrolment.phase_spells.get(), enrolment.pauses.get(), enrolment.assignments.get())
    assert {(row.start, last_day(row.end)) for row in parts} == {(TODAY, TODAY)}
    assert (enrolment.state_on(TODAY), Enrolment.objects.going_on(TODAY).count()) == (S.CLOSED, 0)
    assert Enrolment.objects.open_on(TODAY).count() == 1


def test_a_day_begins_with_its_midnight_and_ends_before_the_next():
    period = Period(day(6, 1), day(6, 3))
    moments = [datetime(2025, 6, number, tzinfo=ZoneInfo("Europe/Copenhagen")) for number in (1, 2, 3)]
    before = [moment - timedelta(seconds=1) for moment in moments]
    for moment in (*moments, *before):
        ContactFactory(happened_at=moment)
    found = Contact.objects.filter(happened_in(period, "happened_at")).values_list("happened_at", flat=True)
    assert sorted(found) == sorted([*moments[:2], *before[1:]])


def test_who_was_closed_today_is_taken_up_again_tomorrow(worker, enrolment, phases):
    close(by=worker, at=NOW, enrolment=enrolment, on=TODAY, reasons=["moved"])
    with pytest.raises(Refused, match="afsluttet i dag"):
        reopen(by=worker, at=NOW, enrolment=enrolment, phase=phases[0], on=TODAY)
    tomorrow = NOW + timedelta(days=1)
    reopen(by=worker, at=tomorrow, enrolment=enrolment, phase=phases[0], on=TODAY + timedelta(days=1))


@pytest.mark.parametrize("protected", [True, False])
def test_the_own_worker_sees_the_young_person_to_the_end_of_the_last_day(worker, enrolment, protected):
    """What they talked about on that day is still to be written. The worker has moved to a team of another house."""
    Person.objects.filter(pk=enrolment.person_id).update(is_restricted=protected)
    Membership.objects.filter(user=worker).delete()
    MembershipFactory(user=worker)
    seen = []
    for days in (0, 1):
        end_assignment(by=worker, at=NOW, assignment=enrolment.assignments.get(), on=TODAY - timedelta(days=days))
        seen.append(sees(worker, enrolment.person))
        Assignment.objects.update(end=None)
    Assignment.objects.update(start=TODAY + timedelta(days=1))
    assert [*seen, sees(worker, enrolment.person)] == [True, False, False]


def sees(worker: User, person: Person) -> bool:
    return Person.objects.visible_to(User.objects.get(pk=worker.pk)).filter(pk=person.pk).exists()
