"""Who may correct or take back steps of referrals and support cases, one rule for all: `cases.corrections.rights`."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from cases.core.codes import Label
from cases.corrections.rights import entered_lately, leads, may_correct
from cases.staff.models import User
from housing.offers.models import Offer
from housing.referrals.models import HousingReferral, ReferralStep
from housing.referrals.rules import CONSEQUENCES
from housing.stays.models import Stay
from housing.support.codes import SupportEvent
from housing.support.models import SupportCase


def correctable(user: User, referral: HousingReferral, steps: Iterable[ReferralStep], at: datetime) -> list[int]:
    """The keys of the steps that the user may correct. What followed from a step elsewhere is corrected there."""
    lead = leads(user, referral.person)
    return [
        step.pk
        for step in steps
        if step.event not in CONSEQUENCES
        and (lead or entered_lately(user, author_id=step.by_id, registered_at=step.registered_at, at=at))
    ]


def may_correct_case(user: User, case: SupportCase | HousingReferral, at: datetime) -> bool:
    """Whether the user may take out the whole of it, or correct the day it was opened."""
    author = case.worker_id if isinstance(case, SupportCase) else case.referred_by_id
    return may_correct(user, author_id=author, registered_at=case.registered_at, person=case.person, at=at)


def why_it_stays(referral: HousingReferral) -> Label:
    """Why the whole of a referral cannot be taken out as long as something else rests on it; empty where it can."""
    if Stay.objects.filter(offer__referral=referral).exists():
        return _("The young person has moved into a home from this referral. Take back the move first.")
    if Offer.objects.filter(superseded_by__referral=referral).exclude(referral=referral).exists():
        return _("Other offers were closed because of this referral. Take back the acceptance first.")
    return ""


def correctable_steps(user: User, case: SupportCase, at: datetime) -> list[SupportEvent]:
    """The steps of a support case that the user may correct."""
    lead = leads(user, case.person)
    return [
        SupportEvent(step.event)
        for step in case.steps.exclude(event="").order_by("pk")
        if lead or entered_lately(user, author_id=step.by_id, registered_at=step.registered_at, at=at)
    ]
