"""Invented young people in two programmes, with something on the first and the last day of every period asked about.

The same rows each time. They are written straight into the tables, as those of `tests/bench`, and obey their rules.
Some of each kind were registered after the report was asked for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import cycle
from random import Random
from typing import Any

from django.db import connection

from cases.contacts.codes import CONTACT_KINDS, ContactOutcome
from cases.contacts.models import Contact, ContactPerson
from cases.core.names import found_by
from cases.enrolments.codes import CLOSING_REASONS
from cases.enrolments.models import Assignment, Enrolment, PhaseSpell
from cases.handovers.codes import HandoverEvent, HandoverState
from cases.handovers.models import Handover, HandoverStep
from cases.intake.models import Screening
from cases.people.codes import Gender
from cases.people.models import Person
from cases.programmes.models import Programme
from cases.staff.models import User
from cases.teams.models import Team
from housing.offers.models import Offer
from housing.referrals.codes import FOLLOW_UP_OUTCOMES, ReferralEvent, ReferralState
from housing.referrals.models import HousingReferral, ReferralStep
from housing.referrals.rules import STEPS, Standing, after, steps_from
from housing.stays.codes import OWN_HOME_KINDS
from housing.stays.models import Stay
from tests.factories.cases import (
    MembershipFactory,
    OrganisationFactory,
    PhaseTemplateFactory,
    ProgrammeFactory,
    TeamFactory,
    UserFactory,
    works_in,
)

PEOPLE, CONTACTS, SHELTERED, UNCALLED = 260, 3_000, 100, 80
FIRST, LAST = date(2024, 6, 1), date(2026, 2, 20)
EDGES = [date(2025, 1, 1), date(2025, 3, 1), date(2025, 9, 1), date(2025, 10, 15), date(2026, 1, 1), date(2026, 1, 15)]
KNOWN_AT = datetime(2026, 3, 1, tzinfo=UTC)
LATE = datetime(2026, 3, 2, tzinfo=UTC)
ONE_DAY = timedelta(days=1)


@dataclass
class Population:
    """Rows of each kind as they are made; `programme` is the one that is asked about."""

    programme: Programme
    teams: list[Team]
    workers: list[User]
    draw: Random = field(default_factory=lambda: Random(5))  # noqa: S311  invented rows

    def day(self, since: date = FIRST, until: date = LAST) -> date:
        """A day, every third time within a day of one where a period begins or ends."""
        near = [edge + timedelta(days=off) for edge in EDGES for off in (-1, 0, 1)]
        near = [day for day in near if since <= day <= until]
        if near and self.draw.random() < 0.35:
            return self.draw.choice(near)
        return since + timedelta(days=self.draw.randint(0, (until - since).days))

    def registered(self) -> datetime:
        """When a row was registered: one of fifteen too late."""
        return LATE if self.draw.random() < 1 / 15 else KNOWN_AT

    def some(self, share: float) -> bool:
        return self.draw.random() < share


def populate() -> Population:
    """Save everything."""
    north, south, street = TeamFactory(), TeamFactory(), TeamFactory()
    programmes: list[Programme] = [ProgrammeFactory(start=date(2024, 1, 1)) for _ in "12"]
    for team, programme in zip((north, south), programmes, strict=True):
        works_in(team, programme)
    workers: list[User] = [UserFactory() for _ in range(7)]
    homes = [[north], [north], [north], [south], [south], [north, south], [street]]
    for worker, teams in zip(workers, homes, strict=True):
        for team in teams:
            MembershipFactory(user=worker, team=team, start=date(2024, 1, 1))
    made = Population(programmes[0], [north, south], workers)
    people = Person.objects.bulk_create(_person(made, number) for number in range(PEOPLE))
    enrolments = _enrolments(made, people, programmes)
    _contacts(made, people)
    _stays(made, people)
    _referrals(made, people, enrolments)
    _handovers(made, people, enrolments)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # without knowing the tables the database takes long ways
    return made


def _person(made: Population, number: int) -> Person:
    names = {"first_name": "Prøve", "last_name": f"Person{number}"}
    born = made.day(date(1993, 1, 1), date(2009, 1, 1)) if number % 3 else made.day(date(2001, 1, 1), date(2007, 6, 1))
    return Person(
        reference=f"P{number:05}",
        **names,
        **found_by(**names),
        birth_date=None if number % 20 == 7 else born,
        gender=made.draw.choice([*Gender.values, "woman", "man"]),
        team=made.teams[number % 2],
        first_met_on=made.day(date(2024, 1, 1)),
        acting_municipality="0101",
        paying_municipality="0101",
    )


def _enrolments(made: Population, people: list[Person], programmes: list[Programme]) -> list[Enrolment]:
    """One or several courses of each young person: in one programme after the other, or in both at a time."""
    phases = {
        programme: [PhaseTemplateFactory(programme=programme, position=place) for place in range(3)]
        for programme in programmes
    }
    screenings: list[Screening] = []
    courses: list[Enrolment] = []
    for number, person in enumerate(people):
        for place, programme in enumerate(programmes):
            if place == 0 and number % 10 == 9:
                continue
            if place == 1 and number % 10 < 7:
                continue
            screenings += _decisions(made, person, programme)
            courses += _courses(made, person, programme, made.teams[place])
    Screening.objects.bulk_create(screenings)
    Screening.objects.bulk_create(row.screening for row in courses if row.screening)
    for row in courses:
        row.screening_id = row.screening.pk if row.screening else None
    _meet(courses, people[:UNCALLED])
    waiting = courses
    while waiting:
        ready = [row for row in waiting if not row.reopens or row.reopens.pk]
        for row in ready:
            row.reopens_id = row.reopens.pk if row.reopens else None
        Enrolment.objects.bulk_create(ready)
        waiting = [row for row in waiting if not row.pk]
    PhaseSpell.objects.bulk_create(spell for row in courses for spell in _spells(made, row, phases[row.programme]))
    Assignment.objects.bulk_create(
        Assignment(enrolment=row, worker=made.draw.choice(made.workers), function="relation", start=row.start, end=end)
        for row in courses
        if made.some(0.6) and (end := row.end if made.some(0.7) else row.start + ONE_DAY) is not row.start
    )
    return courses


def _meet(courses: list[Enrolment], people: list[Person]) -> None:
    """First met as many days before the first course as begin and end the bands of the wait; no contact was earlier."""
    waits = cycle([-1, 0, 7, 8, 30, 31, 90, 91, 180, 181])
    for row in reversed(courses):
        if not row.reopens and row.person in people:
            row.person.first_met_on = row.start - timedelta(days=next(waits))
    Person.objects.bulk_update(people, ["first_met_on"])


def _decisions(made: Population, person: Person, programme: Programme) -> Iterator[Screening]:
    for _ in range(made.draw.choice([0, 1, 1, 2])):
        yield _decision(
            made, person, programme, made.day(), made.draw.choice(["not_eligible", "exception", "eligible"])
        )


def _decision(made: Population, person: Person, programme: Programme, on: date, outcome: str) -> Screening:
    return Screening(
        person=person,
        programme=programme,
        decided_on=on,
        decided_by=made.workers[0],
        outcome=outcome,
        reasons=[] if outcome == "eligible" else ["age"],
        note="Prøve" if outcome == "exception" else "",
        registered_at=made.registered(),
    )


def _courses(made: Population, person: Person, programme: Programme, team: Team) -> Iterator[Enrolment]:
    """An enrolment, and in one of three the next: taken up again, or begun anew on a decision of its own."""
    before: Enrolment | None = None
    start = made.day()
    while True:
        end = made.day(start + ONE_DAY, LAST + ONE_DAY) if made.some(0.6) and start < LAST else None
        reopens = before if before and made.some(0.5) else None
        on = start - timedelta(days=made.draw.choice([0, 0, 3, 12, 40]))
        before = Enrolment(
            person=person,
            programme=programme,
            team=team,
            start=start,
            end=end,
            closing_reasons=made.draw.sample(CLOSING_REASONS.codes, made.draw.choice([1, 1, 2])) if end else [],
            screening=None if reopens else _decision(made, person, programme, on, "eligible"),
            reopens=reopens,
            registered_at=made.registered(),
        )
        yield before
        if end is None or end >= LAST or made.some(0.5):
            return
        start = made.day(end, LAST)


def _spells(made: Population, row: Enrolment, phases: list[Any]) -> Iterator[PhaseSpell]:
    """Phases without a gap, from the first day of the enrolment to its last."""
    last = row.end or LAST
    turns = sorted({made.day(row.start + ONE_DAY, last) for _ in phases[1:]} - {last}) if last > row.start else []
    starts = [row.start, *turns]
    ends = [*turns, row.end]
    for start, end, phase in zip(starts, ends, phases, strict=False):
        yield PhaseSpell(enrolment=row, phase=phase, start=start, end=end, registered_at=made.registered())


def _contacts(made: Population, people: list[Person]) -> None:
    """At any time of the day: late in the evening it is the next day already where the database counts in UTC."""
    rows = []
    for _ in range(CONTACTS):
        clock = made.draw.choice([time(9), time(14, 30), time(22, 45), time(23, 30)])
        when = datetime.combine(made.day(), clock, UTC)
        withdrawn = made.some(0.05)
        rows.append(
            Contact(
                by=made.draw.choice(made.workers),
                happened_at=when,
                registered_at=made.registered(),
                kind=made.draw.choice(CONTACT_KINDS.codes),
                outcome=made.draw.choice([*ContactOutcome.values, "reached", "reached"]),
                withdrawn_at=KNOWN_AT if withdrawn else None,
                withdrawn_why="Prøve" if withdrawn else "",
            )
        )
    saved = Contact.objects.bulk_create(rows)
    programmes = [*Programme.objects.order_by("pk"), None, None, None, None]
    parts = [
        (row, person)
        for row in saved
        for person in made.draw.sample(people[UNCALLED:], made.draw.choice([1, 1, 1, 2]))
    ]
    ContactPerson.objects.bulk_create(
        ContactPerson(contact=row, person=person, programme=made.draw.choice(programmes)) for row, person in parts
    )


def _stays(made: Population, people: Iterable[Person]) -> None:
    """One after the other, mostly without a gap; of the lengths at which the bands begin and end."""
    kinds = ["shelter", "shelter", "shelter", "friends_family", "street", "night_shelter", *OWN_HOME_KINDS]
    rows = []
    for number, person in enumerate(people):
        if number < SHELTERED:  # as many nights as begin and end the bands, the last before New Year's Eve
            nights = [1, 2, 5, 6, 30, 31, 119, 120, 364, 500][number // 10]
            end = date(2025, 12, 31) if nights < 500 else None
            day = date(2025, 12, 31) - timedelta(days=nights)
            rows.append(Stay(person=person, kind="shelter", start=day, end=end, registered_at=KNOWN_AT))
            continue
        if number % 2:
            day, kind = date(2025, 10, 1) + timedelta(days=number % 90), OWN_HOME_KINDS[number % len(OWN_HOME_KINDS)]
            rows.append(Stay(person=person, kind=kind, start=day, registered_at=made.registered()))
            continue
        day = made.day(until=date(2025, 6, 1))
        for _ in range(made.draw.randint(0, 6)):
            length = made.draw.choice([1, 1, 2, 5, 6, 20, 30, 31, 60, 90, 119, 120, 200, 364, 365, 600])
            is_last = made.some(0.15)
            end = None if is_last else day + timedelta(days=length)
            kind, registered = made.draw.choice(kinds), made.registered()
            rows.append(Stay(person=person, kind=kind, start=day, end=end, registered_at=registered))
            if end is None:
                break
            day = end + timedelta(days=made.draw.choice([0, 0, 0, 1, 30]))
    Stay.objects.bulk_create(rows)


def _referrals(made: Population, people: list[Person], enrolments: list[Enrolment]) -> None:
    """A way through the table of steps for each, with one home offered at most; a third made for no enrolment."""
    receiver = OrganisationFactory(kind="housing_allocation")
    referrals: list[HousingReferral] = []
    offers: list[Offer] = []
    steps: list[ReferralStep] = []
    for person in people:
        opened = made.day(until=date(2026, 1, 20))
        own = [row for row in enrolments if row.person is person]
        referral = HousingReferral(
            person=person,
            enrolment=made.draw.choice(own) if own and made.some(0.66) else None,
            receiver=receiver,
            referred_by=made.workers[0],
            housing_kind="youth",
            opened_on=opened,
        )
        offer = Offer(
            referral=referral,
            person=person,
            landlord_name="Prøve",
            address="Prøvevej",
            housing_kind="youth",
            rent=4000,
        )
        stands, home, way = _way(made, referral, offer, opened)
        referral.state, referral.state_since = stands.state, max(stands.since, opened)
        if home:
            offer.state, offer.offered_on, offer.decided_on = home.state, home.offered_on, home.decided_on
            offer.refusal, offer.whose = home.refusal, home.whose
            offers.append(offer)
        referrals.append(referral)
        steps += way
    HousingReferral.objects.bulk_create(referrals)
    for offer in offers:
        offer.referral_id = offer.referral.pk
    Offer.objects.bulk_create(offers)
    for step in steps:
        step.referral_id, step.offer_id = step.referral.pk, step.offer.pk if step.offer else None
    ReferralStep.objects.bulk_create(steps)


def _way(made: Population, referral: HousingReferral, offer: Offer, day: date) -> tuple[Standing, Any, list[Any]]:
    """Where it ends, the home as it then stands, and the steps on the way."""
    stands, home = Standing(ReferralState.DRAFT, day), None
    common: dict[str, Any] = {"referral": referral, "by": made.workers[0]}
    way = [ReferralStep(**common, to_state=stands.state, happened_on=day, registered_at=KNOWN_AT)]
    while not made.some(0.06):
        seldom = {ReferralEvent.WITHDRAW, ReferralEvent.REJECT, ReferralEvent.NOTE, ReferralEvent.ASK}
        events = [one for one in steps_from(stands.state) if one != ReferralEvent.UNDO_ACCEPT]
        events = [one for one in events if not (home and one == ReferralEvent.OFFER)]
        events = [one for one in events if one not in seldom or made.some(0.3)]
        day = day + timedelta(days=made.draw.choice([0, 1, 4, 9, 21]))
        if not events or day > LAST:
            break
        event = made.draw.choice(events)
        row = STEPS[event]
        reason = made.draw.choice(row.reasons.codes) if row.reasons else ""
        names = row.offer and (event == ReferralEvent.OFFER or (home and row.offer.fits(home.state)))
        then = after(event, Standing(stands.state, stands.since, home if names else None), on=day, reason=reason)
        home = then.offer or home
        way.append(
            ReferralStep(
                **common,
                event=event,
                from_state=stands.state,
                to_state=then.state,
                happened_on=day,
                offer=offer if names else None,
                reason=reason,
                whose=row.whose(reason),
                missing="Prøve" if event == ReferralEvent.ASK else "",
                note="Prøve" if event == ReferralEvent.NOTE else "",
                outcome=FOLLOW_UP_OUTCOMES.codes[0] if event == ReferralEvent.FOLLOW_UP else "",
                registered_at=made.registered(),
            )
        )
        stands = then
    return stands, home, way


def _handovers(made: Population, people: list[Person], enrolments: list[Enrolment]) -> None:
    receiver = OrganisationFactory(kind="civil_society")
    rows: list[Handover] = []
    steps: list[HandoverStep] = []
    for person in people:
        own = [row for row in enrolments if row.person is person]
        row = Handover(
            person=person,
            enrolment=made.draw.choice(own) if own and made.some(0.66) else None,
            sender=made.workers[0].organisation,
            sent_by=made.workers[0],
            receiver=receiver,
            purpose="community",
            state=HandoverState.DRAFT,
            state_since=KNOWN_AT,
            registered_at=datetime.combine(made.day(until=date(2026, 1, 20)), time(23, 30), UTC),
        )
        rows.append(row)
        steps += _answers(made, row)
    Handover.objects.bulk_create(rows)
    for step in steps:
        step.handover_id = step.handover.pk
    HandoverStep.objects.bulk_create(steps)


def _answers(made: Population, row: Handover) -> Iterator[HandoverStep]:
    """Sent, answered or not, and after a yes taken back by some."""
    at = datetime.combine(made.day(), time(22, 30), UTC)
    events = [HandoverEvent.SEND]
    events += made.draw.choice(
        [[], [HandoverEvent.RECEIVE], [HandoverEvent.ACCEPT], [HandoverEvent.ACCEPT, HandoverEvent.REVOKE],
         [HandoverEvent.RECEIVE, HandoverEvent.ACCEPT], [HandoverEvent.REJECT], [HandoverEvent.REVOKE]]
    )  # fmt: skip
    for event in events:
        yield HandoverStep(
            handover=row, event=event, to_state=HandoverState.SENT, by=row.sent_by, at=at,
            registered_at=made.registered(),
        )  # fmt: skip
        at += timedelta(days=made.draw.choice([0, 1, 3, 8, 20]), hours=2)
