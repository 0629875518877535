"""How often and how the project is in touch: contacts per month, and how many attempts succeed."""

from collections.abc import Mapping
from decimal import Decimal

from django.db.models import DateField, Exists, F, OuterRef, Sum, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from cases.contacts.codes import CONTACT_KINDS, ContactOutcome
from cases.core.periods import end_by
from reporting.columns.declaring import DaysBetween
from reporting.figures.aggregates import count_of, counts_by
from reporting.figures.base import (
    COUNTED,
    TOTAL,
    Count,
    Figures,
    Form,
    Indicator,
    Measure,
    N,
    Row,
    Table,
    Unit,
    counted,
)
from reporting.figures.facts import Facts
from reporting.figures.rules import half_up

DAYS_IN_MONTH = Decimal("30.4375")  # 365.25 / 12
# Young people enrolled in the period are the whole of several tables.
PEOPLE = "people_enrolled"
REACHED = "contacts_reached"
ATTEMPTS = {outcome.value: outcome.label for outcome in ContactOutcome if outcome != ContactOutcome.WITHOUT}


def enrolled_days(facts: Facts) -> int:
    """Days that young people were enrolled within the period, added up."""
    until = Value(facts.until, output_field=DateField())
    first = Greatest(F("start"), Value(facts.period.start, output_field=DateField()))
    last = end_by(until)
    total = facts.running_enrolments.order_by().aggregate(days=Sum(DaysBetween(last, first)))["days"]
    return total or 0


def _per_month(facts: Facts) -> Figures:
    reached = facts.participations.filter(contact__outcome=ContactOutcome.REACHED)
    counts = counts_by(reached, "contact__kind", person="person")
    months = Decimal(enrolled_days(facts)) / DAYS_IN_MONTH
    rows = [_rated(code, counts.get(code, Count()), months) for code in CONTACT_KINDS.codes]
    return {"kinds": [*rows, _rated(TOTAL, count_of(reached, person="person"), months)]}


def _rated(code: str, count: Count, months: Decimal) -> Row:
    rate = float(half_up(count.n / months, 2)) if months else None
    return Row(code, {"n": count.n, "rate": rate}, {"n": count.people})


def _reached(facts: Facts) -> Figures:
    tries = facts.participations.exclude(contact__outcome=ContactOutcome.WITHOUT)
    met = tries.filter(contact__outcome=ContactOutcome.REACHED, person=OuterRef("pk"))
    people = facts.people.annotate(met=Exists(met))
    return {
        "outcomes": counted(
            counts_by(tries, "contact__outcome", person="person"),
            ATTEMPTS,
            whole=count_of(tries, person="person"),
        ),
        "people": yes_and_no(counts_by(people, "met", person="pk"), "reached", "not_reached"),
    }


def yes_and_no(counts: Mapping[str, Count], yes: str, no: str) -> list[Row]:
    """Rows for those of whom something is true, and those of whom it is not."""
    found = {yes: counts.get("True", Count()), no: counts.get("False", Count())}
    whole = Count(sum(count.n for count in found.values()), sum(count.people for count in found.values()))
    return counted(found, [yes, no], whole=whole)


PER_MONTH = Indicator(
    key="contacts_per_month",
    name=_("Contacts per young person per month by kind"),
    definition=_(
        "Contacts in which the young person was reached, for each month a young person was enrolled in the period. "
        "A contact with several young people counts once for each of them. A month is 30.4375 days."
    ),
    numerator=_("Contacts in the period in which the young person was reached, while enrolled."),
    denominator=_("Days that young people were enrolled in the period, pauses too, added up and divided by 30.4375."),
    exclusions=_(
        "Attempts in vain, no-shows, entries without the young person, cancelled and withdrawn entries, contacts "
        "before or after the enrolment, and contacts made for another programme."
    ),
    tables=(
        Table(
            "kinds",
            _("Contacts by kind"),
            Unit.PARTICIPATION,
            (N, Measure("rate", _("Per young person per month"), Form.RATE, follows="n")),
            dict(CONTACT_KINDS.choices),
            quantities={(TOTAL, "n"): REACHED},
        ),
    ),
    compute=_per_month,
)

SHARE_REACHED = Indicator(
    key="share_reached",
    name=_("Share reached"),
    definition=_(
        "How many of the contacts and attempts reached the young person, and how many young people were reached at "
        "all."
    ),
    numerator=_("Entries with each outcome; young people reached at least once in the period."),
    denominator=_("All entries of the period with enrolled young people; all young people enrolled in the period."),
    exclusions=_(
        "Entries without the young person, withdrawn entries, entries before or after the enrolment, and entries made "
        "for another programme."
    ),
    tables=(
        Table(
            "outcomes",
            _("Contacts and attempts by outcome"),
            Unit.PARTICIPATION,
            COUNTED,
            ATTEMPTS,
            quantities={(ContactOutcome.REACHED, "n"): REACHED},
        ),
        Table(
            "people",
            _("Young people reached"),
            Unit.PERSON,
            COUNTED,
            {"reached": _("Reached at least once"), "not_reached": _("Not reached")},
            quantities={(TOTAL, "n"): PEOPLE},
        ),
    ),
    compute=_reached,
)
