"""What the receiver reads is what was sent, of the enrolment it was made from; later facts are sent as an amendment."""

import pkgutil
from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

import cases.migrations
import housing.migrations
from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.core.errors import Refused, Stale
from cases.enrolments.models import Assignment, Enrolment, PhaseSpell
from cases.handovers.models import Handover
from cases.handovers.sharing import news_of
from cases.inbox import actions as inbox_act
from cases.outbox import actions as act
from cases.people.models import Person
from cases.staff.codes import Role
from cases.staff.models import User
from cases.teams.models import Team
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    AssignmentFactory,
    EnrolmentFactory,
    OrganisationFactory,
    PersonFactory,
    PhaseSpellFactory,
    TeamFactory,
    UserFactory,
    staff,
)
from tests.factories.handovers import handover
from tests.factories.housing import StayFactory

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)
SCOPE = ["name", "contact_details", "birth_date", "workers", "phase", "housing"]
AT_SENDING = [
    ("Navn", "Ærø Plantagenet"),
    ("Telefon", "60606060"),
    ("E-mail", "p@example.org"),
    ("Fødselsdato", "29.02.2004"),
    ("Relationsmedarbejder", "Rikke Relation, 70707070"),
    ("Hjem til alle", "Opstart"),
    ("Bor nu", "Sofa: midlertidigt hos familie eller venner"),
    ("Sted", "Valby"),
]


@pytest.fixture
def team() -> Team:
    return TeamFactory()


@pytest.fixture
def person(team: Team) -> Person:
    return PersonFactory(
        team=team,
        first_name="Ærø",
        last_name="Plantagenet",
        phone="60606060",
        email="p@example.org",
        birth_date=date(2004, 2, 29),
    )


@pytest.fixture
def enrolment(person: Person) -> Enrolment:
    row: Enrolment = EnrolmentFactory(person=person, programme__name="Hjem til alle")
    PhaseSpellFactory(enrolment=row, phase__name_da="Opstart", phase__name_en="Start")
    AssignmentFactory(enrolment=row, worker=UserFactory(name="Rikke Relation", phone="70707070"))
    StayFactory(person=person, place="Valby")
    return row


@pytest.fixture
def row(enrolment: Enrolment) -> Handover:
    """Sent yesterday and opened."""
    made = handover(person=enrolment.person, enrolment=enrolment, scope=SCOPE)
    act.send(by=made.sent_by, at=NOW - timedelta(days=1), handover=made)
    return inbox_act.receive(by=staff(Role.PARTNER, organisation=made.receiver), at=NOW, handover=made)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str, row: Handover) -> str:
    return reverse(f"cases:{name}", args=[row.pk])


def read(row: Handover) -> list[tuple[str, str]]:
    """What the receiver reads, but for the reference, in the order of the scope."""
    receiver = User.objects.filter(organisation=row.receiver_id).first() or staff(
        Role.PARTNER, organisation=row.receiver
    )
    facts = signed_in(receiver).get(url("inbox_handover", row)).context["facts"]
    return [(str(label), value) for label, value in facts[1:]]


def enrol_again(person: Person) -> None:
    """A new programme beside the first, with its own phase and worker."""
    new = EnrolmentFactory(person=person, programme__name="Ny indsats")
    PhaseSpellFactory(enrolment=new, phase__name_da="Ny fase")
    AssignmentFactory(enrolment=new, worker=UserFactory(name="Nye Niels"))


CHANGES: dict[str, Callable[[Person], Any]] = {
    "name": lambda _person: Person.objects.update(first_name="Ændret"),
    "contact_details": lambda _person: Person.objects.update(phone="11111111"),
    "birth_date": lambda _person: Person.objects.update(birth_date=date(2003, 1, 1)),
    "workers": lambda person: Assignment.objects.filter(enrolment__person=person).update(end=TODAY),
    "phase": lambda person: PhaseSpell.objects.filter(enrolment__person=person).update(end=TODAY),
    "housing": lambda person: person.stays.update(place="Vanløse"),
}


def test_the_receiver_reads_what_was_sent(row):
    assert read(row) == AT_SENDING


