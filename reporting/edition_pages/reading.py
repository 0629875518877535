"""What the page of an edition shows of what it hides."""

from collections import Counter
from dataclasses import dataclass

from reporting.documents.presentation import ShownReport
from reporting.editions.models import Edition


@dataclass(frozen=True)
class Hiding:
    """How many counts of one part of the report are hidden, of how many."""

    key: str
    name: str
    hidden: int
    counts: int


def hidden_by_part(edition: Edition, report: ShownReport) -> list[Hiding]:
    """The parts of the report in which something is hidden, in its order."""
    printed = [name for name, _n, _people, is_printed in (edition.system or {})["counts"] if is_printed]
    counts, hidden = (Counter(map(part_of, names)) for names in (printed, edition.hidden or ()))
    parts = [(part.key, part.name) for chapter in report.chapters for part in chapter.parts]
    return [Hiding(key, name, hidden[key], counts[key]) for key, name in parts if hidden[key]]


def part_of(name: str) -> str:
    """The key of the indicator or outcome table that a count is of."""
    return name.split("|", maxsplit=1)[0].split("@", maxsplit=1)[0].split(".", maxsplit=1)[0]
