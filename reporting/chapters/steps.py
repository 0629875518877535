"""The steps in which a report is computed: one for each indicator, targets, money, and one for each outcome table."""

from collections.abc import Mapping
from functools import cached_property

from django.utils.translation import gettext as _

from cases.programmes.models import Programme
from reporting.chapters.contents import CHAPTERS, FIGURES
from reporting.chapters.freezing import Frozen, Made, frozen_indicator, frozen_outcome
from reporting.figures.facts import Facts
from reporting.outcomes.declarations import TABLES
from reporting.outcomes.queries import Choices, Material, coarser, material, offered, table, usual


def steps_of(programme: Programme) -> list[str]:
    """The keys of what a report of the programme holds, in the order in which it is computed."""
    tables = set(offered(programme))
    return [*FIGURES, *(key for chapter in CHAPTERS for key in chapter.parts if key in tables)]


def name_of_step(key: str | None) -> str:
    """What is being computed, for whoever waits; nothing left is the end."""
    if key is None:
        return _("Finishing")
    return str(FIGURES[key].name if key in FIGURES else TABLES[key].title)


class Making:
    """Makes the parts of one report. The courses with their status reports are read once, at the first table."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def part(self, key: str) -> Frozen:
        """One indicator or outcome table, frozen."""
        if key in FIGURES:
            return frozen_indicator(FIGURES[key], FIGURES[key].compute(self.facts))
        declaration = TABLES[key]
        asked = usual(self.facts.programme, key)
        return frozen_outcome(declaration, [_made(self._read, key, one) for one in asked])

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
