"""Where a file stands on its way in, what can happen to it, and why it went no further."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

PURPOSE = "status_reports"  # of the columns that are remembered


class FileState(TextChoices):
    """Where a file stands."""

    UPLOADED = "uploaded", _("Columns not chosen yet")
    READING = "reading", _("Being looked through")
    READY = "ready", _("Looked through")
    TAKING = "taking", _("Being taken over")
    DONE = "done", _("Taken over")
    FAILED = "failed", _("Stopped")


class FileEvent(TextChoices):
    """What can happen to a file."""

    CHOOSE = "choose", _("Columns chosen")
    LOOK = "look", _("Looked through")
    CONFIRM = "confirm", _("Confirmed")
    CHANGE = "change", _("Looked through anew")
    FINISH = "finish", _("Taken over")
    FAIL = "fail", _("Stopped")


class FileError(TextChoices):
    """Why a file was stopped: a code, because an error's own text may hold personal data."""

    REFUSED = "refused", _("The file cannot be taken over.")
    FAULT = "fault", _("Something went wrong here. The technical log says what.")
    GAVE_UP = "gave_up", _("The work was interrupted too many times.")


class Rows(TextChoices):
    """What is taken over of a file with faults."""

    ALL = "all", _("All rows or none")
    VALID = "valid", _("The valid rows only")


ENCODINGS = {
    "utf-8": "UTF-8",
    "cp1252": "Windows (ISO-8859-1)",
    "mac_roman": "Mac",
    "cp850": "DOS",
    "utf-16": "UTF-16",
}
