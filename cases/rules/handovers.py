"""The life of a handover between organisations. The sender stays responsible until the receiver accepts."""

from datetime import date

from django.utils.translation import gettext as _

from cases.enums import HandoverBasis
from cases.enums import HandoverEvent as Event
from cases.enums import HandoverState as State
from cases.rules.errors import Refused
from cases.rules.transitions import StateTable

OPEN = (State.DRAFT, State.SENT, State.RECEIVED, State.ACCEPTED, State.FIRST_CONTACT)
WAITING = (State.SENT, State.RECEIVED)
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
SENDER_EVENTS = (Event.SEND, Event.REVOKE, Event.AMEND)


def check_basis(*, basis: str, basis_detail: str, shared_until: date | None, scope: list[str], on: date) -> None:
    """A handover is sent only with a consent or a named law paragraph, a scope and an end date in the future.

    Forvaltningsloven § 28; serviceloven § 141, stk. 7 for civil society. Raises `Refused`.
    """
    if basis not in HandoverBasis.values:
        raise Refused(_("Say what allows you to share: the young person's consent or a law."), field="basis")
    if not basis_detail.strip():
        raise Refused(_("Say how the consent was given, or which law paragraph applies."), field="basis_detail")
    if not scope:
        raise Refused(_("Choose what may be shared."), field="scope")
    if shared_until is None or shared_until <= on:
        raise Refused(_("Choose an end date in the future for the sharing."), field="shared_until")
