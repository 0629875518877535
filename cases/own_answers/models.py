"""One view of a report's questions opened for the young person, and what was answered in it."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.enrolments.models import Enrolment
from cases.questionnaires.models import Questionnaire
from cases.staff.models import User
from cases.statusreports.codes import ReportKind


class OwnAnswersQuerySet(models.QuerySet["OwnAnswers"]):
    """Filters of views opened for young people."""

    def visible_to(self, user: User) -> "OwnAnswersQuerySet":
        """Those that the user has opened: the answers belong to that user's draft."""
        return self.filter(by=user)


class OwnAnswers(models.Model):
    """The questions of one report as the young person is asked them, once, on the phone of the worker who fills it in.

    Whoever holds the token may answer until `expires_at`, once: the database keeps a keyed hash of it. `ended_at` is
    set when it was answered, declined, or another was opened in its place. `answers` by the keys of the items.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=ReportKind.choices)
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    answers = models.JSONField(default=dict, blank=True)

    objects = OwnAnswersQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="own_answers_when_ended",
                condition=Q(answers={}) | Q(ended_at__isnull=False),
                violation_error_message=_("Answers have a time."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def is_open(self, at: datetime) -> bool:
        """Whether it can still be answered."""
        return self.ended_at is None and at < self.expires_at
