"""What a view has noted as read is written when the answer holds it, and only then."""

import pytest
from django.core.signing import loads
from django.http import HttpResponse
from django_htmx.middleware import HtmxDetails

from cases.audit.codes import AuditAction
from cases.audit.middleware import AuditReads
from cases.audit.models import AuditEvent
from cases.audit.printing import HEADER, SALT
from cases.audit.trail import note_read
from tests.factories.cases import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


def answered(rf, status, *, htmx=False, reads=True):
    """The answer to a request whose view notes a read and ends with a status, and what stands in the trail then."""
    person = PersonFactory()

    def view(request):
        if reads:
            note_read(request, AuditAction.OPENED, person=person)
        return HttpResponse(status=status)

    request = rf.get("/", headers={"HX-Request": "true"} if htmx else {})
    request.user, request.htmx = UserFactory(), HtmxDetails(request)
    response = AuditReads(view)(request)
    wrote = list(AuditEvent.objects.values_list("action", "by", "person"))
    assert set(wrote) <= {(AuditAction.OPENED, request.user.pk, person.pk)}
    return response, len(wrote)


@pytest.mark.parametrize(
    ("status", "events"),
    [(200, 1), (204, 1), (302, 1), (399, 1), (400, 0), (403, 0), (404, 0), (409, 0), (422, 0), (500, 0), (503, 0)],
)
def test_an_answer_that_is_a_fault_has_shown_nobody(rf, status, events):
    """Who gets "not found" has read nothing; the trail must not say that somebody was looked at."""
    assert answered(rf, status)[1] == events


def test_a_view_that_has_read_nothing_leaves_nothing(rf):
    assert answered(rf, 200, reads=False)[1] == 0


@pytest.mark.parametrize(("status", "is_sealed"), [(200, True), (404, False)])
def test_a_piece_of_a_page_brings_its_seal_and_a_fault_none(rf, status, is_sealed):
    response, _events = answered(rf, status, htmx=True)
    assert (HEADER in response) == is_sealed
    if is_sealed:
        _user, (read,) = loads(response[HEADER], salt=SALT)
        assert read["action"] == AuditAction.OPENED


def test_a_whole_page_has_no_seal_in_its_head(rf):
    assert HEADER not in answered(rf, 200)[0]
