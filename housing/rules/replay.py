"""The steps of a referral, taken again from the first: what they amount to when a day or a step is put right.

The order is the one in which the steps were entered. A progress note moves nothing and may lie on any later day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from cases.rules.errors import Refused
from housing.enums import OfferState, OfferStep, ReferralState, ReferralStep
from housing.rules.offers import OFFER_STATES, step_for
from housing.rules.referrals import REFERRAL_STATES, RESTORING

STANDING = (OfferState.OPEN, OfferState.ACCEPTED)
# What a step of the referral is for its offer; a no (`DECLINE`, `FALL_THROUGH`) depends on its reason.
OFFER_STEPS = {
    ReferralStep.ACCEPT: OfferStep.ACCEPT,
    ReferralStep.SUPERSEDE: OfferStep.SUPERSEDE,
    ReferralStep.UNDO_ACCEPT: OfferStep.UNDO,
    ReferralStep.REOPEN_OFFER: OfferStep.REOPEN,
    ReferralStep.MOVE_IN: OfferStep.MOVE_IN,
}


@dataclass(frozen=True)
class Taken:
    """One step as plain facts; the beginning of the draft has no event. `offer` is the key of an offered home."""

    event: ReferralStep | None
    on: date
    offer: int | None = None
    reason: str = ""

    @property
    def moves(self) -> bool:
        return self.event != ReferralStep.NOTE

    @property
    def words(self) -> str:
        """The step and its day, for a sentence."""
        name = self.event.taken if self.event else _("The draft was begun")
        return f"“{name}” ({self.on:%d.%m.%Y})"


@dataclass(frozen=True)
class OfferStanding:
    """Where one offered home stands after the steps."""

    state: OfferState
    offered_on: date
    decided_on: date | None = None
    refusal: str = ""


@dataclass
class Standing:
    """Where a referral and its offers stand after the steps. `moves` are the states around each step, by its place."""

    opened_on: date
    since: date
    state: ReferralState = ReferralState.DRAFT
    noted_on: date | None = None
    moves: dict[int, tuple[str, ReferralState]] = field(default_factory=dict)
    offers: dict[int, OfferStanding] = field(default_factory=dict)

    @property
    def states(self) -> list[tuple[str, ReferralState]]:
        """The states before and after each step, in the order of the steps."""
        return [self.moves[place] for place in sorted(self.moves)]


def replay(steps: Sequence[Taken]) -> Standing:
    """Take the steps again. Raises `Refused` on a step out of turn or before the one that led to it, naming both."""
    first = steps[0]
    told = Standing(opened_on=first.on, since=first.on, moves={0: ("", ReferralState.DRAFT)})
    before = first
    for place, step in enumerate(steps[1:], 1):
        if step.moves:
            _check_order(step, after=before)
            _take(told, place, step)
            before = step
    for place, step in enumerate(steps):
        if not step.moves:
            _check_order(step, after=first)
            state = told.moves[_last_before(steps, place)][1]
            told.moves[place] = (state, state)
            told.noted_on = max(step.on, told.noted_on or step.on)
    return told


def _last_before(steps: Sequence[Taken], place: int) -> int:
    """The place of the last step that moved the referral before the note at `place`, by their days."""
    day = (steps[place].on, place)
    return max(at for at, step in enumerate(steps) if step.moves and (at == 0 or (step.on, at) < day))


def _check_order(step: Taken, *, after: Taken) -> None:
    if step.on < after.on:
        raise Refused(
            _("%(step)s would lie before %(before)s. Correct the other day first, or choose another.")
            % {"step": step.words, "before": after.words},
            field="on",
        )


def _take(told: Standing, place: int, step: Taken) -> None:
    if step.event is None or not REFERRAL_STATES.allows(told.state, step.event):
        raise Refused(
            _("%(step)s is not possible while the referral stands at “%(state)s”.")
            % {"step": step.words, "state": told.state.label}
        )
    before, told.state, told.since = told.state, REFERRAL_STATES.after(told.state, step.event), step.on
    told.moves[place] = (before, told.state)
    if step.event == ReferralStep.OFFER and step.offer is not None:
        told.offers[step.offer] = OfferStanding(OfferState.OPEN, step.on)
    elif step.event == ReferralStep.WITHDRAW:
        standing = {key: offer for key, offer in told.offers.items() if offer.state in STANDING}
        told.offers |= {key: _refused(offer, "referral_withdrawn", step.on) for key, offer in standing.items()}
    elif step.offer in told.offers:
        told.offers[step.offer] = _answered(told.offers[step.offer], step)
        if step.event in RESTORING:
            told.since = told.offers[step.offer].offered_on


def _answered(offer: OfferStanding, step: Taken) -> OfferStanding:
    if step.event not in OFFER_STEPS:
        return _refused(offer, step.reason, step.on)
    state = OFFER_STATES.after(offer.state, OFFER_STEPS[step.event])
    day = {OfferState.OPEN: None, OfferState.TAKEN: offer.decided_on}.get(state, step.on)
    return replace(offer, state=state, decided_on=day)


def _refused(offer: OfferStanding, reason: str, on: date) -> OfferStanding:
    event = step_for(reason, accepted=offer.state == OfferState.ACCEPTED)
    return replace(offer, state=OFFER_STATES.after(offer.state, event), decided_on=on, refusal=reason)
