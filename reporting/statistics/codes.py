"""What the numbers of a statistic are."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StatisticUnit(TextChoices):
    """Counts change by per cent, shares by percentage points."""

    COUNT = "count", _("count")
    SHARE = "share", _("per cent")
