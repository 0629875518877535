"""A fast seeder: 2,000 young people, 100,000 contacts and 10,000 referral events, straight into the tables.

It goes past the actions on purpose: what is measured is reading, and the rows obey the same constraints.
"""

import os
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cases.contacts.codes import CONTACT_KINDS, ContactOutcome
from cases.contacts.models import Contact, ContactPerson
from cases.core.names import found_by
from cases.demo.texts import FIRST_NAMES, LAST_NAMES
from cases.enrolments.models import Assignment, Enrolment, PhaseSpell
from cases.handovers.models import Handover
from cases.intake.models import Screening
from cases.people.models import Person
from cases.programmes.codes import WorkerFunction
from cases.programmes.models import PhaseTemplate, Programme
from cases.staff.codes import Role
from cases.staff.models import Organisation, User
from cases.teams.models import Team
from housing.referrals.codes import ReferralEvent, ReferralState
from housing.referrals.models import HousingReferral, ReferralStep
from housing.stays.models import Stay
from tests.factories.cases import (
    MembershipFactory,
    OrganisationFactory,
    ProgrammeFactory,
    TeamFactory,
    UserFactory,
    works_in,
)

TIMES = int(os.environ.get("TIMES", "1"))  # how many times the data of a large project, with the same forty workers
PEOPLE, CONTACTS, EVENTS = 2_000 * TIMES, 100_000 * TIMES, 10_000 * TIMES
WORKERS = 40
ZONE = ZoneInfo("Europe/Copenhagen")
WAY = [
    (ReferralEvent.SUBMIT, ReferralState.SUBMITTED),
    (ReferralEvent.RECEIVE, ReferralState.RECEIVED),
    (ReferralEvent.APPROVE, ReferralState.APPROVED),
    (ReferralEvent.QUEUE, ReferralState.WAITING),
]


class Seeded(NamedTuple):
    """Who to sign in as, and what to open."""

    programme: Programme
    worker: User
    lead: User
    evaluator: User
    person: Person


def seed(today: date) -> Seeded:
    """Fill an empty, migrated database; the same rows for the same day."""
    draw = Random(1)
    programme, team = ProgrammeFactory(code="bench"), TeamFactory()
    works_in(team, programme)
    Programme.objects.filter(pk=programme.pk).update(start=today - timedelta(days=900))
    programme.refresh_from_db()
    phases = [
        PhaseTemplate(programme=programme, code=f"p{n}", name_da=name, name_en=name, position=n, target_days=120)
        for n, name in enumerate(["Opstart", "Stabilisering", "Udslusning"])
    ]
    PhaseTemplate.objects.bulk_create(phases)
    workers: list[User] = [UserFactory() for _ in range(WORKERS)]
    for worker in workers:
        MembershipFactory(user=worker, team=team, start=programme.start)
    lead, evaluator = UserFactory(), UserFactory()
    MembershipFactory(user=lead, team=team, role=Role.LEAD, start=programme.start)
    MembershipFactory(user=evaluator, team=None, role=Role.EVALUATOR, programme=programme, start=programme.start)
    people = _people(draw, team, today)
    enrolments = _enrolments(draw, people, programme, phases, workers)
    _second_house(draw, people, workers, programme)
    _contacts(draw, people, workers, today)
    _stays(draw, people, today)
    _referrals(draw, enrolments, workers, today)
    _handovers(draw, enrolments, workers, today)
    return Seeded(programme, workers[0], lead, evaluator, people[0])


def _people(draw: Random, team: Team, today: date) -> list[Person]:
    first_names = [name for names in FIRST_NAMES.values() for name in names]
    rows = []
    for number in range(PEOPLE):
        first, last = draw.choice(first_names), draw.choice(LAST_NAMES)
        rows.append(
            Person(
                reference=f"B{number:05}",
                first_name=first,
                last_name=last,
                **found_by(first_name=first, last_name=last),
                birth_date=today - timedelta(days=draw.randint(19 * 365, 24 * 365)),
                gender=draw.choice(["woman", "man"]),
                acting_municipality="0101",
                paying_municipality="0101",
                team=team,
                first_met_on=today - timedelta(days=draw.randint(60, 800)),
            )
        )
    return Person.objects.bulk_create(rows)


def _enrolments(
    draw: Random, people: list[Person], programme: Programme, phases: list[PhaseTemplate], workers: list[User]
) -> list[Enrolment]:
    enrolments = _enrolled(draw, people, programme, workers, people[0].team)
    spells = []
    for row in enrolments:
        turn = row.start + timedelta(days=draw.randint(10, 25))
        spells.append(PhaseSpell(enrolment=row, phase=phases[0], start=row.start, end=turn))
        spells.append(PhaseSpell(enrolment=row, phase=phases[1], start=turn, target_end=turn + timedelta(days=120)))
    PhaseSpell.objects.bulk_create(spells, batch_size=2000)
    Assignment.objects.bulk_create(
        [
            Assignment(
                enrolment=row,
                worker=workers[number % WORKERS],
                function=WorkerFunction.RELATION,
                start=row.start,
            )
            for number, row in enumerate(enrolments)
        ]
    )
    return enrolments


