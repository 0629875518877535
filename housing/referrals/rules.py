"""Where a housing referral stands, and the steps of it and of the home offered on it, in one table.

An offer that comes to nothing says whose the no is and leaves the referral in DECLINED: open, and ours to act on.
It goes back to the waiting list, is withdrawn, or is struck off by the municipality; nothing of that happens alone.

A row of the table says where a step may be taken, what it makes of the referral and of the offer that it names, which
day each of them carries afterwards, and what must be told with it. Actions, replay, pages and constraints read it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, auto

from django.utils.translation import gettext as _

from cases.core.codes import CodeList
from cases.core.errors import Refused
from cases.core.plausible import YEAR, declare
from cases.core.plausible import day as usual_day
from cases.core.plausible import number as usual_number
from housing.referrals.codes import (
    NO_REPLY,
    OFFER_REFUSALS,
    REFERRAL_WITHDRAWN,
    REJECTION_REASONS,
    WITHDRAWAL_REASONS,
    OfferState,
    Whose,
)
from housing.referrals.codes import ReferralEvent as Event
from housing.referrals.codes import ReferralState as State
from housing.steps.codes import Actor

# Open: not decided against, not withdrawn, not yet moved in. At most one for each young person and receiver.
OPEN = (
    State.DRAFT,
    State.SUBMITTED,
    State.RECEIVED,
    State.MISSING,
    State.APPROVED,
    State.WAITING,
    State.OFFERED,
    State.ACCEPTED,
    State.DECLINED,
    State.CONTRACT,
)

CLOSED = (State.REJECTED, State.FOLLOWED_UP, State.WITHDRAWN)

# Something remains to be done: the open ones, and a move that has not been followed up.
ACTIVE = (*OPEN, State.MOVED_IN)

# The way a referral goes when all goes well, for the step indicator.
PATH = (
    State.DRAFT,
    State.SUBMITTED,
    State.RECEIVED,
    State.APPROVED,
    State.WAITING,
    State.OFFERED,
    State.ACCEPTED,
    State.CONTRACT,
    State.MOVED_IN,
    State.FOLLOWED_UP,
)

# Where the states beside the path stand on it.
BESIDE_PATH = {State.MISSING: State.RECEIVED, State.DECLINED: State.OFFERED}

NEXT_ACTOR: dict[State, Actor] = {
    State.DRAFT: Actor.WORKER,
    State.SUBMITTED: Actor.RECEIVER,
    State.RECEIVED: Actor.RECEIVER,
    State.MISSING: Actor.WORKER,
    State.APPROVED: Actor.RECEIVER,
    State.REJECTED: Actor.NOBODY,
    State.WAITING: Actor.RECEIVER,
    State.OFFERED: Actor.YOUNG_PERSON,
    State.ACCEPTED: Actor.LANDLORD,
    State.DECLINED: Actor.WORKER,
    State.CONTRACT: Actor.WORKER,
    State.MOVED_IN: Actor.WORKER,
    State.FOLLOWED_UP: Actor.NOBODY,
    State.WITHDRAWN: Actor.NOBODY,
}

WAITING_ON_US = tuple(state for state, actor in NEXT_ACTOR.items() if actor in {Actor.WORKER, Actor.YOUNG_PERSON})

# Days in a state without a step or a progress note before the referral counts as stalled. Our own norms, set with
# the receivers' usual handling times in mind; a move is followed up within about six weeks.
STALL_DAYS: dict[State, int] = {
    State.DRAFT: 7,
    State.SUBMITTED: 7,
    State.RECEIVED: 14,
    State.MISSING: 14,
    State.APPROVED: 14,
    State.WAITING: 60,
    State.OFFERED: 7,
    State.ACCEPTED: 14,
    State.DECLINED: 7,
    State.CONTRACT: 30,
    State.MOVED_IN: 45,
}

# From this many own refusals on, the page says so: receivers commonly strike a young person off after the third.
MANY_REFUSALS = 3


def is_stalled(state: State, since: date, today: date) -> bool:
    """Nothing has moved for longer than the state's limit; `since` is the last step or progress note."""
    limit = STALL_DAYS.get(state)
    return limit is not None and (today - since).days > limit


def stalled_before(state: State, today: date) -> date:
    """A referral in `state` whose last movement lies before this day is stalled."""
    return today - timedelta(days=STALL_DAYS[state])


# Kr. a month: a room with a family, and a flat at market rent. Few of the young people could pay more.
LOWEST_RENT, HIGHEST_RENT = 1_000, 15_000

