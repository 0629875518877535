"""One time line for each young person: everything, newest first, and only what the reader may see."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.contacts.actions import change_contact, withdraw_contact
from cases.contacts.codes import ContactOutcome
from cases.enrolments.actions import (
    assign,
    change_phase,
    close,
    complete_step,
    end_assignment,
    enrol,
    pause,
    reopen,
    resume,
    undo_step,
)
from cases.intake.actions import screen
from cases.person_page.timeline_views import lines
from cases.programmes.codes import WorkerFunction
from cases.staff.codes import Role
from tests.clock import NOW
from tests.factories.cases import (
    ContactFactory,
    EnrolmentFactory,
    MembershipFactory,
    PersonFactory,
    PhaseSpellFactory,
    PhaseStepFactory,
    PhaseTemplateFactory,
    ProgrammeFactory,
    TeamFactory,
    staff,
    works_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


@pytest.fixture
def team():
    return TeamFactory(name="Team Vesterbro")


@pytest.fixture
def person(team):
    return PersonFactory(team=team)


@pytest.fixture
def worker(team, client):
    worker = staff(Role.LEAD, team, name="Sofie Lund")
    client.force_login(worker)
    return worker


def contact(person, *, day=1, **facts):
    when = datetime(2025, 5, day, 12, 0, tzinfo=UTC)
    return ContactFactory(people=facts.pop("people", [person]), happened_at=when, registered_at=when, **facts)


def told(found):
    return [(line.when.isoformat()[:10], str(line.title)) for line in found]


def test_a_whole_way_reads_from_the_end(worker, person, team):
    programme = ProgrammeFactory(name="Ungeprojektet")
    works_in(team, programme)
    phases = [PhaseTemplateFactory(programme=programme, position=n, name_da=f"Fase {n}") for n in (1, 2)]
    common = {"by": worker, "at": NOW}
    screening = screen(
        **common,
        person=person,
        programme=programme,
        decided_on=date(2025, 1, 2),
        outcome="exception",
        reasons=["unknown_facts"],
        note="Haster",
    )
    enrolment = enrol(**common, screening=screening, team=team, on=date(2025, 1, 3))
    held = assign(**common, enrolment=enrolment, worker=worker, function=WorkerFunction.RELATION, on=date(2025, 1, 4))
    pause(**common, enrolment=enrolment, reason="prison", on=date(2025, 1, 10))
    resume(**common, enrolment=enrolment, on=date(2025, 1, 19))
    change_phase(**common, enrolment=enrolment, phase=phases[1], on=date(2025, 2, 1))
    end_assignment(**common, assignment=held, on=date(2025, 2, 2))
    close(**common, enrolment=enrolment, on=date(2025, 3, 1), reasons=["moved", "other"], note="Flyttet")
    reopen(**common, enrolment=enrolment, phase=phases[0], on=date(2025, 4, 1))
    found = lines(person, worker)
    assert told(found) == [
        ("2025-04-01", "Fase: Fase 1"),
        ("2025-04-01", "Forløb genåbnet: Ungeprojektet"),
        ("2025-03-01", "Forløb afsluttet: Ungeprojektet"),
        ("2025-02-02", "Sofie Lund er ikke længere tilknyttet"),
        ("2025-02-01", "Fase: Fase 2"),
        ("2025-01-19", "Pausen sluttede"),
        ("2025-01-10", "På pause: Fængsel eller varetægt"),
        ("2025-01-04", "Sofie Lund er tilknyttet"),
        ("2025-01-03", "Fase: Fase 1"),
        ("2025-01-03", "Indskrevet: Ungeprojektet"),
        ("2025-01-02", "Ungeprojektet: Optaget som undtagelse"),
    ]
    closing = found[2]
    assert (closing.text, closing.detail[0][1]) == ("Flyttet", "Flyttet til en anden kommune, Andet")
    assert [str(value) for _label, value in found[5].detail] == ["10"]


def test_a_step_stays_on_the_time_line_when_the_phase_has_changed(worker, person, team):
    programme = ProgrammeFactory()
    phases = [PhaseTemplateFactory(programme=programme, position=n, name_da=f"Fase {n}") for n in (1, 2)]
    enrolment = EnrolmentFactory(person=person, programme=programme)
    PhaseSpellFactory(enrolment=enrolment, phase=phases[0])
    common = {"by": worker, "at": NOW}
    for text in ("Aftal møde", "Fortrudt"):
        step = PhaseStepFactory(phase=phases[0], text_da=text)
        done = complete_step(**common, enrolment=enrolment, step=step, on=date(2025, 2, 1))
    undo_step(**common, done=done)
    change_phase(**common, enrolment=enrolment, phase=phases[1], on=date(2025, 3, 1))
    [line] = lines(person, worker, "step")
    assert (line.when, line.title, line.by) == (date(2025, 2, 1), "Udført: Aftal møde", "Sofie Lund")
    assert [str(value) for _label, value in line.detail] == ["Fase 1"]


def test_a_kind_that_does_not_exist_is_not_kept_in_the_trail(client, worker, person):
    path = reverse("cases:person_timeline", args=[person.reference])
    assert client.get(path, {"kind": "Anna 010203-1234"}, headers={"HX-Request": "true"}).status_code == 200
    assert AuditEvent.objects.latest("pk").facts["kind"] == ""


def test_a_kind_without_entries_says_so_and_shows_the_way_back(client, worker, person):
    address = reverse("cases:person", args=[person.reference])
    assert "Der er ikke sket noget endnu" in client.get(address).content.decode()
    contact(person)
    page = client.get(address, {"kind": "screening"}).content.decode()
    assert [text in page for text in ("Der er ikke sket noget endnu", "Intet af den slags", "Vis alt")] == [
        False,
        True,
        True,
    ]


def test_within_a_day_the_latest_comes_first(worker, person):
    for hour, kind in ((9, "phone"), (15, "visit"), (12, "meeting")):
        when = datetime(2025, 5, 1, hour, tzinfo=UTC)
        ContactFactory(people=[person], happened_at=when, registered_at=when, kind=kind)
    assert [line.when.hour for line in lines(person, worker, "contact")] == [17, 14, 11]


def test_an_attempt_is_seen_to_be_one(worker, person):
    contact(person, outcome=ContactOutcome.IN_VAIN, kind="phone")
    line = lines(person, worker)[0]
    assert (line.title, line.tone) == ("Telefon: forsøgt forgæves", "warning")


def test_a_meeting_without_the_young_person_is_no_failed_attempt(worker, person):
    contact(person, outcome=ContactOutcome.WITHOUT, kind="network_meeting")
    line = lines(person, worker)[0]
    assert (line.title, line.tone) == ("Netværksmøde: uden den unge", "")


def test_a_late_correction_says_when_and_why_and_leads_to_the_original(worker, person):
    row = contact(person, by=worker, note="Først skrevet")
    change_contact(by=worker, at=NOW, contact=row, version=1, reason="Forkert sted", note="Nu rettet")
    line = lines(person, worker)[0]
    assert (line.text, line.url) == ("Nu rettet", reverse("cases:contact", args=[row.pk]))
    assert ("Rettet 04.06.2025, den oprindelige tekst er bevaret", "Forkert sted") in line.detail


def test_a_withdrawn_contact_is_struck_out_with_its_reason(client, worker, person):
    row = contact(person, by=worker, note="Forkert person")
    withdraw_contact(by=worker, at=NOW, contact=row, why="Tastefejl")
    line = lines(person, worker)[0]
    assert (line.tone, line.detail[-1]) == ("withdrawn", ("Trukket tilbage 04.06.2025", "Tastefejl"))
    page = client.get(reverse("cases:person", args=[person.reference])).content.decode()
    assert "is-withdrawn" in page
    assert "Tastefejl" in page


def test_the_note_of_a_group_is_for_those_who_may_see_everyone(team, person):
    """Planted: a group entry whose note names someone of another team."""
    other = PersonFactory(team=TeamFactory(), first_name="Hemmelig")
    author, colleague, both = staff(team=team), staff(team=team), staff(team=team)
    MembershipFactory(user=both, team=other.team)
    contact(person, by=author, people=[person, other], note="Hemmelig var også med")
    shown = [lines(person, user)[0].text for user in (author, colleague, both)]
    assert shown == ["Hemmelig var også med", "", "Hemmelig var også med"]
    assert "Hemmelig" not in str(lines(person, colleague))


def test_a_correction_of_a_group_note_does_not_tell_more(team, person):
    author, colleague = staff(team=team), staff(team=team)
    row = contact(person, by=author, people=[person, PersonFactory()], note="A")
    change_contact(by=author, at=NOW, contact=row, version=1, reason="Hemmelig var ikke med", note="B")
    withdraw_contact(by=author, at=NOW, contact=row, why="Hemmelig igen")
    assert "Hemmelig" not in str(lines(person, colleague))


def test_other_peoples_contacts_are_not_there(worker, person, team):
    contact(PersonFactory(team=team))
    assert lines(person, worker) == []


def test_the_filter_stands_in_the_address(client, worker, person):
    contact(person, note="Mødtes på caféen")
    address = reverse("cases:person", args=[person.reference])
    shown = {kind: "Mødtes på caféen" in client.get(f"{address}?kind={kind}").content.decode() for kind in KINDS}
    assert shown == KINDS


KINDS = {"": True, "contact": True, "phase": False, "assignment": False, "nonsense": False}


def test_months_are_headings(client, worker, person):
    contact(person)
    assert "maj 2025" in client.get(reverse("cases:person", args=[person.reference])).content.decode().lower()


def test_older_entries_come_by_the_page(client, worker, person):
    """45 entries on pages of 40: the first page shows 40 and a link, the second the 5 oldest."""
    for day in range(45):
        when = datetime(2025, 4, 1, tzinfo=UTC) + timedelta(days=day)
        ContactFactory(people=[person], happened_at=when, registered_at=when)
    address = reverse("cases:person", args=[person.reference])
    first = client.get(address + "?kind=contact").content.decode()
    assert (first.count("timeline-item"), "kind=contact&amp;page=2" in first) == (40, True)
    more = reverse("cases:person_timeline", args=[person.reference]) + "?kind=contact&page=2"
    response = client.get(more, headers={"HX-Request": "true"})
    text = response.content.decode()
    assert (text.count("timeline-item"), "page=3" in text, "<html" in text) == (5, False, False)


def test_everything_is_on_the_page_for_printing_which_is_no_printing_yet(client, worker, person):
    for day in range(45):
        when = datetime(2025, 4, 1, tzinfo=UTC) + timedelta(days=day)
        ContactFactory(people=[person], happened_at=when, registered_at=when)
    text = client.get(reverse("cases:person", args=[person.reference]) + "?print=1").content.decode()
    assert text.count("timeline-item") == 45
    assert AuditEvent.objects.get().action == AuditAction.OPENED


def test_an_empty_time_line_says_so(client, worker, person):
    text = client.get(reverse("cases:person", args=[person.reference])).content.decode()
    assert "Der er ikke sket noget endnu" in text
