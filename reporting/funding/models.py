"""What a programme costs and who pays."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.programmes.models import Programme
from cases.records.models import Record
from cases.staff.models import User
from reporting.funding.codes import FundingKind


class FundingQuerySet(models.QuerySet["Funding"]):
    """Filters of funding."""

    def visible_to(self, user: User) -> "FundingQuerySet":
        return self.filter(programme__in=Programme.objects.reported_to(user))


class Funding(Record):
    """One source of money or one kind of expense in a programme's budget, for its whole period."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="funding")
    source = models.CharField(_("source"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=FundingKind.choices)
    amount = models.DecimalField(_("amount, kr."), max_digits=12, decimal_places=2)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = FundingQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "kind", "source"]
        verbose_name = _("funding")
        verbose_name_plural = _("funding")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "source"],
                name="funding_unique",
                violation_error_message=_("The programme already has this source."),
            ),
            models.CheckConstraint(
                name="funding_kind_known",
                condition=Q(kind__in=FundingKind.values),
                violation_error_message=_("Choose a kind from the list."),
            ),
            models.CheckConstraint(
                name="funding_amount_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("Write the amount in kroner, above 0."),
            ),
        ]

    def __str__(self) -> str:
        return self.source