@pytest.mark.parametrize("category", SCOPE)
def test_what_becomes_otherwise_is_news_to_the_sender_and_not_yet_to_the_receiver(row, category):
    CHANGES[category](row.person)
    fresh = Handover.objects.get(pk=row.pk)
    assert read(row) == AT_SENDING
    assert news_of(fresh, TODAY) == [category]


def test_another_enrolment_of_the_young_person_is_never_shown(row):
    """Neither to the receiver nor as news: the handover was made from the first."""
    enrol_again(row.person)
    assert read(row) == AT_SENDING
    assert news_of(Handover.objects.get(pk=row.pk), TODAY) == []


def test_without_a_programme_all_that_run_at_sending_are_shown_and_no_later_one(person, enrolment):
    made = handover(person=person, scope=["phase"])
    act.send(by=made.sent_by, at=NOW, handover=made)
    inbox_act.receive(by=staff(Role.PARTNER, organisation=made.receiver), at=NOW, handover=made)
    enrol_again(person)
    assert read(made) == [("Hjem til alle", "Opstart")]


def test_a_draft_shows_what_would_be_sent_today(person, enrolment, team):
    made, lead = handover(person=person, enrolment=enrolment, scope=["contact_details"]), staff(Role.LEAD, team)
    Person.objects.update(phone="11111111")
    facts = signed_in(lead).get(url("handover", made)).context["facts"]
    assert ("Telefon", "11111111") in [(str(label), value) for label, value in facts]


def test_the_snapshot_stands_in_no_language(row):
    CHANGES["phase"](row.person)
    partner = User.objects.get(organisation=row.receiver)
    User.objects.filter(pk=partner.pk).update(language="en")
    with override("en"):
        facts = signed_in(partner).get(url("inbox_handover", row), headers={"accept-language": "en"}).context["facts"]
        texts = [f"{label}: {value}" for label, value in facts]
    assert {"Hjem til alle: Start", "Relation worker: Rikke Relation, 70707070"} <= set(texts)


def test_address_protection_given_later_closes_where_the_young_person_lives_at_once(row):
    Person.objects.update(has_protected_address=True)
    assert read(row) == AT_SENDING[:-2]


def test_the_name_in_the_inbox_is_the_one_that_was_sent(row):
    CHANGES["name"](row.person)
    page = signed_in(User.objects.get(organisation=row.receiver)).get("/inbox/").content.decode()
    assert ("Ærø Plantagenet" in page, "Ændret" in page) == (True, False)


def test_a_category_that_is_new_in_the_scope_is_taken_then_and_the_others_stay(person, enrolment):
    made = handover(person=person, enrolment=enrolment, scope=["contact_details", "name"])
    act.send(by=made.sent_by, at=NOW - timedelta(days=1), handover=made)
    Person.objects.update(phone="11111111", birth_date=date(2003, 1, 1))
    act.amend(
        by=made.sent_by,
        at=NOW,
        handover=Handover.objects.get(pk=made.pk),
        version=2,
        reason="De skal bruge alderen",
        scope=["contact_details", "birth_date"],
        basis="consent",
        basis_detail="Mundtligt i dag",
    )
    kept = Handover.objects.get(pk=made.pk).snapshot
    assert kept == {"contact_details": {"phone": "60606060", "email": "p@example.org"}, "birth_date": "2003-01-01"}


# Sending the news


def test_the_sender_is_told_and_sends_it_as_an_amendment(row, team):
    CHANGES["contact_details"](row.person)
    lead = staff(Role.LEAD, team)
    client = signed_in(lead)
    assert (
        "Det her er ændret, siden modtageren fik det: Telefon og e-mail."
        in client.get(url("handover", row)).content.decode()
    )
    page = client.get(url("handover_news", row))
    assert [("60606060" in page.content.decode()), ("11111111" in page.content.decode())] == [True, True]
    version = page.context["form"]["version"].value()
    assert client.post(url("handover_news", row), {"version": version, "reason": " "}).status_code == 200
    assert read(row) == AT_SENDING
    client.post(url("handover_news", row), {"version": version, "reason": "Nyt nummer"})
    assert read(row) == [(label, "11111111" if label == "Telefon" else value) for label, value in AT_SENDING]
    step = row.steps.latest("pk")
    assert (step.event, step.by, step.note, step.changes) == (
        "amend", lead, "Nyt nummer", {"snapshot": [[], ["contact_details"]]},
    )  # fmt: skip
    shared = AuditEvent.objects.filter(action=AuditAction.SHARED, by=lead).get()
    assert (shared.person, shared.facts) == (row.person, {"scope": SCOPE, "basis": "consent"})
    assert url("handover_news", row) not in client.get(url("handover", row)).content.decode()


