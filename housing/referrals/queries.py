"""Work lists of referrals: every number is counted from the list that it opens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from cases.people.models import PersonQuerySet, danish_order
from housing.referrals.codes import ReferralState
from housing.referrals.models import HousingReferral, HousingReferralQuerySet, last_movement, stalled_condition
from housing.referrals.rules import CLOSED, WAITING_ON_US

Rows = HousingReferralQuerySet


class Show(TextChoices):
    """Which referrals a list holds."""

    ACTIVE = "active", _("Under way")
    ACT = "act", _("Waiting on us or stalled")
    OURS = "ours", _("Waiting on us")
    STALLED = "stalled", _("Stalled")
    OPEN = "open", _("Without a home yet")
    CLOSED = "closed", _("Closed")
    ALL = "all", _("All")


class Sort(TextChoices):
    """In which order a list of referrals stands."""

    AGE = "age", _("Longest in the step")
    NEWEST = "newest", _("Newest first")
    NAME = "name", _("Name")


@dataclass(frozen=True)
class StepCount:
    """How many referrals stand in a step, for how many days the oldest has, and how many have stalled."""

    state: ReferralState
    number: int
    oldest_days: int
    stalled: int


def referrals_of(people: PersonQuerySet) -> Rows:
    """The referrals of these young people, whoever made them."""
    return HousingReferral.objects.filter(person__in=people.order_by())


def listed(rows: Rows, show: str, today: date) -> Rows:
    """The referrals of one list by its key; an unknown key is everything."""
    lists: dict[str, Callable[[], Rows]] = {
        Show.ACTIVE: rows.active,
        Show.ACT: lambda: _to_act_on(rows, today),
        Show.OURS: rows.waiting_on_us,
        Show.STALLED: lambda: rows.stalled_on(today),
        Show.OPEN: rows.open,
        Show.CLOSED: lambda: rows.filter(state__in=CLOSED),
    }
    return lists.get(show, rows.all)()


def in_step(rows: Rows, state: str) -> Rows:
    """Those in one step; all of them for an empty or unknown one."""
    return rows.filter(state=state) if state in ReferralState.values else rows


def sorted_by(rows: Rows, sort: str) -> Rows:
    """In the chosen order, by age in the step unless told otherwise."""
    if sort == Sort.NAME:
        return rows.order_by(danish_order(prefix="person__"), "pk")
    return rows.order_by("-opened_on", "-pk") if sort == Sort.NEWEST else rows.order_by("state_since", "pk")


def by_step(rows: Rows, today: date) -> list[StepCount]:
    """The active referrals counted by step, in the order of the steps, in one query; empty steps are left out."""
    counts = (
        rows.active()
        .annotate(last_moved_on=last_movement())
        .order_by()
        .values("state")
        .annotate(number=Count("pk"), oldest=Min("state_since"), stalled=Count("pk", filter=stalled_condition(today)))
    )
    found = {
        row["state"]: StepCount(
            ReferralState(row["state"]), row["number"], (today - row["oldest"]).days, row["stalled"]
        )
        for row in counts
    }
    return [found[state] for state in ReferralState if state in found]


def _to_act_on(rows: Rows, today: date) -> Rows:
    """The next step is ours, or nothing has moved for too long."""
    late = rows.annotate(last_moved_on=last_movement())
    return late.filter(Q(state__in=WAITING_ON_US) | stalled_condition(today))
