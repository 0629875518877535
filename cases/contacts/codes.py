"""How contact is made, and whether the young person was reached."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.core.codes import Code, CodeList

OUTREACH = "outreach"

VISIT = "visit"

NETWORK_MEETING = "network_meeting"

CONTACT_KINDS = CodeList(
    Code("meeting", _("Meeting")),
    Code("phone", _("Phone call")),
    Code("message", _("Text message")),
    Code("accompaniment", _("Accompaniment")),
    Code(VISIT, _("Visit at home or shelter")),
    Code(OUTREACH, _("Outreach")),
    Code(NETWORK_MEETING, _("Network meeting")),
    Code("activity", _("Activity")),
    Code("other", _("Other")),
)


class ContactOutcome(TextChoices):
    """Did we reach the young person? An attempt in vain is a contact entry too, but not a contact made.

    What was held about the young person without them is neither.
    """

    REACHED = "reached", _("Reached")
    IN_VAIN = "in_vain", _("Tried in vain")
    NO_SHOW = "no_show", _("Did not show up")
    CANCELLED = "cancelled", _("Cancelled")
    WITHOUT = "without", _("Without the young person")
