"""Offers: homes offered on a referral."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.people.models import Person, in_reach
from cases.records.models import AskedRecord
from cases.staff.models import Organisation, User
from housing.offers.rules import REFUSED, is_over_limit
from housing.referrals.codes import ANY_HOME, CONTRACT_KINDS, HOUSING_KINDS, OFFER_REFUSALS, OfferState, Whose
from housing.referrals.models import HousingReferral

# Kinds of home that can be offered: any home is a wish.
OFFERED_KINDS = [kind for kind in HOUSING_KINDS.codes if kind != ANY_HOME]


class OfferQuerySet(models.QuerySet["Offer"]):
    """Filters of offers."""

    def visible_to(self, user: User) -> "OfferQuerySet":
        return self.filter(person__in=in_reach(user))

    def open(self) -> "OfferQuerySet":
        return self.filter(state=OfferState.OPEN)

    def declined_by_person(self) -> "OfferQuerySet":
        """Refusals that are the young person's own; receivers commonly allow few of them."""
        return self.filter(whose=Whose.YOUNG_PERSON)


class Offer(AskedRecord):
    """One offered home. A referral has at most one open offer, and a young person at most one accepted one."""

    referral = models.ForeignKey(HousingReferral, on_delete=models.PROTECT, related_name="offers")
    # The referral's young person once more, so that the database can hold the rule of one accepted offer; a composite
    # foreign key (migration 0001) keeps the two equal.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="offers", editable=False)
    landlord = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="offers",
        verbose_name=_("landlord"),
    )
    landlord_name = models.CharField(_("landlord, if not in the list"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=200)
    housing_kind = models.CharField(
        _("kind of home"), max_length=40, choices=[row for row in HOUSING_KINDS.choices if row[0] in OFFERED_KINDS]
    )
    rent = models.PositiveIntegerField(_("rent, kr. a month"))
    deposit = models.PositiveIntegerField(_("deposit, kr."), null=True, blank=True)
    contract_kind = models.CharField(_("kind of lease"), max_length=40, choices=CONTRACT_KINDS.choices, blank=True)
    offered_on = models.DateField(_("offered on"))
    reply_by = models.DateField(_("reply by"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=OfferState.choices, default=OfferState.OPEN, editable=False
    )
    decided_on = models.DateField(_("answered on"), null=True, blank=True, editable=False)
    refusal = models.CharField(_("reason"), max_length=40, choices=OFFER_REFUSALS.choices, blank=True, editable=False)
    whose = models.CharField(_("whose refusal"), max_length=20, choices=Whose.choices, blank=True, editable=False)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="supersedes"
    )

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["-offered_on", "-pk"]
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(state=OfferState.OPEN),
                name="offer_one_open",
                violation_error_message=_("The referral already has an offer that waits for an answer."),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state=OfferState.ACCEPTED),
                name="offer_one_accepted",
                violation_error_message=_("The young person has already accepted another offer."),
            ),
            models.CheckConstraint(
                name="offer_state_known",
                condition=Q(state__in=OfferState.values),
                violation_error_message=_("The offer is in an unknown state."),
            ),
            models.CheckConstraint(
                name="offer_codes_known",
                condition=Q(housing_kind__in=OFFERED_KINDS)
                & Q(contract_kind__in=["", *CONTRACT_KINDS.codes])
                & Q(refusal__in=["", *OFFER_REFUSALS.codes]),
                violation_error_message=_("Choose the kind of home, the kind of lease and the reason from the lists."),
            ),
            models.CheckConstraint(
                name="offer_has_landlord",
                condition=Q(landlord__isnull=False) | ~Q(landlord_name=""),
                violation_error_message=_("Say who the landlord is."),
            ),
            models.CheckConstraint(
                name="offer_reply_after_offer",
                condition=Q(reply_by__isnull=True) | Q(reply_by__gte=F("offered_on")),
                violation_error_message=_("The reply is due on or after the day of the offer."),
            ),
            models.CheckConstraint(
                name="offer_answered",
                condition=Q(state=OfferState.OPEN, decided_on__isnull=True)
                | ~Q(state=OfferState.OPEN) & Q(decided_on__isnull=False, decided_on__gte=F("offered_on")),
                violation_error_message=_("An answer has a day, on or after the day of the offer."),
            ),
            models.CheckConstraint(
                name="offer_refused_with_reason",
                condition=(Q(state__in=REFUSED) & ~Q(refusal="") & Q(whose__in=Whose.values))
                | (~Q(state__in=REFUSED) & Q(refusal="", whose="")),
                violation_error_message=_("Choose why the offer came to nothing."),
            ),
            models.CheckConstraint(
                name="offer_superseded_by",
                condition=Q(state=OfferState.SUPERSEDED, superseded_by__isnull=False)
                | ~Q(state=OfferState.SUPERSEDED) & Q(superseded_by__isnull=True),
                violation_error_message=_("An offer closed for another one names it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral_id} · {self.offered_on:%Y-%m-%d}"

    def measured_by(self) -> dict[str, Any]:
        """The rent is measured by what the referral asks for."""
        return {"max_rent": self.referral.max_rent}

    @property
    def landlord_label(self) -> str:
        return self.landlord_name or str(self.landlord or "")

    @property
    def over_limit(self) -> bool:
        """The rent is higher than the referral asks for."""
        return is_over_limit(self.rent, self.referral.max_rent)

    @property
    def is_open(self) -> bool:
        return self.state == OfferState.OPEN
