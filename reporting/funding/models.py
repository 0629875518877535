"""What a programme costs and who pays: sources and budget lines, hours of posts, and what was used by quarter."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.core.periods import EndDate, no_overlap, start_before_end
from cases.programmes.models import Post, Programme
from cases.records.models import Record
from cases.staff.models import User
from reporting.funding.codes import Category, FundingKind, Stage

FIRST_YEAR, LAST_YEAR = 1990, 2100

QUARTERS = (1, 4)

MOST_HOURS = 37 * 14  # of one post in one quarter: fourteen weeks of full time


class FundingQuerySet(models.QuerySet["Funding"]):
    """Filters of funding."""

    def visible_to(self, user: User) -> "FundingQuerySet":
        """Those of the programmes that the user reports on."""
        return self.filter(programme__in=Programme.objects.reported_to(user))

    def set_by(self, user: User) -> "FundingQuerySet":
        """Those of the programmes that the user leads."""
        return self.filter(programme__in=Programme.objects.led_by(user))


class Funding(Record):
    """One source of money or one budget line of a programme, for a year or for its whole period.

    The amount of a budget line may be unknown: that is empty, never 0.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="funding")
    source = models.CharField(_("source"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=FundingKind.choices)
    category = models.CharField(_("category"), max_length=20, choices=Category.choices, blank=True)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    amount = models.DecimalField(_("amount, kr."), max_digits=12, decimal_places=2, null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    Kinds = FundingKind  # by its names in templates and actions

    objects = FundingQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "kind", "year", "pk"]
        verbose_name = _("funding")
        verbose_name_plural = _("funding")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "source", "year"],
                name="funding_unique",
                nulls_distinct=False,
                violation_error_message=_("The programme already has this source."),
            ),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(kind=FundingKind.TOTAL),
                name="funding_one_total",
                violation_error_message=_("The programme already has a total."),
            ),
            models.CheckConstraint(
                name="funding_kind_known",
                condition=Q(kind__in=FundingKind.values),
                violation_error_message=_("Choose a kind from the list."),
            ),
            models.CheckConstraint(
                name="funding_amount_positive",
                condition=Q(amount__isnull=False, amount__gt=0) | Q(amount__isnull=True, kind=FundingKind.EXPENSE),
                violation_error_message=_("Write the amount in kroner, above 0."),
            ),
            models.CheckConstraint(
                name="funding_expense_described",
                condition=Q(
                    kind=FundingKind.EXPENSE, category__in=["", *Category.values], stage__in=["", *Stage.values]
                )
                | Q(category="", stage="", year__isnull=True),
                violation_error_message=_("Category, stage and year belong to an expense."),
            ),
            models.CheckConstraint(
                name="funding_year",
                condition=Q(year__isnull=True) | Q(year__range=(FIRST_YEAR, LAST_YEAR)),
                violation_error_message=_("Write the year with four digits."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}, {self.year}" if self.year else self.source


class PostHours(Record):
    """The hours a week of a post for a period, where they are not the post's own for the programme's whole time."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="hours")
    start = models.DateField(_("from"))
    end = EndDate(_("last day"), null=True, blank=True)
    weekly_hours = models.DecimalField(_("hours a week"), max_digits=4, decimal_places=1)

    class Meta:
        ordering = ["post", "start"]
        verbose_name = _("hours of a post")
        verbose_name_plural = _("hours of posts")
        constraints = [
            start_before_end("post_hours_period", _("The last day cannot lie before the first.")),
            no_overlap(
                "post_hours_no_overlap", _("The post has hours for some of these days already."), within=["post"]
            ),
            models.CheckConstraint(
                name="post_hours_of_a_week",
                condition=Q(weekly_hours__gte=0, weekly_hours__lte=37),
                violation_error_message=_("Hours a week lie between 0 and 37."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.weekly_hours)


class Used(Record):
    """What was used in one quarter: kroner of a budget line, or hours of a post. Empty is not known, never 0."""

    line = models.ForeignKey(Funding, on_delete=models.PROTECT, related_name="used", null=True, blank=True)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="used", null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    amount = models.DecimalField(_("amount, kr."), max_digits=12, decimal_places=2, null=True, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=6, decimal_places=1, null=True, blank=True)

    class Meta:
        ordering = ["year", "quarter", "pk"]
        verbose_name = _("used in a quarter")
        verbose_name_plural = _("used in quarters")
        constraints = [
            models.UniqueConstraint(
                fields=["line", "post", "year", "quarter"],
                name="used_unique",
                nulls_distinct=False,
                violation_error_message=_("The quarter is written already."),
            ),
            models.CheckConstraint(
                name="used_of_a_line_or_a_post",
                condition=Q(line__isnull=False, post__isnull=True, hours__isnull=True)
                | Q(line__isnull=True, post__isnull=False, amount__isnull=True),
                violation_error_message=_("Kroner are used of a budget line, hours of a post."),
            ),
            models.CheckConstraint(
                name="used_quarter",
                condition=Q(quarter__range=QUARTERS, year__range=(FIRST_YEAR, LAST_YEAR)),
                violation_error_message=_("A year has quarters 1 to 4."),
            ),
            models.CheckConstraint(
                name="used_not_negative",
                condition=(Q(amount__isnull=True) | Q(amount__gte=0))
                & (Q(hours__isnull=True) | Q(hours__range=(0, MOST_HOURS))),
                violation_error_message=_("What was used is not below 0, nor above full time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} · {self.quarter}"
