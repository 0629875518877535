"""The endpoints of this app: where young people stay, and how they get a home and support in it."""

from cases.api.base import Reading
from housing.api import filters, serializers
from housing.offers.models import Offer
from housing.referrals.models import HousingReferral
from housing.stays.models import Stay
from housing.support.models import SupportCase


class Stays(Reading[Stay]):
    """Stays, latest first."""

    queryset = Stay.objects.select_related("person", "organisation").order_by("-start", "-pk")
    serializer_class = serializers.StaySerializer
    filterset_class = filters.StayFilter


class Referrals(Reading[HousingReferral]):
    """Housing referrals with every step they took, latest first."""

    queryset = (
        HousingReferral.objects.select_related("person", "receiver", "referred_by")
        .prefetch_related("steps__by")
        .order_by("-opened_on", "-pk")
    )
    serializer_class = serializers.ReferralSerializer
    filterset_class = filters.ReferralFilter


class Offers(Reading[Offer]):
    """Offered homes, latest first."""

    queryset = Offer.objects.select_related("person", "landlord").order_by("-offered_on", "-pk")
    serializer_class = serializers.OfferSerializer
    filterset_class = filters.OfferFilter


class SupportCases(Reading[SupportCase]):
    """Cases about support in the home, latest first."""

    queryset = SupportCase.objects.select_related("person", "provider", "worker").order_by("-opened_on", "-pk")
    serializer_class = serializers.SupportCaseSerializer
    filterset_class = filters.SupportCaseFilter
