"""Housing on the pages of the cases app: the young person's page, My day, the board, and what a handover shares."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.core.codes import Label
from cases.enrolments.models import Enrolment
from cases.enrolments.openbusiness import register_open_business
from cases.handovers.sharing import SharedFacts, register_shared_facts
from cases.panels.registry import Panel, register_panel
from cases.people.firstday import register_first_day
from cases.people.models import Person, PersonQuerySet
from cases.setaside.kinds import AsideKind, register_aside
from cases.setaside.models import SetAside
from cases.staff.models import User
from cases.staff.policy import Right, may
from cases.unusual.kinds import UnusualKind, register_unusual
from housing.offers.models import Offer
from housing.overview.queries import referrals_with_steps, stays_of, support_with_steps
from housing.referrals.models import HousingReferral
from housing.referrals.queries import Show, by_step, listed, referrals_of
from housing.referrals.words import TONES
from housing.stays.codes import SHELTER, STAY_KINDS
from housing.stays.forms import StayForm
from housing.stays.models import Stay
from housing.stays.rules import refund_year
from housing.support.models import SupportCase
from housing.support.queries import SupportShow, support_counts, support_listed, support_of
from housing.support.words import support_lines

SHOWN = 10


def on_person(_user: User, person: Person, today: date) -> dict[str, Any]:
    """Where the young person sleeps now, the referrals, the support cases, and the days the state refunds."""
    stays = stays_of(person)
    now = next((stay for stay in stays if stay.period.contains(today)), None)
    return {
        "person": person,
        "today": today,
        "stay": now,
        "nights": now.period.days(until=today) if now else 0,
        "refund": refund_year([stay.period for stay in stays if stay.kind == SHELTER], on=today),
        "form": StayForm(initial={"start": today}, auto_id="stay_%s"),
        "lines": list(_lines(referrals_with_steps(person), today)),
        "cases": list(support_lines(support_with_steps(person), today)),
    }


def on_my_day(user: User, people: PersonQuerySet, today: date) -> dict[str, Any]:
    """The referrals that are mine to follow and wait on us or have stalled, oldest first."""
    mine = HousingReferral.objects.visible_to(user).followed_by(user, people)
    rows = listed(mine, Show.ACT, today).exclude(pk__in=SetAside.objects.keys(user, "referral", today))
    rows = rows.order_by("state_since", "pk").select_related("person", "receiver")
    found = list(_lines(rows[: SHOWN + 1], today))
    shown = [line["referral"].person.reference for line in found[:SHOWN]]
    return {"lines": found[:SHOWN], "are_more": len(found) > SHOWN, "today": today, "shown": shown}


def on_board(_user: User, people: PersonQuerySet, today: date) -> dict[str, Any]:
    """How many referrals stand in each step, for how long the oldest has, and how many have stalled."""
    steps = by_step(referrals_of(people), today)
    return {"steps": steps, "stalled": sum(step.stalled for step in steps)}


def support_on_my_day(user: User, people: PersonQuerySet, today: date) -> dict[str, Any]:
    """The support cases that wait on me, oldest first: on those who decide, else on an answer that I help to give."""
    show = SupportShow.ACT if may(user, Right.DECIDE_SUPPORT) else SupportShow.UNANSWERED
    mine = SupportCase.objects.visible_to(user).followed_by(user, people)
    rows = support_listed(mine, show, today).order_by("state_since", "pk").select_related("person")
    found = list(support_lines(rows[: SHOWN + 1], today))
    shown = [line.case.person.reference for line in found[:SHOWN]]
    return {"lines": found[:SHOWN], "are_more": len(found) > SHOWN, "show": show, "shown": shown}


def support_on_board(_user: User, people: PersonQuerySet, today: date) -> dict[str, Any]:
    """How many support cases are under way, wait on the authority worker, and were not answered in time."""
    return {"counts": support_counts(support_of(people), today)}


def take_home(person: Person, _enrolment: Enrolment | None, day: date) -> dict[str, str] | None:
    """Where the young person lives, for a handover that shares it. The address is never shared when protected."""
    stay = Stay.objects.filter(person=person).open_on(day).select_related("organisation").first()
    return {"kind": stay.kind, "where": "" if person.has_protected_address else stay.where} if stay else None


def show_home(home: dict[str, str] | None) -> Iterator[tuple[Label, str]]:
    """The same in words."""
    if home:
        yield _("Lives now"), str(STAY_KINDS[home["kind"]].label)
        yield _("Place"), home["where"]


def open_referrals(person: Person, _today: date) -> Iterator[str]:
    """The referrals that are still to give the young person a home."""
    for referral in HousingReferral.objects.filter(person=person).open().select_related("receiver"):
        text = _("The housing referral to {receiver} stays open: {state}.")
        yield text.format(receiver=referral.receiver, state=referral.get_state_display().lower())


def _lines(referrals: Iterable[HousingReferral], today: date) -> Iterator[dict[str, Any]]:
    for referral in referrals:
        yield {
            "referral": referral,
            "tone": TONES.get(referral.step, ""),
            "stalled": referral.is_stalled_on(today),
        }


def first_day(person: Person) -> date | None:
    """The first day of which a stay, a referral or a support case tells."""
    rows = ((person.stays, "start"), (person.housing_referrals, "opened_on"), (person.support_cases, "opened_on"))
    days = (manager.aggregate(first=Min(field))["first"] for manager, field in rows)
    return min(filter(None, days), default=None)


register_panel(Panel("housing", "person", 20, "housing/overview/person.html", on_person))

register_panel(Panel("housing", "my_day", 20, "housing/overview/my_day.html", on_my_day))

register_panel(Panel("housing", "board", 20, "housing/overview/board.html", on_board))

register_panel(Panel("support", "my_day", 25, "housing/overview/support_on_my_day.html", support_on_my_day))

register_panel(Panel("support", "board", 25, "housing/overview/support_on_board.html", support_on_board))

register_shared_facts(SharedFacts("housing", take_home, show_home))

register_open_business(open_referrals)

register_first_day(first_day)

register_aside(
    AsideKind(
        "referral",
        HousingReferral,
        lambda row: gettext("Housing referral of %(name)s") % {"name": row.person.name},
        lambda row: reverse("housing:referral", args=[row.pk]),
    )
)

for _kind in (
    UnusualKind("stay", Stay.objects.all, "person", lambda row: reverse("housing:stays", args=[row.person.reference])),
    UnusualKind(
        "referral", HousingReferral.objects.all, "person", lambda row: reverse("housing:referral", args=[row.pk])
    ),
    UnusualKind("offer", Offer.objects.all, "person", lambda row: reverse("housing:referral", args=[row.referral_id])),
    UnusualKind("support", SupportCase.objects.all, "person", lambda row: reverse("housing:support", args=[row.pk])),
):
    register_unusual(_kind)
