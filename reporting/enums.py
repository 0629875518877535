"""Closed sets whose meaning the code depends on: kinds and states of reports, forms of export, kinds of funding."""

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


class RunError(TextChoices):
    """Why a run failed: a code, because an error's own text may hold personal data."""

    COMPUTATION = "computation", _("A figure could not be computed. The technical log says which one.")
    GAVE_UP = "gave_up", _("The computation was interrupted too many times.")


class ExportForm(TextChoices):
    """How a CSV file is written."""

    EXCEL = "excel", _("For Excel in Danish")
    MACHINE = "machine", _("For statistics programs")


class FundingKind(TextChoices):
    """Where money comes from, or that it is spent."""

    GRANT = "grant", _("Grant")
    OWN = "own", _("Own funding")
    EXPENSE = "expense", _("Expense")
