"""What kind of money funds a programme."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FundingKind(TextChoices):
    """Where money comes from, or that it is spent."""

    GRANT = "grant", _("Grant")
    OWN = "own", _("Own funding")
    EXPENSE = "expense", _("Expense")
