"""What the lists of this app can be narrowed down by."""

import django_filters

from cases.api.filters import Key, OpenOnDay, RecordFilter, day, text
from housing.offers.models import Offer
from housing.referrals.codes import OfferState, ReferralState
from housing.referrals.models import HousingReferral
from housing.stays.codes import STAY_KINDS
from housing.stays.models import Stay
from housing.support.codes import SUPPORT_PARAGRAPHS, SupportState
from housing.support.models import SupportCase


class StayFilter(OpenOnDay):
    person = text("person__reference")
    kind = django_filters.ChoiceFilter(choices=STAY_KINDS.choices)
    start_from = day("start", "gte")
    start_to = day("start", "lte")

    class Meta:
        model = Stay
        fields: tuple[str, ...] = ()


class ReferralFilter(RecordFilter):
    person = text("person__reference")
    receiver = text("receiver__code")
    state = django_filters.ChoiceFilter(choices=ReferralState.choices)
    opened_from = day("opened_on", "gte")
    opened_to = day("opened_on", "lte")

    class Meta:
        model = HousingReferral
        fields: tuple[str, ...] = ()


class OfferFilter(RecordFilter):
    person = text("person__reference")
    referral = Key(field_name="referral_id")
    state = django_filters.ChoiceFilter(choices=OfferState.choices)

    class Meta:
        model = Offer
        fields: tuple[str, ...] = ()


class SupportCaseFilter(RecordFilter):
    person = text("person__reference")
    state = django_filters.ChoiceFilter(choices=SupportState.choices)
    paragraph = django_filters.ChoiceFilter(choices=SUPPORT_PARAGRAPHS.choices)

    class Meta:
        model = SupportCase
        fields: tuple[str, ...] = ()
