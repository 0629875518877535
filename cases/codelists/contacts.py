"""Kinds of contact between worker and young person."""

from django.utils.translation import gettext_lazy as _

from cases.codelists.base import Code, CodeList

CONTACT_KINDS = CodeList(
    Code("meeting", _("Meeting")),
    Code("phone", _("Phone call")),
    Code("message", _("Text message")),
    Code("accompaniment", _("Accompaniment")),
    Code("visit", _("Visit at home or shelter")),
    Code("outreach", _("Outreach")),
    Code("network_meeting", _("Network meeting")),
    Code("activity", _("Activity")),
    Code("other", _("Other")),
)
