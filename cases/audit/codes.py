"""What is done with personal data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AuditAction(TextChoices):
    """What was done with personal data (Datatilsynet's catalogue of measures: logging of use)."""

    OPENED = "opened", _("Opened")
    SEARCHED = "searched", _("Searched")
    LISTED = "listed", _("Listed")
    CREATED = "created", _("Created")
    CHANGED = "changed", _("Changed")
    STATE_CHANGED = "state_changed", _("Changed state")
    SHARED = "shared", _("Shared")
    EXPORTED = "exported", _("Exported")
    PRINTED = "printed", _("Printed")
    RIGHTS_CHANGED = "rights_changed", _("Changed rights")
