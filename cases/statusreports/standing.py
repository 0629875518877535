"""What a report that is being filled in rests on, and what of it has changed since the form was opened."""

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.core.codes import Label
from cases.core.errors import Refused, Stale
from cases.core.periods import last_day
from cases.enrolments.models import Enrolment
from cases.questionnaires.queries import current
from cases.statusreports.codes import TakingPart
from cases.statusreports.due_rules import fitting_kinds
from cases.statusreports.models import StatusReport
from cases.statusreports.queries import counting, is_reported, made_of, participation_of, rhythm_of, with_reports

BETWEEN = "/"


@dataclass(frozen=True)
class Standing:
    """Who takes part, the last day of the course, the questionnaire, and the latest report; empty where there is none.

    It travels in the form as text, with codes and keys alone.
    """

    participation: str = ""
    last_day: str = ""
    questionnaire: str = ""
    latest: str = ""

    def __str__(self) -> str:
        return BETWEEN.join(astuple(self))

    @classmethod
    def read(cls, text: str) -> "Standing | None":
        """As the form sent it; None for anything else."""
        parts = text.split(BETWEEN)
        return cls(*parts) if len(parts) == len(astuple(cls())) else None


def standing_of(enrolment: Enrolment) -> Standing:
    """How a course stands now, read with its reports."""
    said, reports, questionnaire = participation_of(enrolment), counting(enrolment), current(enrolment.programme)
    end = last_day(enrolment.end)
    return Standing(
        participation=said.state if said else "",
        last_day=end.isoformat() if end else "",
        questionnaire=str(questionnaire.number) if questionnaire else "",
        latest=str(reports[-1].pk) if reports else "",
    )


def changed(enrolment: Enrolment, seen: Standing) -> Iterator[tuple[Label, str, str]]:
    """What stands otherwise than it was seen: what it is, how it stood, how it stands now."""
    now = standing_of(enrolment)
    told = (
        (_("Taking part in the documentation"), _part(seen.participation), _part(now.participation)),
        (_("Last day of the course"), _day(seen.last_day), _day(now.last_day)),
        (_("Version of the questions"), seen.questionnaire, now.questionnaire),
        (_("Latest report"), _report(enrolment, seen.latest), _report(enrolment, now.latest)),
    )
    yield from (row for row in told if row[1] != row[2])


def why_not(enrolment: Enrolment, kind: str) -> str | None:
    """Why no report of that kind can be made of the course now, read with its reports; None where one can."""
    if not is_reported(enrolment):
        return _("No status reports are made of this course.")
    if kind not in fitting_kinds(rhythm_of(enrolment), made_of(enrolment)):
        return _("A report of this kind no longer fits the course.")
    return None


def check_seen(enrolment: Enrolment, kind: str, seen: Standing) -> None:
    """Raises `Stale` where the course stands otherwise than it was seen, and `Refused` where the kind does not fit.

    `enrolment` is locked, with nothing read of its reports before.
    """
    with_reports([enrolment])
    closed = why_not(enrolment, kind)
    if any(changed(enrolment, seen)):
        said = _("Something has changed while you were writing. Compare, and save again.")
        raise Stale(closed or said, current=enrolment)
    if closed is not None:
        raise Refused(closed)


def _part(code: str) -> str:
    return str(dict(TakingPart.choices).get(code, _("Nobody has asked")))


def _day(day: str) -> str:
    try:
        return date_format(date.fromisoformat(day), "SHORT_DATE_FORMAT")
    except ValueError:
        return _("The course goes on")


def _report(enrolment: Enrolment, key: str) -> str:
    """A report of the course in words: a key of another course is none of it."""
    found: StatusReport | None = next((row for row in enrolment.status_reports.all() if str(row.pk) == key), None)
    if found is None:
        return _("None yet")
    day = date_format(found.report_on, "SHORT_DATE_FORMAT")
    return f"{found.get_kind_display()}, {day}, {found.by or '–'}"
