"""Every step of a support case in every state, against a table written by hand."""

from itertools import pairwise

import pytest

from cases.core.errors import Refused
from housing.steps.codes import Actor
from housing.support.codes import SupportEvent, SupportState
from housing.support.rules import NEXT_ACTOR, PATH, SUPPORT_STATES, WAITING_ON_AUTHORITY, steps_from

SUPPORT = {
    "opened": {"talk": "talked", "drop": "dropped"},
    "talked": {"send_hearing": "hearing", "grant": "granted", "drop": "dropped"},
    "hearing": {"answer_hearing": "hearing", "grant": "granted", "refuse": "refused", "drop": "dropped"},
    "granted": {"start": "started", "drop": "dropped"},
    "refused": {},
    "started": {"end": "ended"},
    "ended": {},
    "dropped": {},
}


@pytest.mark.parametrize("event", SupportEvent)
@pytest.mark.parametrize("state", SupportState)
def test_every_step_of_a_support_case(state, event):
    leads_to = SUPPORT[state].get(event)
    assert SUPPORT_STATES.allows(state, event) is (leads_to is not None)
    if leads_to is None:
        with pytest.raises(Refused):
            SUPPORT_STATES.after(state, event)
    else:
        assert SUPPORT_STATES.after(state, event) == leads_to


def test_every_state_says_who_acts_next():
    authority = dict.fromkeys(("opened", "talked", "granted"), Actor.AUTHORITY)
    nobody = dict.fromkeys(("refused", "started", "ended", "dropped"), Actor.NOBODY)
    assert {**authority, **nobody, "hearing": Actor.YOUNG_PERSON} == NEXT_ACTOR
    assert set(WAITING_ON_AUTHORITY) == set(authority)


def test_the_way_of_a_case_is_the_one_its_steps_lead():
    """The step indicator: each state leads to the next, and all are on it but those in which nothing was granted."""
    for state, following in pairwise(PATH):
        assert following in SUPPORT[state].values()
    assert (PATH[0], PATH[-1]) == ("opened", "ended")
    assert set(PATH) == set(SupportState) - {"refused", "dropped"}


def test_a_hearing_is_answered_once():
    before = steps_from(SupportState.HEARING, hearing_answered=False)
    after = steps_from(SupportState.HEARING, hearing_answered=True)
    assert before == ["answer_hearing", "grant", "refuse", "drop"]
    assert after == ["grant", "refuse", "drop"]


@pytest.mark.parametrize("step", SupportEvent)
def test_what_was_done_is_not_named_by_the_button(step):
    assert str(step.taken) != str(step.label)
