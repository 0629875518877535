"""What was entered wrong in an enrolment is put right or taken back, and no forbidden order comes of it."""

from contextlib import nullcontext
from datetime import date

import pytest
from django.db import connection

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.core.errors import Refused, Stale
from cases.core.periods import ONE_DAY, Period, last_day
from cases.corrections.actions import (
    correct_assignment,
    correct_enrolment,
    correct_pause,
    correct_phase,
    correct_screening,
    withdraw_assignment,
    withdraw_closing,
    withdraw_enrolment,
    withdraw_pause,
    withdraw_phase,
    withdraw_screening,
)
from cases.enrolments.actions import change_phase, close, complete_step, enrol, pause, reopen, resume, undo_step
from cases.enrolments.codes import EnrolmentState
from cases.enrolments.models import Enrolment, PhaseSpell
from cases.enrolments.rules import Course, Spell, check_course
from cases.intake.models import Screening
from tests.cases.enrolled import WHY, day, enrolled, now, three_phases
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    PhaseStepFactory,
    ScreeningFactory,
)
from tests.factories.housing import HousingReferralFactory
from tests.races import at_once

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


@pytest.fixture
def common(worker):
    return {"by": worker, "at": NOW, "why": WHY}


def spells(enrolment):
    """Place of the phase, first day, last day, target."""
    rows = PhaseSpell.objects.filter(enrolment=enrolment).select_related("phase").order_by("start")
    connection.check_constraints()
    return [(row.phase.position, row.start, last_day(row.end), row.target_end) for row in rows]


# The enrolment


def test_another_first_day_moves_what_began_with_it(common, enrolment):
    correct_enrolment(**common, enrolment=enrolment, version=enrolment.version, start=day(1, 12))
    assert spells(enrolment) == [(1, day(1, 12), None, day(4, 12))]
    assert enrolment.assignments.get().start == now(enrolment).start == day(1, 12)
    row = enrolment.history.latest("history_id")
    assert (row.history_user, row.history_change_reason) == (common["by"], WHY)
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.person, event.facts) == (AuditAction.CHANGED, enrolment.person, {"corrected": True})


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (day(1, 9), "10.01.2025"),  # before the decision
        (TODAY + ONE_DAY, "fremtiden"),
        (day(3, 2), "Fase . ville slutte, før det begynder 02.03.2025"),  # after the first phase was over
    ],
)
def test_a_first_day_that_contradicts_another_is_refused(start, words, common, enrolment, phases):
    change_phase(by=common["by"], at=NOW, enrolment=enrolment, phase=phases[1], on=day(3, 1))
    with pytest.raises(Refused, match=words):
        correct_enrolment(**common, enrolment=enrolment, version=now(enrolment).version, start=start)
    assert spells(enrolment)[0][1] == day(1, 15)


def test_an_enrolment_is_not_moved_to_a_day_on_which_the_programme_did_not_run(common, enrolment):
    programme = enrolment.programme
    programme.start = day(1, 12)
    programme.save()
    with pytest.raises(Refused, match="Indsatsen") as refusal:
        correct_enrolment(**common, enrolment=enrolment, version=enrolment.version, start=day(1, 11))
    assert refusal.value.field == "start"
    correct_enrolment(**common, enrolment=enrolment, version=enrolment.version, start=day(1, 12))


def test_the_day_and_the_reasons_of_a_closing_are_corrected(common, enrolment, worker):
    pause(by=worker, at=NOW, enrolment=enrolment, reason="prison", on=day(4, 1))
    close(by=worker, at=NOW, enrolment=enrolment, on=day(5, 20), reasons=["moved"], note="Flyttet")
    correct_enrolment(
        **common,
        enrolment=enrolment,
        version=now(enrolment).version,
        start=day(1, 15),
        end=day(5, 15),
        reasons=["completed", "other"],
        note="Færdig",
    )
    closed = now(enrolment)
    assert (closed.closing_reasons, closed.closing_note) == (["completed", "other"], "Færdig")
    parts = (closed, closed.phase_spells.get(), closed.pauses.get(), closed.assignments.get())
    assert {last_day(row.end) for row in parts} == {day(5, 14)}


def test_a_closing_is_taken_back_with_all_that_ended_with_it(common, enrolment, worker, phases):
    change_phase(by=worker, at=NOW, enrolment=enrolment, phase=phases[1], on=day(3, 1))
    pause(by=worker, at=NOW, enrolment=enrolment, reason="prison", on=day(4, 1))
    close(by=worker, at=NOW, enrolment=enrolment, on=TODAY, reasons=["moved"], note="Flyttet")
    withdraw_closing(**common, enrolment=enrolment)
    going = now(enrolment)
    assert (going.end, going.closing_reasons, going.closing_note) == (None, [], "")
    assert spells(going) == [(1, day(1, 15), day(2, 28), day(4, 15)), (2, day(3, 1), None, day(5, 30))]
    assert {row.end for row in (*going.pauses.all(), *going.assignments.all())} == {None}
    assert going.state_on(TODAY) == EnrolmentState.PAUSED


