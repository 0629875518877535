"""The young people of a programme, one row each: everyone screened for it or enrolled in it; and the decisions."""

from django.db.models import Case, CharField, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cases.core.codes import Label
from cases.core.municipalities import MUNICIPALITIES
from cases.core.periods import AgeInYears
from cases.core.plausible import limited
from cases.enrolments.models import Enrolment
from cases.enrolments.queries import truth
from cases.intake.codes import SCREENING_REASONS, ScreeningOutcome
from cases.intake.models import Screening
from cases.people.codes import Gender, ResidenceStatus
from cases.people.models import Person, is_protected
from cases.programmes.models import Programme
from cases.records.models import AskedRecord
from reporting.columns.declaring import (
    Column,
    Deidentified,
    Table,
    Type,
    choices_of,
    code,
    day,
    key,
    place,
    registered,
    stored,
)


def person_key(path: str = "pk") -> Column:
    """The column that every table begins with: which young person the row is about."""
    return Column(
        "person",
        Type.KEY,
        _("Young person"),
        _("The reference number; in the de-identified form a key that is the same in every export of the programme."),
        F(path),
        ("cases.Person.reference",),
        Deidentified.PSEUDONYM,
    )


def confirmed(model: type[AskedRecord], path: str = "confirmed") -> Column:
    """The values of a row that are unusual and that somebody has said are right; not in the form without names."""
    label = model._meta.label
    names = [(name, model._meta.get_field(name).verbose_name) for name in sorted(limited(label))]  # type: ignore[union-attr]
    return Column(
        "confirmed",
        Type.CODES,
        _("Unusual, confirmed"),
        _("Values that are unusual and that somebody has said are right, with a vertical bar between them."),
        F(path),
        (f"{label}.confirmed",),
        Deidentified.DROP,
        choices_of(names),
    )


def unprotected(field: str, person: str = "", **only: str) -> Case:
    """Names and places of people with name and address protection leave the system in no export: "" stands for them.

    `person` leads to the young person, as in `person__`; `only` says which rows hold such a place.
    """
    withheld = {f"{person}has_protected_address": True, f"{field}__isnull": False, **only}
    return Case(When(**withheld, then=Value("")), default=F(field), output_field=CharField())


def _name(field: str, title: Label) -> Column:
    meaning = _("Left out for people with name and address protection.")
    return Column(field, Type.TEXT, title, meaning, unprotected(field), (f"cases.Person.{field}",), Deidentified.DROP)


def _municipality(field: str, title: Label) -> Column:
    return Column(
        field,
        Type.CODE,
        title,
        _(
            "Official four-digit code. Left out for people with name and address protection; in the de-identified form"
            " unknown ones count among the small units."
        ),
        unprotected(field),
        (f"cases.Person.{field}", "cases.Person.has_protected_address"),
        Deidentified.UNIT,
        choices_of(MUNICIPALITIES.choices),
    )


def rows(programme: Programme) -> QuerySet[Person]:
    """Young people with the programme's latest screening decision and first enrolment."""
    screenings = Screening.objects.filter(person=OuterRef("pk"), programme=programme).order_by("-decided_on", "-pk")
    enrolments = Enrolment.objects.filter(person=OuterRef("pk"), programme=programme).order_by("start", "pk")
    return Person.objects.annotate(
        screened=Subquery(screenings.values("decided_on")[:1]),
        outcome=Subquery(screenings.values("outcome")[:1]),
        enrolled=Subquery(enrolments.values("start")[:1]),
    )


PEOPLE = Table(
    "young_people",
    _("Young people"),
    _("One row for each young person who was screened for the programme or enrolled in it."),
    rows,
    "pk",
    "pk",
    (
        person_key(),
        _name("first_name", _("First name")),
        _name("last_name", _("Last name")),
        _name("alias", _("Called")),
        Column(
            "birth_date",
            Type.DATE,
            _("Date of birth"),
            _("In the de-identified form only the age at the start remains."),
            F("birth_date"),
            ("cases.Person.birth_date",),
            Deidentified.DROP,
        ),
        Column(
            "age_at_start",
            Type.INTEGER,
            _("Age at the start"),
            _("Completed years on the day of the first enrolment; if never enrolled, on the day of the screening."),
            AgeInYears(Coalesce("enrolled", "screened"), "birth_date"),
            ("cases.Person.birth_date",),
        ),
        Column(
            "gender",
            Type.CODE,
            _("Gender"),
            _("As the young person wishes it to be recorded."),
            F("gender"),
            ("cases.Person.gender",),
            choices=choices_of(Gender.choices),
        ),
        _municipality("acting_municipality", _("Acting municipality")),
        _municipality("paying_municipality", _("Paying municipality")),
        Column(
            "residence",
            Type.CODE,
            _("Right to stay"),
            _("As far as the target group rule needs it."),
            F("residence"),
            ("cases.Person.residence",),
            Deidentified.DROP,
            choices_of(ResidenceStatus.choices),
        ),
        Column(
            "first_met_on",
            Type.DATE,
            _("First met"),
            _("The day somebody in the project first met the young person."),
            F("first_met_on"),
            ("cases.Person.first_met_on",),
            Deidentified.MONTH,
        ),
        Column(
            "screened_on",
            Type.DATE,
            _("Screened on"),
            _("The day of the programme's latest decision on the target group."),
            F("screened"),
            ("cases.Screening.decided_on",),
            Deidentified.MONTH,
        ),
        Column(
            "screening_outcome",
            Type.CODE,
            _("Decision on the target group"),
            _("The programme's latest decision."),
            F("outcome"),
            ("cases.Screening.outcome",),
            choices=choices_of(ScreeningOutcome.choices),
        ),
        Column(
            "enrolled_on",
            Type.DATE,
            _("First enrolled on"),
            _("The first day of the first enrolment in the programme; empty if never enrolled."),
            F("enrolled"),
            ("cases.Enrolment.start",),
            Deidentified.MONTH,
        ),
        Column(
            "special_protection",
            Type.BOOLEAN,
            _("Special protection"),
            _("Whether the young person is in the total of a report and in none of its figures."),
            truth(is_protected()),
            ("cases.Person.has_protected_address", "cases.Person.is_restricted"),
            Deidentified.DROP,
        ),
        confirmed(Person),
    ),
    key=("person",),
)


def decisions(programme: Programme) -> QuerySet[Screening]:
    """Every decision about the programme's target group."""
    return Screening.objects.filter(programme=programme)


SCREENINGS = Table(
    "screenings",
    _("Decisions on the target group"),
    _("One row for each decision on the programme's target group, earlier ones about the same young person too."),
    decisions,
    "person_id",
    "decided_on",
    (
        person_key("person_id"),
        key("screening", _("Screening"), "pk", "cases.Screening.id"),
        place(
            "cases.Screening",
            "person",
            _("Number of the decision"),
            _("The order of the decisions about one young person; several may lie on one day."),
        ),
        day("cases.Screening", "decided_on", _("Decided on"), _("The day of the decision.")),
        code("cases.Screening", "outcome", _("Decision"), _("What was decided."), ScreeningOutcome.choices),
        stored(
            "cases.Screening",
            "reasons",
            Type.CODES,
            _("Reasons"),
            _("Why not, or why an exception is needed; several with a vertical bar between them."),
            choices=SCREENING_REASONS.choices,
        ),
        registered("cases.Screening"),
    ),
    key=("screening",),
)
