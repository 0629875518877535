"""Deciding whether a young person is in a programme's target group."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions.screeningrequests import answer_requests
from cases.actions.writing import lock, write
from cases.audit.trail import record
from cases.codelists.enrolments import SCREENING_REASONS
from cases.enums import AuditAction, ScreeningOutcome
from cases.models import Person, Programme, Screening, User
from cases.models.screenings import screening_facts
from cases.rules.calendar import check_born
from cases.rules.days import check_not_ended
from cases.rules.eligibility import reasons_against
from cases.rules.errors import Refused


@transaction.atomic
def screen(
    *,
    by: User,
    at: datetime,
    person: Person,
    programme: Programme,
    decided_on: date,
    outcome: str,
    reasons: Collection[str] = (),
    unstable_housing: bool | None = None,
    needs_more_than_advice: bool | None = None,
    note: str = "",
    confirmed: Collection[str] = frozenset(),
) -> Screening:
    """Record a target-group decision with the facts it rests on; `by` is the one who decided.

    A yes is refused while a rule of the programme speaks against it or a fact is missing; an exception needs a note.
    A no or an exception without `reasons` takes over what the rules say.
    """
    person = lock(person)
    if decided_on > timezone.localdate(at):
        raise Refused(_("That is in the future. Choose the day of the decision."), field="decided_on")
    check_born(decided_on, born=person.birth_date, field="decided_on")
    check_not_ended(decided_on, last_day=programme.last_day, field="programme")
    facts = screening_facts(person, unstable_housing=unstable_housing, needs_more_than_advice=needs_more_than_advice)
    against = reasons_against(programme.target_group, facts, on=decided_on)
    coded = _check_reasons(outcome, reasons=list(reasons), against=against)
    screening = Screening(
        person=person,
        programme=programme,
        decided_on=decided_on,
        decided_by=by,
        outcome=outcome,
        reasons=coded,
        unstable_housing=unstable_housing,
        needs_more_than_advice=needs_more_than_advice,
        note=note.strip(),
    )
    write(screening, by=by, at=at, confirmed=confirmed)
    record(AuditAction.CREATED, by=by, at=at, person=person, target=screening, outcome=outcome)
    answer_requests(by=by, at=at, screening=screening)
    return screening


def _check_reasons(outcome: str, *, reasons: list[str], against: list[str]) -> list[str]:
    """The reasons to record with the decision. Raises `Refused` where reasons and decision contradict each other."""
    if set(reasons) - set(SCREENING_REASONS.codes):
        raise Refused(_("Choose reasons from the list."), field="reasons")
    if outcome == ScreeningOutcome.ELIGIBLE:
        if against:
            labels = ", ".join(str(SCREENING_REASONS[code].label) for code in against)
            raise Refused(_("This speaks against it: %(reasons)s.") % {"reasons": labels}, field="outcome")
        return []
    if outcome == ScreeningOutcome.EXCEPTION and not against:
        raise Refused(_("Nothing speaks against: no exception is needed."), field="outcome")
    if not reasons and not against:
        raise Refused(_("Choose at least one reason."), field="reasons")
    return reasons or against
