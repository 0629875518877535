"""Steps of support cases put right or taken back, and who entered them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from cases.audit.models import AuditEvent
from cases.core.errors import Doubtful, Refused, Stale
from cases.staff.codes import Role
from housing.corrections.actions import correct_support_step, remove_support_case, take_back_support_step
from housing.corrections.queries import correctable_steps
from housing.support.actions import (
    answer_hearing,
    drop_support_case,
    end_support,
    grant_support,
    hold_talk,
    open_support_case,
    refuse_support,
    send_hearing,
    start_support,
)
from housing.support.codes import SupportEvent
from housing.support.models import SupportCase
from tests.clock import NOW
from tests.factories.cases import PersonFactory, TeamFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

WHY = "Tastet forkert"


def day(number):
    return date(2025, 2, number)


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def worker(team):
    return staff(Role.AUTHORITY, team=team)


@pytest.fixture
def who(worker):
    return {"by": worker, "at": NOW}


@pytest.fixture
def heard(who, team):
    """Opened on 1 February, talk on the 3rd, hearing from the 5th to the 15th, answered on the 10th."""
    case = open_support_case(**who, person=PersonFactory(team=team), paragraph="sel_85", on=day(1))
    case = hold_talk(**who, case=case, on=day(3))
    case = send_hearing(**who, case=case, on=day(5), deadline=day(15))
    return answer_hearing(**who, case=case, on=day(10), answer="Enig")


@pytest.fixture
def ended(who, heard):
    """Granted on 12 February, support from the 16th; the 25th is its last day."""
    case = grant_support(**who, case=heard, on=day(12), hours_per_week=Decimal(3), grounds="§ 85")
    case = start_support(**who, case=case, on=day(16))
    return end_support(**who, case=case, on=day(25), ending="moved")


def correct(who, case, step, on, **facts):
    case.refresh_from_db()
    wanted = SupportEvent(step) if step else None
    return correct_support_step(**who, case=case, step=wanted, version=case.version, on=on, **{"why": WHY} | facts)


def take_back(who, case, step):
    case.refresh_from_db()
    return take_back_support_step(**who, case=case, step=SupportEvent(step), version=case.version, why=WHY)


@pytest.mark.parametrize(
    ("step", "field", "facts", "kept"),
    [
        ("", "opened_on", {}, {}),
        ("talk", "talked_on", {}, {}),
        ("send_hearing", "hearing_sent_on", {"deadline": day(14)}, {"hearing_deadline": day(14)}),
        ("answer_hearing", "hearing_answered_on", {"answer": "Uenig"}, {"hearing_answer": "Uenig"}),
        ("grant", "decided_on", {"grounds": "Ny"}, {"grounds": "Ny", "hours_per_week": None}),
        ("start", "start", {}, {}),
    ],
)
def test_every_day_is_corrected_with_what_its_step_said(ended, step, field, facts, kept):
    """Each a day later, which is still in order; the state stays."""
    was, lead = getattr(ended, field), staff(Role.LEAD)
    case = correct({"by": lead, "at": NOW}, ended, step, was + timedelta(days=1), **facts)
    case.refresh_from_db()
    expected = {field: was + timedelta(days=1), "state": "ended", "state_since": day(25)} | kept
    assert {name: getattr(case, name) for name in expected} == expected
    last, before = case.history.order_by("-history_id")[:2]
    assert (getattr(before, field), last.history_user, last.history_change_reason) == (was, lead, WHY)
    assert AuditEvent.objects.filter(action="changed").get().facts == {"step": step or "open", "removed": False}


@pytest.mark.parametrize(
    ("step", "on", "message"),
    [
        ("", 4, "“Assessment talk (VUM) held” (03.02.2025) would lie before “The case was opened” (04.02.2025)"),
        ("talk", 6, "“Hearing sent” (05.02.2025) would lie before “Assessment talk (VUM) held”"),
        ("grant", 9, "“Support granted” (09.02.2025) would lie before “Hearing answered” (10.02.2025)"),
        (
            "start",
            26,
            "“Support ended” (25.02.2025) would lie before “Support started” (26.02.2025)",
        ),
    ],
)
def test_days_that_run_backwards_are_refused(who, ended, step, on, message):
    with pytest.raises(Refused) as refusal:
        correct(who, ended, step, day(on))
    assert message in str(refusal.value.message)
    ended.refresh_from_db()
    assert [on.day for _step, on in ended.taken] == [3, 5, 10, 12, 16, 25]


def test_the_last_day_of_support_is_corrected_as_it_is_read(who, ended):
    """Stored is the first day without support."""
    case = correct(who, ended, "end", day(20), ending="goal_reached")
    assert (case.end, case.state_since, case.ending) == (day(21), day(20), "goal_reached")
    assert case.taken[-1] == (SupportEvent.END, day(20))
    assert correct(who, ended, "end", day(16), ending="moved").end == day(17)


def test_a_refusal_still_waits_for_the_hearing(who, heard):
    take_back(who, heard, "answer_hearing")
    heard.refresh_from_db()
    case = refuse_support(**who, case=heard, on=day(16), refusal="no_need", grounds="§ 85: intet behov")
    with pytest.raises(Refused, match="before the young person's time to answer the hearing was over"):
        correct(who, case, "refuse", day(14), refusal="no_need", grounds="§ 85: intet behov")
    with pytest.raises(Refused, match="cannot be empty"):
        correct(who, case, "refuse", day(17), refusal="no_need", grounds=" ")
    case = correct(who, case, "refuse", day(17), refusal="other_help", grounds="§ 85: anden hjælp")
    assert (case.state, case.state_since, case.refusal) == ("refused", day(17), "other_help")


def test_steps_are_taken_back_one_by_one_to_the_opening(who, ended):
    case, stood = ended, []
    for step in ("end", "start", "grant", "answer_hearing", "send_hearing", "talk"):
        case = take_back(who, case, step)
        stood.append((case.state, case.state_since.day))
    assert stood == [("started", 16), ("granted", 12), ("hearing", 10), ("hearing", 5), ("talked", 3), ("opened", 1)]
    new = SupportCase(person=case.person, paragraph="sel_85", worker=case.worker, opened_on=day(1), state_since=day(1))
    same = [field.name for field in SupportCase._meta.concrete_fields if field.name not in {"id", "version"}]
    assert {name: getattr(case, name) for name in same} == {name: getattr(new, name) for name in same} | {
        "registered_at": NOW
    }


def test_a_dropped_case_is_picked_up_where_it_stood(who, heard):
    case = grant_support(**who, case=heard, on=day(12))
    case = drop_support_case(**who, case=case, on=day(20), reason="moved")
    case = correct(who, case, "drop", day(18), reason="declined")
    assert (case.state, case.dropped_on, case.dropped_why) == ("dropped", day(18), "declined")
    case = take_back(who, case, "drop")
    assert (case.state, case.state_since, case.dropped_why) == ("granted", day(12), "")


def test_only_the_latest_step_and_one_that_was_taken(who, ended):
    with pytest.raises(Refused, match="First comes “Support ended”"):
        take_back(who, ended, "grant")
    with pytest.raises(Refused, match="has not been taken"):
        take_back(who, ended, "drop")
    with pytest.raises(Refused, match="has not been taken"):
        correct(who, ended, "refuse", day(12))
    with pytest.raises(Stale):
        take_back_support_step(**who, case=ended, step=SupportEvent.END, version=1, why=WHY)


def test_a_case_of_the_wrong_person_is_taken_out(who, ended):
    with pytest.raises(Refused) as refusal:
        remove_support_case(**who, case=ended, version=ended.version, why=" ")
    assert refusal.value.field == "why"
    remove_support_case(**who, case=ended, version=ended.version, why="Forkert ung")
    assert SupportCase.objects.count() == 0
    gone = SupportCase.history.filter(history_type="-").get()
    assert (gone.history_user, gone.history_change_reason) == (who["by"], "Forkert ung")


def test_the_author_of_a_step_is_who_entered_it_last(who, heard, team):
    """A correction makes nobody else the author, a step entered anew does."""
    colleague, lead = staff(team=team), staff(Role.LEAD, team=team)
    later = NOW + timedelta(hours=20)
    case = correct({"by": lead, "at": later}, heard, "talk", day(4))
    case = take_back({"by": lead, "at": later}, case, "answer_hearing")
    case = answer_hearing(by=colleague, at=later, case=case, on=day(11), answer="Uenig")
    assert [(step.event, step.by, step.registered_at) for step in case.steps.order_by("pk")] == [
        ("", who["by"], NOW),
        ("talk", who["by"], NOW),
        ("send_hearing", who["by"], NOW),
        ("answer_hearing", colleague, later),
    ]
    after = NOW + timedelta(hours=25)
    assert correctable_steps(who["by"], case, later) == [SupportEvent.TALK, SupportEvent.SEND_HEARING]
    assert correctable_steps(who["by"], case, after) == []
    assert correctable_steps(colleague, case, after) == [SupportEvent.ANSWER_HEARING]
    assert len(correctable_steps(lead, case, after)) == 3


def test_a_case_is_not_opened_before_the_young_person_is_born(who, team):
    """Not even where the day, which is long ago, is said to be right."""
    person = PersonFactory(team=team, birth_date=date(2004, 5, 1))
    case = open_support_case(**who, person=person, paragraph="sel_85", on=day(1))
    told = {"on": date(2004, 4, 30), "why": WHY, "confirmed": ["opened_on=2004-04-30"]}
    with pytest.raises(Refused, match="born"):
        correct_support_step(**who, case=case, step=None, version=case.version, **told)


def test_a_case_is_not_opened_before_its_paragraph_was_in_force(who, team):
    told = {"on": date(2023, 9, 30), "confirmed": ["opened_on=2023-09-30"]}
    with pytest.raises(Refused, match="in force"):
        open_support_case(**who, person=PersonFactory(team=team), paragraph="sel_85a", **told)
    older, newer = (
        open_support_case(**who, person=PersonFactory(team=team), paragraph=paragraph, on=day(1))
        for paragraph in ("sel_85", "sel_85a")
    )
    moved = correct_support_step(**who, case=older, step=None, version=older.version, why=WHY, **told)
    assert moved.opened_on == date(2023, 9, 30)
    with pytest.raises(Refused, match="in force"):
        correct_support_step(**who, case=newer, step=None, version=newer.version, why=WHY, **told)


def test_the_time_to_answer_is_asked_about_anew_when_the_hearing_was_sent_earlier(who, team):
    case = open_support_case(**who, person=PersonFactory(team=team), paragraph="sel_85", on=day(1))
    case = send_hearing(**who, case=hold_talk(**who, case=case, on=day(1)), on=day(20), deadline=date(2025, 4, 15))
    with pytest.raises(Doubtful) as question:
        correct_support_step(
            **who,
            case=case,
            step=SupportEvent.SEND_HEARING,
            version=case.version,
            on=day(1),
            deadline=date(2025, 4, 15),
            why=WHY,
        )
    assert [doubt.field for doubt in question.value.doubts] == ["hearing_deadline"]
