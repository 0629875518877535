"""States and events of a referral and of an offer, whose a refusal is, and the answers around them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.core.codes import Code, CodeList, Label


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


class Whose(TextChoices):
    """Whose a no is. Every coded refusal says it, so that refusals can be counted fairly."""

    YOUNG_PERSON = "young_person", _("The young person")
    MUNICIPALITY = "municipality", _("The municipality")
    LANDLORD = "landlord", _("The landlord")
    WITHDRAWN = "withdrawn", _("Withdrawn")


ANY_HOME = "any"

NO_REPLY = "no_reply"

REFERRAL_WITHDRAWN = "referral_withdrawn"

HOUSING_KINDS = CodeList(
    Code("youth", _("General youth housing")),
    Code("general", _("General family housing")),
    Code("transitional", _("Transitional housing (§ 63)")),
    Code("start", _("Start home for young people (§ 101 a)")),
    Code("shared", _("Shared or special home")),
    Code("alternative", _("Alternative dwelling (§ 149 a)")),
    Code("dormitory", _("Dormitory room")),
    Code("private", _("Private rental")),
    Code(ANY_HOME, _("Any suitable home")),
)

# The kind of stay that begins when someone moves into an offered home of each kind.
STAY_AFTER_MOVE: dict[str, str] = {
    "youth": "youth_home",
    "general": "general_home",
    "transitional": "transitional",
    "start": "youth_home",
    "shared": "shared_home",
    "alternative": "alternative_home",
    "dormitory": "youth_home",
    "private": "private_flat",
}

CONTRACT_KINDS = CodeList(
    Code("permanent", _("Permanent lease")),
    Code("time_limited", _("Time-limited lease")),
    Code("transitional", _("Transitional lease that can become permanent")),
    Code("sublet", _("Sublet")),
    Code("accommodation", _("Accommodation agreement without a lease")),
)

REJECTION_REASONS = CodeList(
    Code("no_income", _("No income to pay the rent"), Whose.MUNICIPALITY),
    Code("not_acute", _("No acute need for a home"), Whose.MUNICIPALITY),
    Code("can_solve_alone", _("Can find a home without help"), Whose.MUNICIPALITY),
    Code("not_able_to_live_alone", _("Cannot live in an ordinary home, even with support"), Whose.MUNICIPALITY),
    Code("other_municipality", _("The need arose in another municipality"), Whose.MUNICIPALITY),
    Code("information_not_sent", _("The information asked for was not sent"), Whose.MUNICIPALITY),
    Code("declined_offers", _("Removed from the list after declined offers"), Whose.MUNICIPALITY),
    Code("other_municipal", _("Another reason of the municipality"), Whose.MUNICIPALITY),
)

OFFER_REFUSALS = CodeList(
    Code("rent_too_high", _("The rent is too high"), Whose.YOUNG_PERSON),
    Code("wrong_area", _("The area does not suit"), Whose.YOUNG_PERSON),
    Code("unsuitable_home", _("The home does not suit (size, stairs, dog)"), Whose.YOUNG_PERSON),
    Code("not_ready", _("The young person is not ready"), Whose.YOUNG_PERSON),
    Code(NO_REPLY, _("No reply in time"), Whose.YOUNG_PERSON),
    Code("other_wish", _("The young person does not want it"), Whose.YOUNG_PERSON),
    Code("benefit_refused", _("Help with deposit or rent was refused"), Whose.MUNICIPALITY),
    Code("offer_mistake", _("The municipality took the offer back"), Whose.MUNICIPALITY),
    Code("landlord_refused", _("The landlord refused the young person"), Whose.LANDLORD),
    Code("home_gone", _("The landlord no longer has the home"), Whose.LANDLORD),
    Code("home_not_ready", _("The home cannot be moved into"), Whose.LANDLORD),
    Code(REFERRAL_WITHDRAWN, _("The referral was withdrawn"), Whose.WITHDRAWN),
)

WITHDRAWAL_REASONS = CodeList(
    Code("found_home", _("Found a home another way"), Whose.WITHDRAWN),
    Code("moved_away", _("Moved to another municipality"), Whose.WITHDRAWN),
    Code("lost_contact", _("Contact lost"), Whose.WITHDRAWN),
    Code("changed_wish", _("No longer wants this"), Whose.WITHDRAWN),
    Code("new_referral", _("Replaced by a new referral"), Whose.WITHDRAWN),
    Code("registered_by_mistake", _("Registered by mistake"), Whose.WITHDRAWN),
    Code("death", _("Died"), Whose.WITHDRAWN),
)

# Still housed? Asked at every follow-up (3, 6 and 12 months in most programmes).
FOLLOW_UP_OUTCOMES = CodeList(
    Code("still_there", _("Still lives in the home")),
    Code("moved_on", _("Moved to another own home")),
    Code("lost_home", _("No longer has a home")),
    Code("not_reached", _("Not reached")),
)