def _second_house(draw: Random, people: list[Person], workers: list[User], programme: Programme) -> None:
    """A programme of another team, which every tenth young person is in as well and where two workers work."""
    team = works_in(TeamFactory(), ProgrammeFactory(code="bench-second", start=programme.start))
    for worker in workers[-2:]:
        worker.memberships.update(team=team)
    _enrolled(draw, people[::10], team.programmes.get(), workers[-2:], team)


def _enrolled(
    draw: Random, people: list[Person], programme: Programme, workers: list[User], team: Team
) -> list[Enrolment]:
    screenings = Screening.objects.bulk_create(
        Screening(
            person=person,
            programme=programme,
            decided_on=person.first_met_on,
            decided_by=workers[0],
            outcome="eligible",
        )
        for person in people
    )
    return Enrolment.objects.bulk_create(
        Enrolment(
            person=row.person,
            programme=programme,
            team=team,
            screening=row,
            start=row.decided_on + timedelta(days=draw.randint(0, 30)),
        )
        for row in screenings
    )


def _contacts(draw: Random, people: list[Person], workers: list[User], today: date) -> None:
    now = datetime.combine(today, datetime.min.time(), ZONE)
    kinds, outcomes = CONTACT_KINDS.codes, list(ContactOutcome.values)
    rows = []
    for _ in range(CONTACTS):
        when = now - timedelta(minutes=draw.randint(60, 700 * 24 * 60))
        rows.append(
            Contact(
                by=draw.choice(workers),
                happened_at=when,
                registered_at=when + timedelta(hours=1),
                kind=draw.choice(kinds),
                outcome=draw.choices(outcomes, [76, 11, 7, 4, 2])[0],
                minutes=draw.randint(5, 120),
                note="Aftalt nyt møde. " * 6,
            )
        )
    saved = Contact.objects.bulk_create(rows, batch_size=5000)
    ContactPerson.objects.bulk_create(
        [ContactPerson(contact=row, person=people[number % PEOPLE]) for number, row in enumerate(saved)],
        batch_size=5000,
    )


def _stays(draw: Random, people: list[Person], today: date) -> None:
    rows = []
    for person in people:
        day = today - timedelta(days=draw.randint(300, 700))
        for kind in draw.sample(["friends_family", "shelter", "street", "youth_home"], 3):
            end = day + timedelta(days=draw.randint(10, 90))
            rows.append(Stay(person=person, kind=kind, start=day, end=end))
            day = end
    Stay.objects.bulk_create(rows, batch_size=5000)


def _referrals(draw: Random, enrolments: list[Enrolment], workers: list[User], today: date) -> None:
    receiver: Organisation = OrganisationFactory(kind="housing_allocation")
    referrals, ways = [], []
    for row in enrolments:
        opened = min(row.start + timedelta(days=20), today - timedelta(days=40))
        days = [opened]
        for _ in WAY:
            days.append(min(days[-1] + timedelta(days=draw.randint(0, 12)), today))
        referrals.append(
            HousingReferral(
                person_id=row.person_id,
                enrolment=row,
                receiver=receiver,
                referred_by=draw.choice(workers),
                housing_kind="youth",
                opened_on=opened,
                state=WAY[-1][1],
                state_since=days[-1],
            )
        )
        ways.append(days)
    _events(HousingReferral.objects.bulk_create(referrals), ways)


def _events(referrals: list[HousingReferral], ways: list[list[date]]) -> None:
    events = []
    for referral, days in zip(referrals, ways, strict=True):
        before = ReferralState.DRAFT
        events.append(
            ReferralStep(referral=referral, to_state=before, happened_on=days[0], by_id=referral.referred_by_id)
        )
        for (step, state), day in zip(WAY, days[1:], strict=True):
            events.append(
                ReferralStep(
                    referral=referral,
                    event=step,
                    from_state=before,
                    to_state=state,
                    happened_on=day,
                    by_id=referral.referred_by_id,
                )
            )
            before = state
    ReferralStep.objects.bulk_create(events[:EVENTS], batch_size=5000)


def _handovers(draw: Random, enrolments: list[Enrolment], workers: list[User], today: date) -> None:
    sender, receiver = workers[0].organisation, OrganisationFactory(kind="civil_society")
    sent = datetime.combine(today - timedelta(days=10), datetime.min.time(), ZONE)
    Handover.objects.bulk_create(
        Handover(
            person_id=row.person_id,
            enrolment=row,
            sender=sender,
            sent_by=draw.choice(workers),
            receiver=receiver,
            purpose="community",
            basis="consent",
            basis_detail="Mundtligt samtykke",
            scope=["name"],
            snapshot={},
            shared_until=today + timedelta(days=200),
            state="sent",
            state_since=sent,
        )
        for row in enrolments[::4]
    )
