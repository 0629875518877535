"""Which files were taken over, and what a course was called in them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.enrolments.models import Enrolment
from cases.programmes.models import Programme
from cases.records.models import Record
from cases.staff.models import User


class ReportImportQuerySet(models.QuerySet["ReportImport"]):
    """Filters of imports."""

    def visible_to(self, user: User) -> "ReportImportQuerySet":
        """Those into a lead's own programmes."""
        return self.filter(programme__in=Programme.objects.led_by(user))


class ReportImport(Record):
    """One file of status reports that was taken over. `file_name` is sealed: a name may be about somebody."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="report_imports")
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("imported by")
    )
    at = models.DateTimeField(_("imported"))
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    file_name = models.TextField(blank=True, editable=False)
    courses = models.PositiveIntegerField(_("courses added"), default=0)
    reports = models.PositiveIntegerField(_("reports added"), default=0)
    known = models.PositiveIntegerField(_("reports known before"), default=0)
    refused = models.PositiveIntegerField(_("rows refused"), default=0)

    objects = ReportImportQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("import of status reports")
        verbose_name_plural = _("imports of status reports")

    def __str__(self) -> str:
        return f"{self.programme} {self.at:%Y-%m-%d}"


class ImportedEnrolment(Record):
    """What a course is called in the files of its programme, and what they say that has no place of its own here.

    `age_given` in completed years, where the file gives no date of birth; `unit` the organisation as it is written.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    file_key = models.CharField(_("number in the file"), max_length=80)
    file_person = models.CharField(_("young person in the file"), max_length=80, blank=True)
    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="imported")
    brought_by = models.ForeignKey(ReportImport, on_delete=models.PROTECT, related_name="enrolments")
    age_given = models.PositiveSmallIntegerField(_("age at the start"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=120, blank=True)

    class Meta:
        ordering = ["programme", "file_key"]
        verbose_name = _("imported course")
        verbose_name_plural = _("imported courses")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "file_key"],
                name="imported_enrolment_once",
                violation_error_message=_("This course was imported before."),
            ),
            models.CheckConstraint(
                name="imported_age_plausible",
                condition=Q(age_given__isnull=True) | Q(age_given__lte=120),
                violation_error_message=_("The age cannot be right."),
            ),
        ]

    def __str__(self) -> str:
        return self.file_key
