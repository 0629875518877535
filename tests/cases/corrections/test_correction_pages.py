"""The pages that put an enrolment right: who may, what they show, and that nothing typed is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.core.periods import last_day
from cases.enrolments.actions import change_phase, close, pause, reopen, resume
from cases.enrolments.models import StepDone
from cases.intake.models import Screening
from cases.staff.codes import Role
from tests.cases.enrolled import WHY, day, enrolled, now, three_phases
from tests.clock import NOW, TODAY
from tests.factories.cases import HandoverFactory, PhaseStepFactory, ScreeningFactory, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def phases():
    return three_phases()


@pytest.fixture
def enrolment(phases):
    return enrolled(phases)


@pytest.fixture
def worker(enrolment):
    return enrolment.assignments.get().worker


def correction(kind, row, way=""):
    return reverse(f"cases:correction{way}", args=[kind, row.pk])


def test_who_entered_it_may_correct_it_for_a_day_and_then_a_lead(client, clock, enrolment, worker):
    team = enrolment.team
    page = correction("enrolment", enrolment)
    expected = {worker: (200, 403), staff(team=team): (403, 403), staff(Role.LEAD, team): (200, 200)}
    expected[staff(Role.LEAD)] = (404, 404)
    found = {}
    for hours in (0, 25):
        clock.move_to(NOW + timedelta(hours=hours))
        for user in expected:
            client.force_login(user)
            found.setdefault(user, []).append(client.get(page).status_code)
    assert {user: tuple(statuses) for user, statuses in found.items()} == expected


def test_who_closed_it_may_correct_the_closing_and_nothing_else(client, clock, enrolment):
    """Somebody else enrolled: that stays out of reach, and so does taking the whole enrolment back."""
    later = NOW + timedelta(days=3)
    clock.move_to(later)
    closer = staff(team=enrolment.team)
    client.force_login(closer)
    page, course = correction("enrolment", enrolment), reverse("cases:course", args=[enrolment.pk])
    assert client.get(page).status_code == 403
    close(by=closer, at=later, enrolment=enrolment, on=TODAY, reasons=["moved"])
    parts = [
        ("enrolment", enrolment),
        ("assignment", enrolment.assignments.get()),
        ("phase", enrolment.phase_spells.get()),
    ]
    assert [client.get(correction(*part)).status_code for part in parts] == [200, 200, 403]
    assert [client.post(correction(*part, "_withdraw"), {"why": WHY}).status_code for part in parts] == [403] * 3
    assert correction("enrolment", enrolment, "_withdraw") not in client.get(course).content.decode()
    answers = {"start": "2025-02-01", "end": "2025-06-02", "reasons": ["completed"], "why": WHY}
    assert client.post(page, answers | {"version": now(enrolment).version}).status_code == 302
    assert (now(enrolment).start, last_day(now(enrolment).end)) == (day(1, 15), day(6, 2))
    response = client.post(reverse("cases:closing_withdraw", args=[enrolment.pk]), {"why": WHY})
    assert (response.status_code, now(enrolment).end) == (302, None)


def test_on_the_page_stands_what_may_be_corrected_and_what_was(client, enrolment, worker, phases):
    row = pause(by=worker, at=NOW, enrolment=enrolment, reason="hospital", on=day(2, 1))
    resume(by=worker, at=NOW, enrolment=enrolment, on=day(2, 10))
    spell = change_phase(by=worker, at=NOW, enrolment=enrolment, phase=phases[1], on=day(3, 1))
    client.force_login(worker)
    facts = {
        ("pause", row): {"reason": "hospital", "start": "2025-02-02", "end": "2025-02-10"},
        ("phase", spell): {"start": "2025-03-02", "reason": ""},
        ("assignment", enrolment.assignments.get()): {"start": "2025-01-16"},
        ("enrolment", enrolment): {"start": "2025-01-14"},
    }
    course = reverse("cases:course", args=[enrolment.pk])
    for (kind, record), values in facts.items():
        page = correction(kind, record)
        assert page in client.get(course).content.decode()
        shown = client.get(page).context["form"]
        answers = values | {"version": shown["version"].value(), "why": f"Rettet {kind}"}
        assert client.post(page, answers)["Location"] == course
    assert (now(row).start, now(spell).start, now(enrolment).start) == (day(2, 2), day(3, 2), day(1, 14))
    text = client.get(course).content.decode()
    assert [f"Rettet {kind}" in text for kind, _record in facts] == [True] * 4
    assert client.post(correction("pause", row, "_withdraw"), {"why": "Var aldrig på pause"}).status_code == 302
    assert "Var aldrig på pause" in client.get(course).content.decode()


def test_the_last_day_is_shown_and_kept_where_the_answer_is_wrong(client, enrolment, worker):
    row = pause(by=worker, at=NOW, enrolment=enrolment, reason="hospital", on=day(2, 1))
    resume(by=worker, at=NOW, enrolment=enrolment, on=day(2, 10))
    client.force_login(worker)
    page = correction("pause", row)
    assert 'value="10.02.2025"' in client.get(page).content.decode()
    answers = {"reason": "hospital", "start": "2025-01-02", "end": "2025-02-12", "version": 2, "why": WHY}
    text = client.post(page, answers).content.decode()
    assert ('value="12.02.2025"' in text, "02.01.2025" in text, last_day(now(row).end)) == (True, True, day(2, 10))


def offered(client, enrolment):
    """Of what the page of dates lists, what it offers to take back."""
    text = client.get(reverse("cases:course", args=[enrolment.pk])).content.decode()
    spells = dict(zip(("first", "second"), enrolment.phase_spells.order_by("start"), strict=False))
    rows = {name: ("phase", spell) for name, spell in spells.items()}
    rows |= {"screening": ("screening", enrolment.screening), "enrolment": ("enrolment", enrolment)}
    rows |= {"assignment": ("assignment", enrolment.assignments.get())}
    return {name for name, row in rows.items() if correction(*row, "_withdraw") in text}


def refused(client, *row):
    """Whether taking a record back is refused all the same, to whoever kept the address."""
    return client.post(correction(*row, "_withdraw"), {"why": WHY}).status_code == 200


def test_what_is_certain_to_be_refused_is_not_offered(client, enrolment, worker, phases):
    """The first phase, a decision that was used, and what steps that are done or another record rest on."""
    spell = change_phase(by=worker, at=NOW, enrolment=enrolment, phase=phases[1], on=day(3, 1))
    client.force_login(staff(Role.LEAD, enrolment.team))
    assert offered(client, enrolment) == {"second", "enrolment", "assignment"}
    step = PhaseStepFactory(phase=phases[1])
    done = StepDone.objects.create(spell=spell, step=step, done_on=day(3, 1), done_by=worker)
    assert offered(client, enrolment) == {"assignment"}
    assert refused(client, "phase", spell)
    assert refused(client, "enrolment", enrolment)
    assert refused(client, "screening", enrolment.screening)
    StepDone.objects.filter(pk=done.pk).update(undone=True)
    assert offered(client, enrolment) == {"second", "enrolment", "assignment"}
    HandoverFactory(person=enrolment.person, enrolment=enrolment)
    assert offered(client, enrolment) == {"second", "assignment"}
    assert refused(client, "enrolment", enrolment)


def test_a_closing_is_offered_to_be_taken_back_until_the_enrolment_is_reopened(
    client, clock, enrolment, worker, phases
):
    close(by=worker, at=NOW, enrolment=enrolment, on=TODAY - timedelta(days=1), reasons=["moved"])
    client.force_login(worker)
    page, course = (reverse(f"cases:{name}", args=[enrolment.pk]) for name in ("closing_withdraw", "course"))
    assert page in client.get(course).content.decode()
    reopen(by=worker, at=NOW, enrolment=now(enrolment), phase=phases[0], on=TODAY)
    assert page not in client.get(course).content.decode()
    assert client.post(page, {"why": WHY}).status_code == 200


@pytest.mark.parametrize(("ago", "is_offered"), [(0, False), (1, True)])
def test_reopening_is_offered_from_the_day_after_the_last_one(client, enrolment, worker, ago, is_offered):
    close(by=worker, at=NOW, enrolment=enrolment, on=TODAY - timedelta(days=ago), reasons=["moved"])
    client.force_login(worker)
    text = client.get(reverse("cases:person", args=[enrolment.person.reference])).content.decode()
    assert (reverse("cases:enrolment_reopen", args=[enrolment.pk]) in text) == is_offered


def test_an_unknown_kind_is_not_found(client, worker):
    client.force_login(worker)
    assert client.get("/corrections/nothing/1/").status_code == 404


def test_a_decision_without_enrolment_is_corrected_from_the_person_page(client, phases):
    screening = ScreeningFactory(programme=phases[0].programme, decided_on=day(3, 1))
    client.force_login(staff(Role.LEAD, screening.person.team))
    page = client.get(reverse("cases:person", args=[screening.person.reference])).content.decode()
    assert correction("screening", screening, "_withdraw") in page
    client.post(correction("screening", screening, "_withdraw"), {"why": "Forkert ung"})
    assert not Screening.objects.exists()
