"""The tables of questions that no table is declared for: a programme's own, each a plain distribution by itself."""

from collections.abc import Mapping

from cases.programmes.models import Programme
from cases.questionnaires.codes import ItemType, When
from cases.questionnaires.definition import Item
from cases.questionnaires.models import ItemVersion
from reporting.kinds.distributions import Distribution, Several
from reporting.kinds.parts import Parts
from reporting.outcomes.declarations import TABLES
from reporting.tabulation.tabulating import Declaration, Kind

# Before the code of an item: no declared table begins so, whatever a lead calls a question.
OWN = "item."

_DECLARED = {code for one in TABLES.values() for code in one.items}

_TWO_POINTS = ("assessment", "discharge", "release")


def own_tables(programme: Programme) -> dict[str, Declaration]:
    """A table of each question that the programme asks or has asked and no table is declared for, by its key.

    The words are those of the version that it asked last.
    """
    rows = ItemVersion.objects.filter(questionnaires__programme=programme).exclude(code__in=_DECLARED)
    latest = {version.code: version.item for version in rows.order_by("questionnaires__number", "pk")}
    return {f"{OWN}{item.code}": plain(item) for item in latest.values()}


def all_tables(programme: Programme) -> Mapping[str, Declaration]:
    """Every table of a programme by its key: the declared ones, and those of its own questions."""
    return {**TABLES, **own_tables(programme)}


def plain(item: Item) -> Declaration:
    """The table of one question: its answers, at the reports that ask it."""
    return Declaration(f"{OWN}{item.code}", _kind(item), item.label, at=_at(item), items=(item.code,))


def _kind(item: Item) -> Kind:
    if item.parts:
        return Parts(item.code)
    if item.type is ItemType.ONE:
        return Distribution(item.code)
    return Several(item.code, union=item.type is ItemType.EVENT)


def _at(item: Item) -> tuple[str, ...]:
    """The reports that it is read at, the usual one first. What took place counts at any report."""
    if item.type is ItemType.EVENT:
        return ()
    asked = {
        When.EVERY: ("latest", "first", "closing"),
        When.START: ("first",),
        When.FROM_SECOND: ("latest",),
        When.CLOSING: ("closing",),
        When.TWO_POINT: _TWO_POINTS,
    }
    return tuple(dict.fromkeys(at for when, reports in asked.items() if when in item.when for at in reports))
