"""The sums that hold between tables of one question, found by asking the tables themselves.

Every kind counts each course by itself. So a table that is asked about one course alone says which of its counts that
course is in, and courses that are in the same counts of all tables are one number, printed nowhere: every count is a
sum of such numbers. Courses that nobody has are asked about as well as those that there are, for a reader does not
know that there is none.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby, product
from random import Random
from typing import Any, Protocol

from cases.questionnaires.definition import Answers
from reporting.across.questions import HOW_MANY_REPORTS, Question, any_answers, blank_answers, course_of, questions_of
from reporting.figures.sums import Quantity, System
from reporting.tabulation.adding import Adding, Part, sizes_of
from reporting.tabulation.facts import Course
from reporting.tabulation.reading import NOT_ASKED, Items
from reporting.tabulation.results import MERGED, Computed

Said = tuple[Any, ...]  # what the reports of a course say to one question, in order
Names = frozenset[str]
Printed = Mapping[str, Quantity]  # the counts of the tables by name

TRIES = 5  # pairs of answers, and answers of chance to all else, with which it is found out what a count rests on
SEVERAL = 2


class Kind(Adding, Protocol):
    """A kind of table that can be asked about some courses."""

    def compute(self, courses: Any, at: str, items: Items, /) -> Computed:
        """The rows of the table for these courses."""


@dataclass(frozen=True, eq=False)
class Asked:
    """A table of an edition that can be asked about courses, and the questions (`codes`) that it needs.

    Two that would give the same answers are the same, so that a table that was asked once is not asked again.
    """

    key: str
    at: str
    kind: Kind
    items: Items
    codes: tuple[str, ...]

    @property
    def place(self) -> str:
        """The beginning of the names of its counts."""
        return f"{self.key}@{self.at}" if self.at else self.key

    @cached_property
    def _means(self) -> str:
        return repr((self.place, self.kind, [self.items[code] for code in self.codes]))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Asked) and self._means == other._means

    def __hash__(self) -> int:
        return hash(self._means)

    def counts(self, courses: Sequence[Course]) -> dict[str, int]:
        """How many of the courses each count of the table counts, by name."""
        found = self.kind.compute(courses, self.at, self.items)
        part = Part(self.place, getattr(self.kind, "repeats", ""), System(), found.n, found.rows)
        return part.counts() | sizes_of(part, found.blanks, found.exclusions)


def shared(tables: Sequence[Asked], courses: Sequence[Course], printed: Printed) -> System:
    """How the counts of several tables of the same courses hang together."""
    system = System()
    reports = _Sharing(HOW_MANY_REPORTS, tables)
    reports.add_to(system, courses, printed)
    known = set(reports.sound)
    for question, those in _questions(tables):
        sharing = _Sharing(question, those)
        if len(sharing.tables) >= SEVERAL:
            sharing.add_to(system, courses, printed)
            known |= sharing.sound
    followed = reports.number((NOT_ASKED,) * SEVERAL)
    for first, latest in _both_ends(tables):
        _Ends(first, latest, courses).add_to(system, printed, followed=followed, known=known)
    return system


def _questions(tables: Sequence[Asked]) -> Iterator[tuple[Question, list[Asked]]]:
    """Everything that more than one table rests on, with these tables."""
    for code in dict.fromkeys(code for one in tables for code in one.codes):
        those = [one for one in tables if code in one.codes]
        if len(those) >= SEVERAL:
            yield from ((question, those) for question in questions_of(those[0].items[code]))


class _Sharing:
    """What tables share that rest on one question."""

    def __init__(self, question: Question, tables: Sequence[Asked]) -> None:
        self.question = question
        self.tables = [one for one in tables if _rests_on(one, question)]
        self.on_the_way = {one for one in self.tables if _looks_between(one, question)}
        self.sound: Names = frozenset()
        self.names: dict[Names, str] = {}

    def add_to(self, system: System, courses: Sequence[Course], printed: Printed) -> None:
        """Put in the numbers that are printed nowhere, and which counts they add up to."""
        said = Counter(self._said(course) for course in courses)
        true: Counter[str] = Counter()
        for one, n in said.items():
            true.update(dict.fromkeys(self._in(one), n))
        every = dict.fromkeys((*possible(self.tables, self.question), *said))
        # Left alone is what rests on more than was found out, and a fact that was changed between two tables.
        names = frozenset().union(*map(self._in, every))
        self.sound = frozenset(name for name in names if true[name] == _n(printed, name))
        nobody = {name for name in self.sound if not true[name]}  # which every reader sees
        numbers: Counter[Names] = Counter()
        for one in every:
            if nobody.isdisjoint(names := self._in(one) & self.sound):
                numbers[names] += said[one]
        self.names = {names: f"{self.question.key}#{place}" for place, names in enumerate(numbers)}
        for names, n in numbers.items():
            is_of_people = self.question is not HOW_MANY_REPORTS and any(printed[name].people for name in names)
            system.pattern(self.names[names], n, n if is_of_people else 0)
        for name in sorted(self.sound - nobody):
            system.add_up(name, [part for names, part in self.names.items() if name in names])

    def number(self, said: Said) -> str | None:
        """The name of the number of those who are in the same counts as whoever says this; None where it is nobody."""
        return self.names.get(self._in(said) & self.sound)

    def _in(self, said: Said) -> Names:
        """The counts that a course is in whose reports say this."""
        ends = said if len(said) < SEVERAL else (said[0], said[-1])
        return frozenset().union(
            *(counted(one, self.question, said if one in self.on_the_way else ends) for one in self.tables)
        )

    def _said(self, course: Course) -> Said:
        """What the reports of a course say, each answer once where it stands several times on end."""
        said = [self.question.value_of(report.answers) for report in course.reports]
        once = [one for one, _same in groupby(said)]
        return tuple(once if len(once) > 1 else said[:SEVERAL])


def possible(tables: Sequence[Asked], question: Question) -> Iterator[Said]:
    """All that a course can say to a question that makes a difference to the tables."""
    values = question.values
    yield from ((), *((value,) for value in values), *product(values, repeat=2))
    tables = [one for one in tables if _looks_between(one, question)]
    if not tables:
        return
    between = {
        tuple(counted(one, question, (end, value, end)) for one in tables for end in values): value for value in values
    }
    for many in (1, 2):
        for first, latest in product(values, repeat=2):
            yield from ((first, *way, latest) for way in product(between.values(), repeat=many))


@lru_cache(maxsize=100_000)
def counted(table: Asked, question: Question, said: Said) -> Names:
    """The counts, of those that the question alone decides, that a course is in whose reports say this."""
    return _counts_one(table, course_of(question, said)) - _undecided(table, question)


@lru_cache(maxsize=2_000)
def _undecided(table: Asked, question: Question) -> Names:
    """The counts that a course is in or not by what it says to other questions too."""
    chance, values = Random(0), question.values  # noqa: S311 - the same each time
    pairs = ((chance.choice(values), chance.choice(values)) for _ in range(TRIES))
    found: set[str] = set()
    for said in dict.fromkeys([(), *((value,) for value in values), *pairs]):
        tried = [_counts_one(table, course) for course in _with_any_rest(table, question, said, chance)]
        found |= frozenset.union(*tried) - frozenset.intersection(*tried)
    return frozenset(found)


def _rests_on(table: Asked, question: Question) -> bool:
    """Whether a count of the table rests on the question alone."""
    if question is HOW_MANY_REPORTS:
        return len({counted(table, question, question.values * many) for many in range(SEVERAL + 1)}) > 1
    return any(
        len({counted(table, question, (value,) * many) for value in question.values}) > 1 for many in (1, SEVERAL)
    )


@lru_cache(maxsize=2_000)
def _looks_between(table: Asked, question: Question) -> bool:
    """Whether it matters what is said between the first report and the latest."""
    ends = product(question.values, repeat=2)
    return any(
        counted(table, question, (end, between, end)) != counted(table, question, (end, end)) for end, between in ends
    )


def _with_any_rest(table: Asked, question: Question, said: Said, chance: Random) -> Iterator[Course]:
    """Courses that say this to the question, and to all others nothing, blanks, or whatever chance gives."""
    items = {code: table.items[code] for code in table.codes}
    rests: list[list[Answers]] = [[{}] * len(said), [blank_answers(items)] * len(said)]
    rests += [[any_answers(items, chance) for _ in said] for _ in range(TRIES)]
    return (course_of(question, said, rest) for rest in rests)


def _counts_one(table: Asked, course: Course) -> Names:
    return frozenset(name for name, n in table.counts([course]).items() if n)


def _n(printed: Printed, name: str) -> int:
    """A table does not say for what reason it leaves out nobody."""
    return printed[name].n if name in printed else 0


def _both_ends(tables: Sequence[Asked]) -> Iterator[tuple[Asked, Asked]]:
    by_place = {(one.key, one.at): one for one in tables}
    for one in tables:
        if one.at == "first" and (latest := by_place.get((one.key, "latest"))):
            yield one, latest


@dataclass(frozen=True)
class _Ends:
    """A table at both ends: whoever has one report alone stands in the same place of both, whatever it rests on."""

    first: Asked
    latest: Asked
    courses: Sequence[Course]

    def add_to(self, system: System, printed: Printed, *, followed: str | None, known: set[str]) -> None:
        """Put in how many of each count have one report; the others are `followed`. Not of counts that are `known`."""
        alone = [course for course in self.courses if len(course.reports) == 1]
        first, latest = (one.counts(alone) for one in (self.first, self.latest))
        for at_first, n in first.items():
            row = at_first.removeprefix(self.first.place)
            names = (at_first, self.latest.place + row)
            if known.issuperset(names) or not printed.keys() >= set(names) or self._is_another(row):
                continue
            if latest[names[1]] == n:
                number = system.pattern(f"{self.first.key}{row}#one", n, n if printed[at_first].people else 0)
                for name in names:
                    system.add_up(name, [number, *self._more(system, name, printed[name], n, followed)])

    def _more(self, system: System, name: str, whole: Quantity, alone: int, followed: str | None) -> list[str]:
        """Those of a count who have more reports than one, who are some of the `followed`."""
        if followed is None:
            return []
        several = whole.n - alone
        others = system.quantities[followed].n - several
        more, rest = (
            system.pattern(f"{name}#{key}", n, n if whole.people else 0)
            for key, n in (("more", several), ("others", others))
        )
        system.add_up(followed, [more, rest])
        return [more]

    def _is_another(self, row: str) -> bool:
        """Whether answers that are taken together need not be the same at both ends."""
        ends = ((one.kind, [one.items[code] for code in one.codes]) for one in (self.first, self.latest))
        return f".{MERGED}" in row and next(ends) != next(ends)