def test_the_receiver_sees_that_something_was_brought_up_to_date_and_why(row):
    CHANGES["contact_details"](row.person)
    act.send_news(by=row.sent_by, at=NOW, handover=row, version=3, reason="Nyt nummer")
    page = signed_in(User.objects.get(organisation=row.receiver)).get(url("inbox_handover", row)).content.decode()
    assert [part in page for part in ("Nyt nummer", "Bragt ajour", "11111111", "60606060")] == [
        True,
        True,
        True,
        False,
    ]


def test_an_answer_to_what_stood_there_before_the_news_shows_the_news_first(row):
    client = signed_in(User.objects.get(organisation=row.receiver))
    version = client.get(url("inbox_accept", row)).context["form"]["version"].value()
    CHANGES["contact_details"](row.person)
    act.send_news(by=row.sent_by, at=NOW, handover=row, version=version, reason="Nyt nummer")
    answer = client.post(url("inbox_accept", row), {"version": version, "note": ""})
    assert answer.context["form"].stale == [("Bragt ajour", "", "Telefon og e-mail")]


def test_no_news_is_no_step(row):
    act.send_news(by=row.sent_by, at=NOW, handover=row, version=3, reason="Intet")
    assert not row.steps.filter(event="amend").exists()


@pytest.mark.parametrize(("facts", "field"), [({"shared_until": YESTERDAY}, "shared_until"), ({"state": "done"}, "")])
def test_news_is_not_sent_where_nothing_is_read_any_more(row, facts, field):
    CHANGES["contact_details"](row.person)
    Handover.objects.filter(pk=row.pk).update(**facts)
    with pytest.raises(Refused) as refusal:
        act.send_news(by=row.sent_by, at=NOW, handover=row, version=3, reason="Nyt")
    assert (refusal.value.field or "") == field


def test_news_of_a_handover_that_was_changed_meanwhile_is_read_again(row):
    CHANGES["contact_details"](row.person)
    act.amend(by=row.sent_by, at=NOW, handover=row, version=3, reason="Nyt", message="Ny")
    with pytest.raises(Stale):
        act.send_news(by=row.sent_by, at=NOW, handover=row, version=3, reason="Nyt")


# Handovers that were sent before there were snapshots


def run(package: Any, name: str) -> None:
    module = next(one.name for one in pkgutil.iter_modules(package.__path__) if one.name.endswith(name))
    import_module(f"{package.__name__}.{module}").fill(apps, None)


def test_the_migration_keeps_what_receivers_may_read(row):
    """Phases, workers and home as on the day of sending and of the enrolment; of ended ones nothing is made up."""
    ended = handover("rejected", person=row.person, scope=SCOPE)
    for change in ("workers", "phase"):
        CHANGES[change](row.person)
    enrol_again(row.person)
    Handover.objects.update(snapshot={})
    run(cases.migrations, "handover_snapshot")
    run(housing.migrations, "homes_in_handovers")
    assert read(row) == AT_SENDING
    ended.refresh_from_db()
    assert ended.snapshot == {}


# Without a consent


LAW = {"basis": "law", "basis_detail": "Retssikkerhedsloven § 11 c"}


