"""External statistics: a series, each version of it as it was published, and its values."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.core.municipalities import MUNICIPALITIES
from cases.core.periods import begun_by
from cases.records.models import Record, in_language
from cases.staff.models import User
from cases.staff.policy import Right, may
from reporting.statistics.codes import StatisticUnit


class SeriesQuerySet(models.QuerySet["Series"]):
    """Filters of series."""

    def visible_to(self, user: User) -> "SeriesQuerySet":
        """All for those who report: they are published."""
        return self if may(user, Right.RUN_REPORTS) else self.none()


class Series(Record):
    """One statistic that somebody else makes: the national count of homeless people, the users of shelters."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name_da = models.CharField(_("Danish name"), max_length=160)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    source = models.CharField(_("source"), max_length=160)
    unit = models.CharField(_("counted in"), max_length=20, choices=StatisticUnit.choices)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("statistic")
        verbose_name_plural = _("statistics")
        constraints = [
            models.CheckConstraint(
                name="series_unit_known",
                condition=Q(unit__in=StatisticUnit.values),
                violation_error_message=_("A statistic is counted in numbers or in per cent."),
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.name_da, self.name_en)


class SeriesVersionQuerySet(models.QuerySet["SeriesVersion"]):
    """Filters of versions."""

    def latest_on(self, day: date) -> "SeriesVersionQuerySet":
        """Of each series the version that was published last, up to and including a day."""
        published = self.filter(begun_by(day, start="published_on"))
        return published.order_by("series_id", "-published_on").distinct("series_id")


class SeriesVersion(Record):
    """A series as it was published on a day. Registers are revised: a later version stands beside the earlier one."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="versions")
    published_on = models.DateField(_("published"))

    objects = SeriesVersionQuerySet.as_manager()

    class Meta:
        ordering = ["series", "published_on"]
        verbose_name = _("version of a statistic")
        verbose_name_plural = _("versions of statistics")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "published_on"],
                name="series_version_unique",
                violation_error_message=_("The statistic has a version of that day already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} · {self.published_on:%Y-%m-%d}"


class SeriesValue(models.Model):
    """One published number: of an area (none is the whole country), a group (none is everybody) and a period.

    Only added, together with its version; the database refuses every change (migration 0009).
    """

    version = models.ForeignKey(SeriesVersion, on_delete=models.PROTECT, related_name="values")
    municipality = models.CharField(_("municipality"), max_length=4, choices=MUNICIPALITIES.choices, blank=True)
    group = models.CharField(_("group"), max_length=60, blank=True)
    period = models.CharField(_("period"), max_length=20)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["version", "municipality", "group", "period"]
        verbose_name = _("value of a statistic")
        verbose_name_plural = _("values of statistics")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "municipality", "group", "period"],
                name="series_value_unique",
                violation_error_message=_("The file has this number twice."),
            ),
            models.CheckConstraint(
                name="series_value_not_negative",
                condition=Q(value__gte=0),
                violation_error_message=_("A number of a statistic is not below nought."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.value)
