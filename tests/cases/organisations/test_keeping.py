"""The directory of organisations: added, changed, never without a trace, never over somebody else's change."""

import pytest

from cases.audit.models import AuditEvent
from cases.core.errors import Stale
from cases.organisations.actions import change_organisation, create_organisation
from cases.staff.codes import Role
from tests.clock import NOW
from tests.factories.cases import staff

pytestmark = pytest.mark.django_db


def test_an_organisation_is_added_and_changed_and_its_code_stays():
    by = staff(Role.ADMINISTRATOR)
    made = create_organisation(by=by, at=NOW, code="prove", name="Prøve", kind="shelter", email="p@example.org")
    changed = change_organisation(by=by, at=NOW, organisation=made, version=1, name="Ny", is_active=False)
    changed.refresh_from_db()
    assert (changed.code, changed.name, changed.kind, changed.email, changed.is_active) == (
        "prove", "Ny", "shelter", "p@example.org", False,
    )  # fmt: skip
    events = AuditEvent.objects.filter(target="cases.organisation", target_id=str(made.pk)).order_by("pk")
    assert list(events.values_list("action", "by")) == [("created", by.pk), ("changed", by.pk)]
    with pytest.raises(Stale):
        change_organisation(by=by, at=NOW, organisation=made, version=1, name="Senere")
