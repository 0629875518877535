"""Exports: which dataset left the system, for whom, and how much it held."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.programmes.models import Programme
from cases.staff.models import User
from reporting.csvfiles.codes import ExportForm


class ExportRunQuerySet(models.QuerySet["ExportRun"]):
    """Filters of exports."""

    def visible_to(self, user: User) -> "ExportRunQuerySet":
        return self.filter(programme__in=Programme.objects.reported_to(user))


class ExportRun(models.Model):
    """One export that was taken. Only ever added, before the first byte is sent; the data itself is not kept."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="exports")
    form = models.CharField(_("form"), max_length=20, choices=ExportForm.choices)
    is_deidentified = models.BooleanField(_("without names"))
    tables = ArrayField(models.CharField(max_length=40), verbose_name=_("tables"))
    row_counts = models.JSONField(_("rows"), default=dict, blank=True)
    # None: taken with the command on the server.
    requested_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="exports", verbose_name=_("taken by")
    )
    requested_at = models.DateTimeField(_("taken at"), db_index=True)

    objects = ExportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        constraints = [
            models.CheckConstraint(
                name="export_form_known",
                condition=Q(form__in=ExportForm.values),
                violation_error_message=_("Choose a form from the list."),
            ),
            models.CheckConstraint(
                name="export_has_tables",
                condition=Q(tables__len__gt=0),
                violation_error_message=_("Choose at least one table."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} · {self.requested_at:%Y-%m-%d}"
