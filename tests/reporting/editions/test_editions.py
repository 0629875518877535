"""An edition from the asking to the release: made for somebody by name, looked at, and then kept as it left."""

from datetime import date, timedelta

import pytest
from django.db import Error, connection, transaction

from cases.audit.models import AuditEvent
from cases.core.errors import Refused
from cases.core.periods import Period
from cases.staff.codes import Role
from reporting.edition_pages.tasks import sweep_editions, work
from reporting.editions.actions import (
    drop_edition,
    make_edition,
    release_edition,
    request_edition,
    retry_edition,
    take_edition,
)
from reporting.editions.codes import EditionState
from reporting.editions.models import Edition
from reporting.editions.protecting import Counted
from reporting.editions.queries import known_of
from reporting.editions.rules import MOST_ATTEMPTS, periods_of
from reporting.indicators.registry import SCREENED_IN_ALL
from reporting.runs.actions import cancel_run
from reporting.runs.models import ReportRun
from tests.clock import NOW, TODAY
from tests.factories.cases import MembershipFactory, ScreeningFactory, TeamFactory, UserFactory, staff, works_in
from tests.races import at_once
from tests.reporting.chapters.followed import followed

pytestmark = pytest.mark.django_db


def clock():
    return NOW


@pytest.fixture
def programme():
    return followed()


@pytest.fixture
def lead(programme):
    return staff(Role.LEAD, works_in(TeamFactory(), programme))


def asked(programme, lead, audience="Fonden", last="2025-03-31", **facts):
    periods = periods_of(Period(programme.start, programme.end), TODAY)
    about = next(one for one in periods if one.last_day == date.fromisoformat(last))
    return request_edition(by=lead, at=NOW, programme=programme, about=about, audience=audience, **facts)


def made(programme, lead, **facts):
    edition = work(asked(programme, lead, **facts).pk, clock)
    assert edition is not None
    assert edition.state == EditionState.READY
    return edition


def released(programme, lead, **facts):
    return release_edition(by=lead, at=NOW, edition=made(programme, lead, **facts))


def test_an_edition_is_made_looked_at_and_released(programme, lead):
    edition = made(programme, lead, audience="  Den  Sociale Fond ")
    assert (edition.audience, edition.kind, edition.run.as_of) == ("Den Sociale Fond", "whole", date(2025, 3, 31))
    assert (edition.against, edition.released_at) == ([], None)
    assert 0 < edition.share_hidden < 100
    edition = release_edition(by=lead, at=NOW, edition=edition)
    about = edition.result["about"]["edition"]
    assert (about["audience"], about["released_by"]["name"]) == ("Den Sociale Fond", lead.name)
    facts = [event.facts for event in AuditEvent.objects.filter(target="reporting.edition").order_by("pk")]
    assert [one.get("event") for one in facts] == [None, "release"]


def test_what_is_hidden_beside_a_small_number_is_hidden_too(programme, lead):
    """Whoever was enrolled was screened: with two of nine turned down, how many were screened would tell them."""
    for index, enrolment in enumerate(programme.enrolments.order_by("pk")[:9]):
        said = {"outcome": "not_eligible", "reasons": ["age"]} if index < 2 else {}
        ScreeningFactory(programme=programme, person=enrolment.person, decided_on=date(2025, 1, 10), **said)
    edition = made(programme, lead)
    told = Counted(edition.run.result)
    assert SCREENED_IN_ALL in told.also
    assert edition.hidden == sorted(told.hidden())


@pytest.mark.parametrize("audience", ["Fonden", "  FONDEN", "fonden "])
def test_an_audience_has_one_edition_of_a_period(programme, lead, audience):
    released(programme, lead)
    with pytest.raises(Refused) as refused:
        asked(programme, lead, audience=audience)
    assert refused.value.field == "audience"
    assert made(programme, lead, audience="Ministeriet")


def test_the_next_edition_is_made_against_those_that_are_out(programme, lead, monkeypatch):
    """Nobody new in the second month of the quarter, as it were: the same counts tell nothing, and all is shown alike."""
    first = released(programme, lead)
    monkeypatch.setattr("tests.reporting.editions.test_editions.TODAY", date(2025, 7, 1))
    second = asked(programme, lead, last="2025-03-31", audience="Andre")
    assert work(second.pk, clock).against == []
    known, hides = known_of(first)
    assert known.fixed == set()
    assert hides == set(first.hidden)


