"""A programme whose every text could leak: distinctive names, notes, contact details and formulas everywhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.core.management import call_command

from cases.handovers.codes import HandoverBasis, HandoverEvent, HandoverState
from cases.handovers.models import HandoverStep
from cases.people.cpr import hash_cpr
from cases.people.models import Person
from cases.programmes.models import Programme
from cases.staff.codes import Role
from cases.staff.models import Organisation, User
from cases.teams.models import Team
from housing.referrals.codes import ReferralEvent, ReferralState
from housing.referrals.models import ReferralStep
from tests.factories.cases import (
    ContactFactory,
    EnrolmentFactory,
    HandoverFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    PhaseSpellFactory,
    PhaseTemplateFactory,
    ProgrammeFactory,
    TeamFactory,
    UserFactory,
    cpr_fields,
    staff,
)
from tests.factories.housing import HousingReferralFactory, OfferFactory, StayFactory

# What no de-identified export, and no answer to an evaluator, may hold in any spelling.
FORBIDDEN = (
    "Zqfirst", "Zqlast", "Zqalias", "zqsearch", "Zqnote", "Zqplace", "Zqworker", "Zqaddress", "Zqorg shelter", "Zqorg landlord",
    "zqteam-other", "zqshelter", "zqmail", "65 43 21", "654321", "=cmd", "T9000",
)  # fmt: skip
CPRS = tuple(f"{61 + n}0104{4000 + n}" for n in range(9))


@dataclass(frozen=True)
class World:
    """One programme with nine young people, of whom one is protected, one has a protected address, one is another team's.

    So seven are in a file without names, and the lead sees six in one with names; the chief may see all of them. All but the fourth and the last two
    stayed in the same shelter; only the one with a protected address was handed over to it.
    """

    programme: Programme
    team: Team
    lead: User
    chief: User
    evaluator: User
    big: Organisation
    people: list[Person]


def _person(n: int, team: Team, other: Team) -> Person:
    first = "=cmd|'/c calc'!A1 Zqfirst" if n == 0 else f"Zqfirst{n} Ærø"
    person: Person = PersonFactory(
        reference=f"T9000{n}",
        first_name=first,
        last_name=f'Zqlast{n}; "ø",\n@x',
        alias=f"+Zqalias{n}" if n == 1 else "",
        search_name=f"zqsearch{n}",
        email=f"zqmail{n}@example.org",
        phone="+45 65 43 21 0" + str(n),
        birth_date=date(2004, 4, 1 + n),
        gender="woman" if n < 5 else "man",
        is_restricted=n == 5,
        has_protected_address=n == 4,
        paying_municipality="0101" if n != 6 else "0147",
        team=other if n == 6 else team,
        **cpr_fields(CPRS[n]),
        confirmed=["birth_date", "first_met_on"] if n == 1 else [],
    )
    assert person.cpr_hash == hash_cpr(CPRS[n])
    return person


def _housing(
    person: Person, enrolment: object, receiver: Organisation, shelter: Organisation | None, worker: User
) -> None:
    StayFactory(
        person=person, kind="shelter", start=date(2025, 1, 1), end=date(2025, 2, 1), place="Zqplace 1",
        organisation=shelter,
    )  # fmt: skip
    referral = HousingReferralFactory(
        person=person, enrolment=enrolment, receiver=receiver, needs="Zqnote needs", state=ReferralState.SUBMITTED,
        opened_on=date(2025, 3, 1), state_since=date(2025, 3, 4), referred_by=worker,
    )  # fmt: skip
    ReferralStep.objects.create(
        referral=referral, event=ReferralEvent.SUBMIT, from_state="draft", to_state="submitted", by=worker,
        happened_on=date(2025, 3, 4), note="Zqnote event",
    )  # fmt: skip
    OfferFactory(referral=referral, person=person, address="Zqaddress 1", landlord_name="Zqorg landlord")


def build() -> World:
    """Save the world and commit it, so that a second connection sees it."""
    big = OrganisationFactory(code="big-unit", name="Zqorg big")
    small = OrganisationFactory(code="-small-unit", name="Zqorg small")
    shelter = OrganisationFactory(code="zqshelter", name="Zqorg shelter", kind="shelter")
    team = TeamFactory(code="team-main", name="Zqteam", organisation=big)
    programme = ProgrammeFactory(code="hjem", name="Hjem", start=date(2025, 1, 1), organisation=big)
    phase = PhaseTemplateFactory(programme=programme, code="opstart", position=1)
    other = TeamFactory(code="zqteam-other")
    lead = staff(Role.LEAD, team=team, name="Zqworker lead", email="lead@example.org")
    chief = UserFactory(name="Zqworker chief", email="chief@example.org")
    for worked_in in (team, other):
        MembershipFactory(user=chief, role=Role.LEAD, team=worked_in, sees_restricted=True)
    evaluator = UserFactory(email="evaluator@example.org")
    MembershipFactory(user=evaluator, role=Role.EVALUATOR, team=None, programme=programme)
    people = [_person(n, team, other) for n in range(9)]
    for n, person in enumerate(people):
        closed = (
            {"end": date(2025, 5, 1), "closing_reasons": ["moved", "other"], "closing_note": "Zqnote"}
            if n == 2
            else {}
        )
        enrolment = EnrolmentFactory(person=person, programme=programme, start=date(2025, 1, 15), **closed)
        PhaseSpellFactory(enrolment=enrolment, phase=phase, start=date(2025, 1, 15), reason="Zqnote why")
        _housing(person, enrolment, big if n != 6 else small, shelter if n not in {3, 7, 8} else None, lead)
        handover = HandoverFactory(
            person=person, enrolment=enrolment, sender=big, receiver=shelter if n == 4 else small, sent_by=lead, message="Zqnote message",
            state=HandoverState.SENT, basis=HandoverBasis.CONSENT, basis_detail="Zqnote oral", scope=["name"],
            shared_until=date(2026, 1, 1),
        )  # fmt: skip
        HandoverStep.objects.create(
            handover=handover, event=HandoverEvent.SEND, to_state=HandoverState.SENT, by=lead, note="Zqnote",
            at=datetime(2025, 2, 3, 23, 30, tzinfo=UTC),
        )  # fmt: skip
    both = people[:2]
    ContactFactory(by=lead, people=both, note="Zqnote contact", happened_at=datetime(2025, 1, 31, 23, 30, tzinfo=UTC))
    ContactFactory(by=lead, people=[people[5]], note="Zqnote protected", minutes=None)
    ContactFactory(by=lead, people=both, withdrawn_at=datetime(2025, 6, 3, tzinfo=UTC), withdrawn_why="Zqnote wrong")
    ContactFactory(by=lead, people=both, happened_at=datetime(2024, 12, 31, 22, 59, tzinfo=UTC))
    outsider = PersonFactory(first_name="Zqfirst outside", reference="T90009")
    ContactFactory(by=lead, people=[outsider], note="Zqnote outside")
    return World(programme, team, lead, chief, evaluator, big, people)


@contextmanager
def committed_world() -> Iterator[World]:
    """The world, committed; everything is removed afterwards."""
    try:
        yield build()
    finally:
        call_command("flush", verbosity=0, interactive=False)
