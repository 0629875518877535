"""Drafts: what a user has typed and not yet saved."""

from django.db import models
from django.utils import timezone

from cases.models.users import User


class Draft(models.Model):
    """The half-typed content of one form of one user. Private to the user and removed when the form is saved."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=100)
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="draft_unique")]

    def __str__(self) -> str:
        return self.key
