"""Work lists: the young people behind every number on My day and the board. A number and its list are one queryset."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from cases.access.policy import Right, teams_with
from cases.codelists.base import Label
from cases.models import (
    Assignment,
    Enrolment,
    Membership,
    Person,
    PhaseSpell,
    PhaseTemplate,
    Programme,
    Screening,
    ScreeningRequest,
    SetAside,
    Team,
    User,
)
from cases.models.contacts import last_reached, reached
from cases.models.enrolments import EnrolmentQuerySet
from cases.models.persons import PersonQuerySet, danish_order
from cases.periods import open_after
from cases.rules.contacts import ContactLevel, Urgency, contact_level, urgency

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


@dataclass(frozen=True)
class WorkList:
    """One list. `condition(today)` is a filter on enrolments that carry the facts of `with_facts`."""

    key: str
    label: Label
    condition: Callable[[date], Q]


@dataclass(frozen=True)
class Where:
    """The part of the work that is looked at, as it stands in the address; None and "" are no filter."""

    programme: Programme | None = None
    team: Team | None = None
    worker: User | None = None
    function: str = ""
    phase: PhaseTemplate | None = None


@dataclass(frozen=True)
class Number:
    """How many young people a list holds, and how many more there are that the user may not see."""

    shown: int
    protected: int


def _unreached(limit: str, today: date) -> Q:
    """The days without contact have come to the programme's limit: nobody reached since, and not newly enrolled.

    What `level_of` says of one enrolment, as a condition.
    Asks who was reached lately instead of counting the days of everyone: the board shows thousands.
    """
    found = Q(pk__isnull=True)  # nobody; an empty list has no type that can be counted
    for days in Programme.objects.order_by().values_list(limit, flat=True).distinct():
        day = today - timedelta(days=days)
        before = Q(start__lte=day) | Exists(reached(day).filter(person=OuterRef("person")))
        lately = reached(today, after=day).values("person")
        found |= Q(before, ~Q(person__in=lately), **{f"programme__{limit}": days})
    return found


WORKLISTS: dict[str, WorkList] = {
    worklist.key: worklist
    for worklist in (
        WorkList("enrolled", _("Enrolled"), lambda _today: Q(pk__isnull=False)),
        WorkList("quiet", _("No contact for some time"), partial(_unreached, "quiet_days")),
        WorkList("silent", _("No contact for a long time"), partial(_unreached, "silent_days")),
        WorkList("unassigned", _("Without a worker"), lambda _today: Q(has_worker=False)),
        WorkList("overdue", _("Phase target passed"), lambda _today: Q(days_over_target__gt=0)),
        WorkList("paused", _("Paused"), lambda _today: Q(is_paused=True)),
    )
}
EVERYTHING = Where()
# The young people who wait for a screening: a list too, of people who are in no enrolment to be asked about.
UNDECIDED = "undecided"
LABELS: dict[str, Label] = {
    **{worklist.key: worklist.label for worklist in WORKLISTS.values()},
    UNDECIDED: _("Waiting for a screening"),
}


class Facts(TypedDict):
    """What `with_facts` adds to an enrolment; `running`, the phase of today, is prefetched by `with_phase`."""

    last_reached_on: date | None
    days_over_target: int | None
    has_worker: bool
    is_paused: bool
    running: list[PhaseSpell]


KnownEnrolment: TypeAlias = "WithAnnotations[Enrolment, Facts]"


def with_facts(enrolments: EnrolmentQuerySet, today: date) -> EnrolmentQuerySet:
    """Enrolments with what the lists ask about, as it stands on `today`.

    `last_reached_on`: when the young person was last reached. `spell` and `rest`: the running phase and pause.
    `days_over_target`: days past the target, negative before it, null without one; a pause stops the count.
    `has_worker`: somebody who still works with young people is assigned.
    """
    last = TruncDate(last_reached(today, person="person"))
    assigned = Assignment.objects.filter(at_work(today), open_after(today), enrolment=OuterRef("pk"))
    return enrolments.annotate(
        spell=FilteredRelation(
            "phase_spells", condition=open_after(today, start="phase_spells__start", end="phase_spells__end")
        ),
        rest=FilteredRelation("pauses", condition=open_after(today, start="pauses__start", end="pauses__end")),
        last_reached_on=last,
        days_over_target=_days_between(F("spell__target_end"), Coalesce("rest__start", today)),
        has_worker=Exists(assigned),
        is_paused=truth(Q(rest__isnull=False)),
    )


def contact_days(enrolment: KnownEnrolment, today: date) -> int:
    """Days since the young person was last reached; for one never reached since the enrolment began."""
    return (today - (enrolment.last_reached_on or enrolment.start)).days


def level_of(enrolment: KnownEnrolment, today: date) -> ContactLevel:
    """How long the young person has been without contact, by the limits of the programme."""
    programme = enrolment.programme
    return contact_level(
        contact_days(enrolment, today), quiet_days=programme.quiet_days, silent_days=programme.silent_days
    )


def urgency_of(enrolment: KnownEnrolment, today: date) -> Urgency:
    """How early in the morning a caseworker looks at the young person."""
    is_reached = enrolment.last_reached_on is not None
    return urgency(level_of(enrolment, today), is_reached=is_reached, is_paused=enrolment.is_paused)


def with_phase(enrolments: EnrolmentQuerySet, today: date) -> EnrolmentQuerySet:
    """Enrolments with the phase spell of `today` in the list `running`."""
    spells = PhaseSpell.objects.filter(open_after(today)).select_related("phase")
    return enrolments.prefetch_related(Prefetch("phase_spells", spells, "running"))


def running_on(user: User, today: date, where: Where = EVERYTHING) -> EnrolmentQuerySet:
    """The running enrolments of the user's teams. Protected young people are among them."""
    rows = Enrolment.objects.going_on(today).filter(team__in=user.scope.team_ids)
    if where.programme:
        rows = rows.filter(programme=where.programme)
    if where.team:
        rows = rows.filter(team=where.team)
    if where.phase:
        rows = rows.filter(
            Exists(PhaseSpell.objects.filter(open_after(today), enrolment=OuterRef("pk"), phase=where.phase))
        )
    if where.worker:
        held = Assignment.objects.filter(open_after(today), enrolment=OuterRef("pk"), worker=where.worker)
        rows = rows.filter(Exists(held.filter(function=where.function) if where.function else held))
    return rows


