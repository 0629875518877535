"""What may be put right on the pages of a referral and of a support case, and what was."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.audit.history import Change, changes_in
from cases.staff.models import User
from housing.corrections.queries import correctable, correctable_steps, may_correct_case, why_it_stays
from housing.corrections.views import OPENING
from housing.offers.models import Offer
from housing.referrals.codes import ReferralEvent
from housing.referrals.models import HousingReferral, ReferralStep
from housing.referrals.words import step_title
from housing.steps.registry import Correction, Corrections, register_corrections
from housing.support.models import SupportCase


def referral_panel(user: User, referral: HousingReferral, now: datetime) -> Corrections:
    """The corrections of a referral."""
    steps = list(referral.steps.all())
    remove_url = _if_allowed(user, referral, "housing:referral_remove", now)
    return Corrections(
        _referral_lines(user, referral, steps, now),
        _referral_changes(referral),
        "" if remove_url and why_it_stays(referral) else remove_url,
        _("Withdraw the whole referral"),
    )


def support_panel(user: User, case: SupportCase, now: datetime) -> Corrections:
    """The corrections of a support case."""
    return Corrections(
        _support_lines(user, case, now),
        _with_reason(case.history.all()),
        _if_allowed(user, case, "housing:support_remove", now),
        _("Withdraw the whole support case"),
    )


def _if_allowed(user: User, record: HousingReferral | SupportCase, address: str, now: datetime) -> str:
    return reverse(address, args=[record.pk]) if may_correct_case(user, record, now) else ""


def _referral_lines(
    user: User, referral: HousingReferral, steps: list[ReferralStep], now: datetime
) -> list[Correction]:
    """The steps of a referral that the user may correct, newest first."""
    allowed = correctable(user, referral, steps, now)
    latest = max((step.pk for step in steps if step.event != ReferralEvent.NOTE), default=None)
    return [
        Correction(
            step_title(step),
            step.happened_on,
            reverse("housing:referral_step_correct", args=[step.pk]),
            reverse("housing:referral_step_take_back", args=[step.pk]) if _may_go(step, latest) else "",
        )
        for step in reversed(steps)
        if step.pk in allowed
    ]


def _may_go(step: ReferralStep, latest: int | None) -> bool:
    """A note may be taken back at any time, another step while it is the latest; the draft never."""
    return step.event == ReferralEvent.NOTE or (bool(step.event) and step.pk == latest)


def _support_lines(user: User, case: SupportCase, now: datetime) -> list[Correction]:
    """The steps of a support case that the user may correct, newest first."""
    taken = case.taken
    allowed = correctable_steps(user, case, now)
    lines = []
    for step, day in reversed(taken):
        if step in allowed:
            urls = [reverse(f"housing:support_step_{what}", args=[case.pk, step]) for what in ("correct", "take_back")]
            lines.append(Correction(step.taken, day, urls[0], urls[1] if step == taken[-1][0] else ""))
    if may_correct_case(user, case, now):
        url = reverse("housing:support_step_correct", args=[case.pk, OPENING])
        lines.append(Correction(_("The case was opened"), case.opened_on, url))
    return lines


def _referral_changes(referral: HousingReferral) -> list[Change]:
    """What was corrected or taken back of a referral: steps and offers, each with a reason."""
    steps, offers = (rows.filter(referral_id=referral.pk) for rows in (ReferralStep.history, Offer.history))
    unnamed = [replace(change, record="") for change in _with_reason(offers)]
    return sorted([*_with_reason(steps), *unnamed], key=lambda change: change.at, reverse=True)


def _with_reason(*histories: Any) -> list[Change]:
    return [
        change for change in changes_in(*(rows.select_related("history_user") for rows in histories)) if change.why
    ]


register_corrections(HousingReferral, referral_panel)

register_corrections(SupportCase, support_panel)
