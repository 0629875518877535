"""What can happen to a handover, what may be shared, and for how long."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from cases.core.errors import Refused
from cases.core.periods import ONE_DAY, Period
from cases.core.transitions import StateTable
from cases.handovers.codes import HandoverBasis
from cases.handovers.codes import HandoverEvent as Event
from cases.handovers.codes import HandoverState as State

OPEN = (State.DRAFT, State.SENT, State.RECEIVED, State.ACCEPTED, State.FIRST_CONTACT)

WAITING = (State.SENT, State.RECEIVED)

OURS = (State.DRAFT, State.SENT, State.RECEIVED, State.REJECTED)  # the sender is responsible

WITH_RECEIVER = (State.SENT, State.RECEIVED, State.ACCEPTED, State.FIRST_CONTACT)

HANDOVER_STATES: StateTable[State, Event] = StateTable(
    (Event.SEND, [State.DRAFT], State.SENT),
    (Event.RECEIVE, [State.SENT], State.RECEIVED),
    (Event.ACCEPT, WAITING, State.ACCEPTED),
    (Event.REJECT, WAITING, State.REJECTED),
    (Event.MEET, [State.ACCEPTED], State.FIRST_CONTACT),
    (Event.FINISH, [State.FIRST_CONTACT], State.DONE),
    (Event.REVOKE, OPEN, State.REVOKED),
    (Event.AMEND, WITH_RECEIVER, None),
)

RECEIVER_EVENTS = (Event.RECEIVE, Event.ACCEPT, Event.REJECT, Event.MEET, Event.FINISH)

# After a week without an answer, or without a first meeting after a yes, the sender is told.
PATIENCE = timedelta(days=7)

# A no stays on the sender's list for a month, unless a new handover is begun.
REMEMBERED = timedelta(days=30)

# What tells where a young person can be found: never shared for one with address protection (CPR-loven § 28).
ADDRESS_SCOPES = frozenset({"housing"})


def may_share(scope: Iterable[str], *, has_protected_address: bool) -> list[str]:
    """The categories that may really be shared: with address protection, none that leads to the address."""
    return [code for code in scope if not (has_protected_address and code in ADDRESS_SCOPES)]


def check_scope(scope: Iterable[str], *, has_protected_address: bool) -> None:
    """Raises `Refused` when an address would be shared against its protection."""
    wanted = list(scope)
    if may_share(wanted, has_protected_address=has_protected_address) != wanted:
        raise Refused(
            _("The young person has name and address protection: where they live cannot be shared."), field="scope"
        )


def widens(
    *, scope: Iterable[str], shared_until: date | None, scope_before: Iterable[str], until_before: date | None
) -> bool:
    """Whether a change shares more, or for longer: what was agreed to at first does not cover that."""
    longer = shared_until is not None and not is_shared(until_before, shared_until - ONE_DAY)
    return longer or not set(scope) <= set(scope_before)


def check_basis_again(basis: str, basis_detail: str) -> None:
    """Sharing more or for longer rests on a consent or a law of its own, said again. Raises `Refused`."""
    if not basis:
        raise Refused(_("You share more or for longer: say again what allows you to share."), field="basis")
    if not basis_detail.strip():
        raise Refused(
            _("You share more or for longer: say how and when the consent to that was given, or which law paragraph."),
            field="basis_detail",
        )


def is_shared(shared_until: date | None, on: date) -> bool:
    """Whether the sharing runs on a day, its last one included; `shared_until` is the first day after it."""
    return shared_until is not None and Period(date.min, shared_until).not_over(on)


def check_still_shared(shared_until: date | None, on: date) -> None:
    """The receiver can act only while the sharing runs. Raises `Refused`."""
    if not is_shared(shared_until, on):
        raise Refused(_("The sharing has ended. Ask the sender to extend it if you still need it."))


def check_met_on(met_on: date, *, sent_on: date, today: date) -> None:
    """The first contact lies between the day of sending and today. Raises `Refused`."""
    if met_on > today:
        raise Refused(_("The date lies in the future."), field="met_on")
    if met_on < sent_on:
        raise Refused(_("The date lies before the handover was sent."), field="met_on")


def check_basis(*, basis: str, basis_detail: str, shared_until: date | None, scope: list[str], on: date) -> None:
    """A handover is sent only with a consent or a named law paragraph, a scope and a last day that is not over.

    Forvaltningsloven § 28; serviceloven § 141, stk. 7 for civil society. Raises `Refused`.
    """
    if basis not in HandoverBasis.values:
        raise Refused(_("Say what allows you to share: the young person's consent or a law."), field="basis")
    if not basis_detail.strip():
        raise Refused(_("Say how the consent was given, or which law paragraph applies."), field="basis_detail")
    if not scope:
        raise Refused(_("Choose what may be shared."), field="scope")
    if not is_shared(shared_until, on):
        raise Refused(_("Choose today or a later day as the last day of the sharing."), field="shared_until")


RENEWED = ("basis", "basis_detail")

AMENDABLE = ("purpose", "message", "basis", "basis_detail", "scope", "shared_until")