def enrolments_on(user: User, today: date, where: Where = EVERYTHING) -> EnrolmentQuerySet:
    """The same with their facts: what the conditions of the lists need."""
    return with_facts(running_on(user, today, where), today)


def people_on(user: User, key: str, today: date, where: Where = EVERYTHING) -> PersonQuerySet:
    """The young people of one list whom the user may see."""
    if key == UNDECIDED:
        return Person.objects.visible_to(user).filter(pk__in=undecided_on(user, where).values("pk"))
    rows = enrolments_on(user, today, where).filter(WORKLISTS[key].condition(today))
    return Person.objects.visible_to(user).filter(pk__in=rows.values("person"))


def people_in(user: User, today: date, where: Where = EVERYTHING) -> PersonQuerySet:
    """Everybody the user may see, enrolled or not; with a programme, phase or worker those who are enrolled there."""
    if where.programme or where.phase or where.worker:
        enrolled = running_on(user, today, where).values("person")
        return Person.objects.visible_to(user).filter(pk__in=enrolled)
    people = Person.objects.visible_to(user)
    return in_team(people, where.team) if where.team else people


def in_team(people: PersonQuerySet, team: Team) -> PersonQuerySet:
    """The team's own, and those who ever were enrolled with it."""
    return people.filter(Q(team=team) | Q(pk__in=Enrolment.objects.filter(team=team).values("person")))


def numbers(user: User, today: date, where: Where = EVERYTHING) -> dict[str, Number]:
    """How long every list is, by its key. Each condition is asked once an enrolment: the board shows thousands."""
    member = {f"in_{key}": BoolOr(truth(worklist.condition(today))) for key, worklist in WORKLISTS.items()}
    rows = with_sight(enrolments_on(user, today, where), user).order_by()
    people = rows.values("person").annotate(seen=BoolOr("is_visible"), **member)
    counts: dict[str, Count] = {}
    for key in WORKLISTS:
        counts[key] = Count("person", filter=Q(**{f"in_{key}": True}))
        counts[f"{key}_seen"] = Count("person", filter=Q(**{f"in_{key}": True, "seen": True}))
    found = people.aggregate(**counts)
    listed = {key: Number(found[f"{key}_seen"], found[key] - found[f"{key}_seen"]) for key in WORKLISTS}
    return listed | {UNDECIDED: _undecided_number(user, where)}


def with_sight(enrolments: EnrolmentQuerySet, user: User) -> EnrolmentQuerySet:
    """Enrolments with `is_visible`: whether the user may see the young person."""
    return enrolments.annotate(is_visible=truth(Q(person__in=Person.objects.visible_to(user))))


def with_leavers(assignments: QuerySet[Assignment], today: date) -> QuerySet[Any]:
    """Assignments with `has_left`: the worker can open no young person any more."""
    return assignments.annotate(has_left=truth(~at_work(today)))


