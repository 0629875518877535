"""A step of long ago fits the day it is said to have happened on, and must fit all that has happened since."""

from datetime import date

import pytest

from cases.core.errors import Refused
from cases.core.periods import ONE_DAY, last_day
from cases.corrections.actions import correct_enrolment, correct_phase
from cases.enrolments.actions import (
    change_phase,
    close,
    complete_step,
    end_assignment,
    pause,
    reopen,
    resume,
    undo_step,
)
from cases.enrolments.models import Pause
from tests.cases.enrolled import WHY, day, enrolled, now, three_phases
from tests.clock import NOW
from tests.factories.cases import PhaseStepFactory

pytestmark = pytest.mark.django_db

MOVED = ["moved"]


@pytest.fixture
def phases():
    return three_phases()


@pytest.fixture
def enrolment(phases):
    return enrolled(phases)


@pytest.fixture
def who(enrolment):
    return {"by": enrolment.assignments.get().worker, "at": NOW}


def corrected(who, enrolment, start, end=None):
    row = now(enrolment)
    reasons = MOVED if end else ()
    last = end + ONE_DAY if end else None
    return correct_enrolment(
        **who, enrolment=row, version=row.version, why=WHY, start=start, end=last, reasons=reasons
    )


def test_a_pause_from_before_a_change_of_phase_is_refused(who, enrolment, phases):
    """It would have changed its phase while it rested, and no correction could be saved any more."""
    change_phase(**who, enrolment=enrolment, phase=phases[1], on=day(3, 1))
    with pytest.raises(Refused, match=r"01\.03\.2025"):
        pause(**who, enrolment=enrolment, reason="prison", on=day(2, 1))
    assert not Pause.objects.exists()
    pause(**who, enrolment=enrolment, reason="prison", on=day(3, 1))
    corrected(who, enrolment, day(1, 14))


def test_what_was_over_before_may_still_be_entered_between(who, enrolment, phases):
    pause(**who, enrolment=enrolment, reason="prison", on=day(2, 1))
    resume(**who, enrolment=enrolment, on=day(2, 10))
    change_phase(**who, enrolment=enrolment, phase=phases[1], on=day(1, 20))
    corrected(who, enrolment, day(1, 14))


def test_a_closing_from_before_a_pause_that_is_over_is_refused(who, enrolment):
    pause(**who, enrolment=enrolment, reason="prison", on=day(3, 1))
    resume(**who, enrolment=enrolment, on=day(3, 10))
    with pytest.raises(Refused, match=r"Fængsel.* 01\.03\.2025"):
        close(**who, enrolment=enrolment, on=day(2, 1), reasons=MOVED)
    close(**who, enrolment=enrolment, on=day(3, 10), reasons=MOVED)


def test_a_closing_from_before_the_end_of_an_assignment_is_refused(who, enrolment):
    end_assignment(**who, assignment=enrolment.assignments.get(), on=day(3, 10))
    with pytest.raises(Refused, match=r"15\.01\.2025"):
        close(**who, enrolment=enrolment, on=day(3, 9), reasons=MOVED)
    close(**who, enrolment=enrolment, on=day(3, 10), reasons=MOVED)


def test_a_phase_does_not_begin_after_what_was_done_in_it(who, enrolment, phases):
    change_phase(**who, enrolment=enrolment, phase=phases[1], on=day(2, 1))
    done = complete_step(**who, enrolment=enrolment, step=PhaseStepFactory(phase=phases[1]), on=day(2, 16))
    spell = done.spell
    with pytest.raises(Refused, match=r"16\.02\.2025: Fasen kan ikke begynde efter"):
        correct_phase(**who, spell=spell, version=spell.version, why=WHY, start=day(2, 17))
    correct_phase(**who, spell=spell, version=spell.version, why=WHY, start=day(2, 16))
    spell = now(spell)
    undo_step(**who, done=done)
    correct_phase(**who, spell=spell, version=spell.version, why=WHY, start=day(2, 17))


def test_an_enrolment_does_not_end_before_what_was_done_in_it(who, enrolment, phases):
    complete_step(**who, enrolment=enrolment, step=PhaseStepFactory(phase=phases[0]), on=day(4, 16))
    with pytest.raises(Refused, match=r"16\.04\.2025: Forløbet kan ikke slutte før"):
        close(**who, enrolment=enrolment, on=day(4, 15), reasons=MOVED)
    close(**who, enrolment=enrolment, on=day(4, 16), reasons=MOVED)
    with pytest.raises(Refused, match="Forløbet kan ikke slutte før"):
        corrected(who, enrolment, day(1, 15), day(4, 15))


def test_what_takes_an_enrolment_up_again_stays_behind_it(who, enrolment, phases):
    close(**who, enrolment=enrolment, on=day(3, 1), reasons=MOVED)
    again = reopen(**who, enrolment=now(enrolment), phase=phases[1], on=day(4, 1))
    close(**who, enrolment=again, on=day(5, 1), reasons=MOVED)
    with pytest.raises(Refused, match=r"sluttede den 01\.03\.2025"):
        corrected(who, again, day(1, 1), day(1, 5))
    for start, end in ((day(5, 2), day(5, 5)), (day(1, 15), day(4, 1))):
        with pytest.raises(Refused, match=r"genoptaget den 01\.04\.2025"):
            corrected(who, enrolment, start, end)
    corrected(who, enrolment, day(1, 15), day(3, 31))
    assert last_day(now(enrolment).end) == date(2025, 3, 31)
    corrected(who, again, day(4, 1), day(5, 2))
