"""Submission keys: which forms have been saved, so that none is saved twice."""

from django.db import models

from cases.models.users import User


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