def my_enrolments(user: User, today: date) -> EnrolmentQuerySet:
    """The running enrolments the user works with today."""
    mine = Assignment.objects.filter(open_after(today), enrolment=OuterRef("pk"), worker=user)
    return with_facts(Enrolment.objects.visible_to(user).going_on(today).filter(Exists(mine)), today)


def my_people(user: User, today: date) -> PersonQuerySet:
    """The young people the user works with today, last reached first: the order in which one logs contacts."""
    mine = Assignment.objects.filter(open_after(today), enrolment__person=OuterRef("pk"), worker=user)
    running = mine.filter(open_after(today, start="enrolment__start", end="enrolment__end"))
    rows = Person.objects.visible_to(user).filter(Exists(running)).annotate(last=last_reached(today))
    return rows.order_by(F("last").desc(nulls_last=True), danish_order(), "pk")


def people_held(worker: User, today: date) -> int:
    """How many young people have the worker assigned in a running enrolment, whoever may see them."""
    return Person.objects.filter(
        Exists(Assignment.objects.filter(open_after(today), worker=worker, enrolment__person=OuterRef("pk")))
    ).count()


def with_wait(people: PersonQuerySet) -> PersonQuerySet:
    """Young people with `waits_since`: from when a screening has been waited for, null where nothing is.

    From the registration for somebody about whom nothing has been decided; after a decision from a new request.
    """
    decided = Screening.objects.filter(person=OuterRef("pk"))
    asked = ScreeningRequest.objects.open().filter(person=OuterRef("pk")).order_by("registered_at")
    since = Case(When(~Exists(decided), then=F("registered_at")), default=Subquery(asked.values("registered_at")[:1]))
    return people.annotate(waits_since=since)


def undecided(people: PersonQuerySet) -> PersonQuerySet:
    """Those who wait for a screening: nothing has been decided, or somebody has asked for a decision."""
    decided = Screening.objects.filter(person=OuterRef("pk"))
    asked = ScreeningRequest.objects.open().filter(person=OuterRef("pk"))
    return people.filter(~Exists(decided) | Exists(asked))


def undecided_on(user: User, where: Where = EVERYTHING) -> PersonQuerySet:
    """Those of the user's teams who wait for a screening. Protected young people are among them.

    Nobody works with them in a phase yet. Looking at one programme leaves out those asked about for others only.
    """
    people = Person.objects.filter(team__in=[where.team.pk] if where.team else user.scope.team_ids)
    if where.worker or where.phase:
        return people.none()
    rows = undecided(people)
    if where.programme:
        asked = ScreeningRequest.objects.open().filter(person=OuterRef("pk"))
        rows = rows.filter(~Exists(asked) | Exists(asked.filter(programme=where.programme)))
    return rows


def _undecided_number(user: User, where: Where) -> Number:
    seen = Q(pk__in=Person.objects.visible_to(user).values("pk"))
    found = undecided_on(user, where).aggregate(all=Count("pk"), seen=Count("pk", filter=seen))
    return Number(found["seen"], found["all"] - found["seen"])


def my_undecided(user: User, today: date) -> PersonQuerySet:
    """Those who wait for a screening and are the user's to decide, registered or asked about; longest waiting first.

    Out of sight is what the user set aside, but for those about whom a decision has been asked: somebody waits.
    """
    registered = Person.history.filter(history_type="+", history_user=user).values("id")
    asked_about = ScreeningRequest.objects.filter(asked_by=user).values("person")
    to_decide = Q(team__in=teams_with(user, Right.DECIDE_SCREENING, today))
    mine = undecided(Person.objects.visible_to(user)).filter(to_decide | Q(pk__in=registered) | Q(pk__in=asked_about))
    waits = Exists(ScreeningRequest.objects.open().filter(person=OuterRef("pk")))
    aside = SetAside.objects.keys(user, "person", today)
    return with_wait(mine.filter(waits | ~Q(pk__in=aside))).order_by(F("waits_since"), "pk")


def at_work(today: date) -> Q:
    """Filter for assignments whose worker has an open account and a role in a team, be it another team."""
    return Q(worker__in=Membership.objects.of_workers(today).values("user"))


def truth(condition: Q) -> "ExpressionWrapper[Any]":
    """A condition as a column."""
    return ExpressionWrapper(condition, output_field=BooleanField())


def _days_between(start: F, end: Coalesce) -> Func:
    """Whole days from one date to another."""
    return Func(end, start, template="(%(expressions)s)", arg_joiner=" - ", output_field=IntegerField())
