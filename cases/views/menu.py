"""What the cases app adds to the main menu, and the forms of it that keep drafts."""

from functools import partial
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.access.policy import Right, may
from cases.models import User
from cases.registry import DraftPage, register_draft
from cases.views.navigation import NavEntry, register


def _holds(right: Right, user: User) -> bool:
    return may(user, right)


def _new_contact(reference: str) -> str:
    url = reverse("cases:contact_create")
    return f"{url}?{urlencode({'person': reference})}" if reference else url


def _new_handover(reference: str) -> str:
    return reverse("cases:handover_create", args=[reference]) if reference else reverse("cases:handovers")


def _contact_change(pk: str) -> str:
    return reverse("cases:contact_change", args=[pk]) if pk.isdecimal() else reverse("cases:my_day")


register(NavEntry("cases:my_day", _("My day"), "list-check", partial(_holds, Right.WORK_CASES), order=10))
register(NavEntry("cases:person_list", _("Young people"), "persons", partial(_holds, Right.WORK_CASES), order=15))
register(NavEntry("cases:board", _("Board"), "analytics", partial(_holds, Right.SEE_BOARD), order=20))
register(NavEntry("cases:handovers", _("Handovers"), "forward", partial(_holds, Right.WORK_CASES), order=40))
register(NavEntry("cases:inbox", _("Inbox"), "email", partial(_holds, Right.RECEIVE_HANDOVERS), order=10))
register(NavEntry("cases:programmes", _("Programmes"), "checklist", partial(_holds, Right.EDIT_STEPS), order=60))
register(
    NavEntry("cases:administration", _("Administration"), "engineering", partial(_holds, Right.ADMINISTER), order=70)
)
register_draft(DraftPage("handover", _("Handover not finished yet"), _new_handover))
register_draft(DraftPage("contact", _("Contact not saved yet"), _new_contact))
register_draft(DraftPage("contact-change", _("Correction not saved yet"), _contact_change))
