"""What is recorded of a young person in codes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Gender(TextChoices):
    """As the young person wishes it to be recorded."""

    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    NON_BINARY = "non_binary", _("Non-binary")
    UNKNOWN = "unknown", _("Not known")


class ResidenceStatus(TextChoices):
    """The right to stay in Denmark, as the target-group rule needs it."""

    CITIZEN = "citizen", _("Danish citizen")
    PERMIT = "permit", _("Residence permit or EU right of residence")
    NONE = "none", _("No residence permit")
    UNKNOWN = "unknown", _("Not known")
