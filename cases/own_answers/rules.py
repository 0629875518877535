"""Which answers of a report the young person can give alone on a phone."""

from collections.abc import Iterable, Sequence

from cases.questionnaires.codes import ItemType, Rater, When
from cases.questionnaires.definition import Item

# A number is chosen from a list up to this many steps; a longer one is for the worker to ask.
MOST_STEPS = 11


def own_items(items: Sequence[Item], kind_is: Iterable[When]) -> list[Item]:
    """The items that the young person answers in a report of that kind.

    One that depends on an answer to another is left to the worker's form, which knows that answer.
    """
    kinds = frozenset(kind_is)
    return [item for item in items if item.when & kinds and item.asked_if is None and own_keys(item)]


def own_keys(item: Item) -> list[str]:
    """The keys of an item that the young person answers."""
    if Rater.YOUNG_PERSON not in item.raters or item.type is ItemType.EVENT:
        return []
    if item.type is ItemType.NUMBERS and not all(0 < len(steps_of(item, part)) <= MOST_STEPS for part in item.parts):
        return []
    if item.parts:
        return [item.part_key(part, Rater.YOUNG_PERSON) for part in item.parts]
    return [item.code]


def steps_of(item: Item, part: str) -> range:
    """The numbers that a part may be answered with; none where it has no highest."""
    limits = item.parts[part]
    return range(0) if limits.most is None else range(limits.least, limits.most + 1)
