"""Where the young people stayed, and their housing referrals step by step."""

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.core.codes import Label
from cases.core.periods import Period, touches
from cases.enrolments.models import Enrolment
from cases.programmes.models import Programme
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
from housing.referrals.models import HousingReferral, ReferralStep
from housing.stays.codes import STAY_KINDS
from housing.stays.models import Stay
from reporting.figures.whose import of_programme
from reporting.tables.columns import Column, DaysBetween, Deidentified, Table, Type, choices_of
from reporting.tables.enrolments import day
from reporting.tables.people import confirmed, person_key, unprotected


def stays(programme: Programme) -> QuerySet[Stay]:
    """Stays in the programme's period with at least one night from the young person's first day in it on."""
    enrolments = Enrolment.objects.filter(programme=programme)
    return Stay.objects.filter(touches(Period(programme.start, programme.end))).since_first(enrolments)


def referrals(programme: Programme) -> QuerySet[HousingReferral]:
    """Referrals in the programme, and those made before an enrolment in it."""
    return of_programme(HousingReferral.objects.all(), programme, day="opened_on", enrolments=Enrolment.objects.all())


def events(programme: Programme) -> QuerySet[ReferralStep]:
    """The steps of the same referrals."""
    return ReferralStep.objects.filter(referral__in=referrals(programme).values("pk"))


def _key(name: str, title: Label, path: str, field: str) -> Column:
    meaning = _("Number of the record; in the de-identified form a key that is the same in every export.")
    return Column(name, Type.KEY, title, meaning, F(path), (field,), Deidentified.PSEUDONYM)


STAYS = Table(
    "stays",
    _("Stays"),
    _(
        "One row for each time in one place, with at least one night after the young person was first enrolled and "
        "within the programme's period."
    ),
    stays,
    "person_id",
    "start",
    (
        person_key("person_id"),
        _key("stay", _("Stay"), "pk", "housing.Stay.id"),
        Column(
            "kind",
            Type.CODE,
            _("Where"),
            _("The kind of place."),
            F("kind"),
            ("housing.Stay.kind",),
            choices=choices_of(STAY_KINDS.choices),
        ),
        Column(
            "organisation",
            Type.CODE,
            _("Shelter or institution"),
            _("Code of the organisation, where known. Left out for people with name and address protection."),
            unprotected("organisation__code", "person__"),
            ("housing.Stay.organisation", "cases.Person.has_protected_address"),
            Deidentified.UNIT,
        ),
        day("housing.Stay", "start", _("Since"), _("The first night.")),
        day("housing.Stay", "end", _("Left on"), _("The day the young person left; empty while the stay lasts.")),
        Column(
            "nights",
            Type.INTEGER,
            _("Nights"),
            _("All nights of the stay, also those outside the programme's period; empty while it lasts."),
            DaysBetween("end", "start"),
            ("housing.Stay.start", "housing.Stay.end"),
            Deidentified.BAND,
        ),
        confirmed(Stay),
    ),
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
        _key("referral", _("Housing referral"), "pk", "housing.HousingReferral.id"),
        Column(
            "receiver",
            Type.CODE,
            _("Receiver"),
            _("Code of the organisation that is asked."),
            F("receiver__code"),
            ("housing.HousingReferral.receiver",),
            Deidentified.UNIT,
        ),
        Column(
            "housing_kind",
            Type.CODE,
            _("Kind of home"),
            _("What kind of home is asked for."),
            F("housing_kind"),
            ("housing.HousingReferral.housing_kind",),
            choices=choices_of(HOUSING_KINDS.choices),
        ),
        Column(
            "max_rent",
            Type.INTEGER,
            _("Highest rent"),
            _("Kroner a month that the young person can pay."),
            F("max_rent"),
            ("housing.HousingReferral.max_rent",),
        ),
        Column(
            "state",
            Type.CODE,
            _("Step"),
            _("Where the referral stands on the day of the export."),
            F("state"),
            ("housing.HousingReferral.state",),
            choices=choices_of(ReferralState.choices),
        ),
        day("housing.HousingReferral", "opened_on", _("Begun"), _("The day the draft was begun.")),
        day("housing.HousingReferral", "state_since", _("Step since"), _("The day of the last step.")),
        confirmed(HousingReferral),
    ),
)

REFERRAL_EVENTS = Table(
    "referral_events",
    _("Steps of referrals"),
    _("One row for each step of a housing referral, in the order they were taken."),
    events,
    "referral__person_id",
    "happened_on",
    (
        person_key("referral__person_id"),
        _key("referral", _("Housing referral"), "referral_id", "housing.HousingReferral.id"),
        Column(
            "event",
            Type.CODE,
            _("What happened"),
            _("Empty where the referral was begun."),
            F("event"),
            ("housing.ReferralStep.event",),
            choices=choices_of([(step.value, step.taken) for step in ReferralEvent]),
        ),
        Column(
            "from_state",
            Type.CODE,
            _("From step"),
            _("Where the referral stood before."),
            F("from_state"),
            ("housing.ReferralStep.from_state",),
            choices=choices_of(ReferralState.choices),
        ),
        Column(
            "to_state",
            Type.CODE,
            _("To step"),
            _("Where it stood afterwards."),
            F("to_state"),
            ("housing.ReferralStep.to_state",),
            choices=choices_of(ReferralState.choices),
        ),
        day("housing.ReferralStep", "happened_on", _("On"), _("The day of the step.")),
        Column(
            "days_since_begun",
            Type.INTEGER,
            _("Days since begun"),
            _("Calendar days from the day the referral was begun to the step."),
            DaysBetween("happened_on", "referral__opened_on"),
            ("housing.ReferralStep.happened_on", "housing.HousingReferral.opened_on"),
            Deidentified.DROP,
        ),
        Column(
            "reason",
            Type.CODE,
            _("Reason"),
            _("Why the answer was no."),
            F("reason"),
            ("housing.ReferralStep.reason",),
            choices=choices_of([*REJECTION_REASONS.choices, *OFFER_REFUSALS.choices, *WITHDRAWAL_REASONS.choices]),
        ),
        Column(
            "whose",
            Type.CODE,
            _("Whose refusal"),
            _("Whose the no is."),
            F("whose"),
            ("housing.ReferralStep.whose",),
            choices=choices_of(Whose.choices),
        ),
        Column(
            "outcome",
            Type.CODE,
            _("Follow-up"),
            _("Whether the young person still lives in the home, as the follow-up found."),
            F("outcome"),
            ("housing.ReferralStep.outcome",),
            choices=choices_of(FOLLOW_UP_OUTCOMES.choices),
        ),
    ),
)