def test_a_closing_that_was_followed_by_a_new_enrolment_stands(common, enrolment, worker, phases):
    close(by=worker, at=NOW, enrolment=enrolment, on=day(5, 1), reasons=["moved"])
    reopen(by=worker, at=NOW, enrolment=enrolment, phase=phases[0], on=day(5, 10))
    with pytest.raises(Refused, match="genåbnet"):
        withdraw_closing(**common, enrolment=enrolment)
    with pytest.raises(Refused, match="senere forløb"):
        withdraw_enrolment(**common, enrolment=enrolment)
    assert last_day(now(enrolment).end) == day(5, 1)


def test_an_enrolment_that_never_was_is_taken_back_and_its_decision_used_again(common, enrolment, worker):
    pause(by=worker, at=NOW, enrolment=enrolment, reason="prison", on=day(4, 1))
    screening = enrolment.screening
    withdraw_enrolment(**common, enrolment=enrolment)
    assert not Enrolment.objects.exists()
    assert not PhaseSpell.objects.exists()
    row = Enrolment.history.get(id=enrolment.pk, history_type="-")
    assert (row.history_user, row.history_change_reason) == (worker, WHY)
    event = AuditEvent.objects.latest("pk")
    assert (event.target, event.target_id) == ("cases.enrolment", str(enrolment.pk))
    assert (event.person, event.facts) == (screening.person, {"corrected": True})
    enrol(by=worker, at=NOW, screening=screening, team=screening.person.team, on=day(1, 20))


def test_an_enrolment_that_something_rests_on_stands(common, enrolment):
    HousingReferralFactory(person=enrolment.person, enrolment=enrolment)
    with pytest.raises(Refused, match="boligindstilling"):
        withdraw_enrolment(**common, enrolment=enrolment)
    assert spells(enrolment)


# Phases


def test_another_first_day_of_a_phase_ends_the_one_before(common, enrolment, worker, phases):
    """Ten days earlier, and so is the target."""
    spell = change_phase(by=worker, at=NOW, enrolment=enrolment, phase=phases[1], on=day(3, 11))
    correct_phase(**common, spell=spell, version=1, start=day(3, 1), reason="Aftalt")
    assert spells(enrolment) == [(1, day(1, 15), day(2, 28), day(4, 15)), (2, day(3, 1), None, day(5, 30))]
    correct_phase(**common, spell=spell, version=now(spell).version, start=day(3, 11))
    assert [row[1] for row in spells(enrolment)] == [day(1, 15), day(3, 11)]


def test_the_first_day_of_a_phase_may_lie_neither_before_another_nor_in_a_pause(common, enrolment, worker, phases):
    pause(by=worker, at=NOW, enrolment=enrolment, reason="hospital", on=day(2, 1))
    resume(by=worker, at=NOW, enrolment=enrolment, on=day(2, 10))
    spell = change_phase(by=worker, at=NOW, enrolment=enrolment, phase=phases[1], on=day(3, 11))
    for start, words in [(day(1, 15), "15.01.2025"), (day(2, 5), "05.02.2025")]:
        with pytest.raises(Refused, match=words):
            correct_phase(**common, spell=spell, version=1, start=start)
    correct_phase(**common, spell=spell, version=1, start=day(2, 10))
    assert spells(enrolment)[1][1] == day(2, 10)


def test_a_pause_that_comes_to_lie_in_another_phase_moves_the_targets(common, enrolment, worker, phases):
    """The ten days of pause move the first target to 25 April; in the second phase they move the second: 11 May."""
    pause(by=worker, at=NOW, enrolment=enrolment, reason="hospital", on=day(2, 1))
    resume(by=worker, at=NOW, enrolment=enrolment, on=day(2, 10))
    spell = change_phase(by=worker, at=NOW, enrolment=enrolment, phase=phases[1], on=day(3, 11))
    assert [row[3] for row in spells(enrolment)] == [day(4, 25), day(6, 9)]
    correct_phase(**common, spell=spell, version=1, start=day(1, 31))
    assert [row[3] for row in spells(enrolment)] == [day(4, 15), day(5, 11)]


