"""My day says whom I have not reached, what waits for me, and what I did not finish writing."""

from datetime import date, timedelta

import pytest

from cases.audit.models import AuditEvent
from cases.contacts.codes import ContactOutcome
from cases.contacts.rules import ContactLevel, Urgency, urgency
from cases.drafts.models import Draft
from cases.enrolments.models import Pause, PhaseSpell
from cases.staff.codes import Role
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    AssignmentFactory,
    ContactFactory,
    EnrolmentFactory,
    PersonFactory,
    PhaseSpellFactory,
    ProgrammeFactory,
    TeamFactory,
    staff,
)
from tests.factories.housing import SupportCaseFactory

pytestmark = pytest.mark.servers
URL = "/my-day/"


@pytest.fixture
def worker(db):
    return staff()


@pytest.fixture
def team(worker):
    return worker.memberships.get().team


@pytest.fixture
def page(client, worker):
    client.force_login(worker)
    return client


def mine(worker, team, *, days=None, outcome=ContactOutcome.REACHED, target_in=None, **fields):
    """A young person of mine, last reached so many days ago, with a phase target in so many days."""
    programme = ProgrammeFactory(quiet_days=14, silent_days=30)
    enrolment = EnrolmentFactory(person=PersonFactory(team=team, **fields), programme=programme)
    AssignmentFactory(enrolment=enrolment, worker=worker)
    target = None if target_in is None else TODAY + timedelta(days=target_in)
    PhaseSpellFactory(enrolment=enrolment, target_end=target, phase__name_da="Opstart")
    if days is not None:
        when = NOW - timedelta(days=days)
        ContactFactory(people=[enrolment.person], happened_at=when, registered_at=when, outcome=outcome)
    return enrolment.person


def test_the_longest_unreached_stand_first_with_a_word_for_it(page, worker, team):
    people = [mine(worker, team, days=days) for days in (0, 14, 30, 1, 29)]
    rows = page.get(URL).context["rows"]
    assert [(row.person, row.level, row.badge, row.meta) for row in rows] == [
        (people[2], "silent", "30 dage siden kontakt", ["Opstart"]),
        (people[4], "quiet", "29 dage siden kontakt", ["Opstart"]),
        (people[1], "quiet", "14 dage siden kontakt", ["Opstart"]),
        (people[3], "fine", "", ["1 dag siden kontakt", "Opstart"]),
        (people[0], "fine", "", ["Kontakt i dag", "Opstart"]),
    ]


def test_newly_enrolled_and_never_reached_comes_first_and_paused_last(page, worker, team):
    """Enrolled 3 days ago and never reached; silent; quiet; reached today; silent and resting."""
    new, silent, quiet, fine, resting = (mine(worker, team, days=days) for days in (None, 30, 14, 0, 200))
    new.enrolments.update(start=TODAY - timedelta(days=3))
    PhaseSpell.objects.filter(enrolment__person=new).update(start=TODAY - timedelta(days=3))
    Pause.objects.create(enrolment=resting.enrolments.get(), reason="prison", start=date(2025, 5, 1))
    rows = page.get(URL).context["rows"]
    assert [(row.person, row.tone) for row in rows] == [
        (new, "info"), (silent, "error"), (quiet, "warning"), (fine, ""), (resting, "error")
    ]  # fmt: skip
    assert rows[0].badge == "Ikke truffet endnu, forløb fra 01.06.2025"


@pytest.mark.parametrize(
    ("level", "is_reached", "is_paused", "expected"),
    [
        ("fine", False, False, "NEW"),
        ("quiet", False, False, "NEW"),
        ("silent", False, False, "SILENT"),
        ("silent", True, False, "SILENT"),
        ("quiet", True, False, "QUIET"),
        ("fine", True, False, "FINE"),
        ("fine", False, True, "PAUSED"),
        ("silent", True, True, "PAUSED"),
    ],
)
def test_how_urgent(*, level, is_reached, is_paused, expected):
    assert urgency(ContactLevel(level), is_reached=is_reached, is_paused=is_paused).name == expected
    assert [one.name for one in sorted(Urgency)] == ["NEW", "SILENT", "QUIET", "FINE", "PAUSED"]


def test_attempts_in_vain_do_not_count_and_never_reached_is_said(page, worker, team):
    mine(worker, team, days=1, outcome=ContactOutcome.IN_VAIN)
    row = page.get(URL).context["rows"][0]
    assert (row.level, row.badge, row.meta) == ("silent", "Ikke truffet endnu, forløb fra 01.01.2025", ["Opstart"])


