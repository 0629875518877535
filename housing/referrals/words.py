"""A referral and its steps in words, marks and colours."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from cases.core.codes import Label
from housing.referrals.codes import (
    FOLLOW_UP_OUTCOMES,
    OFFER_REFUSALS,
    REJECTION_REASONS,
    WITHDRAWAL_REASONS,
    ReferralEvent,
    ReferralState,
    Whose,
)
from housing.referrals.models import HousingReferral, ReferralStep
from housing.referrals.rules import BESIDE_PATH, PATH, RESTORING
from housing.steps.words import Line, Mark, day_text, marks_of

REASONS = {
    code.code: code.label for codes in (REJECTION_REASONS, OFFER_REFUSALS, WITHDRAWAL_REASONS) for code in codes
}

TONES = {
    ReferralState.REJECTED: "error",
    ReferralState.DECLINED: "error",
    ReferralState.MISSING: "warning",
    ReferralState.OFFERED: "warning",
    ReferralState.APPROVED: "info",
    ReferralState.WAITING: "info",
    ReferralState.ACCEPTED: "success",
    ReferralState.CONTRACT: "success",
    ReferralState.MOVED_IN: "success",
    ReferralState.FOLLOWED_UP: "success",
}

ICONS = {
    ReferralEvent.SUBMIT: "send",
    ReferralEvent.OFFER: "home",
    ReferralEvent.MOVE_IN: "home",
    ReferralEvent.REJECT: "error",
    ReferralEvent.DECLINE: "error",
    ReferralEvent.FALL_THROUGH: "error",
    ReferralEvent.ACCEPT: "check",
    ReferralEvent.APPROVE: "check",
    ReferralEvent.NOTE: "edit",
}


def referral_marks(referral: HousingReferral, steps: list[ReferralStep]) -> list[Mark]:
    """The way of a referral with the day each step was last reached; a closed one ends where it stopped."""
    unmoved = {ReferralEvent.NOTE, *RESTORING}
    reached = {step.to_state: step.happened_on for step in steps if step.event not in unmoved}
    state = referral.step
    if state in PATH:
        return marks_of(PATH, state, reached)
    stopped = state in {ReferralState.REJECTED, ReferralState.WITHDRAWN}
    before = ReferralState(steps[-1].from_state or ReferralState.DRAFT) if stopped and steps else state
    last = PATH.index(BESIDE_PATH.get(before, before))
    here = [Mark(state.label, "current", day_text(referral.state_since))]
    done = [Mark(step.label, "done", day_text(reached.get(step))) for step in PATH[: last + 1]]
    return done + here if stopped else done + here + [Mark(step.label, "next") for step in PATH[last + 1 :]]


def lines_of(steps: Iterable[ReferralStep]) -> Iterator[Line]:
    """What happened to a referral, newest first."""
    for step in reversed(list(steps)):
        yield Line(
            when=step.happened_on,
            title=step_title(step),
            icon=ICONS.get(ReferralEvent(step.event), "document") if step.event else "plus",
            text="\n".join(filter(None, [step.missing, step.note])),
            by=step.by.name,
            note=why(step.reason, step.whose),
            tone=step_tone(step),
        )


def step_title(step: ReferralStep) -> Label:
    """What happened: the step that was taken, with what a follow-up found; the beginning of the draft has none."""
    if not step.event:
        return step.get_to_state_display()
    if step.event == ReferralEvent.FOLLOW_UP:
        return _("Followed up: %(outcome)s") % {"outcome": FOLLOW_UP_OUTCOMES[step.outcome].label}
    return ReferralEvent(step.event).taken


def step_tone(step: ReferralStep) -> str:
    """A no by others or by the young person is red, an approval or a move green; a withdrawal is neither."""
    if step.reason:
        return "" if step.whose == Whose.WITHDRAWN else "error"
    return "success" if step.event in {ReferralEvent.APPROVE, ReferralEvent.ACCEPT, ReferralEvent.MOVE_IN} else ""


def why(reason: str, whose: str) -> str:
    """A refusal in words: the reason, and whose it is."""
    return f"{REASONS[reason]} · {Whose(whose).label}" if reason else ""
