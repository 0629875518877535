"""Which stays a user may correct: the own ones of the last day, and for a lead of the young person all."""

from datetime import date, timedelta

import pytest

from cases.staff.codes import Role
from housing.stays.actions import start_stay
from housing.stays.queries import correctable_stays
from tests.clock import NOW
from tests.factories.cases import PersonFactory, TeamFactory, staff

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def test_who_began_or_ended_a_stay_corrects_it_for_a_day_and_a_lead_always():
    team = TeamFactory()
    person = PersonFactory(team=team)
    first, second, lead, other = staff(team=team), staff(team=team), staff(Role.LEAD, team), staff(Role.LEAD)
    begun = start_stay(by=first, at=NOW, person=person, kind="shelter", start=date(2025, 5, 1))
    start_stay(by=second, at=NOW + HOUR, person=person, kind="youth_home", start=date(2025, 6, 1))
    stays = list(person.stays.order_by("start"))
    assert stays[0] == begun

    def found(user, hours):
        return [
            [stay.pk for stay in stays].index(pk) for pk in correctable_stays(user, person, stays, NOW + hours * HOUR)
        ]

    assert found(first, 2) == [0]
    assert found(second, 2) == [0, 1]  # moving in ended the first one
    assert found(second, 25) == [0, 1]
    assert found(second, 26) == []
    assert found(lead, 100) == [0, 1]
    assert found(other, 2) == []
