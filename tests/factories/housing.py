"""Invented stays, referrals, offers and support cases for tests."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from cases.core.periods import last_day
from housing.offers.models import Offer
from housing.referrals.codes import ReferralState
from housing.referrals.models import HousingReferral, ReferralStep
from housing.referrals.rules import NAMES_OFFER
from housing.stays.models import Stay
from housing.support.codes import SupportEvent, SupportState
from housing.support.models import STEP_DAYS, SupportCase, SupportStep
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


class ReferralStepFactory(DjangoModelFactory[ReferralStep]):
    class Meta:
        model = ReferralStep

    referral = factory.SubFactory(HousingReferralFactory)
    event = ""
    to_state = ReferralState.DRAFT
    happened_on = factory.SelfAttribute("referral.opened_on")
    by = factory.SelfAttribute("referral.referred_by")

    @factory.lazy_attribute
    def offer(self):
        """The home that the step is about."""
        offers = self.referral.offers if self.event in NAMES_OFFER else None
        return (offers.first() or OfferFactory(referral=self.referral)) if offers else None


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
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory)
    paragraph = "sel_85"
    worker = factory.SubFactory(UserFactory)
    state = SupportState.OPENED
    opened_on = START
    state_since = factory.SelfAttribute("opened_on")

    @factory.post_generation
    def steps(self, create, extracted, **kwargs):
        """The steps that the days tell of."""
        if not create:
            return
        before, day = "", self.opened_on
        for event, after in (("", SupportState.OPENED), *LEADS_TO.items()):
            day = getattr(self, STEP_DAYS[event]) if event else day
            if day and event != (SupportEvent.GRANT if self.refusal else SupportEvent.REFUSE):
                on = last_day(day) if event == SupportEvent.END else day
                facts = {"event": event, "from_state": before, "to_state": after, "happened_on": on}
                SupportStep.objects.create(case=self, by=self.worker, **facts)
                before = after


# The state that each step of a support case leads to.
LEADS_TO = {
    SupportEvent.TALK: SupportState.TALKED,
    SupportEvent.SEND_HEARING: SupportState.HEARING,
    SupportEvent.ANSWER_HEARING: SupportState.HEARING,
    SupportEvent.GRANT: SupportState.GRANTED,
    SupportEvent.REFUSE: SupportState.REFUSED,
    SupportEvent.START: SupportState.STARTED,
    SupportEvent.END: SupportState.ENDED,
    SupportEvent.DROP: SupportState.DROPPED,
}
DAY = date(2025, 3, 3)  # an ordinary Monday, two months after START


class SupportStepFactory(DjangoModelFactory[SupportStep]):
    class Meta:
        model = SupportStep

    case = factory.SubFactory(SupportCaseFactory)
    event = SupportEvent.TALK
    from_state = SupportState.OPENED
    to_state = SupportState.TALKED
    happened_on = factory.SelfAttribute("case.opened_on")
    by = factory.SelfAttribute("case.worker")
