"""Who is in which column of a table, and who is in it at all: ages, groups of courses, each young person once."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cases.questionnaires.definition import Text
from reporting.tabulation.facts import Course
from reporting.tabulation.reading import HOUSING, NOT_OWN, OWN, THREE_WAY, Items, codes_in, report_at
from reporting.tabulation.results import MERGED, TOGETHER

UNKNOWN = "unknown"
YOUTH, ADULT, BELOW = "youth", "adult", "below"
AGES = ("all", YOUTH, ADULT)
AT_START = "start"
AGE_AT = {
    "first": Text("ved første indberetning", "at the first status report"),
    AT_START: Text("ved forløbets start", "at the start of the course"),
    "report": Text("ved den indberetning, tabellen læser", "at the status report that the table reads"),
    "as_of": Text("på opgørelsesdagen", "on the day the table is made for"),
}
NOT_KNOWN = Text("Uoplyst", "Not known")
GENDERS = {
    "woman": Text("Kvinde", "Woman"),
    "man": Text("Mand", "Man"),
    "non_binary": Text("Nonbinær", "Non-binary"),
}
HOMES = {
    "own_home": Text("Har egen bolig", "Has a home of their own"),
    "not_own_home": Text("Har ikke egen bolig", "Has no home of their own"),
    "other": Text("Ved ikke eller andet", "Do not know or other"),
}
REPORTS = {
    "0": Text("Ingen indberetninger", "No status reports"),
    "1": Text("1 indberetning", "1 status report"),
    "2_4": Text("2–4 indberetninger", "2–4 status reports"),
    "5_9": Text("5–9 indberetninger", "5–9 status reports"),
    "10_plus": Text("10 eller flere indberetninger", "10 or more status reports"),
}


@dataclass(frozen=True, slots=True)
class Ages:
    """The target age of the programme, both ends in it, and the day on which age is read."""

    target: tuple[int, int] = (18, 24)
    at: str = "first"
    as_of: date | None = None
    report: str = "first"

    def band(self, course: Course) -> str:
        """Below, in or above the target age; unknown where neither birth nor age is known."""
        age = course.age_on(self._day(course))
        if age is None:
            return UNKNOWN
        low, high = self.target
        return BELOW if age < low else YOUTH if age <= high else ADULT

    def _day(self, course: Course) -> date:
        """The day on which age is read; the start of the course where there is no such report."""
        if self.at == "as_of" and self.as_of:
            return self.as_of
        report = None if self.at == AT_START else report_at(course, self.report if self.at == "report" else "first")
        return report.on if report else course.start

    def labels(self) -> dict[str, Text]:
        """The bands, youngest first."""
        low, high = self.target
        return {
            BELOW: Text(f"Under {low} år", f"Under {low}"),
            YOUTH: Text(f"{low}–{high} år", f"{low}–{high} years"),
            ADULT: Text(f"{high + 1} år og derover", f"{high + 1} years and over"),
        }

    def rule(self) -> Text:
        """What is printed under a table that asks for age."""
        on = AGE_AT[self.at]
        low, high = self.target
        return Text(
            f"Alder {on.da}; hvor fødselsdagen ikke kendes, den oplyste alder. Målgruppen er {low}–{high} år.",
            f"Age {on.en}; the age given where the birthday is not known. The target age is {low}–{high} years.",
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a breakdown needs to know beside the course."""

    at: str
    items: Items
    ages: Ages
    housing: Mapping[str, str]


def _own_home(course: Course, asked: _Asked) -> list[str]:
    report = report_at(course, asked.at or "latest")
    code = report.answers.get(HOUSING) if report else None
    if code is None:
        return [UNKNOWN]
    return [{OWN: "own_home", NOT_OWN: "not_own_home"}.get(asked.housing.get(code, ""), "other")]


def _target_group(course: Course, _asked: _Asked) -> list[str]:
    """The group at the start; it never changes."""
    return [(course.reports[0].answers.get("target_group") if course.reports else None) or UNKNOWN]


def _methods(course: Course, _asked: _Asked) -> list[str]:
    found: set[str] = set()
    for report in course.reports:
        codes = codes_in(report.answers.get("methods"))
        found |= codes if isinstance(codes, frozenset) else set()
    return sorted(found) or ["none"]


