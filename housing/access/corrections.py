"""Who may correct or take back steps of referrals and support cases, one rule for all: `cases.access.corrections`."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from cases.access.corrections import entered_lately, leads, may_correct, may_correct_end
from cases.codelists.base import Label
from cases.models import Person, User
from cases.rules.contacts import CORRECTION_WINDOW
from housing.enums import SupportStep
from housing.models import HousingReferral, Offer, ReferralEvent, Stay, SupportCase
from housing.models.supportcases import STEP_DAYS
from housing.rules.referrals import CONSEQUENCES

Entry = tuple[int | None, datetime]


def correctable(user: User, referral: HousingReferral, events: Iterable[ReferralEvent], at: datetime) -> list[int]:
    """The keys of the steps that the user may correct. What followed from a step elsewhere is corrected there."""
    lead = leads(user, referral.person)
    return [
        event.pk
        for event in events
        if event.event not in CONSEQUENCES
        and (lead or entered_lately(user, author_id=event.by_id, registered_at=event.registered_at, at=at))
    ]


def may_correct_case(user: User, case: SupportCase | HousingReferral, at: datetime) -> bool:
    """Whether the user may take out the whole of it, or correct the day it was opened."""
    author = case.worker_id if isinstance(case, SupportCase) else case.referred_by_id
    return may_correct(user, author_id=author, registered_at=case.registered_at, person=case.person, at=at)


def correctable_stays(user: User, person: Person, stays: Iterable[Stay], at: datetime) -> list[int]:
    """The keys of a young person's stays that the user may correct: who began one, or ended it, as everywhere."""
    keys = [stay.pk for stay in stays]
    if leads(user, person):
        return keys
    lately = Stay.history.filter(id__in=keys, history_user=user, history_date__gte=at - CORRECTION_WINDOW)
    touched = set(lately.values_list("id", flat=True))
    return [stay.pk for stay in stays if stay.pk in touched and may_correct_end(user, stay, person=person, at=at)]


def why_it_stays(referral: HousingReferral) -> Label:
    """Why the whole of a referral cannot be taken out as long as something else rests on it; empty where it can."""
    if Stay.objects.filter(offer__referral=referral).exists():
        return _("The young person has moved into a home from this referral. Take back the move first.")
    if Offer.objects.filter(superseded_by__referral=referral).exclude(referral=referral).exists():
        return _("Other offers were closed because of this referral. Take back the acceptance first.")
    return ""


def correctable_steps(user: User, case: SupportCase, at: datetime) -> list[SupportStep]:
    """The steps of a support case that the user may correct."""
    lead, entries = leads(user, case.person), entries_of(case)
    return [
        step
        for step, (author, registered_at) in entries.items()
        if lead or entered_lately(user, author_id=author, registered_at=registered_at, at=at)
    ]


def entries_of(case: SupportCase) -> dict[SupportStep, Entry]:
    """Who entered each step of a case and when: the save after which its day stood there for good.

    A case stores no author of its steps; its history does.
    """
    steps = [step for step, _day in case.taken]
    entries: dict[SupportStep, Entry] = {}
    for row in case.history.order_by("history_id"):
        for step in steps:
            if getattr(row, STEP_DAYS[step]) is None:
                entries.pop(step, None)
            else:
                entries.setdefault(step, (row.history_user_id, row.history_date))
    return entries
