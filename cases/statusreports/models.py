"""Status reports, each version for good, and who takes part in the documentation."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from cases.enrolments.models import Enrolment
from cases.people.models import in_reach
from cases.questionnaires.models import Questionnaire
from cases.records.models import Record
from cases.staff.models import User
from cases.statusreports.codes import ReportKind, TakingPart

if TYPE_CHECKING:
    from cases.programmes.models import Programme

# Every report that was withdrawn, with the earlier versions in whose place it stood.
WITHDRAWN = """
    WITH RECURSIVE gone AS (
        SELECT id, corrects_id FROM cases_statusreport WHERE withdrawn_why <> ''
        UNION SELECT earlier.id, earlier.corrects_id FROM cases_statusreport earlier
              JOIN gone ON earlier.id = gone.corrects_id
    )
    SELECT id FROM gone
"""


class StatusReportQuerySet(models.QuerySet["StatusReport"]):
    """Filters of status reports."""

    def visible_to(self, user: User) -> "StatusReportQuerySet":
        return self.filter(enrolment__person__in=in_reach(user))

    def standing(self) -> "StatusReportQuerySet":
        """The version that counts of each report that was not withdrawn."""
        return self.filter(is_standing=True)

    def stood(self, at: datetime) -> "StatusReportQuerySet":
        """The version that counted at a moment. What was withdrawn since counts no more, in no version of it."""
        corrected_since = Q(corrected_by__registered_at__gt=at) & ~Q(pk__in=RawSQL(WITHDRAWN, ()))  # noqa: S611 - fixed
        return self.filter(Q(is_standing=True) | corrected_since, registered_at__lte=at)

    def of(
        self, programme: "Programme", *, up_to: date | None = None, known_at: datetime | None = None
    ) -> "StatusReportQuerySet":
        """What counts of the programme's reports, up to a day, and as it was known at a moment."""
        rows = self.standing() if known_at is None else self.stood(known_at)
        rows = rows.filter(enrolment__programme=programme)
        return rows if up_to is None else rows.filter(report_on__lte=up_to)


class StatusReport(Record):
    """One report about a course on a day. What was answered never changes: a correction is a new version beside it.

    `answers` by the keys of the items: a missing key was not asked, null is blank. `comments` and `origins` by the
    same keys: a remark, and where an answer came from if nobody typed it (`known` here, `unchanged` as confirmed).
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="status_reports")
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=ReportKind.choices)
    report_on = models.DateField(_("day of the report"))
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("worker")
    )
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    comments = models.JSONField(_("comments"), default=dict, blank=True)
    origins = models.JSONField(default=dict, blank=True, editable=False)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    reason = models.TextField(_("why it is corrected"), blank=True)
    # False once a correction stands in its place, or it was withdrawn as a mistake.
    is_standing = models.BooleanField(default=True, editable=False)
    withdrawn_why = models.TextField(blank=True, editable=False)

    objects = StatusReportQuerySet.as_manager()

    class Meta:
        ordering = ["enrolment", "report_on", "pk"]
        verbose_name = _("status report")
        verbose_name_plural = _("status reports")
        indexes = [
            models.Index(
                fields=["enrolment", "report_on"], condition=Q(is_standing=True), name="status_report_standing"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "kind", "report_on"],
                condition=Q(is_standing=True),
                name="status_report_once",
                violation_error_message=_("There is a report of this kind for that day already."),
            ),
            models.CheckConstraint(
                name="status_report_kind_known",
                condition=Q(kind__in=ReportKind.values),
                violation_error_message=_("Choose a kind from the list."),
            ),
            models.CheckConstraint(
                name="status_report_correction_has_reason",
                condition=Q(corrects__isnull=True, reason="") | Q(corrects__isnull=False) & ~Q(reason=""),
                violation_error_message=_("Write why the report is corrected."),
            ),
            models.CheckConstraint(
                name="status_report_withdrawn_stands_no_more",
                condition=Q(withdrawn_why="") | Q(is_standing=False),
                violation_error_message=_("A withdrawn report counts no more."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.report_on:%Y-%m-%d}"


class ParticipationQuerySet(models.QuerySet["Participation"]):
    """Filters of who takes part."""

    def refused(self) -> "ParticipationQuerySet":
        """Those who declined, or withdrew later: no report is made of their courses, and none counts."""
        return self.exclude(state=TakingPart.CONSENTED)


class Participation(Record):
    """Whether the young person takes part in the documentation of a course. Nobody has said: no row, and it counts."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="participation")
    state = models.CharField(_("taking part"), max_length=20, choices=TakingPart.choices)
    told_on = models.DateField(_("said on"))

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("taking part in the documentation")
        verbose_name_plural = _("taking part in the documentation")
        constraints = [
            models.CheckConstraint(
                name="participation_state_known",
                condition=Q(state__in=TakingPart.values),
                violation_error_message=_("Choose from the list."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()
