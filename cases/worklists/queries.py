"""Work lists: the young people behind every number on My day and the board. A number and its list are one queryset."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, TypedDict

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import (
    Count,
    Exists,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
)
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from cases.contacts.models import last_reached, reached
from cases.contacts.rules import ContactLevel, Urgency, contact_level, urgency
from cases.core.codes import Label
from cases.core.periods import begun_by, open_after
from cases.enrolments.models import Assignment, Enrolment, EnrolmentQuerySet, PhaseSpell
from cases.enrolments.queries import EVERYTHING, Selection, at_work, running_on, truth
from cases.intake.models import ScreeningRequest
from cases.intake.queries import undecided
from cases.people.models import Person, PersonQuerySet, in_reach
from cases.programmes.models import Programme
from cases.staff.models import User

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


@dataclass(frozen=True)
class WorkList:
    """One list. `condition(today)` is a filter on enrolments that carry the facts of `with_facts`."""

    key: str
    label: Label
    condition: Callable[[date], Q]


def _unreached(limit: str, today: date) -> Q:
    """The days without contact have come to the programme's limit: nobody reached since, and not newly enrolled.

    What `level_of` says of one enrolment, as a condition.
    Asks who was reached lately instead of counting the days of everyone: the board shows thousands.
    """
    found = Q(pk__isnull=True)  # nobody; an empty list has no type that can be counted
    for days in Programme.objects.order_by().values_list(limit, flat=True).distinct():
        day = today - timedelta(days=days)
        before = begun_by(day) | Exists(reached(day).filter(person=OuterRef("person")))
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

    `last_reached_on`: when the young person was last reached. `has_worker`: somebody who still works with young people
    is assigned. And what `with_target` adds.
    """
    last = TruncDate(last_reached(today, person="person"))
    assigned = Assignment.objects.filter(at_work(today), open_after(today), enrolment=OuterRef("pk"))
    rows = with_target(enrolments, today)
    return rows.annotate(last_reached_on=last, has_worker=Exists(assigned), is_paused=truth(Q(pause__isnull=False)))


def with_target(enrolments: EnrolmentQuerySet, today: date) -> EnrolmentQuerySet:
    """Enrolments with how they stand to the target of their phase.

    `spell` and `pause`: the running phase and pause. `days_over_target`: days past the target, negative before it,
    null without one; a pause stops the count.
    """
    return enrolments.annotate(
        spell=FilteredRelation(
            "phase_spells", condition=open_after(today, start="phase_spells__start", end="phase_spells__end")
        ),
        pause=FilteredRelation("pauses", condition=open_after(today, start="pauses__start", end="pauses__end")),
        days_over_target=_days_between(F("spell__target_end"), Coalesce("pause__start", today)),
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


def enrolments_on(user: User, today: date, selection: Selection = EVERYTHING) -> EnrolmentQuerySet:
    """The same with their facts: what the conditions of the lists need."""
    return with_facts(running_on(user, today, selection), today)


def people_on(user: User, key: str, today: date, selection: Selection = EVERYTHING) -> PersonQuerySet:
    """The young people of one list whom the user may see."""
    if key == UNDECIDED:
        return Person.objects.visible_to(user).filter(pk__in=undecided_on(user, selection).values("pk"))
    rows = enrolments_on(user, today, selection).filter(WORKLISTS[key].condition(today))
    return Person.objects.visible_to(user).filter(pk__in=rows.values("person"))


def numbers(user: User, today: date, selection: Selection = EVERYTHING) -> dict[str, int]:
    """How long every list is, by its key. Each condition is asked once an enrolment: the board shows thousands."""
    member = {f"in_{key}": BoolOr(truth(worklist.condition(today))) for key, worklist in WORKLISTS.items()}
    rows = enrolments_on(user, today, selection).filter(person__in=in_reach(user)).order_by()
    counts = {key: Count("person", filter=Q(**{f"in_{key}": True})) for key in WORKLISTS}
    found: dict[str, int] = rows.values("person").annotate(**member).aggregate(**counts)
    return found | {UNDECIDED: people_on(user, UNDECIDED, today, selection).count()}


def not_distributed(user: User, today: date, programme: Programme | None) -> int:
    """How many are enrolled in the user's teams, in all or in one programme, whom the user may not see.

    They are in no list, and in nothing that is narrower: who knows all the others could tell them by subtraction.
    """
    rows = running_on(user, today, Selection(programme=programme)).exclude(person__in=in_reach(user))
    return rows.order_by().values("person").distinct().count()


def my_enrolments(user: User, today: date) -> EnrolmentQuerySet:
    """The running enrolments the user works with today."""
    mine = Assignment.objects.filter(open_after(today), enrolment=OuterRef("pk"), worker=user)
    return with_facts(Enrolment.objects.visible_to(user).going_on(today).filter(Exists(mine)), today)


def undecided_on(user: User, selection: Selection = EVERYTHING) -> PersonQuerySet:
    """Those of the user's teams who wait for a screening. Protected young people are among them.

    Nobody works with them in a phase yet. Looking at one programme leaves out those asked about for others only.
    """
    people = Person.objects.filter(team__in=[selection.team.pk] if selection.team else user.scope.team_ids)
    if selection.worker or selection.phase:
        return people.none()
    rows = undecided(people)
    if selection.programme:
        asked = ScreeningRequest.objects.open().filter(person=OuterRef("pk"))
        rows = rows.filter(~Exists(asked) | Exists(asked.filter(programme=selection.programme)))
    return rows


def _days_between(start: F, end: Coalesce) -> Func:
    """Whole days from one date to another."""
    return Func(end, start, template="(%(expressions)s)", arg_joiner=" - ", output_field=IntegerField())
