"""What a page shows about young people, sealed into the page, so that its printing is logged as its reading was.

A seal says what one user has read. It is made by the reading alone, is worth nothing to anybody else, and can only
add rows to the trail of its own user.
"""

from django.core import signing
from django.http import HttpRequest

from cases.audit.codes import AuditAction
from cases.audit.trail import noted
from cases.staff.gate import UserRequest

HEADER = "X-Print-Seal"
SALT = "cases.audit.printing"


def seal(request: HttpRequest) -> str:
    """What the request has noted so far; empty when it read about nobody."""
    reads = noted(request)
    return signing.dumps([request.user.pk, reads], salt=SALT, compress=True) if reads else ""


def note_print(request: UserRequest, sealed: str) -> None:
    """Note what was read under the seal as printed now. Raises `BadSignature` when it is not a seal of the user's."""
    user, reads = signing.loads(sealed, salt=SALT)
    if user != request.user.pk:
        raise signing.BadSignature
    printed = [read | {"action": AuditAction.PRINTED} for read in reads]
    noted(request).extend(event for event in printed if event not in noted(request))
