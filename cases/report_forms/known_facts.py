"""What the contact log and the closing of a course say of the questions; importing it registers both."""

from datetime import date
from statistics import median

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.contacts.codes import NETWORK_MEETING, VISIT, ContactOutcome
from cases.contacts.models import Contact
from cases.core.periods import ONE_DAY, Period, add_months, happened_in
from cases.enrolments.codes import CLOSING_REASONS
from cases.enrolments.models import Enrolment
from cases.report_forms.reading import listed
from cases.statusreports.known import Known, register_known

# A report looks back on so many months.
MONTHS_BACK = 3

# The closing answers of the documentation, by the reasons that an enrolment is closed with.
CLOSING_WHY = {
    "no_need": "ikke_behov",
    "other_support": "anden_stoette",
    "declined": "oensker_ikke",
    "lost_contact": "mistet_kontakt",
    "completed": "forloebet_slut",
    "moved": "flyttet",
    "prison": "afsoner",
    "death": "doed",
    "other": "andet",
}

# How often somebody is visited, from at least so many visits a week on. The limits lie half-way between the answers.
OFTEN = ((3.5, "dagligt"), (1.5, "par_gange_ugen"), (0.75, "ugentligt"), (0.37, "hver_14_dag"))

# How long a visit is, up to so many minutes.
LONG = ((0, "0"), (5, "1_5"), (15, "6_15"), (30, "16_30"), (45, "31_45"), (60, "46_60"), (90, "61_90"))


def looked_back_on(day: date) -> Period:
    """The months up to and with the day of a report."""
    return Period(add_months(day, -MONTHS_BACK), day + ONE_DAY)


def how_often(visits: int, weeks: float) -> str:
    """The answer that so many visits in so many weeks come nearest to."""
    return next((code for least, code in OFTEN if visits / weeks >= least), "maanedligt")


def how_long(minutes: float) -> str:
    """The answer that a length in minutes falls in."""
    return next((code for most, code in LONG if minutes <= most), "over_90")


def of_contacts(enrolment: Enrolment, day: date) -> dict[str, Known]:
    """How often and for how long visits were made, and which network meetings were held, by the contact log."""
    period = looked_back_on(day)
    held = [ContactOutcome.REACHED, ContactOutcome.WITHOUT]
    rows = Contact.objects.filter(
        happened_in(period, "happened_at"), people=enrolment.person, withdrawn_at__isnull=True, outcome__in=held
    )
    contacts = list(rows.filter(kind__in=[VISIT, NETWORK_MEETING]).order_by("happened_at"))
    visits = [row for row in contacts if row.kind == VISIT and row.outcome == ContactOutcome.REACHED]
    meetings = [row for row in contacts if row.kind == NETWORK_MEETING]
    return _of_visits(visits, period) | _of_meetings(meetings) | _of_use(rows)


def _of_visits(visits: list[Contact], period: Period) -> dict[str, Known]:
    number, timed = len(visits), [row.minutes for row in visits if row.minutes is not None]
    weeks = period.days(until=period.end or period.start) / 7
    said = ngettext(
        "%(number)d visit in the contact log in three months",
        "%(number)d visits in the contact log in three months",
        number,
    ) % {"number": number}
    found = {"visits": Known(how_often(number, weeks) if visits else None, said)}
    if timed:
        middle = median(timed)
        why = _("%(said)s, the median is %(minutes)d minutes") % {"said": said, "minutes": round(middle)}
        found["visit_minutes"] = Known(how_long(middle), why)
    return found


def _of_use(rows: QuerySet[Contact]) -> dict[str, Known]:
    """In how many weeks the young person was reached. What that is of lasting use, the worker judges."""
    reached = rows.filter(outcome=ContactOutcome.REACHED)
    weeks = {timezone.localdate(at).isocalendar()[:2] for at in reached.values_list("happened_at", flat=True)}
    said = ngettext(
        "Reached in %(number)d week of the last three months, by the contact log",
        "Reached in %(number)d weeks of the last three months, by the contact log",
        len(weeks),
    )
    return {"continuous_use": Known(None, said % {"number": len(weeks)})}


def _of_meetings(meetings: list[Contact]) -> dict[str, Known]:
    """A meeting is an entry with its day; who else took part is not in the contact log."""
    if not meetings:
        return {}
    lines = []
    for row in meetings:
        code = "den_unge" if row.outcome == ContactOutcome.REACHED else "andre"
        lines.append({"code": code, "from": timezone.localdate(row.happened_at).isoformat(), "to": None})
    number = len(lines)
    said = ngettext(
        "%(number)d network meeting in the contact log. Add who else took part.",
        "%(number)d network meetings in the contact log. Add who else took part.",
        number,
    )
    return {"network_meetings": Known(lines, said % {"number": number})}


def of_closing(enrolment: Enrolment, _day: date) -> dict[str, Known]:
    """Why the course was closed, as the enrolment says."""
    if not enrolment.closing_reasons:
        return {}
    why = listed(str(CLOSING_REASONS[code].label) for code in enrolment.closing_reasons)
    codes = [code for reason, code in CLOSING_WHY.items() if reason in enrolment.closing_reasons]
    return {"closing_why": Known(codes, _("The enrolment was closed because: %(why)s") % {"why": why})}


register_known(of_contacts)

register_known(of_closing)
