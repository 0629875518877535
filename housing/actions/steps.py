"""The one way a referral moves: checked against the table, stamped as an event, logged."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from cases.actions.writing import write
from cases.audit.trail import record
from cases.enums import AuditAction
from cases.models import User
from cases.rules.days import check_day
from housing.enums import ReferralStep
from housing.models import HousingReferral, Offer, ReferralEvent
from housing.rules.referrals import REFERRAL_STATES, RESTORING


@transaction.atomic
def take_step(
    *,
    by: User,
    at: datetime,
    referral: HousingReferral,
    event: ReferralStep,
    on: date,
    offer: Offer | None = None,
    reason: str = "",
    whose: str = "",
    missing: str = "",
    outcome: str = "",
    note: str = "",
) -> ReferralEvent:
    """Move a referral that the caller has locked. A progress note moves nothing but restarts the stall clock."""
    before = referral.step
    after = REFERRAL_STATES.after(before, event)
    check_day(on, today=timezone.localdate(at), not_before=referral.last_step_on)
    step = ReferralEvent(
        referral=referral,
        event=event,
        from_state=before,
        to_state=after,
        happened_on=on,
        by=by,
        offer=offer,
        reason=reason,
        whose=whose,
        missing=missing.strip(),
        outcome=outcome,
        note=note.strip(),
    )
    write(step, by=by, at=at)
    if event == ReferralStep.NOTE:
        referral.noted_on = on
    else:
        since = offer.offered_on if offer and event in RESTORING else on
        referral.state, referral.state_since = after, since
    write(referral, by=by, at=at)
    record(AuditAction.STATE_CHANGED, by=by, at=at, person=referral.person, target=referral, step=event, state=after)
    return step
