"""A young person's housing, read once for the panels of the person page and the time line."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from cases.people.models import Person
from cases.records.reading import read_once, read_where
from housing.offers.models import Offer
from housing.referrals.models import HousingReferral, ReferralStep
from housing.stays.models import Stay
from housing.support.models import SupportCase, SupportStep


def stays_of(person: Person) -> list[Stay]:
    """Every stay, the latest first."""
    return read_once(person, "stays", lambda: Stay.objects.select_related("organisation"))


def referrals_with_steps(person: Person) -> list[HousingReferral]:
    """Every referral with its steps, the latest opened first."""
    return read_once(person, "housing_referrals", _referrals, _with_offers)


def _referrals() -> QuerySet[HousingReferral]:
    steps = Prefetch("steps", ReferralStep.objects.select_related("by"))
    rows = HousingReferral.objects.annotate(has_offers=Exists(Offer.objects.filter(referral=OuterRef("pk"))))
    return rows.select_related("receiver").prefetch_related(steps)


def _with_offers(referrals: list[HousingReferral]) -> None:
    read_where("has_offers", referrals, "offers", Offer.objects.select_related("landlord"))


def offers_of(person: Person) -> list[Offer]:
    """The homes offered on the referrals, the latest first."""
    found = [offer for referral in referrals_with_steps(person) for offer in referral.offers.all()]
    return sorted(found, key=lambda offer: (offer.offered_on, offer.pk), reverse=True)


def support_with_steps(person: Person) -> list[SupportCase]:
    """Every support case with its steps, the latest opened first."""
    steps = Prefetch("steps", SupportStep.objects.select_related("by"))
    return read_once(person, "support_cases", lambda: SupportCase.objects.prefetch_related(steps))
