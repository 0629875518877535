"""What a handover asks for, what it shares, and why it was turned down."""

from django.utils.translation import gettext_lazy as _

from cases.codelists.base import Code, CodeList

HANDOVER_PURPOSES = CodeList(
    Code("community", _("Activities and community")),
    Code("income_job", _("Income, education and work")),
    Code("shelter", _("Temporary roof over the head")),
    Code("drug_treatment", _("Drug or alcohol treatment")),
    Code("psychiatry", _("Psychiatry")),
    Code("housing_support", _("Support in own home")),
    Code("other", _("Other")),
)

# Categories of information a handover may share; the receiver sees these and nothing else.
SHARED_SCOPES = CodeList(
    Code("name", _("Name")),
    Code("contact_details", _("Phone and e-mail")),
    Code("birth_date", _("Date of birth")),
    Code("workers", _("The workers around the young person")),
    Code("phase", _("Programme and phase")),
    Code("housing", _("Where the young person lives now")),
)

REJECTION_REASONS = CodeList(
    Code("no_capacity", _("No free place")),
    Code("wrong_target_group", _("Outside our target group")),
    Code("missing_information", _("Information is missing")),
    Code("already_known", _("Already with us")),
    Code("declined_by_person", _("The young person does not want it")),
    Code("other", _("Other")),
)

REVOCATION_REASONS = CodeList(
    Code("consent_withdrawn", _("The young person has withdrawn the consent")),
    Code("no_longer_needed", _("No longer needed")),
    Code("wrong_receiver", _("Sent to the wrong receiver")),
    Code("mistake", _("Made by mistake")),
    Code("other", _("Other")),
)
