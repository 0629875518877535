"""What kind of money funds a programme, what it is spent on, and at which stage."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FundingKind(TextChoices):
    """Where money comes from, or that it is spent. The total is what the grant itself says in all."""

    TOTAL = "stated", _("Total financing as stated")
    GRANT = "grant", _("Grant")
    OWN = "own", _("Own funding")
    EXPENSE = "expense", _("Expense")


class Category(TextChoices):
    """What an expense is for: the categories of the evaluations of Danish youth projects, and what they leave over."""

    WAGES = "wages", _("Wages")
    TRAINING = "training", _("Training")
    ACTIVITIES = "activities", _("Activities for the young people")
    DWELLING = "dwelling", _("Running of the dwelling")
    ACQUIRING = "acquiring", _("Acquiring dwellings")
    TRANSPORT = "transport", _("Transport")
    EVALUATION = "evaluation", _("Evaluation, and what only a project has")
    SEVERAL = "several", _("Several of these together")


class Stage(TextChoices):
    """Whether an expense is for setting up or for running: cost per course counts the second alone."""

    SET_UP = "set_up", _("Set-up")
    RUNNING = "running", _("Running")
