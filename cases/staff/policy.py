"""Who may what. The whole policy: rights, and the roles that hold them.

Which rows a user reaches is the other half, and lives with each model as `visible_to(user)`. For programmes it is:
a lead's own are those that a team they lead works in, as an administrator has said (`TeamProgramme`); an evaluator's
are those given; an administrator's are all (`ProgrammeQuerySet.led_by`, `set_up_by`, `reported_to`). Staff know of
every programme, to be able to screen for it, but that opens none of its settings, reports or rows; and a team enrols
only where it works, so that no enrolment opens a programme either.
"""

from enum import StrEnum

from cases.staff.codes import Role
from cases.staff.models import User


class Right(StrEnum):
    """One thing a user may be allowed to do."""

    WORK_CASES = "work_cases"
    DECIDE_SCREENING = "decide_screening"
    GRANT_EXCEPTION = "grant_exception"
    DECIDE_SUPPORT = "decide_support"
    SEE_BOARD = "see_board"
    EDIT_STEPS = "edit_steps"
    SHARE_WITHOUT_CONSENT = "share_without_consent"
    RECEIVE_HANDOVERS = "receive_handovers"
    RUN_REPORTS = "run_reports"
    RELEASE_EDITIONS = "release_editions"
    EXPORT_DEIDENTIFIED = "export_deidentified"
    EXPORT_IDENTIFIED = "export_identified"
    ADMINISTER = "administer"


ROLE_RIGHTS: dict[Role, frozenset[Right]] = {
    # Follows the team's and own young people: contacts, stays, referrals, handovers.
    Role.CASEWORKER: frozenset({Right.WORK_CASES}),
    # As a caseworker, decides on the target group, on support (also that a granted case is dropped), and on sharing
    # by law without a consent.
    Role.AUTHORITY: frozenset(
        {Right.WORK_CASES, Right.DECIDE_SCREENING, Right.DECIDE_SUPPORT, Right.SHARE_WITHOUT_CONSENT}
    ),
    # Steers the team: sees the board, makes exceptions; edits steps, takes spreadsheets over; runs reports and exports
    # of own programmes, and decides what of them leaves the house.
    Role.LEAD: frozenset(
        {
            Right.WORK_CASES,
            Right.DECIDE_SCREENING,
            Right.GRANT_EXCEPTION,
            Right.DECIDE_SUPPORT,
            Right.SHARE_WITHOUT_CONSENT,
            Right.SEE_BOARD,
            Right.EDIT_STEPS,
            Right.RUN_REPORTS,
            Right.RELEASE_EDITIONS,
            Right.EXPORT_DEIDENTIFIED,
            Right.EXPORT_IDENTIFIED,
        }
    ),
    # Answers what was handed over to the own organisation, within scope and period; nothing else.
    Role.PARTNER: frozenset({Right.RECEIVE_HANDOVERS}),
    # Runs reports and takes de-identified exports of the given programmes; never a name.
    Role.EVALUATOR: frozenset({Right.RUN_REPORTS, Right.EXPORT_DEIDENTIFIED}),
    # Keeps organisations, programmes and users; no case content.
    Role.ADMINISTRATOR: frozenset({Right.ADMINISTER}),
}


def rights_of(user: User) -> frozenset[Right]:
    """Every right the user's roles of today give."""
    return frozenset().union(*(ROLE_RIGHTS[role] for role in user.scope.roles))


def may(user: User, right: Right) -> bool:
    """Whether the user holds the right today."""
    return right in rights_of(user)
