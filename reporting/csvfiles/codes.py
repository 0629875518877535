"""For whom a file of values is written."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ExportForm(TextChoices):
    """How a CSV file is written."""

    EXCEL = "excel", _("For Excel in Danish")
    MACHINE = "machine", _("For statistics programs")
