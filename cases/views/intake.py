"""The way into a programme, for someone who is in none: a yes to enrol on, a no, or an enrolment to take up again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cases.codelists.base import Label
from cases.codelists.enrolments import CLOSING_REASONS, SCREENING_REASONS
from cases.enums import ScreeningOutcome
from cases.models import Enrolment, Person, Screening
from cases.periods import Period, last_day, open_after


@dataclass(frozen=True)
class Intake:
    """What has been decided so far. `waiting`: a yes without an enrolment. `closed`: what has ended, newest first.

    `refused` is the latest decision where it is a no, `ended` the last enrolment where no decision has said no since.
    """

    waiting: list[Screening]
    closed: list[Enrolment]
    refused: Screening | None
    ended: Enrolment | None
    today: date

    @property
    def reopenable(self) -> list[Enrolment]:
        """The closed ones that can be taken up again: from the day after the last one, and once."""
        return [
            row for row in self.closed if getattr(row, "reopened_as", None) is None and last_day(row.end) != self.today
        ]

    @property
    def unused(self) -> list[Screening]:
        """The decisions that no enrolment rests on, which can still be taken back."""
        return [*self.waiting, *([self.refused] if self.refused else [])]

    @property
    def badge(self) -> str:
        """Where someone without a running enrolment stands, in a word."""
        if self.waiting or not (self.refused or self.ended):
            return _("Not enrolled")
        return str(self.refused) if self.refused else _("Enrolment closed")

    @property
    def reasons(self) -> list[Label]:
        """Why it was a no, or why the enrolment was closed."""
        if self.refused:
            return [SCREENING_REASONS[code].label for code in self.refused.reasons]
        return [CLOSING_REASONS[code].label for code in self.ended.closing_reasons] if self.ended else []


def intake_of(person: Person, today: date) -> Intake:
    """Everything decided about a young person's way into programmes."""
    return intakes([person], today)[person.pk]


def intakes(people: Iterable[Person], today: date) -> dict[int, Intake]:
    """The same for several young people, by their key; a fixed number of queries."""
    keys = [person.pk for person in people]
    decided: dict[int, list[Screening]] = {key: [] for key in keys}
    for screening in Screening.objects.filter(person__in=keys).select_related("programme", "decided_by"):
        decided[screening.person_id].append(screening)
    closed: dict[int, list[Enrolment]] = {key: [] for key in keys}
    over = Enrolment.objects.filter(person__in=keys).exclude(open_after(today))
    for enrolment in over.select_related("programme", "reopened_as"):
        closed[enrolment.person_id].append(enrolment)
    latest = {key: _latest(screenings) for key, screenings in decided.items()}
    asked = [screening for rows in latest.values() for screening in rows]
    used = set(Enrolment.objects.filter(screening__in=asked).values_list("screening", flat=True))
    return {
        key: _intake([row for row in latest[key] if row.pk not in used], decided[key], closed[key], today)
        for key in keys
    }


def _intake(waiting: list[Screening], decided: list[Screening], closed: list[Enrolment], today: date) -> Intake:
    ended = max(closed, key=lambda row: row.end or today, default=None)
    refused = decided[0] if decided and decided[0].outcome == ScreeningOutcome.NOT_ELIGIBLE else None
    if refused and ended and Period(ended.start, ended.end).not_over(refused.decided_on):
        refused = None
    return Intake(waiting, closed, refused, None if refused else ended, today)


def _latest(decided: list[Screening]) -> list[Screening]:
    """The latest screening of each programme, where it says yes; newest first."""
    latest: dict[int, Screening] = {}
    for screening in decided:
        latest.setdefault(screening.programme_id, screening)
    return [row for row in latest.values() if row.outcome != ScreeningOutcome.NOT_ELIGIBLE]