def _number_of_reports(course: Course, _asked: _Asked) -> list[str]:
    n = len(course.reports)
    if n < 2:  # noqa: PLR2004
        return [str(n)]
    return ["2_4" if n < 5 else "5_9" if n < 10 else "10_plus"]  # noqa: PLR2004


GROUPS: Mapping[str, Callable[[Course, _Asked], Collection[str]]] = {
    "age": lambda course, asked: [asked.ages.band(course)],
    "gender": lambda course, _asked: [course.gender or UNKNOWN],
    "target_group": _target_group,
    "method": _methods,
    "start_year": lambda course, _asked: [str(course.start.year)],
    "programme": lambda course, _asked: [course.programme or UNKNOWN],
    "organisation": lambda course, _asked: [course.organisation or UNKNOWN],
    "municipality": lambda course, _asked: [course.municipality or UNKNOWN],
    "number_of_reports": _number_of_reports,
    "own_home": _own_home,
}
# The columns of these are there with nobody in them, too.
ALWAYS = {"age": (YOUTH, ADULT), "own_home": ("own_home", "not_own_home")}
# A course may stand in several columns of these.
OVERLAPPING = {"method"}
# The question whose answers are the columns.
ASKS = {"target_group": "target_group", "method": "methods", "own_home": HOUSING}


def _labels(by: str, items: Items, ages: Ages) -> dict[str, Text]:
    fixed = {"age": ages.labels(), "gender": GENDERS, "own_home": HOMES, "number_of_reports": REPORTS}
    if by in fixed:
        return dict(fixed[by])
    if by in ASKS and ASKS[by] in items:
        return {code: choice.label for code, choice in items[ASKS[by]].choices.items()}
    return {}


def groups_of(
    courses: Iterable[Course], by: str, at: str, items: Items, ages: Ages
) -> list[tuple[str, Text, list[Course]]]:
    """The columns in their order, each with its courses. A course with several methods stands in several."""
    housing = items[HOUSING].grouped(THREE_WAY) if by == "own_home" else {}
    asked = _Asked(at, items, ages, housing)
    found: defaultdict[str, list[Course]] = defaultdict(list)
    for course in courses:
        for key in GROUPS[by](course, asked):
            found[key].append(course)
    labels = _labels(by, items, ages)
    others = {key: Text.of(key) for key in sorted(found.keys() - labels.keys())}
    last = {"none": Text("Ingen metode", "No method"), UNKNOWN: NOT_KNOWN}
    order = labels | {key: label for key, label in others.items() if key not in last} | last
    return [(key, label, found[key]) for key, label in order.items() if key in found or key in ALWAYS.get(by, ())]


def small_together(groups: list[tuple[str, Text, list[Course]]], few: int) -> list[tuple[str, Text, list[Course]]]:
    """The columns with those of fewer than `few` courses as one, where together they are enough; a course once.

    Where nobody would stand beside them there are no columns: the one would be the whole again.
    """
    small = [name for name, _label, courses in groups if 0 < len(courses) < few]
    joined = {course.key: course for name, _label, courses in groups if name in small for course in courses}
    if len(small) < 2 or len(joined) < few:  # noqa: PLR2004
        return groups
    kept = [one for one in groups if one[0] not in small]
    return [*kept, (MERGED, TOGETHER, list(joined.values()))] if any(courses for *_names, courses in kept) else []


def of_age(courses: Sequence[Course], age: str, ages: Ages) -> tuple[list[Course], dict[str, int]]:
    """The courses in a band of ages, and how many are outside it or of unknown age."""
    bands = [(course, ages.band(course)) for course in courses]
    kept = [course for course, band in bands if band == age]
    unknown = sum(band == UNKNOWN for _course, band in bands)
    return kept, {"age_unknown": unknown, "other_age": len(bands) - len(kept) - unknown}


def each_person_once(courses: Sequence[Course]) -> tuple[list[Course], dict[str, int]]:
    """The latest course of each young person, in the order given, and how many earlier ones there are."""
    latest: dict[int, Course] = {}
    for course in courses:
        known = latest.get(course.person)
        if known is None or (course.start, course.key) > (known.start, known.key):
            latest[course.person] = course
    kept = [course for course in courses if latest[course.person] is course]
    return kept, {"earlier_course": len(courses) - len(kept)}
