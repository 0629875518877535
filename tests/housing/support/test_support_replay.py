"""Replaying the steps of a support case: what they amount to, and what order they cannot have."""

from datetime import date

import pytest

from cases.core.errors import Refused
from housing.support.codes import SupportEvent, SupportState
from housing.support.rules import replay_support


def support(*steps, deadline=None):
    days = [(SupportEvent(step), date(2025, 1, day)) for step, day in steps]
    return replay_support(date(2025, 1, 1), days, deadline=date(2025, 1, deadline) if deadline else None)


@pytest.mark.parametrize(
    ("steps", "state", "since"),
    [
        ([], SupportState.OPENED, 1),
        ([("talk", 1), ("send_hearing", 1)], SupportState.HEARING, 1),  # several on one day, the first too
        ([("talk", 3), ("send_hearing", 4), ("answer_hearing", 9)], SupportState.HEARING, 9),
        ([("talk", 3), ("send_hearing", 4), ("answer_hearing", 9), ("refuse", 9)], SupportState.REFUSED, 9),
        ([("talk", 3), ("send_hearing", 4), ("answer_hearing", 9), ("grant", 9)], SupportState.GRANTED, 9),
        ([("talk", 3), ("grant", 5), ("drop", 8)], SupportState.DROPPED, 8),
        ([("talk", 3), ("grant", 5), ("start", 8), ("end", 9)], SupportState.ENDED, 9),
    ],
)
def test_what_the_steps_of_a_support_case_amount_to(steps, state, since):
    assert support(*steps) == (state, date(2025, 1, since))


@pytest.mark.parametrize(
    ("steps", "deadline", "field", "message"),
    [
        (
            [("talk", 5), ("grant", 4)],
            None,
            "on",
            "“Support granted” (04.01.2025) would lie before “Assessment talk (VUM) held” (05.01.2025). Correct the other day first, or choose another.",
        ),
        (
            [("start", 4)],
            None,
            None,
            "“Support started” (04.01.2025) is not possible after “The case was opened” (01.01.2025).",
        ),
        (
            [("talk", 2), ("send_hearing", 3), ("refuse", 10)],
            10,
            None,
            "“Support refused” (10.01.2025) would lie before the young person's time to answer the hearing was over.",
        ),
    ],
)
def test_a_support_step_out_of_order_is_named_with_its_day(steps, deadline, field, message):
    with pytest.raises(Refused) as refusal:
        support(*steps, deadline=deadline)
    assert (refusal.value.field, refusal.value.message) == (field, message)


def test_a_refusal_after_the_deadline_needs_no_answer():
    steps = [("talk", 2), ("send_hearing", 3), ("refuse", 11)]
    assert support(*steps, deadline=10) == (SupportState.REFUSED, date(2025, 1, 11))
