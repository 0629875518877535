"""Housing referrals (boligindstillinger) and everything that happened to them."""

from datetime import date

from django.db import models
from django.db.models import F, Func, Max, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from cases.enrolments.models import Enrolment
from cases.people.models import Person, PersonQuerySet, in_reach
from cases.records.models import AskedRecord, Record
from cases.staff.models import Organisation, User
from housing.referrals.codes import (
    FOLLOW_UP_OUTCOMES,
    HOUSING_KINDS,
    OFFER_REFUSALS,
    REJECTION_REASONS,
    WITHDRAWAL_REASONS,
    ReferralEvent,
    ReferralState,
    Whose,
)
from housing.referrals.rules import (
    ACTIVE,
    MAY_NAME_OFFER,
    NAMES_OFFER,
    NEXT_ACTOR,
    OPEN,
    STALL_DAYS,
    WAITING_ON_US,
    WITH_REASON,
    is_stalled,
    stalled_before,
)
from housing.steps.codes import Actor


def last_movement() -> Func:
    """When a referral last moved: its last step, or a later progress note."""
    return Greatest("state_since", Coalesce(F("noted_on"), F("state_since")))


def stalled_condition(day: date) -> Q:
    """Filter for referrals that carry `last_moved_on`: their state's limit has passed on `day`."""
    late = Q(pk__in=[])
    for state in STALL_DAYS:
        late |= Q(state=state, last_moved_on__lt=stalled_before(state, day))
    return late


class HousingReferralQuerySet(models.QuerySet["HousingReferral"]):
    """Filters of referrals; lists and the numbers that open them use the same ones."""

    def visible_to(self, user: User) -> "HousingReferralQuerySet":
        return self.filter(person__in=in_reach(user))

    def followed_by(self, user: User, people: PersonQuerySet) -> "HousingReferralQuerySet":
        """Those of the user's own young people, and those the user made: they outlive an enrolment."""
        return self.filter(Q(person__in=people.order_by()) | Q(referred_by=user))

    def open(self) -> "HousingReferralQuerySet":
        """Not rejected, not withdrawn, not yet moved in."""
        return self.filter(state__in=OPEN)

    def active(self) -> "HousingReferralQuerySet":
        """Something remains to be done: open, or moved in and not followed up."""
        return self.filter(state__in=ACTIVE)

    def waiting_on_us(self) -> "HousingReferralQuerySet":
        """The next step is a worker's, or the young person's with a worker's help."""
        return self.filter(state__in=WAITING_ON_US)

    def stalled_on(self, day: date) -> "HousingReferralQuerySet":
        """Nothing has moved for longer than the limit of the state (`STALL_DAYS`)."""
        return self.annotate(last_moved_on=last_movement()).filter(stalled_condition(day))


