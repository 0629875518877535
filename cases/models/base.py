"""What every record has: a time of registration, a version against stale edits, a history nobody can switch off."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords


class Record(models.Model):
    """Base of all case records. Only actions save it, through `cases.actions.writing`."""

    registered_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history: Any = HistoricalRecords(inherit=True, user_model=settings.AUTH_USER_MODEL)

    class Meta:
        abstract = True
