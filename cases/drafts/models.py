"""What was typed and not saved yet, and the keys of what was saved."""

from django.db import models
from django.utils import timezone

from cases.staff.models import User


class Draft(models.Model):
    """The half-typed content of one form of one user. Private to the user and removed when the form is saved.

    `version` counts what was kept, and `tab` is the page that kept it last: a second page that was filled from an
    earlier version may not overwrite it in silence.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=100)
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    tab = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="draft_unique")]

    def __str__(self) -> str:
        return self.key


class SubmissionKey(models.Model):
    """A form that was saved: the key its page was drawn with, and where saving it led.

    `fingerprint` is a keyed hash of what was typed: it tells the same form sent again from other content, and nothing
    can be read from it. Written in the transaction that saves the form.
    """

    key = models.UUIDField(unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)
    fingerprint = models.CharField(max_length=64)
    target = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.key)
