"""Housing referrals: begun, changed, and moved step by step."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.calendar import check_born, check_day
from cases.core.errors import Refused
from cases.enrolments.models import Enrolment
from cases.people.models import Person
from cases.records.actions import lock, write
from cases.staff.models import Organisation, User
from housing.referrals.codes import ReferralState
from housing.referrals.models import HousingReferral, ReferralStep


@transaction.atomic
def draft_referral(
    *,
    by: User,
    at: datetime,
    person: Person,
    receiver: Organisation,
    housing_kind: str,
    on: date,
    enrolment: Enrolment | None = None,
    max_rent: int | None = None,
    needs: str = "",
    confirmed: Collection[str] = frozenset(),
) -> HousingReferral:
    """Begin a referral. `max_rent` is kr. a month. One open referral for each young person and receiver."""
    person = lock(person)
    check_day(on, today=timezone.localdate(at))
    check_born(on, born=person.birth_date, field="on")
    referral = HousingReferral(
        person=person,
        enrolment=enrolment,
        receiver=receiver,
        referred_by=by,
        housing_kind=housing_kind,
        max_rent=max_rent,
        needs=needs.strip(),
        opened_on=on,
        state_since=on,
    )
    write(referral, by=by, at=at, confirmed=confirmed)
    write(
        ReferralStep(referral=referral, to_state=ReferralState.DRAFT, happened_on=on, by=by),
        by=by,
        at=at,
    )
    record(AuditAction.CREATED, by=by, at=at, person=person, target=referral)
    return referral


@transaction.atomic
def change_referral(
    *,
    by: User,
    at: datetime,
    referral: HousingReferral,
    version: int,
    receiver: Organisation,
    housing_kind: str,
    max_rent: int | None = None,
    needs: str = "",
    confirmed: Collection[str] = frozenset(),
) -> HousingReferral:
    """Change what is asked for. The receiver can only be changed before the referral is submitted."""
    referral = lock(referral, version=version)
    if not referral.is_active:
        raise Refused(_("The referral is closed and can no longer be changed."))
    if receiver != referral.receiver and referral.step != ReferralState.DRAFT:
        raise Refused(_("The referral has been submitted: withdraw it and make a new one instead."), field="receiver")
    referral.receiver, referral.housing_kind = receiver, housing_kind
    referral.max_rent, referral.needs = max_rent, needs.strip()
    write(referral, by=by, at=at, confirmed=confirmed)
    record(AuditAction.CHANGED, by=by, at=at, person=referral.person, target=referral)
    return referral
