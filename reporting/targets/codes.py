"""What a target is about, in what it is counted, by what it is measured, which way is better, and how it stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TargetKind(TextChoices):
    """Whether something is to be done, or to come of it (aktivitetsmål, resultatmål)."""

    ACTIVITY = "activity", _("Activity target")
    RESULT = "result", _("Result target")


class TargetUnit(TextChoices):
    """What the numbers of a target are. It decides too which figure is read: a count, a share or a median."""

    PEOPLE = "people", _("young people")
    HOMES = "homes", _("homes")
    NUMBER = "number", _("times")
    PERCENT = "percent", _("per cent")
    DAYS = "days", _("days")


class MeasuredBy(TextChoices):
    """Where the actual figure comes from."""

    HAND = "hand", _("Counted by hand")
    INDICATOR = "indicator", _("An indicator of the midterm report")
    TABLE = "table", _("A table of the status reports")
    STATISTIC = "statistic", _("An external statistic")


class Direction(TextChoices):
    """Which way is better."""

    HIGHER = "higher", _("Higher is better")
    LOWER = "lower", _("Lower is better")


class Standing(TextChoices):
    """How a target stands on a day."""

    REACHED = "reached", _("Target reached")
    ON_THE_WAY = "on_the_way", _("On the way")
    BEHIND = "behind", _("Behind")
    UNKNOWN = "no_figure", _("No figure")
