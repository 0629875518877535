"""Which report a table reads of each course, whom its base admits, and how answers become printed rows."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cases.questionnaires.definition import Item, Text
from reporting.tabulation.facts import DONT_KNOW, Course, Report

Items = Mapping[str, Item]
Answers = Mapping[str, Any]

# Stands for a key that is missing: the question was not asked.
NOT_ASKED = object()

# Why courses are left out, in the order in which a table says it.
EXCLUDED = {
    "status_unknown": Text("Slut uden oplysning om, hvordan", "Ended, not known how"),
    "earlier_course": Text("Tidligere forløb for samme unge", "Earlier courses of the same young person"),
    "other_age": Text("Uden for aldersgruppen", "Outside the age group"),
    "age_unknown": Text("Alder ikke oplyst", "Age not known"),
    "not_followed": Text("Færre end to indberetninger", "Fewer than two status reports"),
    "no_report": Text("Ingen indberetning af den slags", "No status report of that kind"),
    "other_target_group": Text("Ikke i målgruppen i risiko", "Not in the target group at risk"),
    "has_home": Text("Har egen bolig", "Has a home of their own"),
    "housing_unknown": Text("Bolig: ved ikke eller andet", "Housing: do not know or other"),
    "not_asked": Text("Ikke spurgt", "Not asked"),
    "ved_ikke": Text("Ved ikke", "Do not know"),
    "not_both": Text("Ikke vurderet af begge", "Not rated by both"),
    "unknown_answer": Text("Svar uden for skemaet", "Answers that the questionnaire does not have"),
    "out_of_order": Text("Dage i modstrid med hinanden", "Days that contradict each other"),
    "no_days": Text("Ingen dage i forløbet", "No days in the course"),
    "not_chosen": Text("Mål ikke valgt", "Target not chosen"),
    "no_figure": Text("Mål uden tal endnu", "Target without a figure yet"),
}

HOUSING, THREE_WAY = "housing_now", "three_way"
OWN, NOT_OWN = "own", "not_own"


@dataclass(slots=True)
class Chosen:
    """The courses that a base admits, each with the report that is read, and whom it leaves out."""

    courses: list[Course] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    exclusions: Counter[str] = field(default_factory=Counter)

    @property
    def answers(self) -> list[Answers]:
        return [report.answers for report in self.reports]


def report_at(course: Course, at: str) -> Report | None:
    """The first report, the latest of any kind, or the last of one kind; None where there is none."""
    reports = course.reports
    if at == "first":
        return reports[0] if reports else None
    if at == "latest":
        return reports[-1] if reports else None
    return next((report for report in reversed(reports) if report.kind == at), None)


def chosen(courses: Iterable[Course], at: str, base: str, items: Items) -> Chosen:
    """The report that is read of each course that the base admits."""
    found = Chosen()
    for course in courses:
        if base == "followed" and len(course.reports) < 2:  # noqa: PLR2004
            found.exclusions["not_followed"] += 1
        elif (report := report_at(course, at)) is None:
            found.exclusions["no_report"] += 1
        else:
            found.courses.append(course)
            found.reports.append(report)
    return without_home(found, items) if base == "no_own_home" else found


def without_home(found: Chosen, items: Items) -> Chosen:
    """Only those who have no home of their own at that report: the others are not asked."""
    housing = items[HOUSING].grouped(THREE_WAY)
    kept = Chosen(exclusions=found.exclusions)
    for course, report in zip(found.courses, found.reports, strict=True):
        group = housing.get(report.answers.get(HOUSING) or "")
        if group == NOT_OWN:
            kept.courses.append(course)
            kept.reports.append(report)
        else:
            kept.exclusions["has_home" if group == OWN else "housing_unknown"] += 1
    return kept


def followed(courses: Iterable[Course]) -> tuple[list[Course], Counter[str]]:
    """Courses with two or more reports, and how many have fewer."""
    everyone = list(courses)
    found = [course for course in everyone if len(course.reports) >= 2]  # noqa: PLR2004
    return found, +Counter(not_followed=len(everyone) - len(found))


def column(answers: Iterable[Answers], key: str) -> list[Any]:
    """The answer to one key in each report."""
    return [one.get(key, NOT_ASKED) for one in answers]


def keys_of(item: Item, rater: str = "") -> dict[str, str]:
    """The parts of a question, each with its key in the answers; the first rater's keys have no name in them."""
    named = f"{rater}." if rater and rater != item.raters[0] else ""
    return {part: f"{item.code}.{named}{part}" for part in item.parts}