declare(
    "housing.HousingReferral",
    usual_day("opened_on", back=YEAR),
    usual_number("max_rent", least=LOWEST_RENT, most=HIGHEST_RENT),
)

Outcome = Callable[[str, OfferState], OfferState]


class Day(Enum):
    """Which day a record carries after a step."""

    OF_STEP = auto()
    OF_OFFER = auto()  # the day the home was offered: what is undone ends no waiting
    AS_BEFORE = auto()
    NONE = auto()


@dataclass(frozen=True)
class Move:
    """What a step does to the offer that it names. `before` is empty where the step makes the offer.

    `after` is worked out from the reason where that decides. `answered` is the day of the answer; `refusal` is the
    reason that the offer gets where it is not the step's. An offer that `may_lack` is closed with its referral, if
    there is one.
    """

    before: tuple[OfferState, ...]
    after: OfferState | Outcome
    answered: Day = Day.OF_STEP
    refusal: str = ""
    may_lack: bool = False

    def fits(self, offer: OfferState | None) -> bool:
        """Whether the step can name an offer that stands so; none, where there is none."""
        return offer in self.before if offer else self.may_lack or not self.before


@dataclass(frozen=True)
class Row:
    """One step. `after` is None where the referral stays where it is, `offer` where the step names none.

    A worker records it: `on_offer` on the page of the offer, else on the referral's. A step that `follows` from one on
    another referral of the young person is taken by the system alone.
    """

    event: Event
    before: tuple[State, ...]
    after: State | None
    offer: Move | None = None
    since: Day = Day.OF_STEP
    reasons: CodeList | None = None
    on_offer: bool = False
    follows: Event | None = None

    def fits(self, state: State, offer: OfferState | None) -> bool:
        """Whether the step is possible where the referral and the offer that it names stand so."""
        return state in self.before and (self.offer.fits(offer) if self.offer else offer is None)

    def whose(self, reason: str) -> str:
        """Whose the no is; empty for a step that is none. Raises `Refused` on a reason that is not in its list."""
        if self.reasons is None:
            return ""
        if reason not in self.reasons.codes:
            raise Refused(_("Choose a reason from the list."), field="reason")
        return Whose(self.reasons[reason].group)


def refused_as(reason: str, stood: OfferState) -> OfferState:
    """What a refusal makes of an offer: lapsed, declined by the young person, or taken back by others.

    An accepted offer that falls through (no lease, or no move) ends as an open one does, but it does not lapse.
    """
    if reason == NO_REPLY and stood == OfferState.OPEN:
        return OfferState.LAPSED
    return OfferState.DECLINED if OFFER_REFUSALS[reason].group == Whose.YOUNG_PERSON else OfferState.WITHDRAWN


_MADE = Move((), OfferState.OPEN, Day.NONE)

_ACCEPTED = Move((OfferState.OPEN,), OfferState.ACCEPTED)

_REFUSED = Move((OfferState.OPEN,), refused_as)

_SUPERSEDED = Move((OfferState.OPEN,), OfferState.SUPERSEDED)

_REOPENED = Move((OfferState.SUPERSEDED,), OfferState.OPEN, Day.NONE)

_UNDONE = Move((OfferState.ACCEPTED,), OfferState.OPEN, Day.NONE)

_KEPT = Move((OfferState.ACCEPTED,), OfferState.ACCEPTED, Day.AS_BEFORE)

_TAKEN = Move((OfferState.ACCEPTED,), OfferState.TAKEN, Day.AS_BEFORE)

_LOST = Move((OfferState.ACCEPTED,), refused_as)

_CLOSED = Move((OfferState.OPEN, OfferState.ACCEPTED), OfferState.WITHDRAWN, refusal=REFERRAL_WITHDRAWN, may_lack=True)

