"""Drafts: what a user has typed and not yet saved."""

from django.db import models
from django.utils import timezone

from cases.models.users import User


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