def test_what_was_released_meanwhile_asks_for_another_look(programme, lead):
    waiting = made(programme, lead)
    programme.start = date(2024, 12, 1)
    programme.save()
    released(programme, lead)
    with pytest.raises(Refused, match="en anden udgave"):
        release_edition(by=lead, at=NOW, edition=waiting)
    again = retry_edition(by=lead, at=NOW, edition=waiting)
    assert (again.state, again.result, again.against) == (EditionState.MAKING, None, None)
    again = work(again.pk, clock)
    assert len(again.against) == 1
    assert release_edition(by=lead, at=NOW, edition=again).is_released


def test_an_edition_without_its_report_fails_with_the_reason(programme, lead):
    edition = asked(programme, lead)
    cancel_run(by=lead, at=NOW, run=edition.run)
    edition = work(edition.pk, clock)
    assert (edition.state, edition.error, edition.is_made) == (EditionState.FAILED, "no_report", False)
    assert retry_edition(by=lead, at=NOW, edition=edition).error == ""
    assert work(edition.pk, clock).state == EditionState.READY


def test_an_edition_that_takes_its_workers_down_fails(programme, lead):
    edition = asked(programme, lead)
    for _ in range(MOST_ATTEMPTS):
        assert take_edition(at=NOW, edition_id=edition.pk)
    assert take_edition(at=NOW, edition_id=edition.pk) is None
    edition.refresh_from_db()
    assert (edition.state, edition.error) == (EditionState.FAILED, "fault")


def test_what_is_made_is_not_made_twice(programme, lead):
    edition = made(programme, lead)
    assert work(edition.pk, clock) is None
    assert make_edition(at=NOW, edition_id=edition.pk) is None


def test_who_stands_still_is_sent_out_again(programme, lead, monkeypatch):
    sent = []
    monkeypatch.setattr("reporting.edition_pages.tasks.dispatch", sent.append)
    edition = asked(programme, lead)
    sweep_editions()
    assert sent == []
    since = {"requested_at": NOW - timedelta(minutes=5), "moved_at": NOW - timedelta(minutes=3)}
    Edition.objects.filter(pk=edition.pk).update(**since)
    sweep_editions()
    assert sent == []  # its report is being computed
    ReportRun.objects.filter(pk=edition.run_id).update(**since)
    sweep_editions()
    assert sent == [edition.pk]


def test_what_is_not_released_can_be_thrown_away_and_what_is_cannot(programme, lead):
    waiting, out = made(programme, lead, audience="En anden"), released(programme, lead)
    drop_edition(by=lead, at=NOW, edition=waiting)
    with pytest.raises(Refused):
        drop_edition(by=lead, at=NOW, edition=out)
    assert Edition.objects.get() == out


@pytest.mark.servers
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reporting_edition SET audience = 'x' WHERE id = %s",
        "UPDATE reporting_edition SET result = '{}' WHERE id = %s",
        "UPDATE reporting_edition SET state = 'ready', released_at = NULL, released_by_id = NULL WHERE id = %s",
        "DELETE FROM reporting_edition WHERE id = %s",
    ],
)
def test_the_database_keeps_a_released_edition_as_it_left(programme, lead, statement):
    edition = released(programme, lead)
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [edition.pk])
    assert Edition.objects.get().result == edition.result


def test_a_lead_sees_what_is_about_to_be_released_and_an_evaluator_what_is(programme, lead):
    evaluator, other = UserFactory(), staff(Role.LEAD)
    MembershipFactory(user=evaluator, role=Role.EVALUATOR, team=None, programme=programme)
    waiting, out = made(programme, lead, audience="En anden"), released(programme, lead)
    assert set(Edition.objects.visible_to(lead)) == {waiting, out}
    assert set(Edition.objects.visible_to(evaluator)) == {out}
    assert set(Edition.objects.visible_to(other)) == set()


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_two_editions_for_one_audience_are_not_released_at_once(programme, lead):
    """Each was made as if the other were not there."""
    editions = [made(programme, lead), made(programme, lead)]
    results = at_once(
        *(lambda edition=edition: release_edition(by=lead, at=NOW, edition=edition) for edition in editions)
    )
    assert results[0] == "done"
    assert "has had another edition" in results[1]
    assert Edition.objects.filter(state=EditionState.RELEASED).count() == 1
