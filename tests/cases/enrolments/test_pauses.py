"""By how many days a pause moves the target of a phase: those that lie in the phase."""

from datetime import date

import pytest

from cases.core.errors import Refused
from cases.corrections.actions import correct_phase, withdraw_pause
from cases.enrolments.actions import change_phase, pause, resume
from tests.cases.enrolled import WHY, day, enrolled, now, three_phases
from tests.clock import NOW
from tests.factories.cases import EnrolmentFactory, PhaseSpellFactory, PhaseTemplateFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


def test_a_pause_that_began_before_the_phase_is_not_ended_as_if_it_lay_in_it():
    """The actions let no phase begin in a pause; rows from elsewhere that have it so must be corrected first."""
    enrolment = EnrolmentFactory(start=date(2025, 1, 1))
    first, phase = (PhaseTemplateFactory(programme=enrolment.programme) for _ in "12")
    PhaseSpellFactory(enrolment=enrolment, phase=first, end=date(2025, 1, 16))
    spell = PhaseSpellFactory(enrolment=enrolment, phase=phase, start=date(2025, 1, 16), target_end=date(2025, 4, 15))
    enrolment.pauses.create(reason="hospital", start=date(2025, 1, 10))
    with pytest.raises(Refused):
        resume(by=staff(), at=NOW, enrolment=enrolment, on=date(2025, 1, 20))
    assert now(spell).target_end == date(2025, 4, 15)


@pytest.fixture
def paused():
    """In the second phase from 1 March, 90 days to 30 May; paused for the ten days from 10 to 19 February."""
    phases = three_phases()
    enrolment = enrolled(phases)
    common = {"by": staff(), "at": NOW, "enrolment": enrolment}
    pause(**common, reason="hospital", on=day(2, 10))
    resume(**common, on=day(2, 19))
    change_phase(**common, phase=phases[1], on=day(3, 1))
    return enrolment


def targets(enrolment):
    return [spell.target_end for spell in enrolment.phase_spells.order_by("start")]


def test_a_pause_belongs_to_the_phase_that_it_lies_in(paused):
    """The first phase has its 90 days from 15 January, to 15 April, and the ten; the second none of them."""
    assert targets(paused) == [day(4, 25), day(5, 30)]


def test_a_phase_that_began_before_the_pause_after_all_takes_the_pause_along(paused):
    """The second began on 5 February: to 6 May and ten days, 16 May. The first gives the ten days back: 15 April."""
    second = paused.phase_spells.order_by("start")[1]
    correct_phase(by=staff(), at=NOW, spell=second, version=second.version, why=WHY, start=day(2, 5))
    assert targets(paused) == [day(4, 15), day(5, 16)]


def test_a_pause_that_never_was_moves_only_the_phase_it_lay_in(paused):
    withdraw_pause(by=staff(), at=NOW, pause=paused.pauses.get(), why=WHY)
    assert targets(paused) == [day(4, 15), day(5, 30)]
