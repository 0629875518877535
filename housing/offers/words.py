"""What can be done on a referral now, and its offers with the colour of their state."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from housing.offers.models import Offer
from housing.referrals.codes import OfferState, ReferralEvent
from housing.referrals.models import HousingReferral
from housing.referrals.rules import steps_from
from housing.steps.words import Button

OFFER_TONES = {
    OfferState.OPEN: "warning",
    OfferState.ACCEPTED: "success",
    OfferState.TAKEN: "success",
    OfferState.DECLINED: "error",
    OfferState.LAPSED: "error",
    OfferState.WITHDRAWN: "error",
}

OFFER_URLS = {
    ReferralEvent.ACCEPT: "housing:offer_accept",
    ReferralEvent.DECLINE: "housing:offer_decline",
    ReferralEvent.UNDO_ACCEPT: "housing:offer_undo",
}


@dataclass(frozen=True)
class OfferLine:
    """An offer with the colour of its state, as `housing/offers/facts.html` reads it."""

    offer: Offer
    tone: str


def referral_buttons(referral: HousingReferral, offers: Iterable[Offer]) -> list[Button]:
    """Only what is possible now; the usual next step first."""
    standing = next((offer for offer in offers if offer.state in {OfferState.OPEN, OfferState.ACCEPTED}), None)
    buttons = []
    for step in steps_from(referral.step):
        if step in OFFER_URLS:
            if standing:
                buttons.append(Button(step.label, reverse(OFFER_URLS[step], args=[standing.pk])))
        elif step == ReferralEvent.OFFER:
            buttons.append(Button(step.label, reverse("housing:offer_create", args=[referral.pk])))
        else:
            buttons.append(Button(step.label, reverse("housing:referral_step", args=[referral.pk, step])))
    return buttons


def offer_line(offer: Offer) -> OfferLine:
    """One offer with its answer."""
    return OfferLine(offer, OFFER_TONES.get(OfferState(offer.state), ""))