def test_a_phase_that_never_was_leaves_the_one_before_in_its_place(common, enrolment, worker, phases):
    wrong = change_phase(by=worker, at=NOW, enrolment=enrolment, phase=phases[1], on=day(3, 1))
    change_phase(by=worker, at=NOW, enrolment=enrolment, phase=phases[2], on=day(4, 1))
    with pytest.raises(Refused, match="springe en fase over"):
        withdraw_phase(**common, spell=wrong)
    [last] = PhaseSpell.objects.filter(phase=phases[2])
    correct_phase(**common, spell=last, version=1, start=last.start, reason="Har fået bolig")
    withdraw_phase(**common, spell=wrong)
    assert [row[:3] for row in spells(enrolment)] == [(1, day(1, 15), day(3, 31)), (3, day(4, 1), None)]


def test_the_same_phase_on_both_sides_becomes_one_and_keeps_its_steps(common, enrolment, worker, phases):
    step = PhaseStepFactory(phase=phases[0])
    wrong = change_phase(by=worker, at=NOW, enrolment=enrolment, phase=phases[1], on=day(3, 1))
    change_phase(by=worker, at=NOW, enrolment=enrolment, phase=phases[0], on=day(4, 1), reason="Tilbage")
    done = complete_step(by=worker, at=NOW, enrolment=enrolment, step=step, on=day(4, 2))
    withdraw_phase(**common, spell=wrong)
    assert [row[:3] for row in spells(enrolment)] == [(1, day(1, 15), None)]
    assert now(done).spell.start == day(1, 15)


def test_a_phase_with_steps_done_and_the_first_one_stand(common, enrolment, worker, phases):
    first = enrolment.phase_spells.get()
    wrong = change_phase(by=worker, at=NOW, enrolment=enrolment, phase=phases[1], on=day(3, 1))
    complete_step(by=worker, at=NOW, enrolment=enrolment, step=PhaseStepFactory(phase=phases[1]), on=day(3, 2))
    for spell in (wrong, first):
        with pytest.raises(Refused):
            withdraw_phase(**common, spell=spell)
    assert len(spells(enrolment)) == 2
    undo_step(by=worker, at=NOW, done=wrong.steps_done.get())
    withdraw_phase(**common, spell=wrong)
    assert len(spells(enrolment)) == 1


# Pauses and assignments


def test_no_pause_reported_late_covers_the_day_on_which_a_phase_began(common, enrolment, worker, phases):
    """Or no date of the enrolment could be put right any more: the phase changed in the pause."""
    spell = change_phase(by=worker, at=NOW, enrolment=enrolment, phase=phases[1], on=day(3, 1))
    with pytest.raises(Refused, match=r"01\.03\.2025") as refusal:
        pause(by=worker, at=NOW, enrolment=enrolment, reason="prison", on=day(2, 20))
    assert refusal.value.field == "on"
    pause(by=worker, at=NOW, enrolment=enrolment, reason="prison", on=day(3, 1))
    correct_phase(**common, spell=spell, version=1, start=day(2, 27))


def test_nothing_goes_on_after_its_enrolment():
    whole, name = Period(day(1, 1), day(2, 1)), "Fase 1"
    for end, is_over in [(None, False), (day(2, 2), False), (day(2, 1), True)]:
        spell = Spell(name, Period(day(1, 1), end), 1, has_reason=False)
        with nullcontext() if is_over else pytest.raises(Refused, match=name):
            check_course(Course(whole, None, [spell], [], []))


def test_a_corrected_pause_moves_the_target_by_the_difference(common, enrolment, worker):
    """Ten days moved it to 25 April; four days, to 19 April; none, back to 15 April."""
    row = pause(by=worker, at=NOW, enrolment=enrolment, reason="hospital", on=day(2, 1))
    resume(by=worker, at=NOW, enrolment=enrolment, on=day(2, 10))
    row = correct_pause(**common, pause=row, version=2, start=day(2, 3), end=day(2, 7), reason="prison")
    assert (spells(enrolment)[0][3], now(row).reason, last_day(now(row).end)) == (day(4, 19), "prison", day(2, 6))
    withdraw_pause(**common, pause=row)
    assert (spells(enrolment)[0][3], enrolment.pauses.count()) == (day(4, 15), 0)


def test_a_pause_lies_within_the_enrolment_and_beside_no_other(common, enrolment, worker):
    for start, end in [(day(2, 1), day(2, 10)), (day(3, 1), day(3, 10))]:
        row = pause(by=worker, at=NOW, enrolment=enrolment, reason="hospital", on=start)
        resume(by=worker, at=NOW, enrolment=enrolment, on=end)
    for start, end in [(day(1, 14), day(1, 20)), (day(2, 5), day(2, 20)), (day(3, 5), day(3, 5))]:
        with pytest.raises(Refused):
            correct_pause(**common, pause=row, version=2, start=start, end=end, reason="hospital")
    with pytest.raises(Refused) as refusal:
        correct_pause(**common, pause=row, version=2, start=day(3, 1), reason="hospital")
    assert refusal.value.field == "end"
    assert now(row).start == day(3, 1)


