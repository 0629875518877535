"""Who waits for a screening."""

from datetime import date

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from cases.intake.models import Screening, ScreeningRequest
from cases.people.models import Person, PersonQuerySet
from cases.records.reading import read_once
from cases.setaside.models import SetAside
from cases.staff.models import User
from cases.staff.policy import Right
from cases.teams.queries import teams_with


def decisions() -> QuerySet[Screening]:
    """Target-group decisions with all that is shown of one."""
    return Screening.objects.select_related("programme", "decided_by")


def requests_of(person: Person) -> list[ScreeningRequest]:
    """Every request for a decision about a young person, read once."""
    return read_once(
        person,
        "screening_requests",
        lambda: ScreeningRequest.objects.select_related("programme", "asked_by", "answered_by"),
    )


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
