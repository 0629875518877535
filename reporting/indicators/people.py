"""Who comes in and who they are: screening, enrolment, age, gender, the way from first contact, and how it ends."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Least, TruncDate
from django.utils.translation import gettext_lazy as _

from cases.contacts.codes import ContactOutcome
from cases.contacts.models import ContactPerson
from cases.core.codes import Label
from cases.core.periods import AgeInYears, ended_in, not_over, open_on
from cases.enrolments.codes import CLOSING_REASONS
from cases.enrolments.models import Enrolment, EnrolmentQuerySet
from cases.intake.codes import ScreeningOutcome
from cases.people.codes import Gender
from reporting.columns.declaring import DaysBetween
from reporting.figures.aggregates import count_of, counts_by, quartile_values
from reporting.figures.base import COUNTED, TOTAL, Adds, Count, Figures, Indicator, N, Row, Table, Unit, counted, days
from reporting.figures.facts import Facts
from reporting.figures.rules import quartiles

# The same young people stand in two tables of the first indicator, the new enrolments in two indicators.
IN_GROUP = "screened_in_group"
NEW = "enrolments_new"
WITH_WAIT = "enrolments_with_wait"
ENDED = "enrolments_closed"

SCREENED_ROWS = {
    "in_group": _("Found eligible"),
    "eligible": ScreeningOutcome.ELIGIBLE.label,
    "exception": ScreeningOutcome.EXCEPTION.label,
    "not_eligible": ScreeningOutcome.NOT_ELIGIBLE.label,
}
AGE_BANDS = {
    "under_18": (_("Under 18"), None, 17),
    "18_20": (_("18-20 years"), 18, 20),
    "21_24": (_("21-24 years"), 21, 24),
    "25_29": (_("25-29 years"), 25, 29),
    "30_plus": (_("30 years or more"), 30, None),
    "unknown": (_("Unknown age"), None, None),
}
WAIT_BANDS = {
    "usable": (_("Dates in order"), None, None),
    "0_7": (_("0-7 days"), 0, 7),
    "8_30": (_("8-30 days"), 8, 30),
    "31_90": (_("31-90 days"), 31, 90),
    "91_180": (_("91-180 days"), 91, 180),
    "181_plus": (_("181 days or more"), 181, None),
    "unusable": (_("Enrolled before or without a first contact"), None, -1),
}


def band(column: str, bands: Mapping[str, tuple[Label, int | None, int | None]], *, otherwise: str) -> Case:
    """The band a whole number falls in; both ends count. `otherwise` is for numbers that are not known."""
    cases = []
    for code, (_label, low, high) in bands.items():
        limits = {}
        if low is not None:
            limits[f"{column}__gte"] = low
        if high is not None:
            limits[f"{column}__lte"] = high
        if limits:
            cases.append(When(Q(**limits), then=Value(code)))
    return Case(*cases, default=Value(otherwise), output_field=CharField())


def band_of(number: int | None, bands: Mapping[str, tuple[Label, int | None, int | None]], *, otherwise: str) -> str:
    """The same of a number at hand."""
    if number is None:
        return otherwise
    limited = ((code, low, high) for code, (_label, low, high) in bands.items() if (low, high) != (None, None))
    fits = (code for code, low, high in limited if (low is None or low <= number) and (high is None or number <= high))
    return next(fits, otherwise)


def _screened(facts: Facts) -> Figures:
    latest = facts.screenings.filter(person=OuterRef("person")).order_by("-decided_on", "-pk").values("pk")[:1]
    decided = facts.screenings.filter(pk=Subquery(latest))
    entered = facts.enrolments.filter(not_over(OuterRef("decided_on")), person=OuterRef("person"))
    by_outcome = counts_by(decided, "outcome", person="person")
    in_group = decided.exclude(outcome=ScreeningOutcome.NOT_ELIGIBLE)
    by_entry = counts_by(in_group.annotate(entered=Exists(entered)), "entered", person="person")
    found = _sum(count for outcome, count in by_outcome.items() if outcome != ScreeningOutcome.NOT_ELIGIBLE)
    by_outcome["in_group"] = found
    everyone = _sum([found, by_outcome.get(ScreeningOutcome.NOT_ELIGIBLE, Count())])
    parents = {"eligible": "in_group", "exception": "in_group"}
    entries = {"enrolled": by_entry.get("True", Count()), "not_enrolled": by_entry.get("False", Count())}
    return {
        "outcome": counted(by_outcome, SCREENED_ROWS, whole=everyone, parents=parents),
        "enrolled": counted(entries, entries, whole=found),
    }


def _sum(counts: Iterable[Count]) -> Count:
    """Counts of different young people together."""
    found = list(counts)
    return Count(sum(count.n for count in found), sum(count.people for count in found))


def _age_and_gender(facts: Facts) -> Figures:
    aged = facts.new_enrolments.annotate(age=AgeInYears("start", "person__birth_date"))
    rows = aged.annotate(band=band("age", AGE_BANDS, otherwise="unknown"))
    whole = count_of(rows, person="person")
    return {
        "age": counted(counts_by(rows, "band", person="person"), AGE_BANDS, whole=whole),
        "gender": counted(counts_by(rows, "person__gender", person="person"), Gender.values, whole=whole),
    }


def with_first_contact(facts: Facts, enrolments: EnrolmentQuerySet) -> "QuerySet[Any]":
    """With `first`: the day of the first meeting, or of the first contact on the way to the enrolment if earlier.

    What happened until the young person's latest other enrolment (`after`) began led there, and so did a contact that
    was made for another enrolment, of another programme or of this one. Null where neither is left.
    """
    begun = Enrolment.objects.filter(facts.known(), person=OuterRef("person"))
    latest = begun.filter(start__lt=OuterRef("start")).order_by("-start").values("start")[:1]
    others = begun.filter(open_on(OuterRef("day"))).exclude(pk=OuterRef(OuterRef("pk")))
    contacts = (
        ContactPerson.objects.filter(
            facts.known("contact__"),
            person=OuterRef("person"),
            contact__outcome=ContactOutcome.REACHED,
            contact__withdrawn_at__isnull=True,
        )
        .with_made_for()
        .annotate(day=TruncDate("contact__happened_at"), after=ExpressionWrapper(OuterRef("after"), DateField()))
        .filter(Q(after__isnull=True) | Q(day__gt=F("after")), day__lte=OuterRef("start"))
        .filter(
            Q(after__isnull=True, day__lt=OuterRef("start"))  # nobody to ask: no other enrolment had begun
            | ~Exists(others)
            | Q(made_for__isnull=True)
            | Q(made_for=facts.programme.pk, day=OuterRef("start"))
        )
    )
    reached = contacts.order_by("contact__happened_at").values("day")[:1]
    met = F("person__first_met_on")
    # LEAST passes over what is not known.
    return enrolments.annotate(after=Subquery(latest)).annotate(
        first=Least(Subquery(reached), Case(When(Q(after__isnull=True) | Q(after__lt=met), then=met)))
    )


def _days_to_enrolment(facts: Facts) -> Figures:
    rows = with_first_contact(facts, facts.new_enrolments).annotate(wait=DaysBetween("start", "first"))
    # Read once and sorted here: the way to each enrolment takes long to work out.
    found = [
        (band_of(wait, WAIT_BANDS, otherwise="unusable"), person, wait)
        for person, wait in rows.values_list("person", "wait")
    ]
    usable = [row for row in found if row[0] != "unusable"]
    groups = {code: [row for row in found if row[0] == code] for code in WAIT_BANDS} | {"usable": usable, TOTAL: found}
    counts = {
        code: Count(len(group), len({person for _band, person, _wait in group})) for code, group in groups.items()
    }
    whole = counts.pop(TOTAL)
    spread = quartile_values(quartiles(wait for _band, _person, wait in usable))
    parents = {code: "usable" for code, (_label, low, _high) in WAIT_BANDS.items() if low is not None}
    return {
        "spread": [Row("first_contact", {"n": counts["usable"].n, **spread}, {"n": counts["usable"].people})],
        "bands": counted(counts, WAIT_BANDS, whole=whole, parents=parents),
    }


def _closed(facts: Facts) -> Figures:
    rows = facts.enrolments.filter(ended_in(facts.counted))
    reasons = rows.annotate(reason=Func(F("closing_reasons"), function="UNNEST", output_field=CharField()))
    return {
        "reasons": counted(
            counts_by(reasons, "reason", person="person"), CLOSING_REASONS.codes, whole=count_of(rows, person="person")
        )
    }


SCREENED = Indicator(
    key="screened",
    name=_("Young people screened, found eligible and enrolled"),
    definition=_(
        "How many young people a decision on the target group was made for in the period, what it was, and how many "
        "of "
        "those found eligible have been enrolled by the day of the report."
    ),
    numerator=_(
        "Young people with each decision; of those found eligible: enrolled on the day of the decision or later."
    ),
    denominator=_("Young people with at least one decision in the period; in the second table those found eligible."),
    exclusions=_("Of several decisions about one young person in the period only the latest counts."),
    tables=(
        Table(
            "outcome",
            _("Decisions on the target group"),
            Unit.PERSON,
            COUNTED,
            SCREENED_ROWS,
            quantities={("in_group", "n"): IN_GROUP},
        ),
        Table(
            "enrolled",
            _("Enrolled of those found eligible"),
            Unit.PERSON,
            COUNTED,
            {"enrolled": _("Enrolled"), "not_enrolled": _("Not enrolled yet")},
            quantities={(TOTAL, "n"): IN_GROUP},
        ),
    ),
    compute=_screened,
)

AGE_AND_GENDER = Indicator(
    key="age_and_gender",
    name=_("Age and gender"),
    definition=_(
        "Who the young people are that were newly enrolled in the period. Age is completed years on the first day of "
        "the enrolment."
    ),
    numerator=_("New enrolments of young people in each age group and of each gender."),
    denominator=_("New enrolments in the period."),
    exclusions=_("Enrolments that reopen an earlier one are left out. Unknown age has a row of its own."),
    tables=(
        Table(
            "age",
            _("Age at enrolment"),
            Unit.ENROLMENT,
            COUNTED,
            {code: label for code, (label, _low, _high) in AGE_BANDS.items()},
            quantities={(TOTAL, "n"): NEW},
        ),
        Table("gender", _("Gender"), Unit.ENROLMENT, COUNTED, dict(Gender.choices), quantities={(TOTAL, "n"): NEW}),
    ),
    compute=_age_and_gender,
)

DAYS_TO_ENROLMENT = Indicator(
    key="days_to_enrolment",
    name=_("Days from first contact to enrolment"),
    definition=_(
        "Calendar days from the day the young person was first met, or first reached in a logged contact if that is "
        "earlier, to the first day of the enrolment. The median and the quartiles are interpolated."
    ),
    numerator=_("New enrolments in the period with each length of wait."),
    denominator=_("New enrolments in the period."),
    exclusions=_(
        "Reopened enrolments are left out. Enrolments dated before the first contact are counted but not in the "
        "median, and so are those of young people who came from another enrolment without a contact in between. What "
        "happened up to the first day of an earlier enrolment, and contacts made for another enrolment, do not count."
    ),
    tables=(
        Table(
            "spread",
            _("Days from first contact to enrolment"),
            Unit.ENROLMENT,
            (N, *days()),
            {"first_contact": _("First contact to enrolment")},
            Adds.NOT,
            {("first_contact", "n"): WITH_WAIT},
            bands="bands",
        ),
        Table(
            "bands",
            _("Length of the wait"),
            Unit.ENROLMENT,
            COUNTED,
            {code: label for code, (label, _low, _high) in WAIT_BANDS.items()},
            quantities={(TOTAL, "n"): NEW, ("usable", "n"): WITH_WAIT},
        ),
    ),
    compute=_days_to_enrolment,
)

CLOSED = Indicator(
    key="closed",
    name=_("Enrolments closed by reason"),
    definition=_("Why enrolments were closed in the period. A closing may have several reasons."),
    numerator=_("Enrolments closed in the period with each reason."),
    denominator=_("Enrolments closed in the period."),
    exclusions=_("None. As there may be several reasons, the shares may add up to more than 100."),
    tables=(
        Table(
            "reasons",
            _("Reasons for closing"),
            Unit.ENROLMENT,
            COUNTED,
            dict(CLOSING_REASONS.choices),
            Adds.SINGLY,
            {(TOTAL, "n"): ENDED},
        ),
    ),
    compute=_closed,
)
