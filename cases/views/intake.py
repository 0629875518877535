"""The way into a programme, for someone who is in none: a yes to enrol on, a no, or an enrolment to take up again."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cases.codelists.base import Label
from cases.codelists.enrolments import CLOSING_REASONS, SCREENING_REASONS
from cases.enums import ScreeningOutcome
from cases.models import Enrolment, Person, Screening


@dataclass(frozen=True)
class Intake:
    """What has been decided so far. `waiting`: a yes without an enrolment. `closed`: what has ended, newest first.

    `refused` is the latest decision where it is a no, `ended` the last enrolment where no decision has said no since.
    """

    waiting: list[Screening]
    closed: list[Enrolment]
    refused: Screening | None
    ended: Enrolment | None

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
    decided = list(Screening.objects.filter(person=person).select_related("programme", "decided_by"))
    rows = Enrolment.objects.filter(person=person, end__lte=today).select_related("programme", "reopened_as")
    closed = list(rows)
    ended = max(closed, key=lambda row: row.end or today, default=None)
    refused = decided[0] if decided and decided[0].outcome == ScreeningOutcome.NOT_ELIGIBLE else None
    if refused and ended and ended.end and refused.decided_on < ended.end:
        refused = None
    return Intake(_waiting(decided), closed, refused, None if refused else ended)


def _waiting(decided: list[Screening]) -> list[Screening]:
    """The latest screening of each programme, where it says yes and was not used."""
    latest: dict[int, Screening] = {}
    for screening in decided:
        latest.setdefault(screening.programme_id, screening)
    used = set(Enrolment.objects.filter(screening__in=latest.values()).values_list("screening", flat=True))
    return [row for row in latest.values() if row.outcome != ScreeningOutcome.NOT_ELIGIBLE and row.pk not in used]