def test_an_assignment_is_corrected_and_taken_back(common, enrolment):
    held = enrolment.assignments.get()
    correct_assignment(**common, assignment=held, version=1, start=day(1, 20))
    assert now(held).start == day(1, 20)
    with pytest.raises(Refused):
        correct_assignment(**common, assignment=held, version=2, start=day(1, 14))
    withdraw_assignment(**common, assignment=held)
    assert not enrolment.assignments.exists()


# Screenings


def test_a_decision_is_corrected_within_what_rests_on_it(common, enrolment):
    screening = enrolment.screening
    correct_screening(**common, screening=screening, version=1, decided_on=day(1, 15), note="Efter samtale")
    assert (now(screening).decided_on, now(screening).note) == (day(1, 15), "Efter samtale")
    with pytest.raises(Refused, match="indskrevet"):
        correct_screening(**common, screening=screening, version=2, decided_on=day(1, 16))
    with pytest.raises(Refused, match="indskrevet"):
        withdraw_screening(**common, screening=screening)


def test_a_decision_cannot_be_moved_to_a_day_outside_the_age_group(common, phases):
    """Born 1 March 2007: 17 on 28 February 2025."""
    screening = ScreeningFactory(
        programme=phases[0].programme, person__birth_date=date(2007, 3, 1), decided_on=day(3, 1), outcome="eligible"
    )
    with pytest.raises(Refused, match="aldersgruppen"):
        correct_screening(**common, screening=screening, version=1, decided_on=day(2, 28))


def test_a_decision_cannot_be_moved_past_the_last_day_of_its_programme(common, phases):
    programme = phases[0].programme
    screening = ScreeningFactory(programme=programme, decided_on=day(2, 27), outcome="not_eligible", reasons=["age"])
    programme.end = day(3, 1)
    programme.save()
    with pytest.raises(Refused, match="afsluttet") as refusal:
        correct_screening(**common, screening=screening, version=1, decided_on=day(3, 1), reasons=["age"])
    assert refusal.value.field == "decided_on"
    correct_screening(**common, screening=screening, version=1, decided_on=day(2, 28), reasons=["age"])


def test_a_no_is_moved_to_a_day_on_which_the_age_spoke_against_as_well(common, phases):
    screening = ScreeningFactory(
        programme=phases[0].programme,
        person__birth_date=date(2007, 3, 1),
        decided_on=day(2, 27),
        outcome="not_eligible",
        reasons=["age"],
    )
    correct_screening(**common, screening=screening, version=1, decided_on=day(2, 28), reasons=["age"])
    assert now(screening).decided_on == day(2, 28)


def test_the_reasons_of_a_no_are_corrected_and_the_no_taken_back(common, phases):
    screening = ScreeningFactory(programme=phases[0].programme, outcome="not_eligible", reasons=["age"])
    with pytest.raises(Refused):
        correct_screening(**common, screening=screening, version=1, decided_on=screening.decided_on, reasons=[])
    correct_screening(
        **common, screening=screening, version=1, decided_on=screening.decided_on, reasons=["no_residence"]
    )
    assert now(screening).reasons == ["no_residence"]
    withdraw_screening(**common, screening=screening)
    assert Screening.history.get(id=screening.pk, history_type="-").history_change_reason == WHY


def test_every_correction_has_a_reason_and_knows_the_latest_state(common, enrolment):
    with pytest.raises(Refused) as refusal:
        withdraw_enrolment(**(common | {"why": " "}), enrolment=enrolment)
    assert refusal.value.field == "why"
    with pytest.raises(Stale):
        correct_enrolment(**common, enrolment=enrolment, version=99, start=day(1, 16))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(3))
def test_a_correction_and_a_change_of_phase_wait_for_each_other(_round):
    phases = three_phases()
    enrolment = enrolled(phases)
    by = enrolment.assignments.get().worker
    version = enrolment.version
    results = at_once(
        lambda: correct_enrolment(by=by, at=NOW, why=WHY, enrolment=enrolment, version=version, start=day(3, 1)),
        lambda: change_phase(by=by, at=NOW, enrolment=enrolment, phase=phases[1], on=day(2, 1)),
    )
    assert results.count("done") == 1
    assert [row[1] for row in spells(enrolment)] in ([day(3, 1)], [day(1, 15), day(2, 1)])
