"""Invented staff, programmes and young people for tests. Rows are real rows in a real database."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from cases.contacts.codes import ContactOutcome
from cases.contacts.models import Contact, ContactPerson
from cases.core.names import FOUND_BY, found_by
from cases.enrolments.models import Assignment, Enrolment, PhaseSpell
from cases.handovers.models import Handover
from cases.imports.models import ColumnMapping
from cases.intake.codes import ScreeningOutcome
from cases.intake.models import Screening, ScreeningRequest
from cases.people.cpr import encrypt_cpr, hash_cpr
from cases.people.models import Person
from cases.programmes.codes import WorkerFunction
from cases.programmes.models import PhaseStep, PhaseTemplate, Programme
from cases.staff.codes import Role
from cases.staff.models import Organisation, User
from cases.teams.models import Membership, Team, TeamProgramme
from tests.clock import NOW

START = date(2025, 1, 1)


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    code = factory.Sequence(lambda n: f"org-{n}")
    name = factory.Sequence(lambda n: f"Organisation {n}")
    kind = "municipal_unit"


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"user{n}@example.org")
    name = factory.Sequence(lambda n: f"Worker {n}")
    organisation = factory.SubFactory(OrganisationFactory)

    @factory.post_generation
    def password(self, create, extracted, **_):
        self.set_password(extracted or "correct horse battery")
        self.save()


class TeamFactory(DjangoModelFactory[Team]):
    class Meta:
        model = Team

    code = factory.Sequence(lambda n: f"team-{n}")
    name = factory.Sequence(lambda n: f"Team {n}")
    organisation = factory.SubFactory(OrganisationFactory)


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.CASEWORKER
    team = factory.SubFactory(TeamFactory)
    start = START


class ProgrammeFactory(DjangoModelFactory[Programme]):
    class Meta:
        model = Programme

    code = factory.Sequence(lambda n: f"programme-{n}")
    name = factory.Sequence(lambda n: f"Programme {n}")
    organisation = factory.SubFactory(OrganisationFactory)
    start = START
    municipality = "0101"


def works_in(team: Team, *programmes: Programme) -> Team:
    """Let the team work in the programmes, as an administrator does."""
    for programme in programmes:
        TeamProgramme.objects.get_or_create(team=team, programme=programme)
    return team


class ColumnMappingFactory(DjangoModelFactory[ColumnMapping]):
    class Meta:
        model = ColumnMapping

    purpose = "status_reports"
    user = factory.SubFactory(UserFactory)
    fingerprint = "0" * 64


class PhaseTemplateFactory(DjangoModelFactory[PhaseTemplate]):
    class Meta:
        model = PhaseTemplate

    programme = factory.SubFactory(ProgrammeFactory)
    position = factory.Sequence(lambda n: n)
    code = factory.LazyAttribute(lambda row: f"phase-{row.position}")
    name_da = factory.LazyAttribute(lambda row: f"Fase {row.position}")
    name_en = factory.LazyAttribute(lambda row: f"Phase {row.position}")
    target_days = 90


class PhaseStepFactory(DjangoModelFactory[PhaseStep]):
    class Meta:
        model = PhaseStep

    phase = factory.SubFactory(PhaseTemplateFactory)
    position = factory.Sequence(lambda n: n)
    text_da = "Aftal første møde"
    text_en = "Agree on a first meeting"
    owner = WorkerFunction.RELATION


def _found(row: Any) -> dict[str, Any]:
    return found_by(**{name: getattr(row, name) for name in FOUND_BY})


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    reference = factory.Sequence(lambda n: f"T{n:05}")
    first_name = factory.Sequence(lambda n: f"Fornavn{n}")
    last_name = factory.Sequence(lambda n: f"Efternavn{n}")
    birth_date = date(2004, 3, 1)
    team = factory.SubFactory(TeamFactory)
    first_met_on = START
    acting_municipality = "0101"
    paying_municipality = "0101"
    alias = ""
    also_known_as = ""
    phone = ""
    search_name = factory.LazyAttribute(lambda row: _found(row)["search_name"])
    phonetic_keys = factory.LazyAttribute(lambda row: _found(row)["phonetic_keys"])
    search_phone = factory.LazyAttribute(lambda row: _found(row)["search_phone"])
    sort_name = factory.LazyAttribute(lambda row: _found(row)["sort_name"])


def cpr_fields(number: str) -> dict[str, str]:
    """The two stored fields of a CPR number; test numbers have day + 60."""
    return {"cpr_encrypted": encrypt_cpr(number), "cpr_hash": hash_cpr(number)}


class ScreeningFactory(DjangoModelFactory[Screening]):
    class Meta:
        model = Screening

    person = factory.SubFactory(PersonFactory)
    programme = factory.SubFactory(ProgrammeFactory)
    decided_on = START
    decided_by = factory.SubFactory(UserFactory)
    outcome = ScreeningOutcome.ELIGIBLE


def screened(programme: Programme, **facts: Any) -> Screening:
    """Decided, by a team that works in the programme: the young person can be enrolled."""
    screening: Screening = ScreeningFactory(programme=programme, **facts)
    works_in(screening.person.team, programme)
    return screening


class ScreeningRequestFactory(DjangoModelFactory[ScreeningRequest]):
    class Meta:
        model = ScreeningRequest

    person = factory.SubFactory(PersonFactory)
    programme = factory.SubFactory(ProgrammeFactory)
    asked_by = factory.SubFactory(UserFactory)
    registered_at = NOW
    state_since = NOW


class EnrolmentFactory(DjangoModelFactory[Enrolment]):
    class Meta:
        model = Enrolment

    person = factory.SubFactory(PersonFactory)
    programme = factory.SubFactory(ProgrammeFactory)
    team = factory.SelfAttribute("person.team")
    screening = factory.SubFactory(
        ScreeningFactory, person=factory.SelfAttribute("..person"), programme=factory.SelfAttribute("..programme")
    )
    start = START

    @classmethod
    def _create(cls, model_class: type[Enrolment], *args: Any, **fields: Any) -> Enrolment:
        works_in(fields["team"], fields["programme"])
        enrolment: Enrolment = super()._create(model_class, *args, **fields)
        return enrolment


class PhaseSpellFactory(DjangoModelFactory[PhaseSpell]):
    class Meta:
        model = PhaseSpell

    enrolment = factory.SubFactory(EnrolmentFactory)
    phase = factory.SubFactory(PhaseTemplateFactory, programme=factory.SelfAttribute("..enrolment.programme"))
    start = factory.SelfAttribute("enrolment.start")


class AssignmentFactory(DjangoModelFactory[Assignment]):
    class Meta:
        model = Assignment

    enrolment = factory.SubFactory(EnrolmentFactory)
    worker = factory.SubFactory(UserFactory)
    function = WorkerFunction.RELATION
    start = factory.SelfAttribute("enrolment.start")


class ContactFactory(DjangoModelFactory[Contact]):
    class Meta:
        model = Contact
        skip_postgeneration_save = True

    by = factory.SubFactory(UserFactory)
    happened_at = NOW
    registered_at = NOW
    kind = "meeting"
    outcome = ContactOutcome.REACHED
    minutes = 30

    @factory.post_generation
    def people(self, create, extracted, **_):
        for person in extracted if extracted is not None else [PersonFactory()]:
            ContactPerson.objects.create(contact=self, person=person)


class HandoverFactory(DjangoModelFactory[Handover]):
    class Meta:
        model = Handover

    person = factory.SubFactory(PersonFactory)
    sender = factory.SubFactory(OrganisationFactory)
    sent_by = factory.SubFactory(UserFactory)
    receiver = factory.SubFactory(OrganisationFactory, kind="civil_society")
    purpose = "community"
    state_since = NOW
    snapshot = factory.LazyAttribute(
        lambda row: None if getattr(row, "state", "draft") in {"draft", "revoked"} else {}
    )


def staff(role: Role = Role.CASEWORKER, team: Team | None = None, **user: Any) -> User:
    """A user with one role: in `team` (a new one if not given) for team roles, else in the own organisation."""
    member: User = UserFactory(**user)
    if role in {Role.CASEWORKER, Role.AUTHORITY, Role.LEAD}:
        MembershipFactory(user=member, role=role, team=team or TeamFactory())
    elif role == Role.EVALUATOR:
        MembershipFactory(user=member, role=role, team=None, programme=ProgrammeFactory())
    else:
        MembershipFactory(user=member, role=role, team=None)
    return member