@pytest.mark.parametrize(("role", "may"), [(Role.CASEWORKER, False), (Role.AUTHORITY, True), (Role.LEAD, True)])
def test_sharing_without_a_consent_is_for_who_has_the_right(person, team, role, may):
    client = signed_in(staff(role, team))
    form = {
        "receiver": OrganisationFactory().pk, "purpose": "community", "message": "", "scope": ["name"],
        "shared_until": (TODAY + timedelta(days=30)).isoformat(),
    }  # fmt: skip
    client.post(f"/people/{person.reference}/handovers/new/", form | LAW)
    assert Handover.objects.exists() is may
    drafted = handover(person=person, **LAW)
    answer = client.post(url("handover_send", drafted), {"version": 1})
    drafted.refresh_from_db()
    assert (answer.status_code, drafted.state) == ((302, "sent") if may else (403, "draft"))
    assert (url("handover_send", handover(person=person, **LAW)) in _page(client, person)) is may


def _page(client: Client, person: Person) -> str:
    latest = Handover.objects.filter(person=person, state="draft").latest("pk")
    return client.get(url("handover", latest)).content.decode()


@pytest.mark.parametrize(("role", "may"), [(Role.CASEWORKER, False), (Role.LEAD, True)])
def test_what_is_shared_without_a_consent_is_extended_or_renewed_by_who_has_the_right(person, team, role, may):
    """Who does not have it can go on with a consent."""
    row, client = handover("received", person=person, scope=["name"], **LAW), signed_in(staff(role, team))
    CHANGES["name"](person)
    sent = client.post(url("handover_news", row), {"version": 1, "reason": "Nyt navn"})
    assert sent.status_code == (302 if may else 403)
    row.refresh_from_db()
    wanted = {
        "purpose": "community", "message": "", "scope": ["name"], "reason": "Mere tid", "version": row.version,
        "shared_until": (TODAY + timedelta(days=120)).isoformat(),
    }  # fmt: skip
    assert client.post(url("handover_amend", row), wanted).context["form"].errors
    assert client.post(url("handover_amend", row), wanted | LAW).status_code == (302 if may else 200)
    row.refresh_from_db()
    consent = {"basis": "consent", "basis_detail": "Skriftligt i dag", "version": row.version, "reason": "Samtykke nu"}
    assert client.post(url("handover_amend", row), wanted | consent).status_code == 302


def test_the_form_of_a_change_asks_for_the_basis_only_where_more_is_shared_or_for_longer(person, team):
    row, client = handover("received", person=person, scope=["name"]), signed_in(staff(Role.CASEWORKER, team))
    until = row.shared_until
    wanted = {
        "purpose": "community", "message": "Ny besked", "scope": ["name"], "reason": "Tasteslag", "version": 1,
        "shared_until": (until - timedelta(days=1)).isoformat(), "basis": "", "basis_detail": "",
    }  # fmt: skip
    page = client.get(url("handover_amend", row)).context["form"]
    assert (page["basis"].value(), page["basis_detail"].value()) == (None, None)
    assert client.post(url("handover_amend", row), wanted).status_code == 302
    row.refresh_from_db()
    assert (row.message, row.basis, row.basis_detail) == ("Ny besked", "consent", "Mundtligt, noteret 02.06.2025")
    later = wanted | {"version": 2, "shared_until": until.isoformat()}
    assert list(client.post(url("handover_amend", row), later).context["form"].errors) == ["basis"]
    half = client.post(url("handover_amend", row), later | {"basis": "consent"})
    assert list(half.context["form"].errors) == ["basis_detail"]
    again = later | {"basis": "consent", "basis_detail": "Mundtligt 04.06.2025"}
    assert client.post(url("handover_amend", row), again).status_code == 302
    row.refresh_from_db()
    assert (row.shared_until, row.basis_detail) == (until + timedelta(days=1), "Mundtligt 04.06.2025")


# Evaluators


def test_an_evaluators_organisation_cannot_be_chosen_as_receiver(person, team):
    evaluator, other = OrganisationFactory(kind="evaluator"), OrganisationFactory(kind="civil_society")
    client = signed_in(staff(Role.CASEWORKER, team))
    offered = client.get(f"/people/{person.reference}/handovers/new/").context["form"].fields["receiver"].queryset
    assert (evaluator in offered, other in offered) == (False, True)
