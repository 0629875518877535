"""What is asked for, where a run stands, what can happen to it, and why it failed."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReportKind(TextChoices):
    """What a report is for. The code is also what the command is called with."""

    MIDTERM = "midtvejsevaluering", _("Midterm evaluation")


class RunState(TextChoices):
    """Where a report run stands."""

    QUEUED = "queued", _("Waiting to start")
    RUNNING = "running", _("Being computed")
    DONE = "done", _("Ready")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Stopped")


class RunEvent(TextChoices):
    """What can happen to a report run."""

    START = "start", _("Start")
    RESUME = "resume", _("Resume")
    FINISH = "finish", _("Finish")
    FAIL = "fail", _("Fail")
    CANCEL = "cancel", _("Cancel")
    RETRY = "retry", _("Try again")


# What a step of a run says that was taken; the first one has no event.
STEP_WORDS = {
    "": _("Requested"),
    RunEvent.START: _("Started"),
    RunEvent.RESUME: _("Resumed after an interruption"),
    RunEvent.FINISH: _("Finished"),
    RunEvent.FAIL: _("Failed"),
    RunEvent.CANCEL: _("Stopped"),
    RunEvent.RETRY: _("Requested again"),
}


class RunError(TextChoices):
    """Why a run failed: a code, because an error's own text may hold personal data."""

    COMPUTATION = "computation", _("A figure could not be computed. The technical log says which one.")
    GAVE_UP = "gave_up", _("The computation was interrupted too many times.")
