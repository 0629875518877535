"""Every table of the dataset export, in the order of the package."""

from reporting.tables.columns import Table
from reporting.tables.contacts import CONTACTS
from reporting.tables.enrolments import ENROLMENTS, PHASES
from reporting.tables.handovers import HANDOVERS
from reporting.tables.housing import REFERRAL_EVENTS, REFERRALS, STAYS
from reporting.tables.people import PEOPLE

TABLES: dict[str, Table] = {
    table.name: table for table in (PEOPLE, ENROLMENTS, PHASES, CONTACTS, STAYS, REFERRALS, REFERRAL_EVENTS, HANDOVERS)
}
