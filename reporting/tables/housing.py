"""Where the young people stayed, their housing referrals step by step, the homes offered, and support in the home."""

from typing import Any

from django.db.models import DateField, F, Func, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.core.codes import Label
from cases.core.periods import not_over
from cases.enrolments.models import Enrolment
from cases.programmes.models import Programme
from housing.offers.models import Offer
from housing.referrals.codes import (
    CONTRACT_KINDS,
    FOLLOW_UP_OUTCOMES,
    HOUSING_KINDS,
    OFFER_REFUSALS,
    REJECTION_REASONS,
    WITHDRAWAL_REASONS,
    OfferState,
    ReferralEvent,
    ReferralState,
    Whose,
)
from housing.referrals.models import HousingReferral, ReferralStep
from housing.stays.codes import STAY_KINDS
from housing.stays.models import Stay
from housing.support.codes import (
    DROP_REASONS,
    SUPPORT_ENDINGS,
    SUPPORT_PARAGRAPHS,
    SUPPORT_REFUSALS,
    SupportEvent,
    SupportState,
)
from housing.support.models import SupportCase, SupportStep
from reporting.columns.declaring import (
    Column,
    DaysBetween,
    Deidentified,
    Table,
    Type,
    choices_of,
    code,
    day,
    end,
    key,
    place,
    registered,
    stored,
)
from reporting.figures.whose import of_programme
from reporting.tables.enrolments import enrolment_key
from reporting.tables.people import confirmed, person_key, unprotected


def stays(programme: Programme) -> QuerySet[Stay]:
    """Stays from the young person's first day in the programme on, and the one that was left on that day."""
    first = Enrolment.objects.filter(programme=programme)
    day_before = Func(F("enrolled_on"), template="(%(expressions)s - 1)", output_field=DateField())
    return Stay.objects.from_first(first).filter(not_over(day_before))


def _of(rows: QuerySet[Any], programme: Programme) -> QuerySet[Any]:
    return of_programme(rows, programme, day="opened_on", enrolments=Enrolment.objects.all())


def referrals(programme: Programme) -> QuerySet[HousingReferral]:
    """Referrals in the programme, and those made before an enrolment in it."""
    return _of(HousingReferral.objects.all(), programme)


def steps(programme: Programme) -> QuerySet[ReferralStep]:
    """The steps of the same referrals."""
    return ReferralStep.objects.filter(referral__in=referrals(programme).values("pk"))


def offers(programme: Programme) -> QuerySet[Offer]:
    """The homes offered on the same referrals."""
    return Offer.objects.filter(referral__in=referrals(programme).values("pk"))


def support_cases(programme: Programme) -> QuerySet[SupportCase]:
    """Support cases in the programme, and those opened before an enrolment in it."""
    return _of(SupportCase.objects.all(), programme)


def support_steps(programme: Programme) -> QuerySet[SupportStep]:
    """The steps of the same cases."""
    return SupportStep.objects.filter(case__in=support_cases(programme).values("pk"))


def _unit(model: str, name: str, title: Label, meaning: Label) -> Column:
    value = F(f"{name}__code")
    fields = (f"{model}.{name}",)
    return Column(name, Type.CODE, title, meaning, value, fields, Deidentified.UNIT, lists="organisations")


def _kroner(model: str, field: str, title: Label, meaning: Label) -> Column:
    return stored(model, field, Type.INTEGER, title, meaning, Deidentified.AMOUNT)


_STAY, _REFERRAL, _STEP, _OFFER = "housing.Stay", "housing.HousingReferral", "housing.ReferralStep", "housing.Offer"
_CASE, _CASE_STEP = "housing.SupportCase", "housing.SupportStep"

