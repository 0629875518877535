"""A request for a decision is no decision: no report and no export tells of it."""

from datetime import date

import pytest

from cases.staff.codes import Role
from reporting.indicators.registry import INDICATORS
from tests.factories.cases import PersonFactory, ProgrammeFactory, ScreeningFactory, ScreeningRequestFactory, staff
from tests.reporting.export.test_export_files import export_of
from tests.reporting.reported import counts, facts

pytestmark = pytest.mark.django_db


def test_what_is_asked_for_is_counted_nowhere():
    """One was screened in 2025; a second one's decision is asked for in 2025, and a new one for the first."""
    programme = ProgrammeFactory()
    screened = ScreeningFactory(programme=programme, decided_on=date(2025, 3, 1)).person

    lead = staff(Role.LEAD, screened.team)

    def everything():
        found = facts(programme)
        return {key: indicator.compute(found) for key, indicator in INDICATORS.items()}, export_of(programme, lead)

    other = PersonFactory()
    before = everything()
    for person in (screened, other):
        ScreeningRequestFactory(person=person, programme=programme)
    assert everything() == before
    assert counts("screened", "outcome", facts(programme)) == {"in_group": 1, "eligible": 1, "total": 1}
