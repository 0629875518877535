"""Report runs: one report for one programme and period, computed once and then frozen."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.core.periods import ONE_DAY, EndDate, Period, start_before_end
from cases.programmes.models import Programme
from cases.staff.models import User
from reporting.runs.codes import STEP_WORDS, ReportKind, RunError, RunEvent, RunState
from reporting.runs.rules import FINISHED, MOST_ATTEMPTS, UNFINISHED


class ReportRunQuerySet(models.QuerySet["ReportRun"]):
    """Filters of report runs."""

    def visible_to(self, user: User) -> "ReportRunQuerySet":
        """Runs of the programmes the user reports on."""
        return self.filter(programme__in=Programme.objects.reported_to(user))

    def unfinished(self) -> "ReportRunQuerySet":
        return self.filter(state__in=UNFINISHED)

    def standing_still(self, now: datetime, *, longer_than: timedelta) -> "ReportRunQuerySet":
        """Unfinished runs that nothing has happened to for some time: the message or the worker may be lost."""
        return self.unfinished().filter(moved_at__lt=now - longer_than)


class ReportRun(models.Model):
    """One report. `reporting.runs.actions` moves it along; nothing else does.

    `parts` fills up while it is computed, one indicator at a time. `result` is written once, and the database refuses
    to change it afterwards (migration 0001). It holds the full figures; who may see small ones is decided at display.
    """

    States = RunState  # by its names in templates

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(_("report"), max_length=30, choices=ReportKind.choices, default=ReportKind.MIDTERM)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="report_runs", verbose_name=_("programme")
    )
    start = models.DateField(_("from"))
    end = EndDate(_("last day"))
    as_of = models.DateField(_("as of"))
    state = models.CharField(_("state"), max_length=20, choices=RunState.choices, default=RunState.QUEUED)
    steps_done = models.PositiveSmallIntegerField(default=0)
    steps_total = models.PositiveSmallIntegerField()
    parts = models.JSONField(default=dict, blank=True)
    result = models.JSONField(null=True, blank=True)
    error = models.CharField(max_length=20, choices=RunError.choices, blank=True)
    # None: asked for with the command on the server.
    requested_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="report_runs",
        verbose_name=_("asked for by"),
    )
    requested_at = models.DateTimeField(_("asked for"), db_index=True)
    # The last sign of life: queued, taken by a worker, or one indicator further.
    moved_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    # Counts the workers that took the run; what a worker saves is refused once another has taken over.
    attempt = models.PositiveSmallIntegerField(default=0)
    attempts_allowed = models.PositiveSmallIntegerField(default=MOST_ATTEMPTS)

    objects = ReportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [models.Index(fields=["moved_at"], condition=Q(state__in=UNFINISHED), name="run_unfinished")]
        constraints = [
            start_before_end("run_period", _("The last day cannot lie before the first.")),
            models.CheckConstraint(
                name="run_as_of_in_or_after_period",
                condition=Q(as_of__gte=F("start")),
                violation_error_message=_("The as-of date cannot lie before the period."),
            ),
            models.CheckConstraint(
                name="run_state_known",
                condition=Q(state__in=RunState.values) & Q(kind__in=ReportKind.values),
                violation_error_message=_("The report is in an unknown state."),
            ),
            models.CheckConstraint(
                name="run_done_with_result",
                condition=Q(state=RunState.DONE, result__isnull=False)
                | ~Q(state=RunState.DONE) & Q(result__isnull=True),
                violation_error_message=_("A report has a result when it is done, and not before."),
            ),
            models.CheckConstraint(
                name="run_finished_stamped",
                condition=Q(state__in=FINISHED, finished_at__isnull=False)
                | Q(state__in=UNFINISHED, finished_at__isnull=True),
                violation_error_message=_("A finished report says when it finished."),
            ),
            models.CheckConstraint(
                name="run_failed_with_code",
                condition=Q(state=RunState.FAILED, error__in=RunError.values)
                | ~Q(state=RunState.FAILED) & Q(error=""),
                violation_error_message=_("A failed report says why."),
            ),
            models.CheckConstraint(
                name="run_progress",
                condition=Q(steps_done__lte=F("steps_total")),
                violation_error_message=_("More was computed than there is."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.programme} · {self.start:%Y-%m-%d}"

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)

    @property
    def last_day(self) -> date:
        """The last day of the period, as people say it."""
        day: date = self.end - ONE_DAY
        return day

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED

    @property
    def is_done(self) -> bool:
        return self.state == RunState.DONE


class ReportRunStep(models.Model):
    """One step of a run: what happened, when, and by whom; a worker and the command on the server are nobody.

    The first step is that the report was asked for, which has no event.
    """

    run = models.ForeignKey(ReportRun, on_delete=models.PROTECT, related_name="steps")
    event = models.CharField(_("what happened"), max_length=20, choices=RunEvent.choices, blank=True)
    from_state = models.CharField(max_length=20, choices=RunState.choices, blank=True)
    to_state = models.CharField(_("step"), max_length=20, choices=RunState.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["run", "pk"]
        verbose_name = _("step of a report")
        verbose_name_plural = _("steps of reports")
        constraints = [
            models.CheckConstraint(
                name="run_step_known",
                condition=Q(event="", from_state="", to_state=RunState.QUEUED)
                | Q(event__in=RunEvent.values, from_state__in=RunState.values, to_state__in=RunState.values),
                violation_error_message=_("The step is unknown."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_to_state_display()

    @property
    def words(self) -> str:
        """What happened."""
        return str(STEP_WORDS[self.event])
