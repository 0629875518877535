"""Kinds of tables that follow courses from one group into the next: funnels and shares."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from cases.questionnaires.definition import Text
from reporting.figures.rules import percent
from reporting.kinds.development import Retention
from reporting.tabulation.adding import Part, plain
from reporting.tabulation.facts import DONT_KNOW, Course, Report
from reporting.tabulation.reading import HOUSING, NOT_ASKED, NOT_OWN, THREE_WAY, Items, followed, report_at
from reporting.tabulation.results import Computed, Row, counted

YES, NO = "ja", "nej"


@dataclass(frozen=True)
class Funnel:
    """How many courses there are, how many are followed, and of how many housing is known at both ends."""

    name: ClassVar[str] = "funnel"
    adds: ClassVar[bool] = False
    base: ClassVar[str] = "all"
    labels: ClassVar[Mapping[str, Text]] = {
        "all": Text("Alle forløb", "All courses"),
        "followed": Text("Fulgt: to eller flere indberetninger", "Followed: two or more status reports"),
        "housing_known": Text("Boligsituation kendt i begge ender", "Housing known at both ends"),
    }

    def compute(self, courses: Sequence[Course], at: str, items: Items) -> Computed:
        kept = Retention().compute(courses, at, items)
        counts = {"all": len(courses), "followed": len(followed(courses)[0]), "housing_known": kept.n}
        return Computed(len(courses), 0, counted(self.labels, counts, len(courses)))

    def adding(self, part: Part, items: Items) -> None:  # noqa: ARG002
        part.whole(["all"])
        part.each(["followed"], of=part.row("all"))
        part.each(["housing_known"], of=part.row("followed"))


@dataclass(frozen=True)
class RecommendedAttached:
    """Support recommended at the assessment, and attached at the discharge; of those it was planned for, or not.

    Counted are courses whose assessment says yes or no to a recommendation, and that have a discharge report. What
    is blank or not asked at the discharge leaves the rows that rest on it, so each row has its own n. A group with
    nobody in it prints 0 where the question was used.
    """

    name: ClassVar[str] = "shares"
    adds: ClassVar[bool] = False
    base: ClassVar[str] = "recommendations"
    recommended: ClassVar[str] = "support_recommended"
    attached: ClassVar[str] = "support_attached"
    labels: ClassVar[Mapping[str, Text]] = {
        "recommended": Text("Indstillet til støtte ved udredning", "Support recommended at the assessment"),
        "attached": Text("Støtte knyttet på ved udskrivning", "Support attached at the discharge"),
        "attached_of_planned": Text("Knyttet på, hvor det var planlagt", "Attached where it was planned"),
        "attached_of_unplanned": Text("Knyttet på, hvor det ikke var planlagt", "Attached where it was not planned"),
    }

    def compute(self, courses: Sequence[Course], at: str, items: Items) -> Computed:  # noqa: ARG002
        found: Counter[tuple[Any, Any, Any]] = Counter()
        out: Counter[str] = Counter()
        for course in courses:
            assessment, discharge = report_at(course, "assessment"), report_at(course, "discharge")
            if assessment is None or discharge is None:
                out["no_report"] += 1
            else:
                found[self._said(assessment, discharge)] += 1
        counted_in = {said: times for said, times in found.items() if said[0] in (YES, NO)}
        left = {said: times for said, times in found.items() if said not in counted_in}
        why = {NOT_ASKED: "not_asked", DONT_KNOW: "ved_ikke"}
        for said, times in left.items():
            if said[0] is not None:
                out[why.get(said[0], "unknown_answer")] += times
        blanks = sum(times for said, times in left.items() if said[0] is None)
        n = sum(counted_in.values())
        return Computed(n, blanks, tuple(self._row(key, counted_in, n) for key in self.labels), out)

    def _said(self, assessment: Report, discharge: Report) -> tuple[Any, Any, Any]:
        planned, attached = (discharge.answers.get(key, NOT_ASKED) for key in (self.recommended, self.attached))
        return assessment.answers.get(self.recommended, NOT_ASKED), planned, attached

    def _row(self, key: str, found: Mapping[tuple[Any, Any, Any], int], whole: int) -> Row:
        """A row with its own base: those asked, of the ones that the row is about."""
        about = {"attached_of_planned": YES, "attached_of_unplanned": NO}.get(key)
        of = {said: times for said, times in found.items() if about in (None, said[1])}
        answer = 0 if key == "recommended" else 2
        base = {
            said: times for said, times in of.items() if said[answer] is not None and said[answer] is not NOT_ASKED
        }
        n, count = sum(base.values()), sum(times for said, times in base.items() if said[answer] == YES)
        blanks = sum(times for said, times in of.items() if said[answer] is None)
        share = percent(count, n) if n else (0 if whole else None)
        return Row(key, self.labels[key], count, share, n=n, blanks=blanks)

    def adding(self, part: Part, items: Items) -> None:  # noqa: ARG002
        for row in part.rows:
            part.each([row.key], of=part.own_base(row))
        planned = ("attached_of_planned", "attached_of_unplanned")
        attached = part.row("attached")
        part.system.leaves(attached, [part.row(key) for key in planned], f"{attached}.not_known")


@dataclass(frozen=True)
class BecameHomeless:
    """Of those at risk of homelessness at the first report and followed: who was homeless at a later report.

    Homeless is no home of their own, or a situation of homelessness. The group at the start never changes.
    """

    name: ClassVar[str] = "shares"
    adds: ClassVar[bool] = True
    base: ClassVar[str] = "risk_followed"
    group: ClassVar[str] = "target_group"
    situation: ClassVar[str] = "homeless_situation"
    labels: ClassVar[Mapping[str, Text]] = {
        "became_homeless": Text("Blev hjemløs undervejs", "Became homeless on the way"),
        "not_homeless": Text("Ikke hjemløs i nogen senere indberetning", "Not homeless in any later report"),
    }

    def compute(self, courses: Sequence[Course], at: str, items: Items) -> Computed:  # noqa: ARG002
        found, out = followed(courses)
        housing = items[HOUSING].grouped(THREE_WAY)
        counts: Counter[str] = Counter()
        blanks = 0
        for course in found:
            group = course.reports[0].answers.get(self.group, NOT_ASKED)
            if group is None:
                blanks += 1
            elif group != "risiko":
                out["not_asked" if group is NOT_ASKED else "other_target_group"] += 1
            else:
                later = any(self._homeless(report, housing) for report in course.reports[1:])
                counts["became_homeless" if later else "not_homeless"] += 1
        return Computed(counts.total(), blanks, counted(self.labels, counts, counts.total()), out)

    def _homeless(self, report: Report, housing: Mapping[str, str]) -> bool:
        answers = report.answers
        return housing.get(answers.get(HOUSING, "")) == NOT_OWN or bool(answers.get(self.situation))

    def adding(self, part: Part, items: Items) -> None:  # noqa: ARG002
        part.whole(plain(part.rows))
