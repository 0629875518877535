"""The steps in which a report is computed: one for each indicator, targets, money, and one for each outcome table.

The last one finds what the outcome tables share.
"""

from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property

from django.utils.translation import gettext as _

from cases.programmes.models import Programme
from reporting.chapters.contents import CHAPTERS, FIGURES
from reporting.chapters.freezing import Frozen, Made, frozen_across, frozen_indicator, frozen_outcome
from reporting.figures.facts import Facts
from reporting.outcomes.declarations import TABLES
from reporting.outcomes.queries import Choices, Material, coarser, entered, material, offered, table, usual
from reporting.tabulation.tabulating import NotOffered

# The step that is no part of the report: what its tables share.
ACROSS = "across"


def steps_of(programme: Programme) -> list[str]:
    """The keys of what a report of the programme holds, in the order in which it is computed."""
    of_courses = offered(programme)
    keys = [key for chapter in CHAPTERS for key in chapter.parts if key in {*of_courses, *entered()}]
    return [*FIGURES, *keys, *([ACROSS] if of_courses else [])]


def name_of_step(key: str | None) -> str:
    """What is being computed, for whoever waits; nothing left is the end."""
    if key is None:
        return _("Finishing")
    if key == ACROSS:
        return _("What tables share")
    return str(FIGURES[key].name if key in FIGURES else TABLES[key].title)


class Making:
    """Makes the parts of one report. The courses with their status reports are read once, at the first table."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._tables: dict[str, list[Made]] = {}

    def part(self, key: str) -> Frozen:
        """One indicator or outcome table, frozen, or what the tables share."""
        if key in FIGURES:
            return frozen_indicator(FIGURES[key], FIGURES[key].compute(self.facts))
        if key == ACROSS:
            tables = offered(self.facts.programme)
            return frozen_across({one: self._table(one) for one in tables}, self._read.population.courses)
        return frozen_outcome(TABLES[key], self._table(key))

    def _table(self, key: str) -> list[Made]:
        """An outcome table at each report that it is read at; computed once."""
        if key not in self._tables:
            asked = usual(self.facts.programme, key)
            # Of targets or statistics nothing may be entered: then the report has no such table.
            with suppress(NotOffered):
                self._tables[key] = [_made(self._read, key, one) for one in asked]
        return self._tables.setdefault(key, [])

    @cached_property
    def _read(self) -> Material:
        facts = self.facts
        keys = offered(facts.programme)
        return material(
            facts.programme,
            keys,
            as_of=facts.as_of,
            start=facts.period.start,
            end=facts.last_day,
            known_at=facts.known_at,
        )


def _made(read: Material, key: str, choices: Mapping[str, str]) -> Made:
    """A table as it is, and with what few answered taken together."""
    chosen = Choices(at=choices.get("at"), by=choices.get("by"))
    result = table(read, key, **chosen)
    rough, made_from = coarser(read, key, result, **chosen)
    by = choices.get("by", read.tables[key].by)
    return Made(choices.get("at", ""), by, result, rough, made_from.tables[key].kind, made_from.items)
