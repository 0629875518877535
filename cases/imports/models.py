"""What a user has said of the columns of a file, for the next file with the same ones."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.programmes.models import Programme
from cases.records.models import Record
from cases.staff.models import User


class ColumnMappingQuerySet(models.QuerySet["ColumnMapping"]):
    """Filters of remembered columns."""

    def visible_to(self, user: User) -> "ColumnMappingQuerySet":
        """One's own: headings can be free text, and what one means by them is no answer for another."""
        return self.filter(user=user)


class ColumnMapping(Record):
    """Which column of a file a user has said is which, for one kind of import.

    `purpose` is the kind, a code of whoever imports. `fingerprint` stands for the headings, in any order
    (`cases.imports.mapping_rules`); `fields` gives the wanted column of each heading, empty for one that is left out.
    """

    purpose = models.SlugField(_("purpose"), max_length=40)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("programme")
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("user"))
    fingerprint = models.CharField(max_length=64)
    fields = models.JSONField(_("columns"), default=dict, blank=True)

    objects = ColumnMappingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("columns of a file")
        verbose_name_plural = _("columns of files")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose", "programme", "fingerprint"],
                nulls_distinct=False,
                name="column_mapping_once",
                violation_error_message=_("These columns are remembered already."),
            ),
            models.CheckConstraint(
                name="column_mapping_fingerprint",
                condition=Q(fingerprint__regex="^[0-9a-f]{64}$"),
                violation_error_message=_("The columns of a file are known by their fingerprint."),
            ),
        ]

    def __str__(self) -> str:
        return self.purpose
