"""How far a target is: reached, on the way or behind, with the arithmetic. Pure.

**Decided** (the sources say only when a target is reached):

- A range ("6-8") counts by its middle where something is a share of it, and by its upper end in a sum.
- *Reached*: the figure is at most the target where lower is better; else it is all of the target or more. Unrounded:
  199 of 200 is not reached, although it prints as 100 per cent.
- Until the day by which it is to be reached, a target is *on the way* when the figure is as far as a straight line
  would be: from the baseline on the first day to the target on the last. What is counted up (people, homes, things
  done) begins at nought where there is no baseline. A share or a number of days is no count: without a baseline there
  is no line, and the target itself is what is expected all the way.
- What is expected is rounded to whole numbers, halves up, and the figure is compared with what is printed: a reader
  who does the sum again comes to the same word.
- From the last day on there is only reached or behind. Before the first day, and without a figure, nothing is said.

A line is a poor picture of work that begins slowly. It was chosen all the same: it needs no plan by quarter that
nobody has made, and everybody can do the sum.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reporting.figures.rules import half_up
from reporting.kinds.given import Span
from reporting.targets.codes import Direction, Standing, TargetUnit

COUNTED_UP = (TargetUnit.PEOPLE, TargetUnit.HOMES, TargetUnit.NUMBER)

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Aim:
    """A target as it is on a day: from where, to what, from which day and by which, both included."""

    unit: str
    direction: str
    target: Span
    start: date
    due: date
    baseline: Span | None = None

    @property
    def lower_is_better(self) -> bool:
        return self.direction == Direction.LOWER


@dataclass(frozen=True, slots=True)
class Progress:
    """How a target stands: the figure, what was expected by now where that is more than the target, and the word."""

    actual: Decimal | None
    expected: int | None
    standing: Standing
    share: int | None


def middle(span: Span) -> Decimal:
    """The middle of a range, or the number itself."""
    return Decimal(span.low + span.high) / 2


def is_reached(actual: Decimal, target: Span, *, lower_is_better: bool) -> bool:
    """At most the target where lower is better; else all of it or more."""
    return actual <= middle(target) if lower_is_better else actual >= middle(target)


def expected_on(day: date, aim: Aim) -> int:
    """What the straight line from the baseline to the target says of a day, in whole numbers, halves up."""
    end, begin = middle(aim.target), _begin(aim)
    if begin is None or day >= aim.due:
        return int(half_up(end))
    gone = Decimal(max((day - aim.start).days, 0)) / Decimal((aim.due - aim.start).days)
    return int(half_up(begin + (end - begin) * gone))


def _begin(aim: Aim) -> Decimal | None:
    if aim.baseline is not None:
        return middle(aim.baseline)
    return Decimal(0) if aim.unit in COUNTED_UP and not aim.lower_is_better else None


def share_of(actual: Decimal, target: Span) -> int | None:
    """Whole per cent that the figure is of the target, of a range of its middle; None of nothing."""
    whole = middle(target)
    return int(half_up(actual * HUNDRED / whole)) if whole else None


def progress(actual: Decimal | None, aim: Aim, day: date) -> Progress:
    """How a target stands at the end of a day."""
    if actual is None or day < aim.start:
        return Progress(actual, None, Standing.UNKNOWN, None)
    expected, share = expected_on(day, aim), share_of(actual, aim.target)
    if is_reached(actual, aim.target, lower_is_better=aim.lower_is_better):
        return Progress(actual, expected, Standing.REACHED, share)
    is_late = actual > expected if aim.lower_is_better else actual < expected
    is_late = is_late or day >= aim.due
    return Progress(actual, expected, Standing.BEHIND if is_late else Standing.ON_THE_WAY, share)