@dataclass(slots=True)
class Tally:
    """How many answers fall in each row, are blank, or are left out."""

    counts: Counter[str] = field(default_factory=Counter)
    blanks: int = 0
    exclusions: Counter[str] = field(default_factory=Counter)

    @property
    def n(self) -> int:
        """Those who answered."""
        return self.counts.total()


def tally(values: Mapping[Any, int], rows: Mapping[Any, str]) -> Tally:
    """Sort values, each with how often it stands, into rows."""
    found = Tally()
    for value, times in values.items():
        if value is NOT_ASKED:
            found.exclusions["not_asked"] += times
        elif value is None:
            found.blanks += times
        elif value in rows:
            found.counts[rows[value]] += times
        else:
            found.exclusions["unknown_answer"] += times
    return found


def folded(columns: Sequence[Sequence[Hashable]], fold: Callable[[tuple[Any, ...]], Hashable]) -> Counter[Any]:
    """Several answers of one report made one by a rule; each combination is looked at once."""
    found: Counter[Any] = Counter()
    for values, times in Counter(zip(*columns, strict=True)).items():
        found[fold(values)] += times
    return found


def rule_of(values: Sequence[Any], answer: Hashable) -> Hashable:
    """`answer`, unless no part was asked, or an answer is missing that could have changed it."""
    if all(value is NOT_ASKED for value in values):
        return NOT_ASKED
    return None if any(value is None or value is NOT_ASKED for value in values) else answer


def any_misuse(values: tuple[Any, ...], problem: frozenset[str]) -> Hashable:
    """A problem with alcohol, drugs or hash, or in treatment for one (three answers, then three of treatment).

    One yes overrides Ved ikke on the others. Ved ikke if none says yes and any is not known. A blank is never a no.
    """
    asked, treated = values[:3], values[3:]
    if any(value in problem for value in asked) or any(value is True for value in treated):
        return "problem"
    return DONT_KNOW if DONT_KNOW in asked else rule_of(asked, "no_problem")


def number_in(values: tuple[Any, ...], graded: frozenset[str]) -> Hashable:
    """How many answers are among `graded`; blank where none of them was given."""
    if all(value is None or value is NOT_ASKED for value in values):
        return NOT_ASKED if all(value is NOT_ASKED for value in values) else None
    return sum(value in graded for value in values)


def band_of(values: tuple[Any, ...], bands: Mapping[str, tuple[int, int]]) -> Hashable:
    """The band of the sum; Ved ikke if any part is, blank if a part is missing. Empty is no key of a band."""
    if DONT_KNOW in values:
        return DONT_KNOW
    if (kept := rule_of(values, "")) != "":
        return kept
    total = sum(values)
    return next((key for key, (low, high) in bands.items() if low <= total <= high), "")


def codes_in(value: Any) -> Hashable:
    """The codes of an answer with several, or of its events."""
    if value is None or value is NOT_ASKED:
        return value
    return frozenset([one if isinstance(one, str) else one["code"] for one in value]) or None


def main_code(answers: Answers, code: str) -> Hashable:
    """The main one of several answers; the first where none is marked."""
    given = answers.get(code, NOT_ASKED)
    return answers.get(f"{code}.main") or given[0] if isinstance(given, (list, tuple)) and given else given or None


def values_of(courses: Iterable[Course], code: str) -> Iterator[Hashable]:
    """What any report of each course has: the union of several answers; blank where all are."""
    for course in courses:
        said = [report.answers.get(code) for report in course.reports]
        given = [one for answer in said if answer for one in answer]
        if given:
            yield codes_in(given)
        else:
            yield None if any(code in report.answers for report in course.reports) else NOT_ASKED
