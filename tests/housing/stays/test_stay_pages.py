"""A stay as a worker enters, ends, corrects and removes it."""

from datetime import date
from urllib.parse import urlparse

import pytest

from housing.stays.models import Stay
from tests.factories.housing import StayFactory

pytestmark = pytest.mark.django_db

DAY = date(2025, 3, 3)


def text(response):
    return response.content.decode()


def test_a_stay_is_added_and_the_running_one_ends(page, person):
    running = StayFactory(person=person)
    response = page("stay_create", person.reference, kind="shelter", start="2025-03-03", place="Hellebro")
    assert urlparse(response["Location"]).path == f"/people/{person.reference}/"
    running.refresh_from_db()
    stay = Stay.objects.open_on(DAY).get()
    assert (running.end, stay.kind, stay.place) == (DAY, "shelter", "Hellebro")


def test_a_refused_stay_keeps_what_was_typed(page, person):
    StayFactory(person=person, start=date(2025, 3, 1), end=date(2025, 4, 1))
    response = page("stay_create", person.reference, kind="shelter", start="2025-03-03", place="Hellebro")
    assert response.status_code == 200
    assert "Correct the other one first" in text(response)
    assert 'value="Hellebro"' in text(response)


def test_a_stay_ends_is_corrected_and_removed(page, person):
    page("stay_create", person.reference, kind="shelter", start="2025-01-01")
    stay = Stay.objects.get()
    assert page("stay_end", stay.pk, end="2025-03-03", version=1).status_code == 302
    wanted = {"kind": "hotel", "start": "2025-01-02", "version": 2}
    assert page("stay_change", stay.pk, **wanted).context["form"].errors == {"why": ["Fill in this field."]}
    assert page("stay_change", stay.pk, **wanted, why="Tastet forkert").status_code == 302
    assert stay.history.latest("history_id").history_change_reason == "Tastet forkert"
    stay.refresh_from_db()
    assert (stay.kind, stay.start, stay.end) == ("hotel", date(2025, 1, 2), None)
    assert "The nights no longer count" in text(page("stay_remove", stay.pk))
    assert page("stay_remove", stay.pk, why="Forkert ung").status_code == 302
    assert Stay.objects.count() == 0


def test_the_page_that_ends_a_stay_sends_its_form_to_itself(page, person):
    shown = text(page("stay_end", StayFactory(person=person).pk))
    assert '<form method="post" novalidate' in shown
    assert 'action="(' not in shown
    assert f'href="/housing/people/{person.reference}/stays/new/"' in shown


def test_both_versions_of_a_stale_correction_are_shown(page, person):
    page("stay_create", person.reference, kind="shelter", start="2025-01-01", place="Valby")
    stay = Stay.objects.get()
    told = {"start": "2025-01-01", "version": 1, "why": "Tastet forkert"}
    page("stay_change", stay.pk, kind="hotel", place="Nørrebro", **told)
    response = page("stay_change", stay.pk, kind="street", place="Vanløse", **told)
    assert [(row.mine, row.theirs) for row in response.context["form"].stale if row.label == "Place"] == [
        ("Vanløse", "Nørrebro")
    ]
    assert "Somebody else has changed this" in text(response)
    stay.refresh_from_db()
    assert stay.place == "Nørrebro"
