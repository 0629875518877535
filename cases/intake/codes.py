"""What is decided about the target group, why not, and where a request for a decision stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.core.codes import Code, CodeList


class ScreeningOutcome(TextChoices):
    """What was decided about the target group."""

    ELIGIBLE = "eligible", _("In the target group")
    EXCEPTION = "exception", _("Taken in as an exception")
    NOT_ELIGIBLE = "not_eligible", _("Not in the target group")


class RequestState(TextChoices):
    """Where it stands when somebody has asked for a target-group decision."""

    OPEN = "open", _("Waits for a decision")
    DECIDED = "decided", _("Decided")
    RETURNED = "returned", _("Sent back")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RequestEvent(TextChoices):
    """What can happen to a request for a decision. It is reopened when the decision is taken back as a mistake."""

    DECIDE = "decide", _("Decide")
    SEND_BACK = "send_back", _("Send back")
    WITHDRAW = "withdraw", _("Withdraw")
    REOPEN = "reopen", _("Reopen")


SCREENING_REASONS = CodeList(
    Code("age", _("Outside the age group")),
    Code("stable_housing", _("Housing is stable")),
    Code("other_municipality", _("Another municipality acts or pays")),
    Code("no_residence", _("No residence permit")),
    Code("short_advice", _("Short advice was enough")),
    Code("unknown_facts", _("Facts are missing")),
)
