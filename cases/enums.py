"""Closed sets whose meaning the code itself depends on: roles, states, outcomes. Other answers live in codelists."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person is in the system; the rights of each role are listed in `cases.access.policy`."""

    CASEWORKER = "caseworker", _("Caseworker")
    AUTHORITY = "authority", _("Authority worker")
    LEAD = "lead", _("Team lead")
    PARTNER = "partner", _("Partner")
    EVALUATOR = "evaluator", _("Evaluator")
    ADMINISTRATOR = "administrator", _("Administrator")


TEAM_ROLES = (Role.CASEWORKER, Role.AUTHORITY, Role.LEAD)


class WorkerFunction(TextChoices):
    """What a worker does for a young person."""

    STREET = "street", _("Street worker")
    RELATION = "relation", _("Relation worker")
    AUTHORITY = "authority", _("Authority worker")
    JOB = "job", _("Job consultant")
    COORDINATOR = "coordinator", _("Coordinator")


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


class ScreeningOutcome(TextChoices):
    """What was decided about the target group."""

    ELIGIBLE = "eligible", _("In the target group")
    EXCEPTION = "exception", _("Taken in as an exception")
    NOT_ELIGIBLE = "not_eligible", _("Not in the target group")


class RequestState(TextChoices):
    """Where it stands when somebody has asked for a target-group decision."""

    OPEN = "open", _("Waits for a decision")
    DECIDED = "decided", _("Decided")
    RETURNED = "returned", _("Sent back")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RequestEvent(TextChoices):
    """What can happen to a request for a decision. It is reopened when the decision is taken back as a mistake."""

    DECIDE = "decide", _("Decide")
    SEND_BACK = "send_back", _("Send back")
    WITHDRAW = "withdraw", _("Withdraw")
    REOPEN = "reopen", _("Reopen")


class EnrolmentState(TextChoices):
    """Where a young person stands in a programme; derived from dated facts, never stored."""

    SCREENED = "screened", _("Screened")
    ACTIVE = "active", _("Enrolled")
    PAUSED = "paused", _("Paused")
    CLOSED = "closed", _("Closed")


class EnrolmentEvent(TextChoices):
    """What can happen to an enrolment."""

    ENROL = "enrol", _("Enrol")
    CHANGE_PHASE = "change_phase", _("Change phase")
    PAUSE = "pause", _("Pause")
    RESUME = "resume", _("Resume")
    CLOSE = "close", _("Close")
    REOPEN = "reopen", _("Reopen")


class ContactOutcome(TextChoices):
    """Did we reach the young person? An attempt in vain is a contact entry too, but not a contact made.

    What was held about the young person without them is neither.
    """

    REACHED = "reached", _("Reached")
    IN_VAIN = "in_vain", _("Tried in vain")
    NO_SHOW = "no_show", _("Did not show up")
    CANCELLED = "cancelled", _("Cancelled")
    WITHOUT = "without", _("Without the young person")


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
