"""Work lists of support cases: every number is counted from the list that it opens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, TextChoices
from django.utils.translation import gettext_lazy as _

from cases.people.models import PersonQuerySet
from housing.support.models import SupportCase, SupportCaseQuerySet, authority_condition, late_condition
from housing.support.rules import OPEN as SUPPORT_OPEN


class SupportShow(TextChoices):
    """Which support cases a list holds."""

    OPEN = "open", _("Under way")
    ACT = "act", _("Waiting on the authority worker")
    UNANSWERED = "unanswered", _("Hearing without an answer")
    LATE = "late", _("Hearing not answered in time")
    CLOSED = "closed", _("Closed")
    ALL = "all", _("All")


@dataclass(frozen=True)
class SupportCount:
    """How many support cases are under way, wait on the authority worker, and were not answered in time."""

    open: int
    act: int
    late: int


def support_of(people: PersonQuerySet) -> SupportCaseQuerySet:
    """The support cases of these young people, whoever opened them."""
    return SupportCase.objects.filter(person__in=people.order_by())


def support_listed(rows: SupportCaseQuerySet, show: str, today: date) -> SupportCaseQuerySet:
    """The support cases of one list by its key; an unknown key is everything."""
    lists: dict[str, Callable[[], SupportCaseQuerySet]] = {
        SupportShow.OPEN: rows.open,
        SupportShow.ACT: lambda: rows.waiting_on_authority(today),
        SupportShow.UNANSWERED: rows.unanswered,
        SupportShow.LATE: lambda: rows.late_on(today),
        SupportShow.CLOSED: lambda: rows.exclude(state__in=SUPPORT_OPEN),
    }
    return lists.get(show, rows.all)()


def support_counts(rows: SupportCaseQuerySet, today: date) -> SupportCount:
    """How long the lists of support cases are, in one query."""
    act, late = authority_condition(today), late_condition(today)
    found = rows.open().aggregate(open=Count("pk"), act=Count("pk", filter=act), late=Count("pk", filter=late))
    return SupportCount(**found)