STAYS = Table(
    "stays",
    _("Stays"),
    _(
        "One row for each time in one place from the day on which the young person was first enrolled; a place that "
        "was left on that day is there too, for who moves on from a home of their own does not move into one."
    ),
    stays,
    "person_id",
    "start",
    (
        person_key("person_id"),
        key("stay", _("Stay"), "pk", "housing.Stay.id"),
        Column(
            "kind",
            Type.CODE,
            _("Where"),
            _("The kind of place."),
            F("kind"),
            ("housing.Stay.kind",),
            choices=choices_of(STAY_KINDS.choices),
            groups=tuple((kind.code, kind.group) for kind in STAY_KINDS),
        ),
        Column(
            "organisation",
            Type.CODE,
            _("Shelter or institution"),
            _("Code of the organisation, where known. Left out for people with name and address protection."),
            unprotected("organisation__code", "person__"),
            ("housing.Stay.organisation", "cases.Person.has_protected_address"),
            Deidentified.UNIT,
            lists="organisations",
        ),
        day(_STAY, "start", _("Since"), _("The first night.")),
        day(_STAY, "end", _("Left on"), _("The day the young person left; empty while the stay lasts.")),
        Column(
            "nights",
            Type.INTEGER,
            _("Nights"),
            _("All nights of the stay, also those before the enrolment; empty while it lasts."),
            DaysBetween("end", "start"),
            ("housing.Stay.start", "housing.Stay.end"),
            Deidentified.BAND,
        ),
        registered(_STAY),
        confirmed(Stay),
    ),
    key=("stay",),
)

REFERRALS = Table(
    "referrals",
    _("Housing referrals"),
    _("One row for each housing referral, drafts included."),
    referrals,
    "person_id",
    "opened_on",
    (
        person_key("person_id"),
        key("referral", _("Housing referral"), "pk", "housing.HousingReferral.id"),
        enrolment_key("enrolment_id"),
        _unit(_REFERRAL, "receiver", _("Receiver"), _("Code of the organisation that is asked.")),
        code(
            _REFERRAL, "housing_kind", _("Kind of home"), _("What kind of home is asked for."), HOUSING_KINDS.choices
        ),
        _kroner(_REFERRAL, "max_rent", _("Highest rent"), _("Kroner a month that the young person can pay.")),
        code(
            _REFERRAL,
            "state",
            _("Step"),
            _("Where the referral stands on the day of the export."),
            ReferralState.choices,
        ),
        day(_REFERRAL, "opened_on", _("Begun"), _("The day the draft was begun.")),
        day(_REFERRAL, "state_since", _("Step since"), _("The day of the last step.")),
        registered(_REFERRAL),
        confirmed(HousingReferral),
    ),
    key=("referral",),
)

REFERRAL_EVENTS = Table(
    "referral_events",
    _("Steps of referrals"),
    _("One row for each step of a housing referral, in the order they were taken."),
    steps,
    "referral__person_id",
    "happened_on",
    (
        person_key("referral__person_id"),
        key("referral", _("Housing referral"), "referral_id", "housing.HousingReferral.id"),
        place(
            _STEP,
            "referral",
            _("Number of the step"),
            _("The order of the steps of one referral; several may lie on one day."),
        ),
        code(
            _STEP,
            "event",
            _("What happened"),
            _("Empty where the referral was begun."),
            [(step.value, step.taken) for step in ReferralEvent],
        ),
        code(_STEP, "from_state", _("From step"), _("Where the referral stood before."), ReferralState.choices),
        code(_STEP, "to_state", _("To step"), _("Where it stood afterwards."), ReferralState.choices),
        day(_STEP, "happened_on", _("On"), _("The day of the step.")),
        Column(
            "days_since_begun",
            Type.INTEGER,
            _("Days since begun"),
            _("Calendar days from the day the referral was begun to the step."),
            DaysBetween("happened_on", "referral__opened_on"),
            ("housing.ReferralStep.happened_on", "housing.HousingReferral.opened_on"),
            Deidentified.DROP,
        ),
        key("offer", _("Offer"), "offer_id", "housing.Offer.id"),
        code(
            _STEP,
            "reason",
            _("Reason"),
            _("Why the answer was no."),
            [*REJECTION_REASONS.choices, *OFFER_REFUSALS.choices, *WITHDRAWAL_REASONS.choices],
        ),
        code(_STEP, "whose", _("Whose refusal"), _("Whose the no is."), Whose.choices),
        code(
            _STEP,
            "outcome",
            _("Follow-up"),
            _("Whether the young person still lives in the home, as the follow-up found."),
            FOLLOW_UP_OUTCOMES.choices,
        ),
        registered(_STEP),
    ),
    key=("referral", "place"),
)

