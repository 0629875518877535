"""Reasons around an enrolment: screening, pause, closing."""

from django.utils.translation import gettext_lazy as _

from cases.codelists.base import Code, CodeList

SCREENING_REASONS = CodeList(
    Code("age", _("Outside the age group")),
    Code("stable_housing", _("Housing is stable")),
    Code("other_municipality", _("Another municipality acts or pays")),
    Code("no_residence", _("No residence permit")),
    Code("short_advice", _("Short advice was enough")),
    Code("unknown_facts", _("Facts are missing")),
)

PAUSE_REASONS = CodeList(
    Code("prison", _("Prison or custody")),
    Code("hospital", _("Hospital")),
    Code("treatment", _("Residential treatment")),
    Code("lost_contact", _("Contact lost")),
    Code("abroad", _("Abroad or travelling")),
    Code("wish", _("The young person's own wish")),
)

# The evaluator's closing answers of the national documentation method.
CLOSING_REASONS = CodeList(
    Code("no_need", _("No longer needs support")),
    Code("other_support", _("Needs other support")),
    Code("declined", _("Does not want support")),
    Code("lost_contact", _("Contact lost")),
    Code("completed", _("The course is completed")),
    Code("moved", _("Moved to another municipality")),
    Code("prison", _("Serving a sentence")),
    Code("death", _("Died")),
    Code("other", _("Other")),
)