# In the order in which the steps are usually needed.
ROWS = (
    Row(Event.SUBMIT, (State.DRAFT,), State.SUBMITTED),
    Row(Event.RECEIVE, (State.SUBMITTED,), State.RECEIVED),
    Row(Event.APPROVE, (State.RECEIVED,), State.APPROVED),
    Row(Event.ASK, (State.RECEIVED,), State.MISSING),
    Row(Event.ANSWER, (State.MISSING,), State.RECEIVED),
    Row(Event.QUEUE, (State.APPROVED, State.DECLINED), State.WAITING),
    Row(Event.REJECT, (State.RECEIVED, State.MISSING, State.DECLINED), State.REJECTED, reasons=REJECTION_REASONS),
    Row(Event.OFFER, (State.WAITING,), State.OFFERED, _MADE, on_offer=True),
    Row(Event.ACCEPT, (State.OFFERED,), State.ACCEPTED, _ACCEPTED, on_offer=True),
    Row(Event.DECLINE, (State.OFFERED,), State.DECLINED, _REFUSED, reasons=OFFER_REFUSALS, on_offer=True),
    Row(Event.SUPERSEDE, (State.OFFERED,), State.WAITING, _SUPERSEDED, follows=Event.ACCEPT),
    Row(Event.REOPEN_OFFER, (State.WAITING,), State.OFFERED, _REOPENED, Day.OF_OFFER, follows=Event.UNDO_ACCEPT),
    Row(Event.SIGN, (State.ACCEPTED,), State.CONTRACT, _KEPT),
    Row(Event.UNDO_ACCEPT, (State.ACCEPTED,), State.OFFERED, _UNDONE, Day.OF_OFFER, on_offer=True),
    Row(Event.MOVE_IN, (State.CONTRACT,), State.MOVED_IN, _TAKEN),
    Row(Event.FALL_THROUGH, (State.ACCEPTED, State.CONTRACT), State.DECLINED, _LOST, reasons=OFFER_REFUSALS),
    Row(Event.FOLLOW_UP, (State.MOVED_IN, State.FOLLOWED_UP), State.FOLLOWED_UP),
    Row(Event.NOTE, ACTIVE, None, since=Day.AS_BEFORE),
    Row(Event.WITHDRAW, OPEN, State.WITHDRAWN, _CLOSED, reasons=WITHDRAWAL_REASONS),
)

STEPS = {row.event: row for row in ROWS}

WITH_REASON = tuple(row.event for row in ROWS if row.reasons)

ON_OFFER = tuple(row.event for row in ROWS if row.on_offer)

# Steps that the system takes itself, as the consequence of a step on another referral of the young person.
FOLLOWED_BY = {row.follows: row.event for row in ROWS if row.follows}

CONSEQUENCES = tuple(FOLLOWED_BY.values())

# Steps after which an offer waits for its answer again, since the day it was made.
RESTORING = tuple(row.event for row in ROWS if row.since == Day.OF_OFFER)

# A step names its offer, or may, or has none.
NAMES_OFFER = tuple(row.event for row in ROWS if row.offer and not row.offer.may_lack)

MAY_NAME_OFFER = tuple(row.event for row in ROWS if row.offer and row.offer.may_lack)


@dataclass(frozen=True)
class OfferStanding:
    """Where one offered home stands."""

    state: OfferState
    offered_on: date
    decided_on: date | None = None
    refusal: str = ""

    @property
    def whose(self) -> str:
        """Whose the refusal is, if there is one."""
        return Whose(OFFER_REFUSALS[self.refusal].group) if self.refusal else ""


@dataclass(frozen=True)
class Standing:
    """Where a referral stands, since when, and with it the offer that the next step names."""

    state: State
    since: date
    offer: OfferStanding | None = None


def is_possible(event: Event, standing: Standing) -> bool:
    """Whether the table has the step where the two stand so."""
    return STEPS[event].fits(standing.state, standing.offer.state if standing.offer else None)


def after(event: Event, standing: Standing, *, on: date, reason: str = "") -> Standing:
    """Where the two stand after a step of the day `on`. Raises `Refused` where the table has no such step."""
    row = STEPS[event]
    row.whose(reason)
    if not is_possible(event, standing):
        if row.offer and standing.state in row.before and standing.offer is None:
            raise Refused(_("No offer has been accepted on this referral. Reload the page to see where it stands."))
        raise Refused(_("That step is not possible now. The case may have moved on: reload the page to see it."))
    offer = _offer_after(row.offer, standing.offer, on=on, reason=reason) if row.offer else None
    days = {Day.OF_STEP: on, Day.AS_BEFORE: standing.since, Day.OF_OFFER: offer.offered_on if offer else on}
    return Standing(row.after or standing.state, days[row.since], offer)


def _offer_after(move: Move, offer: OfferStanding | None, *, on: date, reason: str) -> OfferStanding | None:
    if offer is None:
        return None if move.before else OfferStanding(OfferState.OPEN, offered_on=on)
    state = move.after if isinstance(move.after, OfferState) else move.after(reason, offer.state)
    days = {Day.OF_STEP: on, Day.AS_BEFORE: offer.decided_on, Day.NONE: None}
    refusal = move.refusal or ("" if isinstance(move.after, OfferState) else reason)
    return replace(offer, state=state, decided_on=days[move.answered], refusal=refusal)


def steps_from(state: State) -> Iterator[Event]:
    """The steps a worker may take in `state`, in the order in which they are usually needed."""
    return (row.event for row in ROWS if state in row.before and not row.follows)
