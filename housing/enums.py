"""Closed sets whose meaning the code depends on: states and steps of referrals, offers and support cases."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.core.codes import Label


class ReferralState(TextChoices):
    """Where a housing referral (boligindstilling) stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RECEIVED = "received", _("Received by the unit")
    MISSING = "missing", _("Information is missing")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", pgettext_lazy("housing referral", "Rejected")
    WAITING = "waiting", _("On the waiting list")
    OFFERED = "offered", _("Home offered")
    ACCEPTED = "accepted", _("Offer accepted")
    DECLINED = "declined", _("Offer came to nothing")
    CONTRACT = "contract", _("Lease signed")
    MOVED_IN = "moved_in", _("Moved in")
    FOLLOWED_UP = "followed_up", _("Followed up")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ReferralEvent(TextChoices):
    """What can happen to a referral; the words stand on the buttons. What was done is `taken`."""

    SUBMIT = "submit", _("Submit the referral")
    RECEIVE = "receive", _("Record that it was received")
    ASK = "ask", _("Record that information is missing")
    ANSWER = "answer", _("Record that the information was sent")
    APPROVE = "approve", _("Record the approval")
    REJECT = "reject", _("Record the rejection")
    QUEUE = "queue", _("Put on the waiting list")
    OFFER = "offer", _("Record an offer")
    ACCEPT = "accept", _("Accept the offer")
    DECLINE = "decline", _("Record that the offer came to nothing")
    SUPERSEDE = "supersede", _("Close the offer because another was accepted")
    UNDO_ACCEPT = "undo_accept", _("Undo the acceptance")
    REOPEN_OFFER = "reopen_offer", _("Open the offer again")
    SIGN = "sign", _("Record the lease")
    FALL_THROUGH = "fall_through", _("Record that they did not move in")
    MOVE_IN = "move_in", _("Record the move")
    FOLLOW_UP = "follow_up", _("Follow up")
    WITHDRAW = "withdraw", _("Withdraw the referral")
    NOTE = "note", _("Write a progress note")

    @property
    def taken(self) -> Label:
        """The words for a step that was taken."""
        return _REFERRAL_TAKEN[self]


# A step is named by the state it led to, unless the state alone would not tell.
_REFERRAL_TAKEN: dict[ReferralEvent, Label] = {
    ReferralEvent.SUBMIT: ReferralState.SUBMITTED.label,
    ReferralEvent.RECEIVE: ReferralState.RECEIVED.label,
    ReferralEvent.ASK: ReferralState.MISSING.label,
    ReferralEvent.ANSWER: _("Information sent"),
    ReferralEvent.APPROVE: ReferralState.APPROVED.label,
    ReferralEvent.REJECT: ReferralState.REJECTED.label,
    ReferralEvent.QUEUE: ReferralState.WAITING.label,
    ReferralEvent.OFFER: ReferralState.OFFERED.label,
    ReferralEvent.ACCEPT: ReferralState.ACCEPTED.label,
    ReferralEvent.DECLINE: ReferralState.DECLINED.label,
    ReferralEvent.SUPERSEDE: _("Offer closed because another was accepted"),
    ReferralEvent.UNDO_ACCEPT: _("Acceptance undone"),
    ReferralEvent.REOPEN_OFFER: _("Offer open again"),
    ReferralEvent.SIGN: ReferralState.CONTRACT.label,
    ReferralEvent.FALL_THROUGH: _("Did not move in"),
    ReferralEvent.MOVE_IN: ReferralState.MOVED_IN.label,
    ReferralEvent.FOLLOW_UP: ReferralState.FOLLOWED_UP.label,
    ReferralEvent.WITHDRAW: ReferralState.WITHDRAWN.label,
    ReferralEvent.NOTE: _("Progress note"),
}


class OfferState(TextChoices):
    """Where one offered home stands."""

    OPEN = "open", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    LAPSED = "lapsed", _("Lapsed without an answer")
    WITHDRAWN = "withdrawn", _("Taken back")
    SUPERSEDED = "superseded", _("Closed because another offer was accepted")
    TAKEN = "taken", _("Moved in")


class SupportState(TextChoices):
    """Where a case about support in the home (bostøtte) stands."""

    OPENED = "opened", _("Opened")
    TALKED = "talked", _("Assessment talk held")
    HEARING = "hearing", _("In hearing of the party")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    STARTED = "started", _("Support running")
    ENDED = "ended", _("Support ended")
    DROPPED = "dropped", _("Dropped")


class SupportEvent(TextChoices):
    """What can happen in a support case; the words stand on the buttons."""

    TALK = "talk", _("Record the assessment talk (VUM)")
    SEND_HEARING = "send_hearing", _("Record that the hearing was sent")
    ANSWER_HEARING = "answer_hearing", _("Record the answer to the hearing")
    GRANT = "grant", _("Grant support")
    REFUSE = "refuse", _("Refuse support")
    START = "start", _("Record that support has started")
    END = "end", _("End the support")
    DROP = "drop", _("Drop the case")

    @property
    def taken(self) -> Label:
        """The words for a step that was taken."""
        return _SUPPORT_TAKEN[self]


_SUPPORT_TAKEN: dict[SupportEvent, Label] = {
    SupportEvent.TALK: _("Assessment talk (VUM) held"),
    SupportEvent.SEND_HEARING: _("Hearing sent"),
    SupportEvent.ANSWER_HEARING: _("Hearing answered"),
    SupportEvent.GRANT: _("Support granted"),
    SupportEvent.REFUSE: _("Support refused"),
    SupportEvent.START: _("Support started"),
    SupportEvent.END: _("Support ended"),
    SupportEvent.DROP: _("Case dropped"),
}


class Whose(TextChoices):
    """Whose a no is. Every coded refusal says it, so that refusals can be counted fairly."""

    YOUNG_PERSON = "young_person", _("The young person")
    MUNICIPALITY = "municipality", _("The municipality")
    LANDLORD = "landlord", _("The landlord")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Actor(TextChoices):
    """Who has to do the next thing."""

    WORKER = "worker", _("us")
    RECEIVER = "receiver", _("the allocation unit")
    YOUNG_PERSON = "young_person", _("the young person, with our help")
    LANDLORD = "landlord", _("the landlord")
    AUTHORITY = "authority", _("the authority worker")
    NOBODY = "nobody", _("nobody")
