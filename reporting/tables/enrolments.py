"""Enrolments in the programme, with their phases, pauses and workers; and those elsewhere, where they matter here."""

from django.db.models import BooleanField, Case, CharField, F, OuterRef, QuerySet, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from cases.core.periods import AgeInYears, open_on
from cases.enrolments.codes import CLOSING_REASONS, PAUSE_REASONS
from cases.enrolments.models import Assignment, Enrolment, Pause, PhaseSpell
from cases.programmes.codes import WorkerFunction
from cases.programmes.models import Programme
from cases.staff.codes import TEAM_ROLES
from cases.statusreports.codes import TakingPart
from cases.teams.models import Membership
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
    registered,
    stored,
)
from reporting.tables.people import confirmed, person_key


def enrolment_key(path: str = "pk") -> Column:
    """Which enrolment the row is about."""
    return key("enrolment", _("Enrolment"), path, "cases.Enrolment.id")


def enrolments(programme: Programme) -> QuerySet[Enrolment]:
    """Enrolments in the programme, running and closed."""
    return Enrolment.objects.filter(programme=programme)


def elsewhere(programme: Programme) -> QuerySet[Enrolment]:
    """Enrolments in other programmes of those who were ever enrolled in this one."""
    here = Enrolment.objects.filter(programme=programme)
    return Enrolment.objects.exclude(programme=programme).filter(person__in=here.values("person"))


def phases(programme: Programme) -> QuerySet[PhaseSpell]:
    """Phases of the same enrolments."""
    return PhaseSpell.objects.filter(enrolment__programme=programme)


def pauses(programme: Programme) -> QuerySet[Pause]:
    """Pauses of the same enrolments."""
    return Pause.objects.filter(enrolment__programme=programme)


def assignments(programme: Programme) -> QuerySet[Assignment]:
    """Who works with the young people in the same enrolments."""
    return Assignment.objects.filter(enrolment__programme=programme)


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
            lists="teams",
        ),
        stored(
            "cases.ImportedEnrolment",
            "unit",
            Type.CODE,
            _("Unit"),
            _("As the file has it that the enrolment was taken over from; where empty, the team's organisation."),
            Deidentified.UNIT,
            at="imported__",
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
            "age",
            Type.INTEGER,
            _("Age"),
            _("Completed years on the first day of this enrolment; empty where the date of birth is not known."),
            AgeInYears("start", "person__birth_date"),
            ("cases.Person.birth_date",),
        ),
        stored(
            "cases.ImportedEnrolment",
            "age_given",
            Type.INTEGER,
            _("Age as given"),
            _("The age in the file that the enrolment was taken over from, where it has no date of birth."),
            at="imported__",
        ),
        key("screening", _("Screening"), "screening_id", "cases.Screening.id"),
        Column(
            "reopened",
            Type.BOOLEAN,
            _("Came back"),
            _("Whether the enrolment reopens an earlier one."),
            Case(When(reopens__isnull=False, then=Value(True)), default=Value(False), output_field=BooleanField()),
            ("cases.Enrolment.reopens",),
        ),
        key("reopens", _("Reopens"), "reopens_id", "cases.Enrolment.id", kind="enrolment"),
        stored(
            "cases.Enrolment",
            "closing_reasons",
            Type.CODES,
            _("Reasons for closing"),
            _("One or several, with a vertical bar between them."),
            choices=CLOSING_REASONS.choices,
        ),
        Column(
            "participation",
            Type.CODE,
            _("Taking part"),
            _("In the documentation; empty where nobody has said. Who does not has no status reports here."),
            F("participation__state"),
            ("cases.Participation.state",),
            choices=choices_of(TakingPart.choices),
        ),
        day("cases.Participation", "told_on", _("Said on"), _("The day it was said."), at="participation__"),
        registered("cases.Enrolment"),
        confirmed(Enrolment),
    ),
    key=("enrolment",),
)

ELSEWHERE = Table(
    "enrolments_elsewhere",
    _("Enrolments elsewhere"),
    _(
        "One row for each enrolment in another programme of a young person who was enrolled in this one: the way into "
        "this one begins after it. Only in the form with names."
    ),
    elsewhere,
    "person_id",
    "start",
    (
        person_key("person_id"),
        enrolment_key(),
        day("cases.Enrolment", "start", _("Enrolled on"), _("The first day.")),
        end("cases.Enrolment", _("Closed on"), _("The last day of the enrolment; empty while it runs.")),
        registered("cases.Enrolment"),
    ),
    key=("enrolment",),
    is_named_only=True,
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
        key("spell", _("Phase period"), "pk", "cases.PhaseSpell.id"),
        Column(
            "phase",
            Type.CODE,
            _("Phase"),
            _("Code of the phase in the programme."),
            F("phase__code"),
            ("cases.PhaseSpell.phase",),
            lists="programme_phases",
        ),
        stored(
            "cases.PhaseTemplate",
            "position",
            Type.INTEGER,
            _("Order of the phase"),
            _("The phase's place in the programme; the first has the lowest number."),
            at="phase__",
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
        registered("cases.PhaseSpell"),
    ),
    key=("spell",),
)

PAUSES = Table(
    "pauses",
    _("Pauses"),
    _("One row for each time in which an enrolment rests. Its days count as enrolled."),
    pauses,
    "enrolment__person_id",
    "start",
    (
        person_key("enrolment__person_id"),
        enrolment_key("enrolment_id"),
        key("pause", _("Pause"), "pk", "cases.Pause.id"),
        code("cases.Pause", "reason", _("Reason"), _("Why it rests."), PAUSE_REASONS.choices),
        day("cases.Pause", "start", _("From"), _("The first day of the pause.")),
        end("cases.Pause", _("Last day"), _("The last day of the pause; empty while it lasts.")),
        Column(
            "days",
            Type.INTEGER,
            _("Days paused"),
            _("Calendar days, the first and the last counted; empty while it lasts."),
            DaysBetween("end", "start"),
            ("cases.Pause.start", "cases.Pause.end"),
            Deidentified.BAND,
        ),
        registered("cases.Pause"),
    ),
    key=("pause",),
)


def _team_of_worker() -> Subquery:
    """Where the worker worked when the assignment began; the team entered first, of several."""
    teams = Membership.objects.filter(open_on(OuterRef("start")), user=OuterRef("worker"), role__in=TEAM_ROLES)
    return Subquery(teams.order_by("start", "pk").values("team__code")[:1], output_field=CharField())


ASSIGNMENTS = Table(
    "assignments",
    _("Assignments"),
    _("One row for each time in which a worker has a function for a young person."),
    assignments,
    "enrolment__person_id",
    "start",
    (
        person_key("enrolment__person_id"),
        enrolment_key("enrolment_id"),
        key("assignment", _("Assignment"), "pk", "cases.Assignment.id"),
        code("cases.Assignment", "function", _("Function"), _("What the worker does."), WorkerFunction.choices),
        Column(
            "team",
            Type.CODE,
            _("Team"),
            _("Code of the team that the worker was in on the first day."),
            _team_of_worker(),
            ("cases.Membership.team", "cases.Membership.user"),
            Deidentified.UNIT,
            lists="teams",
        ),
        stored(
            "cases.User",
            "name",
            Type.TEXT,
            _("Worker"),
            _("Who it is. Only in the form with names."),
            Deidentified.DROP,
            at="worker__",
            name="worker",
        ),
        day("cases.Assignment", "start", _("From"), _("The first day of the assignment.")),
        end("cases.Assignment", _("Last day"), _("The last day of the assignment; empty while it lasts.")),
        registered("cases.Assignment"),
    ),
    key=("assignment",),
)
