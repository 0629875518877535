"""Kinds of organisations, and what somebody is in the system."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.core.codes import Code, CodeList

MUNICIPAL_UNIT = "municipal_unit"

SHELTER = "shelter"

EVALUATOR = "evaluator"

ORGANISATION_KINDS = CodeList(
    Code(MUNICIPAL_UNIT, _("Municipal unit")),
    Code("jobcentre", _("Job centre")),
    Code(SHELTER, _("Shelter (§ 110)")),
    Code("civil_society", _("Civil society")),
    Code("housing_association", _("Housing association")),
    Code("housing_allocation", _("Social housing allocation")),
    Code("treatment", _("Treatment")),
    Code("psychiatry", _("Psychiatry")),
    Code(EVALUATOR, _("Evaluator")),
    Code("other", _("Other")),
)


class Role(TextChoices):
    """What a person is in the system; the rights of each role are listed in `cases.staff.policy`."""

    CASEWORKER = "caseworker", _("Caseworker")
    AUTHORITY = "authority", _("Authority worker")
    LEAD = "lead", _("Team lead")
    PARTNER = "partner", _("Partner")
    EVALUATOR = "evaluator", _("Evaluator")
    ADMINISTRATOR = "administrator", _("Administrator")


TEAM_ROLES = (Role.CASEWORKER, Role.AUTHORITY, Role.LEAD)
