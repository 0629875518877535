"""Who acts next on a record that goes step by step."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Actor(TextChoices):
    """Who has to do the next thing."""

    WORKER = "worker", _("us")
    RECEIVER = "receiver", _("the allocation unit")
    YOUNG_PERSON = "young_person", _("the young person, with our help")
    LANDLORD = "landlord", _("the landlord")
    AUTHORITY = "authority", _("the authority worker")
    NOBODY = "nobody", _("nobody")
