"""Every table of the dataset export, in the order of the package."""

from reporting.columns.declaring import Table
from reporting.tables.contacts import CONTACTS
from reporting.tables.enrolments import ASSIGNMENTS, ELSEWHERE, ENROLMENTS, PAUSES, PHASES
from reporting.tables.handovers import HANDOVER_STEPS, HANDOVERS
from reporting.tables.housing import OFFERS, REFERRAL_EVENTS, REFERRALS, STAYS, SUPPORT_CASES, SUPPORT_STEPS
from reporting.tables.people import PEOPLE, SCREENINGS
from reporting.tables.status_reports import STATUS_REPORTS

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        PEOPLE,
        SCREENINGS,
        ENROLMENTS,
        ELSEWHERE,
        PHASES,
        PAUSES,
        ASSIGNMENTS,
        CONTACTS,
        STAYS,
        REFERRALS,
        REFERRAL_EVENTS,
        OFFERS,
        SUPPORT_CASES,
        SUPPORT_STEPS,
        HANDOVERS,
        HANDOVER_STEPS,
        STATUS_REPORTS,
    )
}
