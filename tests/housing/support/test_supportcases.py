"""The support case: talk, hearing, decision, start and end, each on its day and by the rules of the law."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from cases.audit.models import AuditEvent
from cases.core.errors import Refused, Stale
from cases.core.periods import last_day
from housing.support.actions import (
    answer_hearing,
    change_support_case,
    drop_support_case,
    end_support,
    grant_support,
    hold_talk,
    open_support_case,
    refuse_support,
    send_hearing,
    start_support,
)
from tests.clock import NOW, TODAY
from tests.factories.cases import OrganisationFactory, PersonFactory, staff
from tests.factories.housing import SupportCaseFactory

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

TOMORROW = TODAY + timedelta(days=1)

SEP, OCT, NOV = date(2024, 9, 10), date(2024, 10, 7), date(2024, 11, 12)


@pytest.fixture
def worker():
    return staff()


@pytest.fixture
def heard():
    """A case in hearing: sent 7 October, to be answered by 21 October."""
    return SupportCaseFactory(
        state="hearing",
        opened_on=SEP,
        talked_on=SEP,
        hearing_sent_on=OCT,
        hearing_deadline=date(2024, 10, 21),
        state_since=OCT,
    )


def test_from_talk_to_running_support(worker):
    """Talk in September, hearing in October, grant in November, start in February."""
    who = {"by": worker, "at": NOW}
    case = open_support_case(**who, person=PersonFactory(), paragraph="sel_85", on=date(2024, 9, 1))
    case = hold_talk(**who, case=case, on=SEP)
    case = send_hearing(**who, case=case, on=OCT, deadline=date(2024, 10, 21))
    case = answer_hearing(**who, case=case, on=date(2024, 10, 15), answer=" Enig i det meste ")
    case = grant_support(**who, case=case, on=NOV, hours_per_week=Decimal("2.5"))
    case = start_support(**who, case=case, on=date(2025, 2, 3))
    assert (case.state, case.talked_on, case.hearing_sent_on, case.hearing_answered_on, case.decided_on) == (
        "started",
        SEP,
        OCT,
        date(2024, 10, 15),
        NOV,
    )
    assert case.hearing_answer == "Enig i det meste"
    assert (case.decided_by, case.hours_per_week, case.start) == (worker, Decimal("2.5"), date(2025, 2, 3))
    case = end_support(**who, case=case, on=date(2025, 5, 1), ending="goal_reached")
    assert (case.state, last_day(case.end), case.ending) == ("ended", date(2025, 5, 1), "goal_reached")
    steps = AuditEvent.objects.filter(action="state_changed").order_by("pk")
    assert [event.facts["step"] for event in steps] == [
        "talk",
        "send_hearing",
        "answer_hearing",
        "grant",
        "start",
        "end",
    ]


def test_a_refusal_needs_a_hearing(worker):
    case = SupportCaseFactory(state="talked", talked_on=SEP, opened_on=SEP)
    with pytest.raises(Refused, match="not possible now"):
        refuse_support(by=worker, at=NOW, case=case, on=NOV, refusal="no_need", grounds="§ 85: intet behov.")


def test_a_refusal_waits_for_the_answer_or_the_deadline(worker, heard):
    early = date(2024, 10, 21)
    with pytest.raises(Refused) as refusal:
        refuse_support(by=worker, at=NOW, case=heard, on=early, refusal="no_need", grounds="§ 85: intet behov.")
    assert refusal.value.field == "on"
    answer_hearing(by=worker, at=NOW, case=heard, on=date(2024, 10, 20), answer="Uenig")
    case = refuse_support(by=worker, at=NOW, case=heard, on=early, refusal="no_need", grounds="§ 85: intet behov.")
    assert (case.state, case.refusal, case.decided_by) == ("refused", "no_need", worker)


def test_a_refusal_has_written_grounds(worker, heard):
    with pytest.raises(Refused) as refusal:
        refuse_support(by=worker, at=NOW, case=heard, on=NOV, refusal="no_need", grounds=" ")
    assert refusal.value.field == "grounds"


def test_an_unknown_reason_is_refused(worker, heard):
    with pytest.raises(Refused, match="from the lists"):
        refuse_support(by=worker, at=NOW, case=heard, on=NOV, refusal="mood", grounds="x")
    with pytest.raises(Refused, match="from the lists"):
        drop_support_case(by=worker, at=NOW, case=heard, on=NOV, reason="mood")


def test_a_hearing_is_answered_once(worker, heard):
    answer_hearing(by=worker, at=NOW, case=heard, on=OCT, answer="Uenig")
    with pytest.raises(Refused, match="already been answered"):
        answer_hearing(by=worker, at=NOW, case=heard, on=NOV, answer="Enig")


def test_an_answer_is_written_down(worker, heard):
    with pytest.raises(Refused) as refusal:
        answer_hearing(by=worker, at=NOW, case=heard, on=OCT, answer=" ")
    assert refusal.value.field == "answer"
    heard.refresh_from_db()
    assert heard.hearing_answered_on is None


def test_a_hearing_leaves_time_for_an_answer(worker):
    case = SupportCaseFactory(state="talked", talked_on=SEP, opened_on=SEP)
    with pytest.raises(Refused, match="leaves time"):
        send_hearing(by=worker, at=NOW, case=case, on=OCT, deadline=OCT)


@pytest.mark.parametrize(("on", "message"), [(TOMORROW, "future"), (date(2024, 10, 6), "previous step")])
def test_days_keep_their_order(worker, heard, on, message):
    with pytest.raises(Refused, match=message):
        grant_support(by=worker, at=NOW, case=heard, on=on)
    heard.refresh_from_db()
    assert heard.state == "hearing"


def test_a_dropped_case_keeps_what_was_decided(worker, heard):
    case = grant_support(by=worker, at=NOW, case=heard, on=NOV)
    case = drop_support_case(by=worker, at=NOW, case=case, on=NOV, reason="declined")
    assert (case.state, case.decided_on, case.dropped_why) == ("dropped", NOV, "declined")


def test_provider_and_note_change_while_the_case_is_open(worker, heard):
    provider = OrganisationFactory()
    case = change_support_case(by=worker, at=NOW, case=heard, version=1, provider=provider, note="Ønsker WeShelter")
    assert (case.provider, case.note) == (provider, "Ønsker WeShelter")
    with pytest.raises(Stale):
        change_support_case(by=worker, at=NOW, case=heard, version=1)
    case = drop_support_case(by=worker, at=NOW, case=case, on=NOV, reason="moved")
    with pytest.raises(Refused, match="closed"):
        change_support_case(by=worker, at=NOW, case=case, version=case.version)
