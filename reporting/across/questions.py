"""Every course that there could be, as far as one question goes.

Tables are asked about courses that nobody has, one at a time: what a table counts of them says how its counts hang
together with those of other tables, whatever kind of table it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from cases.core.periods import ONE_DAY
from cases.questionnaires.codes import ItemType
from cases.questionnaires.definition import Answers, Item
from cases.statusreports.codes import ReportKind
from reporting.tabulation.facts import DONT_KNOW, Course, Report
from reporting.tabulation.reading import NOT_ASKED, Items, main_code

Value = Any


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that a report says: a question with one answer, the main one of several, or one part of a scale."""

    key: str
    values: tuple[Value, ...]
    has_main: bool = False

    def value_of(self, answers: Answers) -> Value:
        """What a report says to it."""
        if self.has_main:
            return main_code(answers, self.key)
        return answers.get(self.key, NOT_ASKED)

    def answered(self, value: Value, rest: Answers) -> dict[str, Any]:
        """The answers of a report that says so, and to all other questions `rest`."""
        main = f"{self.key}.main"
        found = {key: said for key, said in rest.items() if key not in (self.key, main)}
        if value is NOT_ASKED:
            return found
        if self.has_main and value is not None:
            return found | {self.key: [value], main: value}
        return found | {self.key: value}


START = date(2000, 1, 1)  # any day

# Asks nothing: all that its courses say is how many reports they have.
HOW_MANY_REPORTS = Question("reports", (NOT_ASKED,))


def questions_of(item: Item) -> Iterator[Question]:
    """What an item asks, one thing at a time; none where numbers or several answers are given."""
    for part in item.parts.values():
        if part.scale:
            values = (*item.scale_of(part.code), *_NONE)
            yield from (Question(item.part_key(part.code, rater), values) for rater in item.raters)
    if item.choices and (item.has_main or item.type is ItemType.ONE):
        unknown = (DONT_KNOW,) if item.may_be_unknown else ()
        yield Question(item.code, (*item.choices, *unknown, *_NONE), has_main=item.has_main)


_NONE = (None, NOT_ASKED)


def course_of(question: Question, said: Sequence[Value], rest: Sequence[Answers] = ()) -> Course:
    """A course whose reports say this to one question, in order; `rest` is what each says to all others."""
    others = rest or [{}] * len(said)
    reports = tuple(
        Report(place, ReportKind.QUARTERLY, START + place * ONE_DAY, question.answered(value, other))
        for place, (value, other) in enumerate(zip(said, others, strict=True))
    )
    return Course(0, 0, START, reports=reports)


def any_answers(items: Items, chance: Random) -> dict[str, Any]:
    """Answers of chance to all that the items ask."""
    found: dict[str, Any] = {}
    for item in items.values():
        for part in item.parts.values():
            scale = (
                [*item.scale_of(part.code)] if part.scale else [*range(part.least, (part.most or part.least + 9) + 1)]
            )
            found |= {item.part_key(part.code, rater): chance.choice(scale) for rater in item.raters}
        found |= {f"in_treatment.{part}": chance.choice((True, False)) for part in item.in_treatment}
        if item.choices:
            codes = chance.sample([*item.choices], chance.randint(1, len(item.choices)))
            found[item.code] = codes[0] if item.type is ItemType.ONE else codes
    return found


def blank_answers(items: Items) -> dict[str, Any]:
    """Every question left blank."""
    return {key: None for item in items.values() for key in item.keys}
