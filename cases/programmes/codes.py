"""What a worker does for a young person, and what a partner of a programme can be asked for."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.core.codes import Code, CodeList


class WorkerFunction(TextChoices):
    """What a worker does for a young person."""

    STREET = "street", _("Street worker")
    RELATION = "relation", _("Relation worker")
    AUTHORITY = "authority", _("Authority worker")
    JOB = "job", _("Job consultant")
    COORDINATOR = "coordinator", _("Coordinator")


HANDOVER_PURPOSES = CodeList(
    Code("community", _("Activities and community")),
    Code("income_job", _("Income, education and work")),
    Code("shelter", _("Temporary roof over the head")),
    Code("drug_treatment", _("Drug or alcohol treatment")),
    Code("psychiatry", _("Psychiatry")),
    Code("housing_support", _("Support in own home")),
    Code("other", _("Other")),
)
