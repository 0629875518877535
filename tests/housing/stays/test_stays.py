"""Where a young person sleeps: recorded, ended, corrected, removed, counted in nights."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cases.audit.models import AuditEvent
from cases.core.errors import Refused, Stale
from housing.stays.actions import correct_stay, end_stay, remove_stay, start_stay
from housing.stays.models import Stay
from tests.clock import NOW, TODAY
from tests.factories.cases import OrganisationFactory, PersonFactory, TeamFactory, staff
from tests.factories.housing import OfferFactory, StayFactory

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def worker():
    return staff()


def test_a_new_ongoing_stay_ends_the_running_one(worker):
    sofa = StayFactory(start=date(2025, 1, 1))
    shelter = OrganisationFactory(kind="shelter")
    start_stay(by=worker, at=NOW, person=sofa.person, kind="shelter", start=date(2025, 2, 1), organisation=shelter)
    assert [(stay.kind, stay.start, stay.end) for stay in sofa.person.stays.all()] == [
        ("shelter", date(2025, 2, 1), None),
        ("friends_family", date(2025, 1, 1), date(2025, 2, 1)),
    ]
    events = AuditEvent.objects.order_by("pk").values_list("action", "person", "by")
    assert list(events) == [("changed", sofa.person.pk, worker.pk), ("created", sofa.person.pk, worker.pk)]


def test_a_past_stay_does_not_touch_the_running_one(worker):
    running = StayFactory(start=date(2025, 3, 1))
    start_stay(by=worker, at=NOW, person=running.person, kind="street", start=date(2025, 2, 1), end=date(2025, 2, 10))
    running.refresh_from_db()
    assert running.end is None


@pytest.mark.parametrize(
    ("start", "end", "message", "field"),
    [
        (TOMORROW, None, "future", "start"),
        (date(2025, 6, 1), TOMORROW, "future", "end"),
        (date(2025, 6, 1), date(2025, 6, 1), "at least one night", None),
        (date(2025, 1, 1), date(2025, 2, 2), "already has a stay", None),
    ],
)
def test_impossible_days_are_refused_in_words(worker, start, end, message, field):
    other = StayFactory(start=date(2025, 2, 1), end=date(2025, 3, 1))
    with pytest.raises(Refused, match=message) as refusal:
        start_stay(by=worker, at=NOW, person=other.person, kind="street", start=start, end=end)
    assert refusal.value.field == field
    assert Stay.objects.count() == 1


def test_a_stay_ends_once(worker):
    stay = end_stay(by=worker, at=NOW, stay=StayFactory(), end=TODAY)
    with pytest.raises(Refused, match="already ended"):
        end_stay(by=worker, at=NOW, stay=stay, end=TODAY)


def test_a_correction_keeps_the_first_wording_in_the_history(worker):
    stay = StayFactory(kind="street", place="Kødbyen")
    correct_stay(by=worker, at=NOW, stay=stay, version=1, why="Fejl", kind="night_shelter", start=stay.start, place="")
    assert [(row.kind, row.place) for row in stay.history.order_by("history_id")] == [
        ("street", "Kødbyen"),
        ("night_shelter", ""),
    ]
    assert stay.history.latest("history_id").history_user == worker


def test_a_correction_based_on_a_stale_page_is_refused(worker):
    stay = StayFactory()
    end_stay(by=worker, at=NOW, stay=stay, end=TODAY)
    with pytest.raises(Stale) as stale:
        correct_stay(by=worker, at=NOW, stay=stay, version=1, why="Fejl", kind="hotel", start=stay.start)
    assert stale.value.current.end == TODAY


def test_a_stay_entered_by_mistake_goes_with_a_reason_and_stays_in_the_history(worker):
    stay = StayFactory(kind="prison")
    key = stay.pk
    with pytest.raises(Refused) as refusal:
        remove_stay(by=worker, at=NOW, stay=stay, why=" ")
    assert refusal.value.field == "why"
    remove_stay(by=worker, at=NOW, stay=stay, why="Forkert ung")
    last = Stay.history.filter(id=key).latest("history_id")
    assert (last.history_type, last.history_user, last.history_change_reason) == ("-", worker, "Forkert ung")
    assert Stay.objects.count() == 0
    assert AuditEvent.objects.get().facts == {"removed": True}


def test_a_home_moved_into_is_not_removed(worker):
    offer = OfferFactory(state="taken", decided_on=date(2025, 2, 1))
    stay = StayFactory(person=offer.person, kind="youth_home", offer=offer)
    with pytest.raises(Refused, match="take back the move"):
        remove_stay(by=worker, at=NOW, stay=stay, why="x")


def test_stays_are_seen_where_the_young_person_is_seen(worker):
    team = TeamFactory()
    mine, hidden = StayFactory(person__team=team), StayFactory(person__team=team, person__is_restricted=True)
    StayFactory()
    member = staff(team=team)
    assert list(Stay.objects.visible_to(member)) == [mine]
    lead = staff(team=team)
    lead.memberships.update(sees_restricted=True)
    assert set(Stay.objects.visible_to(lead)) == {mine, hidden}


def test_the_open_stay_of_a_day(worker):
    person = PersonFactory()
    sofa = StayFactory(person=person, start=date(2025, 1, 1), end=date(2025, 2, 1))
    home = StayFactory(person=person, kind="youth_home", start=date(2025, 2, 1))
    assert Stay.objects.open_on(date(2025, 1, 31)).get() == sofa
    assert Stay.objects.open_on(date(2025, 2, 1)).get() == home


def test_midnight_is_danish(worker):
    """22:30 UTC on 3 June is 00:30 on 4 June in Copenhagen: a stay from 4 June is not in the future."""
    start_stay(
        by=worker, at=datetime(2025, 6, 3, 22, 30, tzinfo=UTC), person=PersonFactory(), kind="street", start=TODAY
    )
    assert Stay.objects.get().start == TODAY
