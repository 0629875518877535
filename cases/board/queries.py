"""The team lead's board: phases, caseloads and places, each figure a count of the young people of a work list.

Whom the lead may not see is in no figure but the places that a programme has used: see `not_distributed`.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F

from cases.core.names import sort_key
from cases.core.periods import open_after, open_on
from cases.enrolments.models import Assignment, Enrolment
from cases.enrolments.queries import Selection, running_on, with_leavers
from cases.people.models import in_reach
from cases.programmes.models import CaseloadNorm, PhaseTemplate, Post, Programme
from cases.programmes.rules import norm_of
from cases.staff.codes import Role
from cases.staff.models import User
from cases.teams.models import Membership
from cases.worklists.queries import WORKLISTS, enrolments_on


@dataclass(frozen=True)
class PhaseRow:
    """How many young people are in a phase, and how many of them are past its target."""

    phase: PhaseTemplate
    people: int
    overdue: int


@dataclass(frozen=True)
class CaseloadRow:
    """A worker's young people in one function of one programme; `norm` is None where the programme has none.

    A worker of the team without young people has no function and no programme. One who `has_left` still stands as
    the worker of young people whom nobody follows.
    """

    worker_id: int
    worker: str
    function: str
    programme: Programme | None
    people: int
    norm: Decimal | None
    has_left: bool = False

    @property
    def is_over(self) -> bool:
        return self.norm is not None and self.people > self.norm


@dataclass(frozen=True)
class PlacesRow:
    """The places of a programme: how many the user's teams use, how many are used in all."""

    programme: Programme
    own: int
    used: int

    @property
    def free(self) -> int | None:
        """Places left; negative when more are enrolled than there are places, None without a limit."""
        return None if self.programme.capacity is None else self.programme.capacity - self.used


def programmes_on(user: User, today: date, selection: Selection) -> list[Programme]:
    """The programmes the user's teams have young people in, or the one that is looked at."""
    if selection.programme:
        return [selection.programme]
    return list(Programme.objects.filter(pk__in=running_on(user, today).values("programme")))


def phases(user: User, today: date, selection: Selection, programmes: Sequence[Programme]) -> list[PhaseRow]:
    """Every phase of the programmes, empty ones too, in their order."""
    is_late = WORKLISTS["overdue"].condition(today)
    counts = {
        row["phase_now"]: row
        for row in enrolments_on(user, today, selection)
        .filter(person__in=in_reach(user))
        .order_by()
        .annotate(phase_now=F("spell__phase"))
        .values("phase_now")
        .annotate(people=Count("person", distinct=True), overdue=Count("person", distinct=True, filter=is_late))
    }
    nobody = {"people": 0, "overdue": 0}
    rows = []
    for phase in PhaseTemplate.objects.filter(programme__in=programmes).select_related("programme"):
        count = counts.get(phase.pk, nobody)
        rows.append(PhaseRow(phase, count["people"], count["overdue"]))
    return rows


def caseloads(user: User, today: date, selection: Selection, programmes: Sequence[Programme]) -> list[CaseloadRow]:
    """The workers of the shown enrolments by name, each function and programme for itself, and those with none."""
    shown = running_on(user, today, selection).filter(person__in=in_reach(user))
    assigned = Assignment.objects.filter(open_after(today), enrolment__in=shown.values("pk"))
    if selection.worker:
        assigned = assigned.filter(worker=selection.worker)
    by_pk = {programme.pk: programme for programme in programmes}
    norms = _norms(by_pk)
    rows = [
        CaseloadRow(
            worker_id=row["worker"],
            worker=row["worker__name"],
            function=row["function"],
            programme=by_pk[row["enrolment__programme"]],
            people=row["people"],
            norm=norms(row["enrolment__programme"], row["function"], row["worker__organisation"]),
            has_left=row["has_left"],
        )
        for row in with_leavers(assigned, today)
        .order_by()
        .values("worker", "worker__name", "worker__organisation", "function", "enrolment__programme", "has_left")
        .annotate(people=Count("enrolment__person", distinct=True))
    ]
    rows += _idle(user, today, selection, {row.worker_id for row in rows})
    return sorted(rows, key=lambda row: (sort_key(row.worker), row.worker_id, row.function))


def places(user: User, today: date, selection: Selection, programmes: Sequence[Programme]) -> list[PlacesRow]:
    """How full each programme is. The places belong to all teams: the filters of team and worker leave them alone."""
    used = dict(
        Enrolment.objects.going_on(today)
        .filter(programme__in=programmes)
        .order_by()
        .values_list("programme")
        .annotate(Count("pk"))
    )
    own: dict[int, int] = dict(
        running_on(user, today, selection)
        .filter(person__in=in_reach(user))
        .order_by()
        .values_list("programme")
        .annotate(Count("person", distinct=True))
    )
    return [PlacesRow(one, own.get(one.pk, 0), used.get(one.pk, 0)) for one in programmes]


def _norms(programmes: Collection[int]) -> Callable[[int, str, int], Decimal | None]:
    """The norm of a worker by programme, function and organisation, reduced to the hours of the posts there."""
    full_time = {
        (norm.programme_id, norm.function): norm.young_people
        for norm in CaseloadNorm.objects.filter(programme__in=programmes)
    }
    hours: dict[tuple[int, str, int], set[Decimal]] = defaultdict(set)
    for post in Post.objects.filter(programme__in=programmes):
        hours[post.programme_id, post.function, post.organisation_id].add(post.weekly_hours)

    def norm(programme: int, function: str, organisation: int) -> Decimal | None:
        most = full_time.get((programme, function))
        return None if most is None else norm_of(most, hours[programme, function, organisation])

    return norm


def _idle(user: User, today: date, selection: Selection, busy: Collection[int]) -> list[CaseloadRow]:
    """Caseworkers and authority workers of the teams who have no young people in what is shown."""
    members = Membership.objects.filter(
        open_on(today),
        role__in=[Role.CASEWORKER, Role.AUTHORITY],
        team__in=[selection.team.pk] if selection.team else user.scope.team_ids,
        user__is_active=True,
    ).exclude(user__in=busy)
    if selection.worker:
        members = members.filter(user=selection.worker)
    return [
        CaseloadRow(pk, name, "", None, 0, None)
        for pk, name in members.order_by().values_list("user", "user__name").distinct()
    ]
