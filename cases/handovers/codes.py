"""What may be shared and why, where a handover stands, what happens to it, why it is turned down or taken back."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.core.codes import Code, CodeList

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


class HandoverState(TextChoices):
    """Where a handover stands."""

    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
    RECEIVED = "received", _("Opened by the receiver")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    FIRST_CONTACT = "first_contact", _("First contact made")
    DONE = "done", _("Done")
    REVOKED = "revoked", _("Revoked")


class HandoverEvent(TextChoices):
    """What can happen to a handover; the words stand on the buttons."""

    SEND = "send", _("Send")
    RECEIVE = "receive", _("Open")
    ACCEPT = "accept", _("Accept")
    REJECT = "reject", _("Reject")
    MEET = "meet", _("Record first contact")
    FINISH = "finish", _("Finish")
    REVOKE = "revoke", _("Revoke")
    AMEND = "amend", _("Change what was sent")


class HandoverBasis(TextChoices):
    """Why the information may be shared (forvaltningsloven § 28, retssikkerhedsloven § 11 a)."""

    CONSENT = "consent", _("Consent of the young person")
    LAW = "law", _("Legal basis without consent")