@pytest.mark.parametrize(
    ("target_in", "text"),
    [(None, ""), (0, ""), (-1, "Fasemål overskredet med 1 dag"), (-5, "Fasemål overskredet med 5 dage")],
)
def test_a_passed_phase_target_is_said(page, worker, team, target_in, text):
    mine(worker, team, target_in=target_in)
    assert page.get(URL).context["rows"][0].overdue == text


def test_a_pause_is_said(page, worker, team):
    person = mine(worker, team, days=0)
    Pause.objects.create(enrolment=person.enrolments.get(), reason="prison", start=date(2025, 5, 1))
    assert page.get(URL).context["rows"][0].meta == ["Kontakt i dag", "Opstart", "På pause"]


def test_a_young_person_in_two_programmes_stands_once(page, worker, team):
    person = mine(worker, team, days=20)
    strict = EnrolmentFactory(person=person, programme=ProgrammeFactory(quiet_days=5, silent_days=10))
    AssignmentFactory(enrolment=strict, worker=worker)
    assert [(row.person, row.level) for row in page.get(URL).context["rows"]] == [(person, "silent")]


def test_only_mine_and_only_running(page, worker, team):
    person = mine(worker, team)
    PersonFactory(team=team)
    mine(staff(team=team), team)
    closed = EnrolmentFactory(person=PersonFactory(team=team), end=date(2025, 2, 1), closing_reasons=["completed"])
    AssignmentFactory(enrolment=closed, worker=worker)
    assert [row.person for row in page.get(URL).context["rows"]] == [person]


def test_a_protected_young_person_is_shown_to_the_own_worker(page, worker, team):
    person = mine(worker, team, is_restricted=True)
    assert [row.person for row in page.get(URL).context["rows"]] == [person]


def test_each_row_logs_a_contact_with_the_young_person_ticked(page, worker, team):
    person = mine(worker, team)
    html = page.get(URL).content.decode()
    assert f'href="/contacts/new/?person={person.reference}&amp;back=my-day"' in html


def test_unfinished_notes_wait(page, worker, team):
    yesterday = NOW - timedelta(days=1)
    for key, at in (
        ("cases-contact-create:T1", NOW),
        ("cases-contact-change:7", yesterday),
        ("unknown", NOW),
        ("cases-contact-change:x", NOW),
    ):
        Draft.objects.create(user=worker, key=key, saved_at=at)
    found = {draft.key: (draft.url, draft.when) for draft in page.get(URL).context["unfinished"]}
    assert found == {
        "cases-contact-create:T1": ("/contacts/new/?person=T1", "10.00"),
        "cases-contact-change:7": ("/contacts/7/change/", "03.06.2025 10.00"),
    }


def test_an_unfinished_note_says_whom_it_is_about_if_the_user_may_see_them(page, worker, team):
    seen, hidden = PersonFactory(team=team, first_name="Ida", last_name="Holm"), PersonFactory(first_name="Hemmelig")
    for person in (seen, hidden):
        Draft.objects.create(user=worker, key=f"cases-contact-create:{person.reference}", saved_at=NOW)
    html = page.get(URL).content.decode()
    assert [text in html for text in ("Ida Holm", "Hemmelig")] == [True, False]
    assert AuditEvent.objects.latest("pk").facts["shown"] == [seen.reference]


def test_an_unfinished_form_about_a_record_says_whom_it_is_about_if_the_user_may_see_them(page, worker, team):
    seen = SupportCaseFactory(person=PersonFactory(team=team, first_name="Ida", last_name="Holm"))
    hidden = SupportCaseFactory(person__first_name="Hemmelig")
    for subject in (f"{seen.pk}.refuse", f"{hidden.pk}.refuse", "9" * 30, "x.refuse"):
        Draft.objects.create(user=worker, key=f"housing-support-step:{subject}", saved_at=NOW)
    found = {draft.url: draft.person for draft in page.get(URL).context["unfinished"]}
    assert found == {
        f"/housing/support/{seen.pk}/steps/refuse/": seen.person,
        f"/housing/support/{hidden.pk}/steps/refuse/": None,
    }


def test_nobody_to_follow_says_what_to_do(page):
    assert "Du følger ingen unge endnu" in page.get(URL).content.decode()


@pytest.mark.parametrize("role", [Role.PARTNER, Role.EVALUATOR, Role.ADMINISTRATOR])
def test_my_day_is_for_those_who_work_with_cases(client, db, role):
    client.force_login(staff(role))
    assert client.get(URL).status_code == 403


def test_the_number_of_queries_does_not_grow(page, worker, team, django_assert_max_num_queries):
    def count():
        with django_assert_max_num_queries(60) as queries:
            page.get(URL)
        return len(queries)

    mine(worker, team, days=3)
    page.get(URL)
    one = count()
    for days in range(29):
        mine(worker, TeamFactory() if days % 7 == 0 else team, days=days)
    assert count() == one
