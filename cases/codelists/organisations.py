"""Kinds of organisation around the young people."""

from django.utils.translation import gettext_lazy as _

from cases.codelists.base import Code, CodeList

SHELTER = "shelter"
EVALUATOR = "evaluator"

ORGANISATION_KINDS = CodeList(
    Code("municipal_unit", _("Municipal unit")),
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
