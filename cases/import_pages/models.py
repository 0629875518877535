"""A file on its way in: kept between the pages, unreadable in the table, and gone after a day."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.import_pages.codes import FileError, FileState
from cases.import_pages.rules import WORKING
from cases.programmes.models import Programme
from cases.staff.models import User
from cases.statusreport_imports.models import ReportImport
from cases.teams.models import Team


class ImportFileQuerySet(models.QuerySet["ImportFile"]):
    """Filters of files on their way in."""

    def visible_to(self, user: User) -> "ImportFileQuerySet":
        """One's own, as long as one leads the programme: what lies there nobody has taken over yet."""
        return self.filter(user=user, programme__in=Programme.objects.led_by(user))

    def lying(self) -> "ImportFileQuerySet":
        """Those that were not taken over, without what is in them."""
        return self.exclude(state=FileState.DONE).defer("content", "plan")

    def standing_still(self, now: datetime, *, longer_than: timedelta) -> "ImportFileQuerySet":
        """Those being worked on to which nothing has happened for some time: message or worker may be lost."""
        return self.filter(state__in=WORKING, moved_at__lt=now - longer_than)


class ImportFile(models.Model):
    """A file that a lead has sent and not taken over yet. Private to the user, and removed after a day.

    Sealed: `content`, the file; `said`, what is known of it (name, sheet, headings, samples, chosen columns); `plan`,
    what it would add and all its faults. Nothing of the three stays when the file was taken over.
    """

    States = FileState  # by its names in templates

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+", verbose_name=_("team"))
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("uploaded"), db_index=True)
    moved_at = models.DateTimeField()
    state = models.CharField(_("state"), max_length=20, choices=FileState.choices, default=FileState.UPLOADED)
    # Counts the workers that began on it since somebody last asked for something.
    attempt = models.PositiveSmallIntegerField(default=0)
    only_valid = models.BooleanField(default=False)
    # Somebody has changed something between the preview and the confirmation: the preview is another one now.
    is_changed = models.BooleanField(default=False)
    error = models.CharField(max_length=20, choices=FileError.choices, blank=True)
    content = models.BinaryField(null=True)
    said = models.TextField(blank=True)
    plan = models.BinaryField(null=True)
    brought = models.ForeignKey(ReportImport, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    objects = ImportFileQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("file on its way in")
        verbose_name_plural = _("files on their way in")
        constraints = [
            models.CheckConstraint(
                name="import_file_state_known",
                condition=Q(state__in=FileState.values),
                violation_error_message=_("The file is in an unknown state."),
            ),
            models.CheckConstraint(
                name="import_file_gone_when_done",
                condition=Q(
                    state=FileState.DONE, content__isnull=True, plan__isnull=True, said="", brought__isnull=False
                )
                | ~Q(state=FileState.DONE) & Q(content__isnull=False, brought__isnull=True),
                violation_error_message=_("A file is kept until it was taken over, and no longer."),
            ),
            models.CheckConstraint(
                name="import_file_failed_with_code",
                condition=Q(state=FileState.FAILED, error__in=FileError.values)
                | ~Q(state=FileState.FAILED) & Q(error=""),
                violation_error_message=_("A file that was stopped says why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.at:%Y-%m-%d}"

    @property
    def is_worked_on(self) -> bool:
        return self.state in WORKING
