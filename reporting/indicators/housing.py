"""The way to a home: referrals step by step, refusals, moves into an own home, and nights in shelter."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import CharField, DateField, Exists, F, OuterRef, Subquery, Sum, Value
from django.db.models import Count as CountRows
from django.db.models.functions import Coalesce, Concat, Greatest
from django.utils.translation import gettext_lazy as _

from cases.core.codes import Label
from cases.core.periods import Period, end_by, touches
from housing.referrals.codes import (
    OFFER_REFUSALS,
    REJECTION_REASONS,
    WITHDRAWAL_REASONS,
    ReferralEvent,
    ReferralState,
    Whose,
)
from housing.referrals.rules import PATH
from housing.stays.codes import OWN_HOME_KINDS, STAY_KINDS
from housing.stays.models import Stay, StayQuerySet
from reporting.columns.declaring import DaysBetween
from reporting.figures.aggregates import Quartiles, count_of, counts_by, quartile_values
from reporting.figures.base import (
    ANY_ROW,
    COUNTED,
    TOTAL,
    Adds,
    Count,
    Figures,
    Form,
    Indicator,
    Measure,
    Row,
    Table,
    Unit,
    counted,
    days,
)
from reporting.figures.facts import Facts
from reporting.figures.rules import median_wait, quartiles
from reporting.figures.thresholds import SMALLEST_SPREAD
from reporting.indicators.contacts import PEOPLE, yes_and_no
from reporting.indicators.people import band

SUBMITTED = "referrals_submitted"
MOVED = "people_moved"
SHELTERED = "people_in_shelter"

LATER_STEPS = PATH[PATH.index(ReferralState.SUBMITTED) + 1 :]
ENDED_WITHOUT = (ReferralState.REJECTED, ReferralState.WITHDRAWN)
REFUSALS = (ReferralEvent.REJECT, ReferralEvent.DECLINE, ReferralEvent.FALL_THROUGH, ReferralEvent.WITHDRAW)
# The bands of Statistics Denmark's shelter statistics, and those without a night.
NIGHT_BANDS = {
    "0": (_("No night"), 0, 0),
    "any": (_("At least one night"), None, None),
    "1": (_("1 night"), 1, 1),
    "2_5": (_("2-5 nights"), 2, 5),
    "6_30": (_("6-30 nights"), 6, 30),
    "31_119": (_("31-119 nights"), 31, 119),
    "120_364": (_("120-364 nights"), 120, 364),
    "365_plus": (_("365 nights or more"), 365, None),
}


@dataclass
class Course:
    """What happened to one referral: the day each state was first reached, and the last state."""

    person: int
    first: dict[str, date] = field(default_factory=dict)
    state: str = ""
    since: date | None = None


def submitted_referrals(facts: Facts) -> list[Course]:
    """Referrals that were ever submitted, followed up to the day of the report. A progress note is no step."""
    courses: dict[int, Course] = {}
    steps = facts.referral_steps.exclude(event=ReferralEvent.NOTE).order_by("happened_on", "pk")
    for referral, person, state, day in steps.values_list("referral", "referral__person", "to_state", "happened_on"):
        course = courses.setdefault(referral, Course(person))
        course.first.setdefault(state, day)
        if state != course.state:
            course.state, course.since = state, day
    return [course for course in courses.values() if ReferralState.SUBMITTED in course.first]


def _steps(facts: Facts) -> Figures:
    """Of the referrals submitted in the period."""
    submitted = submitted_referrals(facts)
    courses = [one for one in submitted if facts.counted.contains(one.first[ReferralState.SUBMITTED])]
    return {"steps": [_step(state, courses, facts) for state in LATER_STEPS]}


def _step(state: ReferralState, courses: list[Course], facts: Facts) -> Row:
    reached = [course for course in courses if state in course.first]
    ended = [course for course in courses if state not in course.first and course.state in ENDED_WITHOUT]
    waiting = [course for course in courses if state not in course.first and course.state not in ENDED_WITHOUT]
    waits = [_wait(course, state) for course in reached]
    seen = [(0, days, True) for days in waits]
    seen += [(0, _wait(course, course.state), False) for course in ended]
    seen += [(0, (facts.as_of - course.first[ReferralState.SUBMITTED]).days, False) for course in waiting]
    groups = {"submitted": courses, "reached": reached, "waiting": waiting, "ended": ended}
    counts = {key: len(group) for key, group in groups.items()}
    return Row(
        state,
        {**counts, **quartile_values(quartiles(waits)), "estimate": median_wait(seen)},
        {key: len({course.person for course in group}) for key, group in groups.items()},
    )


def _wait(course: Course, state: str) -> int:
    """Days from submission to the state was first reached."""
    return (course.first[state] - course.first[ReferralState.SUBMITTED]).days


def _refused(facts: Facts) -> Figures:
    rows = facts.referral_steps.filter(facts.within("happened_on"), event__in=REFUSALS)
    by_whose = counts_by(rows, "whose", person="referral__person")
    coded = rows.annotate(code=Concat("whose", Value("."), "reason", output_field=CharField()))
    by_reason = counts_by(coded, "code", person="referral__person")
    parents = {code: code.split(".")[0] for code in REASON_LABELS if "." in code}
    codes = [code for code in REASON_LABELS if code not in parents or code in by_reason]
    whole = count_of(rows, person="referral__person")
    return {"reasons": counted(by_whose | by_reason, codes, whole=whole, parents=parents)}


def _reason_labels() -> dict[str, Label]:
    """Whose the no is, and under each the reasons there are."""
    labels: dict[str, Label] = {}
    for whose in Whose:
        labels[whose] = whose.label
        for codelist in (REJECTION_REASONS, OFFER_REFUSALS, WITHDRAWAL_REASONS):
            labels |= {f"{whose}.{code.code}": code.label for code in codelist if code.group == whose}
    return labels


REASON_LABELS = _reason_labels()


def _moves(facts: Facts) -> StayQuerySet:
    """Stays in an own home that began in the period, while or after enrolled, other than straight from another one."""
    before = Stay.objects.filter(
        facts.known(), person=OuterRef("person"), kind__in=OWN_HOME_KINDS, end=OuterRef("start")
    )
    began = facts.stays.filter(facts.within("start"), start__gte=F("enrolled_on"), kind__in=OWN_HOME_KINDS)
    return began.filter(~Exists(before))


def _own_home(facts: Facts) -> Figures:
    first = _moves(facts).filter(person=OuterRef("person")).order_by("start").values("pk")[:1]
    moved = _moves(facts).filter(pk=Subquery(first))
    by_move = facts.people.annotate(moved=Exists(_moves(facts).filter(person=OuterRef("pk"))))
    return {
        "moved": yes_and_no(counts_by(by_move, "moved", person="pk"), "moved", "not_moved"),
        "kinds": counted(
            counts_by(moved, "kind", person="person"), OWN_HOME_KINDS, whole=count_of(moved, person="person")
        ),
    }


def _shelter(facts: Facts) -> Figures:
    period = Period(facts.period.start, min(facts.until, facts.as_of))
    close = Value(period.end, output_field=DateField())
    first = Greatest(F("start"), F("enrolled_on"), Value(period.start, output_field=DateField()))
    last = end_by(close)
    stays = facts.stays.in_shelter().filter(touches(period))
    nights = stays.filter(person=OuterRef("pk")).order_by().values("person").annotate(n=Sum(DaysBetween(last, first)))
    people = facts.people.annotate(nights=Coalesce(Subquery(nights.values("n")), 0))
    banded = counts_by(people.annotate(band=band("nights", NIGHT_BANDS, otherwise="0")), "band", person="pk")
    slept = people.filter(nights__gt=0)
    found = slept.order_by().aggregate(n=CountRows("pk"), total=Sum("nights"), spread=Quartiles("nights"))
    sheltered = Count(found["n"], found["n"])
    whole = count_of(people, person="pk")
    values = {"people": found["n"], "nights": found["total"] or 0, **quartile_values(found["spread"])}
    parents = {code: "any" for code in NIGHT_BANDS if code not in {"0", "any"}}
    return {
        "nights": [Row("shelter", values, {"people": found["n"]})],
        "bands": counted(banded | {"any": sheltered}, NIGHT_BANDS, whole=whole, parents=parents),
    }


REFERRAL_DAYS = Indicator(
    key="referral_days",
    name=_("Days from housing referral to each later step"),
    definition=_(
        "Calendar days from the day a referral was submitted to the first time it came to each step. Referrals that "
        "have "
        "not come that far are shown as still waiting or as ended. The estimate counts them in for as long as they "
        "waited (Kaplan-Meier): after so many days half have come to the step."
    ),
    numerator=_("Referrals that have come to the step by the day of the report."),
    denominator=_("Referrals submitted in the period. They are followed up to the day of the report."),
    exclusions=_(
        "Drafts that were never submitted. Rejected and withdrawn referrals are followed up to the day they ended."
    ),
    tables=(
        Table(
            "steps",
            _("Days from submission to each step"),
            Unit.REFERRAL,
            (
                Measure("submitted", _("Submitted"), Form.COUNT),
                Measure("reached", _("Came to the step"), Form.COUNT),
                Measure("waiting", _("Still waiting"), Form.COUNT),
                Measure("ended", _("Ended before"), Form.COUNT),
                *days("reached"),
                Measure("estimate", _("Estimated median"), Form.DAYS, follows="reached"),
            ),
            dict(ReferralState.choices),
            Adds.STEPS,
            {(ANY_ROW, "submitted"): SUBMITTED},
        ),
    ),
    compute=_steps,
)

REFUSED = Indicator(
    key="referrals_refused",
    name=_("Housing referrals refused by reason"),
    definition=_(
        "Every time a referral was rejected, an offer came to nothing, a move fell through or a referral was "
        "withdrawn: who said no, and why."
    ),
    numerator=_("Refusals and withdrawals in the period with each reason."),
    denominator=_("All refusals and withdrawals in the period."),
    exclusions=_("Offers that were closed because the young person accepted another one."),
    tables=(Table("reasons", _("Refusals and withdrawals"), Unit.REFUSAL, COUNTED, REASON_LABELS),),
    compute=_refused,
)

OWN_HOME = Indicator(
    key="own_home",
    name=_("Moved into own home"),
    definition=_(
        "Young people who moved into a home of their own in the period while in the programme or after it, and the "
        "kind of home."
    ),
    numerator=_(
        "Young people with a stay in a home of their own that began in the period, on or after the day they were "
        "first enrolled."
    ),
    denominator=_("Young people enrolled for at least one day of the period."),
    exclusions=_("Moves straight from one home of their own to another. Of several moves only the first counts."),
    tables=(
        Table(
            "moved",
            _("Moved into own home"),
            Unit.PERSON,
            COUNTED,
            {"moved": _("Moved into own home"), "not_moved": _("Did not")},
            quantities={(TOTAL, "n"): PEOPLE, ("moved", "n"): MOVED},
        ),
        Table(
            "kinds",
            _("Kind of home"),
            Unit.PERSON,
            COUNTED,
            {kind: STAY_KINDS[kind].label for kind in OWN_HOME_KINDS},
            quantities={(TOTAL, "n"): MOVED},
        ),
    ),
    compute=_own_home,
)

SHELTER_NIGHTS = Indicator(
    key="shelter_nights",
    name=_("Nights in shelter"),
    definition=_(
        "Nights that the young people slept in a shelter under serviceloven § 110 in the period. A stay from the 1st "
        "to the 5th is four nights."
    ),
    numerator=_("Nights in shelter within the period; young people by their number of nights."),
    denominator=_("Young people enrolled for at least one day of the period."),
    exclusions=_(
        "Night shelters and other emergency places, and nights before the young person was first enrolled. The night "
        "that begins on the day of the report is not over and does not count."
    ),
    tables=(
        Table(
            "nights",
            _("Nights in shelter"),
            Unit.PERSON,
            (
                Measure("people", _("Young people with nights"), Form.COUNT),
                Measure("nights", _("Nights in all"), Form.NIGHTS, "people", SMALLEST_SPREAD),
                *days("people", Form.NIGHTS),
            ),
            {"shelter": _("Shelter (§ 110)")},
            Adds.NOT,
            {("shelter", "people"): SHELTERED},
            bands="bands",
        ),
        Table(
            "bands",
            _("Young people by nights in shelter"),
            Unit.PERSON,
            COUNTED,
            {code: label for code, (label, _low, _high) in NIGHT_BANDS.items()},
            quantities={(TOTAL, "n"): PEOPLE, ("any", "n"): SHELTERED},
        ),
    ),
    compute=_shelter,
)
