"""Invented stays, referrals, offers and support cases for tests."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from housing.enums import ReferralState, SupportState
from housing.models import HousingReferral, Offer, ReferralEvent, Stay, SupportCase
from tests.factories.cases import START, OrganisationFactory, PersonFactory, UserFactory


class StayFactory(DjangoModelFactory[Stay]):
    class Meta:
        model = Stay

    person = factory.SubFactory(PersonFactory)
    kind = "friends_family"
    start = START


class HousingReferralFactory(DjangoModelFactory[HousingReferral]):
    class Meta:
        model = HousingReferral

    person = factory.SubFactory(PersonFactory)
    receiver = factory.SubFactory(OrganisationFactory, kind="housing_allocation")
    referred_by = factory.SubFactory(UserFactory)
    housing_kind = "youth"
    opened_on = START
    state = ReferralState.DRAFT
    state_since = factory.SelfAttribute("opened_on")


class ReferralEventFactory(DjangoModelFactory[ReferralEvent]):
    class Meta:
        model = ReferralEvent

    referral = factory.SubFactory(HousingReferralFactory)
    to_state = ReferralState.DRAFT
    happened_on = factory.SelfAttribute("referral.opened_on")
    by = factory.SelfAttribute("referral.referred_by")


class OfferFactory(DjangoModelFactory[Offer]):
    class Meta:
        model = Offer

    referral = factory.SubFactory(HousingReferralFactory, state=ReferralState.OFFERED)
    person = factory.SelfAttribute("referral.person")
    landlord_name = "Boligforeningen Prøvehave"
    address = factory.Sequence(lambda n: f"Prøvevej {n}, 2400 København NV")
    housing_kind = "youth"
    rent = 4200
    offered_on = factory.SelfAttribute("referral.state_since")


class SupportCaseFactory(DjangoModelFactory[SupportCase]):
    class Meta:
        model = SupportCase

    person = factory.SubFactory(PersonFactory)
    paragraph = "sel_85"
    worker = factory.SubFactory(UserFactory)
    state = SupportState.OPENED
    opened_on = START
    state_since = factory.SelfAttribute("opened_on")


DAY = date(2025, 3, 3)  # an ordinary Monday, two months after START
