"""When the reports of a course are due: the rhythm, and the weeks around each due day in which one is made."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from cases.core.periods import ONE_DAY, add_months
from cases.statusreports.codes import TWO_POINT, ReportKind

# The reporting window, five weeks: it opens a week before the day (and so does the reminder) and closes four after.
OPENS_BEFORE = timedelta(weeks=1)
CLOSES_AFTER = timedelta(weeks=4)

# The first report is due within so many months.
FIRST_WITHIN = 3

# A course that ended without a closing report is reminded of for so long after the window; then nobody will write one.
GIVEN_UP_AFTER = timedelta(weeks=26)


@dataclass(frozen=True)
class Rhythm:
    """What the due days of a course follow from. `end` is the first day after it; `months` 0: only at two points."""

    start: date
    end: date | None
    months: int

    @property
    def is_two_point(self) -> bool:
        return self.months == 0


@dataclass(frozen=True)
class Made:
    """A report that counts: its kind and its day."""

    kind: str
    on: date


@dataclass(frozen=True)
class Due:
    """A report that is due on a day. `is_met`: one was made since its window opened."""

    kind: ReportKind
    on: date
    is_met: bool = False

    @property
    def opens(self) -> date:
        return self.on - OPENS_BEFORE

    @property
    def closes(self) -> date:
        """The last day of the window."""
        return self.on + CLOSES_AFTER

    def is_opened(self, day: date) -> bool:
        """Whether it is time, be it that the window has closed since."""
        return self.opens <= day

    def is_overdue(self, day: date) -> bool:
        return self.closes < day


def latest_due(rhythm: Rhythm, made: Collection[Made], today: date) -> Due | None:
    """The due report whose window opened last, made or not; None before the first window opens."""
    during = [one for one in made if one.kind != ReportKind.FOLLOWUP]
    if rhythm.end is not None:
        return _closing(rhythm, during, rhythm.end)
    due = _turn(rhythm, _turns_opened(rhythm, today))
    if not during and (due is None or due.on <= _first(rhythm).on):
        due = _first(rhythm)
    if due is None or not due.is_opened(today):
        return None
    return Due(due.kind, due.on, is_met=any(due.opens <= one.on for one in during))


def next_due(rhythm: Rhythm, made: Collection[Made], today: date) -> Due | None:
    """The report that is to be made next, be it overdue or still to come; None where none is."""
    latest = latest_due(rhythm, made, today)
    if latest is not None and not latest.is_met:
        is_given_up = rhythm.end is not None and latest.closes + GIVEN_UP_AFTER < today
        return None if is_given_up else latest
    if rhythm.end is not None:
        return None
    if not any(one.kind != ReportKind.FOLLOWUP for one in made):
        return _first(rhythm)
    return _turn(rhythm, _turns_opened(rhythm, today) + 1)


def fitting_kinds(rhythm: Rhythm, made: Collection[Made]) -> list[ReportKind]:
    """The kinds of which a report can be made now."""
    kinds = {one.kind for one in made}
    if rhythm.is_two_point:
        fitting = [ReportKind.ASSESSMENT, ReportKind.DISCHARGE, ReportKind.RELEASE]
    elif rhythm.end is None:
        return [ReportKind.QUARTERLY] if kinds - {ReportKind.FOLLOWUP} else [ReportKind.START, ReportKind.QUARTERLY]
    else:
        fitting = [ReportKind.CLOSING]
    left = [kind for kind in fitting if kind not in kinds]
    return [*left, *([ReportKind.FOLLOWUP] if rhythm.end else [])]


def _first(rhythm: Rhythm) -> Due:
    kind = ReportKind.ASSESSMENT if rhythm.is_two_point else ReportKind.START
    return Due(kind, add_months(rhythm.start, FIRST_WITHIN))


def _turn(rhythm: Rhythm, number: int) -> Due | None:
    """The report due at the end of the turn with this number, of those that follow the rhythm."""
    if rhythm.is_two_point or number < 1:
        return None
    return Due(ReportKind.QUARTERLY, add_months(rhythm.start, number * rhythm.months))


def _turns_opened(rhythm: Rhythm, today: date) -> int:
    """How many windows of the rhythm have opened by today."""
    if rhythm.is_two_point:
        return 0
    day = today + OPENS_BEFORE
    passed = (day.year - rhythm.start.year) * 12 + day.month - rhythm.start.month
    turns = passed // rhythm.months
    return turns - (add_months(rhythm.start, turns * rhythm.months) > day)


def _closing(rhythm: Rhythm, during: Collection[Made], end: date) -> Due:
    kind = ReportKind.DISCHARGE if rhythm.is_two_point else ReportKind.CLOSING
    meant = TWO_POINT - {ReportKind.ASSESSMENT} if rhythm.is_two_point else {ReportKind.CLOSING}
    return Due(kind, end - ONE_DAY, is_met=any(one.kind in meant for one in during))
