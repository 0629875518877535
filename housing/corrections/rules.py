"""The steps of a referral, taken again from the first: what they amount to when a day or a step is put right.

The order is the one in which the steps were entered. A progress note moves nothing and may lie on any later day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from cases.core.errors import Refused
from housing.referrals.codes import ReferralEvent, ReferralState
from housing.referrals.rules import OfferStanding, Standing, after, is_possible


@dataclass(frozen=True)
class Taken:
    """One step as plain facts; the beginning of the draft has no event. `offer` is the key of an offered home."""

    event: ReferralEvent | None
    on: date
    offer: int | None = None
    reason: str = ""

    @property
    def moves(self) -> bool:
        return self.event != ReferralEvent.NOTE

    @property
    def words(self) -> str:
        """The step and its day, for a sentence."""
        name = self.event.taken if self.event else _("The draft was begun")
        return f"“{name}” ({self.on:%d.%m.%Y})"


@dataclass
class Story:
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


def replay(steps: Sequence[Taken]) -> Story:
    """Take the steps again. Raises `Refused` on a step out of turn or before the one that led to it, naming both."""
    first = steps[0]
    told = Story(opened_on=first.on, since=first.on, moves={0: ("", ReferralState.DRAFT)})
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
    return max(at for at, step in enumerate(steps) if step.moves and (step.on, at) < day)


def _check_order(step: Taken, *, after: Taken) -> None:
    if step.on < after.on:
        raise Refused(
            _("%(step)s would lie before %(before)s. Correct the other day first, or choose another.")
            % {"step": step.words, "before": after.words},
            field="on",
        )


def _take(told: Story, place: int, step: Taken) -> None:
    stood = Standing(told.state, told.since, told.offers.get(step.offer) if step.offer else None)
    if step.event is None or not is_possible(step.event, stood):
        raise Refused(
            _("%(step)s is not possible while the referral stands at “%(state)s”.")
            % {"step": step.words, "state": told.state.label}
        )
    stands = after(step.event, stood, on=step.on, reason=step.reason)
    told.moves[place] = (told.state, stands.state)
    told.state, told.since = stands.state, stands.since
    if step.offer and stands.offer:
        told.offers[step.offer] = stands.offer
