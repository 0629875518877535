"""Where an enrolment stands, what can happen to it, and why it is paused or closed."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.core.codes import Code, CodeList

PAUSE_REASONS = CodeList(
    Code("prison", _("Prison or custody")),
    Code("hospital", _("Hospital")),
    Code("treatment", _("Residential treatment")),
    Code("lost_contact", _("Contact lost")),
    Code("abroad", _("Abroad or travelling")),
    Code("wish", _("The young person's own wish")),
)

# The evaluator's closing answers of the national documentation method.
CLOSING_REASONS = CodeList(
    Code("no_need", _("No longer needs support")),
    Code("other_support", _("Needs other support")),
    Code("declined", _("Does not want support")),
    Code("lost_contact", _("Contact lost")),
    Code("completed", _("The course is completed")),
    Code("moved", _("Moved to another municipality")),
    Code("prison", _("Serving a sentence")),
    Code("death", _("Died")),
    Code("other", _("Other")),
)


class EnrolmentState(TextChoices):
    """Where a young person stands in a programme; derived from dated facts, never stored."""

    SCREENED = "screened", _("Screened")
    ACTIVE = "active", _("Enrolled")
    PAUSED = "paused", _("Paused")
    CLOSED = "closed", _("Closed")


class EnrolmentEvent(TextChoices):
    """What can happen to an enrolment."""

    ENROL = "enrol", _("Enrol")
    CHANGE_PHASE = "change_phase", _("Change phase")
    PAUSE = "pause", _("Pause")
    RESUME = "resume", _("Resume")
    CLOSE = "close", _("Close")
    REOPEN = "reopen", _("Reopen")
