"""What a user has put out of sight on My day until a day."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.staff.models import User


class SetAsideQuerySet(models.QuerySet["SetAside"]):
    """Filters of what is set aside."""

    def by(self, user: User, day: date) -> "SetAsideQuerySet":
        """What the user does not see on `day`; on the day it was set aside until, it is there again."""
        return self.filter(user=user, until__gt=day)

    def keys(self, user: User, kind: str, day: date) -> "QuerySet[SetAside, Any]":
        """The keys of the records of one kind that the user does not see on `day`."""
        return self.by(user, day).filter(kind=kind).values("record")


class SetAside(models.Model):
    """One record that is gone from one user's My day until a day. Nobody else's lists change.

    `kind` is one of those in `cases.panels.registry`, `record` the key of the record.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="set_aside")
    kind = models.CharField(max_length=20)
    record = models.BigIntegerField()
    until = models.DateField(_("until"))

    objects = SetAsideQuerySet.as_manager()

    class Meta:
        ordering = ["until", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "kind", "record"], name="set_aside_once")]

    def __str__(self) -> str:
        return self.kind
