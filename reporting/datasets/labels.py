"""The words for the codes of an export, in both languages: small files that stand beside its tables."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db.backends.utils import CursorWrapper
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from cases.core.codes import Label
from cases.programmes.models import PhaseTemplate
from cases.questionnaires.definition import Item, Text
from cases.records.models import in_both
from cases.staff.models import Organisation
from cases.teams.models import Team
from reporting.columns.declaring import Table
from reporting.csvfiles.lines import guard, lines
from reporting.datasets.plan import Plan
from reporting.datasets.small import codes_in
from reporting.datasets.statements import NOT_NAMED, Units, small_unit
from reporting.outcomes.queries import items_of
from reporting.tables.status_reports import versions_of

Cells = tuple[object, ...]

LABELS: dict[str, Label] = {
    "organisations": _("The organisations that the other files name by a code."),
    "teams": _("The teams that the other files name by a code, each with the code of its organisation."),
    "programmes": _("The programme of the export."),
    "programme_phases": _("The phases of the programme."),
    "codes": _("Every code in the columns of the other files, with its words."),
    "item_codes": _("The answers of each version of a question, with the row in which reports print them."),
    "item_groups": _("Which answers reports take together, and under which name."),
}


@dataclass(frozen=True)
class Labels:
    """One file of words. `key` names a row, `numbers` are the columns that are whole numbers."""

    name: str
    heading: tuple[str, ...]
    key: tuple[str, ...]
    rows: list[Cells]
    numbers: frozenset[str] = field(default_factory=frozenset)

    @property
    def holds(self) -> Label:
        return LABELS[self.name]

    def csv(self, plan: Plan) -> bytes:
        """The file in the form of the export."""
        return lines([self.heading, *(tuple(map(_cell, row)) for row in self.rows)], plan.form)


def _cell(value: object) -> object:
    return guard(value) if isinstance(value, str) else value


def labels_for(plan: Plan, units: Mapping[str, Units], cursor: CursorWrapper) -> list[Labels]:
    """All files of words. `units` are by table the codes that may be named; others stand in no file."""
    named = _named(plan, units, cursor)
    teams = list(
        Team.objects.filter(code__in=named["teams"]).order_by("code").values_list("code", "name", "organisation__code")
    )
    codes = named["organisations"] | {organisation for _code, _name, organisation in teams}
    organisations = Organisation.objects.filter(code__in=codes).order_by("code").values_list("code", "name")
    small = [(small_unit(plan.form), *both(NOT_NAMED))] if plan.deidentified else []
    programme = plan.programme
    return [
        Labels("organisations", WORDS, CODE, [*((code, name, name) for code, name in organisations), *small]),
        Labels(
            "teams",
            (*WORDS, "organisation"),
            CODE,
            [*((code, name, name, of) for code, name, of in teams), *((*row, "") for row in small)],
        ),
        Labels(
            "programmes",
            (*WORDS, *AGES),
            CODE,
            [(programme.code, programme.name, programme.name, programme.min_age, programme.max_age)],
            frozenset(AGES),
        ),
        _phases(plan),
        Labels("codes", ("table", "column", *WORDS, "group"), ("table", "column", "code"), list(_codes(plan.tables))),
        *_items(plan),
    ]


CODE = ("code",)

# What names an answer. A question without parts has the part "".
ANSWER = ("item", "version", "part", "code")

AGES = ("min_age", "max_age")

WORDS = ("code", "label_da", "label_en")


def both(label: Label | Text) -> tuple[str, str]:
    """The words in Danish and in English."""
    said = []
    for language in ("da", "en"):
        with translation.override(language):
            said.append(str(label))
    return said[0], said[1]


def _named(plan: Plan, units: Mapping[str, Units], cursor: CursorWrapper) -> dict[str, set[str]]:
    """The codes that stand in the files, by the file of words that they belong to."""
    found: dict[str, set[str]] = {"organisations": set(), "teams": set()}
    for table in plan.tables:
        for column in plan.columns(table):
            if column.lists in found:
                hidden = units.get(table.name, {})
                codes = hidden[column.name] if column.name in hidden else codes_in(plan, table, column, cursor)
                found[column.lists].update(codes)
    return found


def _phases(plan: Plan) -> Labels:
    phases = PhaseTemplate.objects.filter(programme=plan.programme).order_by("position")
    rows: list[Cells] = []
    for phase in phases:
        names = in_both(phase.name_da, phase.name_en)
        rows.append((phase.code, names["da"], names["en"], phase.position, phase.target_days))
    heading = (*WORDS, "position", "target_days")
    return Labels("programme_phases", heading, CODE, rows, frozenset({"position", "target_days"}))


def _codes(tables: Iterable[Table]) -> Iterator[Cells]:
    for table in tables:
        for column in table.columns:
            for code, label in column.choices:
                yield (table.name, column.name, code, *both(label), dict(column.groups).get(code, ""))


def _items(plan: Plan) -> Iterator[Labels]:
    """The answers by version, and the groups of the items as the programme's tables read them."""
    versions = versions_of(plan.programme) if any(table.answers for table in plan.tables) else []
    heading = ("item", "version", "part", "position", *WORDS, "printed_row", "row_da", "row_en", "alone")
    rows = [row for item in versions for row in _answers(item)]
    yield Labels("item_codes", heading, ANSWER, rows, frozenset({"position", "alone"}))
    read = items_of(plan.programme) if versions else {}
    groups = [row for code in dict.fromkeys(item.code for item in versions) for row in _groups(read[code])]
    yield Labels("item_groups", ("item", "grouping", *WORDS, "group"), ("item", "grouping", "code"), groups)


def _answers(item: Item) -> Iterator[Cells]:
    printed = item.printed()
    for position, (code, choice) in enumerate(item.choices.items(), 1):
        row = printed[choice.row]
        words = (code, choice.label.da, choice.label.en, choice.row, row.da, row.en)
        yield item.code, item.version, "", position, *words, int(choice.is_alone)
    for part in item.parts if item.scales else ():
        for position, (code, label) in enumerate(item.scale_of(part).items(), 1):
            step = (code, label.da, label.en)
            yield item.code, item.version, part, position, *step, *step, 0


def _groups(item: Item) -> Iterator[Cells]:
    for grouping, groups in item.groups.items():
        for code, group in item.grouped(grouping).items():
            yield item.code, grouping, code, groups[group].label.da, groups[group].label.en, group
