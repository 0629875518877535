"""The life of an enrolment: every state against every event, its dates, its phases and pauses."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.core.errors import Refused, Stale
from cases.core.periods import last_day
from cases.enrolments.actions import change_phase, close, complete_step, enrol, pause, reopen, resume, undo_step
from cases.enrolments.codes import EnrolmentEvent, EnrolmentState
from cases.enrolments.models import Enrolment, PhaseSpell
from cases.enrolments.rules import ENROLMENT_STATES
from cases.intake.codes import ScreeningOutcome
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    START,
    AssignmentFactory,
    EnrolmentFactory,
    PhaseSpellFactory,
    PhaseStepFactory,
    PhaseTemplateFactory,
    ProgrammeFactory,
    ScreeningFactory,
    TeamFactory,
    screened,
    staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

S, E = EnrolmentState, EnrolmentEvent
# Written by hand from the design: what may happen in which state, and where it leads.
LIFE = {
    (S.SCREENED, E.ENROL): S.ACTIVE,
    (S.ACTIVE, E.CHANGE_PHASE): S.ACTIVE,
    (S.ACTIVE, E.PAUSE): S.PAUSED,
    (S.ACTIVE, E.CLOSE): S.CLOSED,
    (S.PAUSED, E.RESUME): S.ACTIVE,
    (S.PAUSED, E.CLOSE): S.CLOSED,
    (S.CLOSED, E.REOPEN): S.CLOSED,
}
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def phases():
    programme = ProgrammeFactory()
    return [PhaseTemplateFactory(programme=programme, position=n, target_days=90) for n in (1, 2, 3)]


@pytest.fixture
def enrolment(phases):
    """Enrolled on 1 January 2025 in the first phase, whose target is 90 days later: 1 April."""
    enrolment = EnrolmentFactory(programme=phases[0].programme)
    PhaseSpellFactory(enrolment=enrolment, phase=phases[0], target_end=date(2025, 4, 1))
    return enrolment


@pytest.fixture
def worker(enrolment):
    return staff(team=enrolment.team)


def happen(event, *, by, enrolment, phases, on=YESTERDAY):
    """The action that stands for an event."""
    common = {"by": by, "at": NOW, "enrolment": enrolment, "on": on}
    return {
        E.ENROL: lambda: enrol(by=by, at=NOW, screening=enrolment.screening, team=enrolment.team, on=on),
        E.CHANGE_PHASE: lambda: change_phase(**common, phase=phases[1]),
        E.PAUSE: lambda: pause(**common, reason="prison"),
        E.RESUME: lambda: resume(**common),
        E.CLOSE: lambda: close(**common, reasons=["completed"]),
        E.REOPEN: lambda: reopen(**common, phase=phases[0]),
    }[event]()


def bring_to(state, **facts):
    """An enrolment in `state` since well before yesterday."""
    early = TODAY - timedelta(days=10)
    if state in {S.PAUSED, S.CLOSED}:
        happen(E.PAUSE if state == S.PAUSED else E.CLOSE, **facts, on=early)


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("event", E)
def test_every_state_and_event(state, event):
    expected = LIFE.get((state, event))
    assert ENROLMENT_STATES.allows(state, event) is (expected is not None)
    if expected is None:
        with pytest.raises(Refused):
            ENROLMENT_STATES.after(state, event)
    else:
        assert ENROLMENT_STATES.after(state, event) == expected


@pytest.mark.parametrize("state", [S.ACTIVE, S.PAUSED, S.CLOSED])
@pytest.mark.parametrize("event", [event for event in E if event != E.ENROL])
def test_the_actions_follow_the_table(state, event, worker, enrolment, phases):
    bring_to(state, by=worker, enrolment=enrolment, phases=phases)
    expected = LIFE.get((state, event))
    if expected is None:
        with pytest.raises(Refused):
            happen(event, by=worker, enrolment=enrolment, phases=phases)
    else:
        happen(event, by=worker, enrolment=enrolment, phases=phases)
    assert Enrolment.objects.get(pk=enrolment.pk).state_on(TODAY) == (expected or state)


@pytest.mark.parametrize("event", [E.CHANGE_PHASE, E.PAUSE, E.CLOSE])
@pytest.mark.parametrize("on", [TODAY + timedelta(days=1), START - timedelta(days=1)], ids=["future", "too early"])
def test_days_in_the_future_or_before_the_beginning_are_refused(event, on, worker, enrolment, phases):
    with pytest.raises(Refused) as refusal:
        happen(event, by=worker, enrolment=enrolment, phases=phases, on=on)
    assert refusal.value.field == "on"


# Enrolling


def test_enrolling_opens_the_first_phase_with_its_target(phases):
    screening = screened(phases[0].programme)
    ScreeningFactory(
        person=screening.person, decided_on=YESTERDAY, outcome="not_eligible", reasons=["age"]
    )  # elsewhere
    worker = staff(team=screening.person.team)
    enrolment = enrol(by=worker, at=NOW, screening=screening, team=screening.person.team, on=TODAY)
    spell = enrolment.phase_spells.get()
    assert (spell.phase, spell.start, spell.end, spell.target_end) == (
        phases[0],
        TODAY,
        None,
        TODAY + timedelta(days=90),
    )
    event = AuditEvent.objects.get(action=AuditAction.STATE_CHANGED)
    assert (event.by, event.person, event.facts) == (worker, screening.person, {"event": "enrol"})


def test_a_screening_is_used_once(worker, enrolment, phases):
    with pytest.raises(Refused, match="allerede"):
        happen(E.ENROL, by=worker, enrolment=enrolment, phases=phases)


def test_a_no_cannot_be_enrolled(worker, phases):
    screening = screened(phases[0].programme, outcome=ScreeningOutcome.NOT_ELIGIBLE, reasons=["age"])
    with pytest.raises(Refused):
        enrol(by=worker, at=NOW, screening=screening, team=screening.person.team, on=TODAY)


def test_an_older_screening_is_not_used_when_a_later_one_says_no(worker, phases):
    yes = screened(phases[0].programme)
    ScreeningFactory(
        programme=yes.programme,
        person=yes.person,
        decided_on=YESTERDAY,
        outcome=ScreeningOutcome.NOT_ELIGIBLE,
        reasons=["age"],
    )
    with pytest.raises(Refused):
        enrol(by=worker, at=NOW, screening=yes, team=yes.person.team, on=TODAY)


@pytest.mark.parametrize("on", [START - timedelta(days=1), TODAY + timedelta(days=1)])
def test_enrolling_before_the_screening_or_in_the_future_is_refused(on, worker, phases):
    screening = screened(phases[0].programme)
    with pytest.raises(Refused) as refusal:
        enrol(by=worker, at=NOW, screening=screening, team=screening.person.team, on=on)
    assert refusal.value.field == "on"


def test_a_programme_without_phases_cannot_be_enrolled_in(worker):
    screening = screened(ProgrammeFactory())
    with pytest.raises(Refused, match="faser"):
        enrol(by=worker, at=NOW, screening=screening, team=screening.person.team, on=TODAY)


def test_a_closed_team_takes_no_one(worker, phases):
    screening = screened(phases[0].programme)
    with pytest.raises(Refused) as refusal:
        enrol(by=worker, at=NOW, screening=screening, team=TeamFactory(is_active=False), on=TODAY)
    assert refusal.value.field == "team"


# Phases


def test_the_next_phase_begins_the_day_the_one_before_ends(worker, enrolment, phases):
    change_phase(by=worker, at=NOW, enrolment=enrolment, phase=phases[1], on=date(2025, 3, 1))
    assert list(enrolment.phase_spells.values_list("phase__position", "start", "end", "target_end")) == [
        (1, date(2025, 1, 1), date(2025, 3, 1), date(2025, 4, 1)),
        (2, date(2025, 3, 1), None, date(2025, 5, 30)),
    ]


@pytest.mark.parametrize("target", [0, 2], ids=["back", "skipped"])
def test_going_back_or_skipping_needs_a_reason(target, worker, enrolment, phases):
    if target == 0:
        change_phase(by=worker, at=NOW, enrolment=enrolment, phase=phases[1], on=date(2025, 2, 1))
    common = {"by": worker, "at": NOW, "enrolment": enrolment, "phase": phases[target], "on": YESTERDAY}
    with pytest.raises(Refused) as refusal:
        change_phase(**common, reason=" ")
    assert refusal.value.field == "reason"
    assert change_phase(**common, reason="Fængsel i mellemtiden").reason == "Fængsel i mellemtiden"


def spells(enrolment):
    return list(enrolment.phase_spells.values_list("phase__position", "start", "end", "target_end"))


def test_a_phase_is_corrected_on_the_day_it_began(worker, enrolment, phases):
    """From the first to the third by mistake; the second is the next one, so no reason is needed any more."""
    on = date(2025, 3, 1)
    common = {"by": worker, "at": NOW, "enrolment": enrolment, "on": on}
    wrong = change_phase(**common, phase=phases[2], reason="Tastefejl")
    change_phase(**common, phase=phases[1])
    connection.check_constraints()
    assert spells(enrolment) == [
        (1, START, on, date(2025, 4, 1)),
        (2, on, None, date(2025, 5, 30)),
    ]
    assert PhaseSpell.history.get(id=wrong.pk, history_type="-").history_user == worker


def test_a_phase_that_should_not_have_changed_goes_on_with_its_target(worker, enrolment, phases):
    """Ten days of pause, reported since the mistake, move the target from 1 to 11 April."""
    on = date(2025, 3, 1)
    common = {"by": worker, "at": NOW, "enrolment": enrolment}
    change_phase(**common, phase=phases[1], on=on)
    pause(**common, reason="hospital", on=date(2025, 3, 5))
    resume(**common, on=date(2025, 3, 14))
    change_phase(**common, phase=phases[0], on=on)
    connection.check_constraints()
    assert spells(enrolment) == [(1, START, None, date(2025, 4, 11))]


def test_the_first_phase_is_corrected_too(worker, enrolment, phases):
    change_phase(by=worker, at=NOW, enrolment=enrolment, phase=phases[1], on=START)
    connection.check_constraints()
    assert spells(enrolment) == [(2, START, None, date(2025, 4, 1))]


def test_a_phase_with_a_step_done_is_not_taken_back(worker, enrolment, phases):
    step = PhaseStepFactory(phase=phases[0])
    common = {"by": worker, "at": NOW, "enrolment": enrolment}
    done = complete_step(**common, step=step, on=YESTERDAY)
    with pytest.raises(Refused) as refusal:
        change_phase(**common, phase=phases[1], on=START)
    assert (refusal.value.field, PhaseSpell.objects.get().phase) == ("on", phases[0])
    undo_step(by=worker, at=NOW, done=done)
    change_phase(**common, phase=phases[1], on=START)
    assert PhaseSpell.objects.get().phase == phases[1]


def test_the_same_phase_or_another_programmes_phase_is_refused(worker, enrolment, phases):
    for phase in (phases[0], PhaseTemplateFactory()):
        with pytest.raises(Refused) as refusal:
            change_phase(by=worker, at=NOW, enrolment=enrolment, phase=phase, on=YESTERDAY)
        assert refusal.value.field == "phase"


def test_a_page_from_before_another_change_is_stale(worker, enrolment, phases):
    change_phase(by=worker, at=NOW, enrolment=enrolment, phase=phases[1], on=date(2025, 3, 1), version=1)
    with pytest.raises(Stale):
        change_phase(by=worker, at=NOW, enrolment=enrolment, phase=phases[2], on=YESTERDAY, version=1)


def test_the_database_refuses_a_gap_between_phases(enrolment, phases):
    PhaseSpell.objects.filter(enrolment=enrolment).update(end=date(2025, 2, 1))

    def leave_a_day_out():
        with transaction.atomic():
            PhaseSpellFactory(enrolment=enrolment, phase=phases[1], start=date(2025, 2, 2))
            connection.check_constraints()

    with pytest.raises(IntegrityError, match="A phase must begin"):
        leave_a_day_out()


def test_the_database_refuses_two_phases_at_once(enrolment, phases):
    with pytest.raises(IntegrityError, match="phase_spell_no_overlap"), transaction.atomic():
        PhaseSpellFactory(enrolment=enrolment, phase=phases[1], start=date(2025, 2, 1))


# Pauses


def test_a_pause_moves_the_target_by_its_length(worker, enrolment):
    """Paused from 1 to 10 February, ten days: the target moves from 1 to 11 April."""
    pause(by=worker, at=NOW, enrolment=enrolment, reason="hospital", on=date(2025, 2, 1))
    resume(by=worker, at=NOW, enrolment=enrolment, on=date(2025, 2, 10))
    spell = enrolment.phase_spells.get()
    assert spell.target_end == date(2025, 4, 11)
    assert set(spell.history.values_list("target_end", flat=True)) >= {date(2025, 4, 11)}


def test_a_phase_reported_late_leaves_out_what_was_paused_in_it(worker, enrolment, phases):
    """From 15 January, 90 days and a pause of ten: 15 April and ten days is 25 April."""
    pause(by=worker, at=NOW, enrolment=enrolment, reason="hospital", on=date(2025, 2, 1))
    resume(by=worker, at=NOW, enrolment=enrolment, on=date(2025, 2, 10))
    spell = change_phase(by=worker, at=NOW, enrolment=enrolment, phase=phases[1], on=date(2025, 1, 15))
    assert spell.target_end == date(2025, 4, 25)


def test_a_phase_cannot_change_on_a_paused_day(worker, enrolment, phases):
    pause(by=worker, at=NOW, enrolment=enrolment, reason="hospital", on=date(2025, 2, 1))
    resume(by=worker, at=NOW, enrolment=enrolment, on=date(2025, 2, 11))
    with pytest.raises(Refused) as refusal:
        change_phase(by=worker, at=NOW, enrolment=enrolment, phase=phases[1], on=date(2025, 2, 5))
    assert refusal.value.field == "on"


def test_a_pause_does_not_end_before_it_begins(worker, enrolment):
    pause(by=worker, at=NOW, enrolment=enrolment, reason="hospital", on=date(2025, 2, 1))
    with pytest.raises(Refused):
        resume(by=worker, at=NOW, enrolment=enrolment, on=date(2025, 1, 20))
    assert enrolment.pauses.get().end is None


def test_an_earlier_pause_is_not_touched_by_resuming(worker, enrolment):
    for start, end in ((date(2025, 2, 1), date(2025, 2, 10)), (date(2025, 3, 1), None)):
        pause(by=worker, at=NOW, enrolment=enrolment, reason="hospital", on=start)
        if end:
            resume(by=worker, at=NOW, enrolment=enrolment, on=end)
    with pytest.raises(Refused):
        resume(by=worker, at=NOW, enrolment=enrolment, on=date(2025, 2, 5))
    assert enrolment.pauses.order_by("start").first().end == date(2025, 2, 11)


# Closing and reopening


def test_closing_ends_phase_pause_and_assignments(worker, enrolment):
    AssignmentFactory(enrolment=enrolment, worker=worker)
    pause(by=worker, at=NOW, enrolment=enrolment, reason="lost_contact", on=date(2025, 5, 1))
    close(by=worker, at=NOW, enrolment=enrolment, on=YESTERDAY, reasons=["moved", "lost_contact"], note=" Til Aarhus ")
    enrolment.refresh_from_db()
    ends = {row.get().end for row in (enrolment.phase_spells, enrolment.pauses, enrolment.assignments)}
    assert (last_day(enrolment.end), set(map(last_day, ends))) == (YESTERDAY, {YESTERDAY})
    assert (enrolment.closing_reasons, enrolment.closing_note) == (["lost_contact", "moved"], "Til Aarhus")


@pytest.mark.parametrize("reasons", [[], ["weather"]])
def test_closing_needs_reasons_of_the_list(reasons, worker, enrolment):
    with pytest.raises(Refused) as refusal:
        close(by=worker, at=NOW, enrolment=enrolment, on=YESTERDAY, reasons=reasons)
    assert refusal.value.field == "reasons"


def test_closing_before_something_that_came_later_changes_nothing(worker, enrolment):
    AssignmentFactory(enrolment=enrolment, worker=worker, start=YESTERDAY)
    with pytest.raises(Refused):
        close(by=worker, at=NOW, enrolment=enrolment, on=date(2025, 5, 1), reasons=["moved"])
    enrolment.refresh_from_db()
    assert (enrolment.end, enrolment.phase_spells.get().end, enrolment.assignments.get().end) == (None, None, None)


def test_reopening_is_a_new_enrolment_in_the_chosen_phase(worker, enrolment, phases):
    close(by=worker, at=NOW, enrolment=enrolment, on=date(2025, 5, 1), reasons=["declined"])
    again = reopen(by=worker, at=NOW, enrolment=enrolment, phase=phases[1], on=YESTERDAY)
    assert (again.reopens, again.screening, again.start, again.phase_spells.get().phase) == (
        enrolment,
        None,
        YESTERDAY,
        phases[1],
    )
    enrolment.refresh_from_db()
    assert (last_day(enrolment.end), enrolment.closing_reasons) == (date(2025, 5, 1), ["declined"])


def test_an_enrolment_is_reopened_once(worker, enrolment, phases):
    close(by=worker, at=NOW, enrolment=enrolment, on=date(2025, 5, 1), reasons=["declined"])
    again = reopen(by=worker, at=NOW, enrolment=enrolment, phase=phases[1], on=date(2025, 5, 10))
    close(by=worker, at=NOW, enrolment=again, on=YESTERDAY, reasons=["declined"])
    with pytest.raises(Refused, match="allerede"):
        reopen(by=worker, at=NOW, enrolment=enrolment, phase=phases[1], on=TODAY)


def test_reopening_before_the_closing_is_refused(worker, enrolment, phases):
    close(by=worker, at=NOW, enrolment=enrolment, on=YESTERDAY, reasons=["declined"])
    with pytest.raises(Refused) as refusal:
        reopen(by=worker, at=NOW, enrolment=enrolment, phase=phases[0], on=date(2025, 5, 1))
    assert refusal.value.field == "on"


def test_the_history_says_who_moved_the_young_person(worker, enrolment, phases):
    change_phase(by=worker, at=NOW, enrolment=enrolment, phase=phases[2], on=YESTERDAY, reason="Har fået bolig")
    row = enrolment.history.latest("version")
    assert (row.history_user, row.history_date, row.history_change_reason) == (worker, NOW, "Har fået bolig")