class HousingReferral(AskedRecord):
    """A request to a receiver (the social housing allocation, a housing association) to give a young person a home."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="housing_referrals")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="housing_referrals"
    )
    receiver = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="housing_referrals", verbose_name=_("receiver")
    )
    referred_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="housing_referrals", verbose_name=_("referred by")
    )
    housing_kind = models.CharField(_("kind of home"), max_length=40, choices=HOUSING_KINDS.choices)
    max_rent = models.PositiveIntegerField(_("highest rent, kr. a month"), null=True, blank=True)
    needs = models.TextField(_("needs and wishes for the home"), blank=True)
    opened_on = models.DateField(_("begun"))
    state = models.CharField(
        _("step"), max_length=20, choices=ReferralState.choices, default=ReferralState.DRAFT, editable=False
    )
    state_since = models.DateField(_("since"), editable=False)
    noted_on = models.DateField(_("last progress note"), null=True, editable=False)

    objects = HousingReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-pk"]
        verbose_name = _("housing referral")
        verbose_name_plural = _("housing referrals")
        indexes = [models.Index(fields=["state", "state_since"], name="referral_by_step")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "receiver"],
                condition=Q(state__in=OPEN),
                name="referral_one_open",
                violation_error_message=_("The young person already has an open referral to this receiver."),
            ),
            models.CheckConstraint(
                name="referral_state_known",
                condition=Q(state__in=ReferralState.values),
                violation_error_message=_("The referral is in an unknown step."),
            ),
            models.CheckConstraint(
                name="referral_housing_kind_known",
                condition=Q(housing_kind__in=HOUSING_KINDS.codes),
                violation_error_message=_("Choose the kind of home from the list."),
            ),
            models.CheckConstraint(
                name="referral_state_after_opening",
                condition=Q(state_since__gte=F("opened_on")),
                violation_error_message=_("A step cannot be taken before the referral was begun."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person.reference} → {self.receiver}"

    @property
    def step(self) -> ReferralState:
        return ReferralState(self.state)

    @property
    def next_actor(self) -> Actor:
        """Who has to do the next thing."""
        return NEXT_ACTOR[self.step]

    @property
    def is_active(self) -> bool:
        return self.step in ACTIVE

    def age_on(self, day: date) -> int:
        """Days in the present step."""
        return (day - self.state_since).days

    @property
    def last_step_on(self) -> date:
        """The day of the last step; an undone acceptance lies later than the state it leads back to."""
        steps = self.steps.exclude(event=ReferralEvent.NOTE)
        last: date | None = steps.aggregate(last=Max("happened_on"))["last"]
        return max(self.state_since, last or self.state_since)

    def is_stalled_on(self, day: date) -> bool:
        return is_stalled(self.step, max(filter(None, [self.state_since, self.noted_on])), day)


class ReferralStepQuerySet(models.QuerySet["ReferralStep"]):
    """Filters of the steps of referrals."""

    def visible_to(self, user: User) -> "ReferralStepQuerySet":
        return self.filter(referral__person__in=in_reach(user))


class ReferralStep(Record):
    """One step of a referral: the day it happened, when and by whom it was registered, and whose a no was.

    A step that moves an offered home names it, and so is the step of the offer too. It is one of the same referral: a
    composite foreign key (migration 0001) holds that.
    """

    referral = models.ForeignKey(HousingReferral, on_delete=models.PROTECT, related_name="steps")
    event = models.CharField(_("what happened"), max_length=20, choices=ReferralEvent.choices, blank=True)
    from_state = models.CharField(max_length=20, choices=ReferralState.choices, blank=True)
    to_state = models.CharField(_("step"), max_length=20, choices=ReferralState.choices)
    happened_on = models.DateField(_("on"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    offer = models.ForeignKey("housing.Offer", on_delete=models.PROTECT, null=True, blank=True, related_name="steps")
    reason = models.CharField(
        _("reason"),
        max_length=40,
        blank=True,
        choices=[*REJECTION_REASONS.choices, *OFFER_REFUSALS.choices, *WITHDRAWAL_REASONS.choices],
    )
    whose = models.CharField(_("whose refusal"), max_length=20, choices=Whose.choices, blank=True)
    outcome = models.CharField(_("follow-up"), max_length=40, choices=FOLLOW_UP_OUTCOMES.choices, blank=True)
    missing = models.TextField(_("what is missing"), blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = ReferralStepQuerySet.as_manager()

    class Meta:
        db_table = "housing_referralevent"
        ordering = ["referral", "happened_on", "pk"]
        verbose_name = _("step of a referral")
        verbose_name_plural = _("steps of referrals")
        constraints = [
            models.CheckConstraint(
                name="referral_event_known",
                condition=Q(event="", from_state="", to_state=ReferralState.DRAFT)
                | Q(event__in=ReferralEvent.values, from_state__in=ReferralState.values),
                violation_error_message=_("The step is unknown."),
            ),
            models.CheckConstraint(
                name="referral_event_reason",
                condition=(Q(event__in=WITH_REASON) & ~Q(reason="") & Q(whose__in=Whose.values))
                | (~Q(event__in=WITH_REASON) & Q(reason="", whose="")),
                violation_error_message=_("A no has a reason and says whose it is; other steps have none."),
            ),
            models.CheckConstraint(
                name="referral_event_offer",
                condition=Q(event__in=NAMES_OFFER, offer__isnull=False)
                | Q(event__in=MAY_NAME_OFFER)
                | ~Q(event__in=[*NAMES_OFFER, *MAY_NAME_OFFER]) & Q(offer__isnull=True),
                violation_error_message=_("A step that is about an offered home names it, and no other step does."),
            ),
            models.CheckConstraint(
                name="referral_event_missing",
                condition=Q(event=ReferralEvent.ASK) & ~Q(missing="") | ~Q(event=ReferralEvent.ASK) & Q(missing=""),
                violation_error_message=_("Write what information is missing."),
            ),
            models.CheckConstraint(
                name="referral_event_outcome",
                condition=Q(event=ReferralEvent.FOLLOW_UP, outcome__in=FOLLOW_UP_OUTCOMES.codes)
                | ~Q(event=ReferralEvent.FOLLOW_UP) & Q(outcome=""),
                violation_error_message=_("Say whether the young person still lives in the home."),
            ),
            models.CheckConstraint(
                name="referral_event_note",
                condition=~Q(event=ReferralEvent.NOTE) | ~Q(note=""),
                violation_error_message=_("Write what has happened with the referral."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_to_state_display()