OFFERS = Table(
    "offers",
    _("Offers"),
    _("One row for each home that was offered on a referral."),
    offers,
    "person_id",
    "offered_on",
    (
        person_key("person_id"),
        key("offer", _("Offer"), "pk", "housing.Offer.id"),
        key("referral", _("Housing referral"), "referral_id", "housing.HousingReferral.id"),
        _unit(_OFFER, "landlord", _("Landlord"), _("Code of the organisation, where it is one of the directory.")),
        code(_OFFER, "housing_kind", _("Kind of home"), _("What kind of home is offered."), HOUSING_KINDS.choices),
        _kroner(_OFFER, "rent", _("Rent"), _("Kroner a month.")),
        _kroner(_OFFER, "deposit", _("Deposit"), _("Kroner.")),
        code(_OFFER, "contract_kind", _("Kind of lease"), _("What is signed."), CONTRACT_KINDS.choices),
        day(_OFFER, "offered_on", _("Offered on"), _("The day of the offer.")),
        day(_OFFER, "reply_by", _("Reply by"), _("The day by which the young person must answer.")),
        code(_OFFER, "state", _("State"), _("Where the offer stands on the day of the export."), OfferState.choices),
        day(_OFFER, "decided_on", _("Answered on"), _("The day of the answer.")),
        code(_OFFER, "refusal", _("Reason"), _("Why the offer came to nothing."), OFFER_REFUSALS.choices),
        code(_OFFER, "whose", _("Whose refusal"), _("Whose the no is."), Whose.choices),
        registered(_OFFER),
    ),
    key=("offer",),
)

SUPPORT_CASES = Table(
    "support_cases",
    _("Support cases"),
    _("One row for each case about support in the home."),
    support_cases,
    "person_id",
    "opened_on",
    (
        person_key("person_id"),
        key("support_case", _("Support case"), "pk", "housing.SupportCase.id"),
        enrolment_key("enrolment_id"),
        code(_CASE, "paragraph", _("Paragraph"), _("What the support is granted under."), SUPPORT_PARAGRAPHS.choices),
        _unit(_CASE, "provider", _("Who gives the support"), _("Code of the organisation, where it is known.")),
        code(_CASE, "state", _("Step"), _("Where the case stands on the day of the export."), SupportState.choices),
        day(_CASE, "opened_on", _("Opened"), _("The day the case was opened.")),
        code(_CASE, "refusal", _("Reason for refusing"), _("Only where it was refused."), SUPPORT_REFUSALS.choices),
        stored(_CASE, "hours_per_week", Type.NUMBER, _("Hours a week"), _("Hours of support that were granted.")),
        day(_CASE, "start", _("Support since"), _("The first day with support.")),
        end(_CASE, _("Last day with support"), _("Empty while it lasts.")),
        code(_CASE, "ending", _("Reason for ending"), _("Only where it has ended."), SUPPORT_ENDINGS.choices),
        code(_CASE, "dropped_why", _("Reason for dropping"), _("Only where it was dropped."), DROP_REASONS.choices),
        registered(_CASE),
    ),
    key=("support_case",),
)

SUPPORT_STEPS = Table(
    "support_steps",
    _("Steps of support cases"),
    _("One row for each step of a support case, in the order they were taken."),
    support_steps,
    "case__person_id",
    "happened_on",
    (
        person_key("case__person_id"),
        key("support_case", _("Support case"), "case_id", "housing.SupportCase.id"),
        place(
            _CASE_STEP,
            "support_case",
            _("Number of the step"),
            _("The order of the steps of one case; several may lie on one day."),
        ),
        code(
            _CASE_STEP,
            "event",
            _("What happened"),
            _("Empty where the case was opened."),
            [(step.value, step.taken) for step in SupportEvent],
        ),
        code(_CASE_STEP, "from_state", _("From step"), _("Where the case stood before."), SupportState.choices),
        code(_CASE_STEP, "to_state", _("To step"), _("Where it stood afterwards."), SupportState.choices),
        day(_CASE_STEP, "happened_on", _("On"), _("The day of the step.")),
        registered(_CASE_STEP),
    ),
    key=("support_case", "place"),
)
