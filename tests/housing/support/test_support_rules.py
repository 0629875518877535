"""Under which paragraph a case is opened, who acts next, and whose step it is."""

from datetime import date

import pytest

from cases.core.errors import Refused
from housing.support.codes import SupportEvent, SupportState
from housing.support.rules import check_paragraph, may_refuse_on, needs_decider, next_actor

DEADLINE = date(2025, 6, 10)


def test_a_paragraph_is_used_from_the_day_it_came_into_force():
    """§ 85 a came on 1 October 2023 (lov nr. 482 of 12 May 2023); what is no paragraph is the database's to refuse."""
    check_paragraph("sel_85a", on=date(2023, 10, 1))
    check_paragraph("sel_85", on=date(2023, 9, 30))
    check_paragraph("nonsense", on=date(2023, 9, 30))
    with pytest.raises(Refused) as refusal:
        check_paragraph("sel_85a", on=date(2023, 9, 30))
    assert (refusal.value.field, refusal.value.message) == ("on", "The paragraph was not in force on that day.")


def test_without_a_deadline_a_refusal_waits_for_the_answer():
    assert not may_refuse_on(date(2025, 6, 30), deadline=None, answered_on=None)
    assert may_refuse_on(date(2025, 6, 30), deadline=None, answered_on=date(2025, 6, 5))


@pytest.mark.parametrize(
    ("state", "day", "deadline", "answered", "actor"),
    [
        ("hearing", date(2025, 6, 10), DEADLINE, None, "young_person"),
        ("hearing", date(2025, 6, 11), DEADLINE, None, "authority"),
        ("hearing", date(2025, 6, 5), DEADLINE, date(2025, 6, 5), "authority"),
        ("hearing", date(2025, 6, 30), None, None, "young_person"),
        # A hearing that is over changes nothing for who acts after it.
        ("started", date(2025, 6, 11), DEADLINE, date(2025, 6, 5), "nobody"),
        ("granted", date(2025, 6, 5), DEADLINE, None, "authority"),
        ("refused", date(2025, 6, 11), DEADLINE, None, "nobody"),
    ],
)
def test_a_hearing_that_was_answered_or_ran_out_waits_for_the_decision(state, day, deadline, answered, actor):
    assert next_actor(SupportState(state), day, deadline=deadline, answered_on=answered) == actor


def test_a_decision_and_giving_up_what_was_decided_are_the_deciders():
    """By hand: every step that needs a decider, with the state it is taken from."""
    found = {(step, state) for step in SupportEvent for state in SupportState if needs_decider(step, state)}
    decisions = {(step, state) for step in ("grant", "refuse") for state in SupportState}
    assert found == {*decisions, ("drop", "granted")}
