"""Enrolments in the programme and the phases they went through."""

from django.db.models import BooleanField, Case, DateField, F, Func, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from cases.core.codes import Label
from cases.enrolments.codes import CLOSING_REASONS
from cases.enrolments.models import Enrolment, PhaseSpell
from cases.programmes.models import Programme
from reporting.tables.columns import Column, DaysBetween, Deidentified, Table, Type, choices_of
from reporting.tables.people import confirmed, person_key


def enrolment_key(path: str = "pk") -> Column:
    """Which enrolment the row is about."""
    return Column(
        "enrolment",
        Type.KEY,
        _("Enrolment"),
        _("Number of the enrolment; in the de-identified form a key that is the same in every export."),
        F(path),
        ("cases.Enrolment.id",),
        Deidentified.PSEUDONYM,
    )


def day(model: str, name: str, title: Label, meaning: Label) -> Column:
    """A date field of `app.Model` that the de-identified form coarsens to its month."""
    return Column(name, Type.DATE, title, meaning, F(name), (f"{model}.{name}",), Deidentified.MONTH)


def end(model: str, title: Label, meaning: Label) -> Column:
    """The last day of a period of `app.Model`."""
    last = Func(F("end"), template="(%(expressions)s - 1)", output_field=DateField())
    return Column("end", Type.DATE, title, meaning, last, (f"{model}.end",), Deidentified.MONTH)


def enrolments(programme: Programme) -> QuerySet[Enrolment]:
    """Enrolments in the programme, running and closed."""
    return Enrolment.objects.filter(programme=programme)


def phases(programme: Programme) -> QuerySet[PhaseSpell]:
    """Phases of the same enrolments."""
    return PhaseSpell.objects.filter(enrolment__programme=programme)


ENROLMENTS = Table(
    "enrolments",
    _("Enrolments"),
    _("One row for each enrolment in the programme. A young person who comes back has one more."),
    enrolments,
    "person_id",
    "start",
    (
        person_key("person_id"),
        enrolment_key(),
        Column(
            "team",
            Type.CODE,
            _("Team"),
            _("Code of the team. In the de-identified form teams with fewer than five young people are not named."),
            F("team__code"),
            ("cases.Enrolment.team",),
            Deidentified.UNIT,
        ),
        day("cases.Enrolment", "start", _("Enrolled on"), _("The first day.")),
        end("cases.Enrolment", _("Closed on"), _("The last day of the enrolment; empty while it runs.")),
        Column(
            "days",
            Type.INTEGER,
            _("Days enrolled"),
            _("Calendar days, the first and the last counted; empty while it runs."),
            DaysBetween("end", "start"),
            ("cases.Enrolment.start", "cases.Enrolment.end"),
            Deidentified.BAND,
        ),
        Column(
            "reopened",
            Type.BOOLEAN,
            _("Came back"),
            _("Whether the enrolment reopens an earlier one."),
            Case(When(reopens__isnull=False, then=Value(True)), default=Value(False), output_field=BooleanField()),
            ("cases.Enrolment.reopens",),
        ),
        Column(
            "closing_reasons",
            Type.CODES,
            _("Reasons for closing"),
            _("One or several, with a vertical bar between them."),
            F("closing_reasons"),
            ("cases.Enrolment.closing_reasons",),
            choices=choices_of(CLOSING_REASONS.choices),
        ),
        confirmed(Enrolment),
    ),
)

PHASES = Table(
    "phases",
    _("Phases"),
    _("One row for each stay of an enrolment in a phase; a phase that is entered twice has two rows."),
    phases,
    "enrolment__person_id",
    "start",
    (
        person_key("enrolment__person_id"),
        enrolment_key("enrolment_id"),
        Column(
            "phase",
            Type.CODE,
            _("Phase"),
            _("Code of the phase in the programme."),
            F("phase__code"),
            ("cases.PhaseSpell.phase",),
        ),
        Column(
            "position",
            Type.INTEGER,
            _("Order of the phase"),
            _("The phase's place in the programme; the first has the lowest number."),
            F("phase__position"),
            ("cases.PhaseTemplate.position",),
        ),
        day("cases.PhaseSpell", "start", _("From"), _("The first day in the phase.")),
        end("cases.PhaseSpell", _("Last day"), _("The last day in the phase; empty while it runs.")),
        Column(
            "days",
            Type.INTEGER,
            _("Days in the phase"),
            _("Calendar days, pauses included; empty while the phase runs."),
            DaysBetween("end", "start"),
            ("cases.PhaseSpell.start", "cases.PhaseSpell.end"),
            Deidentified.BAND,
        ),
        day("cases.PhaseSpell", "target_end", _("Target"), _("The day the phase was planned to be over.")),
    ),
)
