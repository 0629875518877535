"""What a programme is to reach, what that was and is, and what was counted by hand."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.core.municipalities import MUNICIPALITIES
from cases.core.periods import start_before_end
from cases.programmes.models import Programme
from cases.records.models import Record, in_language
from cases.staff.models import User
from reporting.kinds.given import Span
from reporting.statistics.models import Series
from reporting.targets.codes import Direction, MeasuredBy, TargetKind, TargetUnit

FIRST_YEAR, LAST_YEAR = 1990, 2100

MOST = 1_000_000_000


def _in_order(name: str, low: str, high: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{low}__isnull": True, f"{high}__isnull": True})
        | Q(**{f"{low}__isnull": False, f"{high}__isnull": False, f"{low}__lte": F(high), f"{high}__lte": MOST}),
        violation_error_message=_("A range runs from the lower number to the higher."),
    )


class TargetQuerySet(models.QuerySet["Target"]):
    """Filters of targets."""

    def visible_to(self, user: User) -> "TargetQuerySet":
        """Those of the programmes that the user reports on."""
        return self.filter(programme__in=Programme.objects.reported_to(user))

    def set_by(self, user: User) -> "TargetQuerySet":
        """Those of the programmes that the user leads."""
        return self.filter(programme__in=Programme.objects.led_by(user))


class Target(Record):
    """One thing that a programme is to reach by a day. What it is to reach stands in its values (`TargetValue`).

    `figure` says what is read: "indicator.table.row", "table.row" or "table.row.cell", or a group of the statistic.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="targets")
    kind = models.CharField(_("kind"), max_length=20, choices=TargetKind.choices)
    label_da = models.CharField(_("Danish name"), max_length=160)
    label_en = models.CharField(_("English name"), max_length=160, blank=True)
    municipality = models.CharField(_("municipality"), max_length=4, choices=MUNICIPALITIES.choices, blank=True)
    unit = models.CharField(_("counted in"), max_length=20, choices=TargetUnit.choices)
    measured_by = models.CharField(
        _("measured by"), max_length=20, choices=MeasuredBy.choices, default=MeasuredBy.HAND
    )
    figure = models.CharField(_("figure"), max_length=120, blank=True)
    reference = models.ForeignKey(
        Series,
        on_delete=models.PROTECT,
        related_name="targets",
        null=True,
        blank=True,
        verbose_name=_("reference statistic"),
    )
    baseline_low = models.PositiveIntegerField(_("baseline, from"), null=True, blank=True)
    baseline_high = models.PositiveIntegerField(_("baseline, to"), null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("year of the baseline"), null=True, blank=True)
    baseline_source = models.CharField(_("source of the baseline"), max_length=160, blank=True)
    direction = models.CharField(_("direction"), max_length=20, choices=Direction.choices, default=Direction.HIGHER)
    start = models.DateField(_("from"))
    due = models.DateField(_("to be reached by"))
    is_chosen = models.BooleanField(_("chosen"), default=True)
    is_example = models.BooleanField(_("an example"), default=False)

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "kind", "label_da", "municipality", "pk"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "label_da", "municipality"],
                name="target_unique",
                violation_error_message=_("The programme already has this target."),
            ),
            models.CheckConstraint(
                name="target_codes_known",
                condition=Q(
                    kind__in=TargetKind.values,
                    unit__in=TargetUnit.values,
                    measured_by__in=MeasuredBy.values,
                    direction__in=Direction.values,
                ),
                violation_error_message=_("Choose kind, unit, measure and direction from the lists."),
            ),
            models.CheckConstraint(
                name="target_says_what_is_read",
                condition=Q(measured_by=MeasuredBy.HAND, figure="")
                | Q(measured_by__in=[MeasuredBy.INDICATOR, MeasuredBy.TABLE]) & ~Q(figure="")
                | Q(measured_by=MeasuredBy.STATISTIC, reference__isnull=False),
                violation_error_message=_("Say which figure the target is measured by."),
            ),
            start_before_end("target_period", _("A target is reached after its first day."), end="due"),
            _in_order("target_baseline_range", "baseline_low", "baseline_high"),
            models.CheckConstraint(
                name="target_baseline_dated",
                condition=Q(baseline_low__isnull=True, baseline_year__isnull=True)
                | Q(
                    baseline_low__isnull=False,
                    baseline_year__isnull=False,
                    baseline_year__range=(FIRST_YEAR, LAST_YEAR),
                ),
                violation_error_message=_("A baseline says of which year it is."),
            ),
        ]

    def __str__(self) -> str:
        name = in_language(self.label_da, self.label_en)
        return f"{name}, {self.get_municipality_display()}" if self.municipality else name

    @property
    def baseline(self) -> Span | None:
        return None if self.baseline_low is None else Span(self.baseline_low, self.baseline_high or 0)


class TargetValue(Record):
    """What a target is from a day on. The first is the original and stays; the latest is the current one."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="values")
    start = models.DateField(_("from"))
    low = models.PositiveIntegerField(_("value, from"))
    high = models.PositiveIntegerField(_("value, to"))

    class Meta:
        ordering = ["target", "start"]
        verbose_name = _("value of a target")
        verbose_name_plural = _("values of targets")
        constraints = [
            models.UniqueConstraint(
                fields=["target", "start"],
                name="target_value_unique",
                violation_error_message=_("The target has a value from that day already."),
            ),
            _in_order("target_value_range", "low", "high"),
        ]

    def __str__(self) -> str:
        return str(self.span.printed)

    @property
    def span(self) -> Span:
        return Span(self.low, self.high)


class TargetCount(Record):
    """What was counted by hand up to and including a day."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="counts")
    on = models.DateField(_("up to and including"))
    number = models.PositiveIntegerField(_("counted"), validators=[MaxValueValidator(MOST)])

    class Meta:
        ordering = ["target", "on"]
        verbose_name = _("count")
        verbose_name_plural = _("counts")
        constraints = [
            models.UniqueConstraint(
                fields=["target", "on"],
                name="target_count_unique",
                violation_error_message=_("There is a count of that day already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)
