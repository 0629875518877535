"""The types of items, and in which reports an item is asked."""

from enum import StrEnum


class ItemType(StrEnum):
    """How an item is answered."""

    ONE = "one"
    SEVERAL = "several"
    NUMBERS = "numbers"  # whole numbers in parts, e.g. nights on the street, at a shelter, with family
    SCALE = "scale"  # parts, each on a scale of its own
    GRID = "grid"  # parts on one scale, by one or two raters
    EVENT = "event"  # what took place, several a report, each with its days where they are known


class When(StrEnum):
    """In which reports an item is asked."""

    START = "S"
    EVERY = "Q"
    FROM_SECOND = "Q2"
    CLOSING = "E"
    TWO_POINT = "A"  # assessment and discharge, or release meeting and release


class Rater(StrEnum):
    """Whose answer it is."""

    WORKER = "worker"
    YOUNG_PERSON = "young_person"


UNKNOWN = "ved_ikke"  # "Ved ikke" is a real answer, and is the same code in every item
