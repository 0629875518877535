"""What the cases app adds to the main menu, and the forms of it that keep drafts."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from cases.drafts.pages import register_drafts
from cases.enrolments.models import Enrolment
from cases.handovers.models import Handover
from cases.intake.models import ScreeningRequest
from cases.shell.navigation import NavEntry, register
from cases.staff.models import User
from cases.staff.policy import Right, may


def _holds(right: Right, user: User) -> bool:
    return may(user, right)


register(NavEntry("cases:my_day", _("My day"), "list-check", partial(_holds, Right.WORK_CASES), order=10))

register(NavEntry("cases:person_list", _("Young people"), "persons", partial(_holds, Right.WORK_CASES), order=15))

register(NavEntry("cases:board", _("Board"), "analytics", partial(_holds, Right.SEE_BOARD), order=20))

register(NavEntry("cases:handovers", _("Handovers"), "forward", partial(_holds, Right.WORK_CASES), order=40))

register(NavEntry("cases:inbox", _("Inbox"), "email", partial(_holds, Right.RECEIVE_HANDOVERS), order=10))

register(NavEntry("cases:programmes", _("Programmes"), "checklist", partial(_holds, Right.EDIT_STEPS), order=60))

register(
    NavEntry("cases:administration", _("Administration"), "engineering", partial(_holds, Right.ADMINISTER), order=70)
)

register_drafts(_("Contact not saved yet"), "cases:contact_create", query=True)

register_drafts(
    _("Correction not saved yet"),
    "cases:contact_change",
    "cases:contact_programme",
    "cases:correction",
    "cases:handover_met",
)

register_drafts(_("Withdrawal not finished yet"), "cases:contact_withdraw", "cases:correction_withdraw")

register_drafts(_("Withdrawal not finished yet"), "cases:closing_withdraw", about=Enrolment)

register_drafts(_("Screening not saved yet"), "cases:screening_create")

register_drafts(_("Request not sent back yet"), "cases:screening_send_back", about=ScreeningRequest)

register_drafts(_("Change of phase not saved yet"), "cases:enrolment_phase", about=Enrolment)

register_drafts(_("Closing of an enrolment not finished yet"), "cases:enrolment_close", about=Enrolment)

register_drafts(_("Status report not handed in yet"), "cases:report_new", about=Enrolment)

register_drafts(_("Correction not saved yet"), "cases:report_correct")

register_drafts(_("Withdrawal not finished yet"), "cases:report_withdraw")

register_drafts(_("Handover not finished yet"), "cases:handover_create")

register_drafts(_("Handover not finished yet"), "cases:handover_change", about=Handover)

register_drafts(
    _("Change of a handover not finished yet"),
    "cases:handover_amend",
    "cases:handover_news",
    "cases:handover_close",
    "cases:handover_revoke",
    about=Handover,
)

register_drafts(
    _("Answer to a handover not sent yet"),
    "cases:inbox_accept",
    "cases:inbox_reject",
    "cases:inbox_meet",
    "cases:inbox_finish",
)

register_drafts(_("Programme not saved yet"), "cases:programme_new", "cases:programme_change")

register_drafts(_("Question not saved yet"), "cases:question_new", "cases:question")

register_drafts(_("Removal of two-step login not finished yet"), "cases:user_second_factor")
