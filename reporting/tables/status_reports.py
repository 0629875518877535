"""Status reports, one row each, with a column for each answer as an import reads it, and one for each of several.

A cell says one of three things that are no answer of the list: nothing (asked, and nobody answered), not asked, and
"ved ikke", which is an answer.
"""

from collections.abc import Iterator, Mapping

from django.db import connection
from django.db.models import CharField, F, OuterRef, QuerySet, Subquery
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from cases.core.codes import Label
from cases.core.periods import open_on
from cases.programmes.models import Programme
from cases.questionnaires.codes import UNKNOWN, ItemType
from cases.questionnaires.definition import Item, Text
from cases.questionnaires.models import ItemVersion
from cases.staff.codes import Role
from cases.statusreports.codes import ReportKind
from cases.statusreports.models import Participation, StatusReport
from cases.teams.models import Membership
from reporting.columns.declaring import (
    Answer,
    Column,
    Deidentified,
    Table,
    Type,
    choices_of,
    day,
    end,
    key,
    registered,
    stored,
)
from reporting.tables.enrolments import enrolment_key
from reporting.tables.people import person_key

_FIELDS = ("cases.StatusReport.answers",)
_REPORT = "cases.StatusReport"
_UNKNOWN = Text("Ved ikke", "Do not know")


def rows(programme: Programme) -> QuerySet[StatusReport]:
    """The reports that count, without those of courses in whose documentation the young person does not take part."""
    refused = Participation.objects.refused().filter(enrolment__programme=programme)
    return StatusReport.objects.of(programme).exclude(enrolment__in=refused.values("enrolment"))


def versions_of(programme: Programme) -> list[Item]:
    """Every version of an item that the programme has asked, and of those that it has answers to without asking."""
    found: dict[tuple[str, str], Item] = {}
    for questionnaire in programme.questionnaires.order_by("number"):
        found |= {(item.code, item.version): item for item in questionnaire.asked}
    asked, answered = {code for code, _version in found}, _keys_answered(programme)
    for version in ItemVersion.objects.order_by("pk"):
        if version.code not in asked and answered.intersection(version.item.keys):
            found[version.code, version.edition] = version.item
    return list(found.values())


def _keys_answered(programme: Programme) -> set[str]:
    text, params = rows(programme).order_by().values("answers").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT jsonb_object_keys(answers) FROM ({text}) r", params)  # noqa: S608  compiled
        return {name for (name,) in cursor.fetchall()}


def answers(programme: Programme) -> tuple[Column, ...]:
    """The columns of the answers; where versions of an item differ in what can be answered, with all there is."""
    found: dict[str, Column] = {}
    for item in versions_of(programme):
        for column in _columns(item):
            known = found.get(column.name)
            choices = dict(known.choices) if known else {}
            found[column.name] = _column(column, choices | dict(column.choices))
    return tuple(found.values())


def _column(column: Column, choices: dict[str, Label]) -> Column:
    title, meaning = column.title, column.meaning
    return Column(column.name, column.type, title, meaning, column.value, _FIELDS, choices=choices_of(choices.items()))


def _columns(item: Item) -> Iterator[Column]:
    """Every key of an item but texts: those are in no form."""
    choices = {code: choice.label for code, choice in item.choices.items()}
    if item.parts:
        yield from _parts(item)
    elif item.type in {ItemType.SEVERAL, ItemType.EVENT}:
        kind = Type.EVENTS if item.type is ItemType.EVENT else Type.CODES
        yield _answer(item.code, kind, item.label, item.label, choices)
        for code, label in choices.items():
            yield _answer(f"{item.code}.{code}", Type.INTEGER, label, item.label, Answer(item.code, code))
    else:
        yield _answer(item.code, Type.CODE, item.label, item.label, choices)
    if item.has_main:
        yield _answer(f"{item.code}.main", Type.CODE, item.label, Text("Den overvejende.", "The main one."), choices)


def _parts(item: Item) -> Iterator[Column]:
    for rater in item.raters:
        for part, declared in item.parts.items():
            name = item.part_key(part, rater)
            if item.type is not ItemType.NUMBERS:
                yield _answer(name, Type.CODE, declared.label, item.label, item.scale_of(part))
            elif item.may_be_unknown:
                yield _answer(name, Type.NUMBER_OR_CODE, declared.label, item.label, {UNKNOWN: _UNKNOWN})
            else:
                yield _answer(name, Type.INTEGER, declared.label, item.label)
    for part in item.in_treatment:
        name, said = f"in_treatment.{part}", Text("I behandling: {}", "In treatment: {}")
        label = item.parts[part].label
        label = Text(said.da.format(label.da), said.en.format(label.en))
        yield _answer(name, Type.BOOLEAN, label, item.label, Answer(name, beside=item.part_key(part)))


def _answer(
    name: str, kind: Type, title: Text, meaning: Text, what: "Mapping[str, Text] | Answer | None" = None
) -> Column:
    value = what if isinstance(what, Answer) else Answer(name)
    choices = what.items() if isinstance(what, Mapping) else ()
    listed = choices_of((code, lazystr(label)) for code, label in choices)
    return Column(name, kind, lazystr(title), lazystr(meaning), value, _FIELDS, choices=listed)


def _rater() -> Subquery:
    held = Membership.objects.filter(open_on(OuterRef("report_on")), user=OuterRef("by")).order_by("start", "pk")
    return Subquery(held.values("role")[:1], output_field=CharField())


STATUS_REPORTS = Table(
    "status_reports",
    _("Status reports"),
    _(
        "One row for each status report as it stands now, of those who take part in the documentation. Its columns "
        "are those that an import of status reports reads, and 1 or 0 for each of several answers. A cell is empty "
        "where nobody answered, and says so where the question was not asked; ved_ikke is an answer."
    ),
    rows,
    "enrolment__person_id",
    "report_on",
    (
        person_key("enrolment__person_id"),
        key("report", _("Status report"), "pk", "cases.StatusReport.id"),
        enrolment_key("enrolment_id"),
        stored(
            "cases.Enrolment",
            "start",
            Type.DATE,
            _("Enrolled on"),
            _("The first day."),
            Deidentified.MONTH,
            at="enrolment__",
            name="started_on",
        ),
        end(
            "cases.Enrolment",
            _("Closed on"),
            _("The last day of the enrolment; empty while it runs."),
            at="enrolment__",
            name="ended_on",
        ),
        day(_REPORT, "report_on", _("Day of the report"), _("How things stood on that day.")),
        stored(
            _REPORT,
            "kind",
            Type.CODE,
            _("Kind"),
            _("Why the report is made."),
            name="report_kind",
            choices=ReportKind.choices,
        ),
        Column(
            "rater",
            Type.CODE,
            _("Who made it"),
            _("The role of whoever made it; empty where it was taken over from a file."),
            _rater(),
            ("cases.StatusReport.by", "cases.Membership.role"),
            choices=choices_of(Role.choices),
        ),
        stored(
            "cases.Questionnaire",
            "number",
            Type.INTEGER,
            _("Questionnaire"),
            _("Which of the programme's questionnaires was filled in."),
            at="questionnaire__",
            name="questionnaire",
        ),
        registered(_REPORT),
    ),
    key=("report",),
    answers=F("answers"),
    asked=answers,
)
