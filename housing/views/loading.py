"""Finding what a page is about among what the user may see; anything else does not exist for the user."""

from django.shortcuts import get_object_or_404

from cases.people.models import Person
from cases.staff.gate import UserRequest
from housing.models import HousingReferral, Offer, ReferralStep, Stay, SupportCase


def person_of(request: UserRequest, reference: str) -> Person:
    """The young person, or 404."""
    return get_object_or_404(Person.objects.visible_to(request.user), reference=reference)


def stay_of(request: UserRequest, pk: int) -> Stay:
    """The stay with its young person, or 404."""
    rows = Stay.objects.visible_to(request.user).select_related("person", "organisation")
    return get_object_or_404(rows, pk=pk)


def referral_of(request: UserRequest, pk: int) -> HousingReferral:
    """The referral with its young person and receiver, or 404."""
    rows = HousingReferral.objects.visible_to(request.user).select_related("person", "receiver", "referred_by")
    return get_object_or_404(rows, pk=pk)


def step_of(request: UserRequest, pk: int) -> ReferralStep:
    """The step of a referral with its young person, or 404."""
    rows = ReferralStep.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("referral__person", "referral__receiver", "offer"), pk=pk)


def offer_of(request: UserRequest, pk: int) -> Offer:
    """The offer with its referral and young person, or 404."""
    rows = Offer.objects.visible_to(request.user).select_related("person", "referral__receiver", "landlord")
    return get_object_or_404(rows, pk=pk)


def case_of(request: UserRequest, pk: int) -> SupportCase:
    """The support case with its young person, or 404."""
    rows = SupportCase.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("person", "provider", "worker", "decided_by"), pk=pk)
