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


AGE = "age"
STABLE_HOUSING = "stable_housing"
OTHER_MUNICIPALITY = "other_municipality"
NO_RESIDENCE = "no_residence"
SHORT_ADVICE = "short_advice"
UNKNOWN_FACTS = "unknown_facts"

SCREENING_REASONS = CodeList(
    Code(AGE, _("Outside the age group")),
    Code(STABLE_HOUSING, _("Housing is stable")),
    Code(OTHER_MUNICIPALITY, _("Another municipality acts or pays")),
    Code(NO_RESIDENCE, _("No residence permit")),
    Code(SHORT_ADVICE, _("Short advice was enough")),
    Code(UNKNOWN_FACTS, _("Facts are missing")),
)
