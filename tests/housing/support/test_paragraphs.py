"""A code list that a law has changed: each paragraph from the day on which it came into force."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories.cases import PersonFactory, staff
from tests.factories.housing import SupportCaseFactory

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


def test_a_support_case_is_opened_under_a_paragraph_that_was_in_force_on_its_day(client):
    """§ 85 a came on 1 October 2023 (lov nr. 482 of 12 May 2023); a case that stands under it keeps saying so."""
    worker = staff()
    client.force_login(worker)
    person = PersonFactory(team=worker.memberships.get().team)
    url = reverse("housing:support_create", args=[person.reference])

    def offered(response):
        return [code for code, _label in response.context["form"].fields["paragraph"].choices if code]

    def opened(on):
        return client.post(url, {"paragraph": "sel_85a", "on": on, "confirm": f"opened_on={on}"})

    assert offered(client.get(url)) == ["sel_85", "sel_85a", "sel_82b", "sel_99"]
    before = opened("2023-09-30")
    assert offered(before) == ["sel_85", "sel_82b", "sel_99"]
    assert before.context["form"].errors == {"paragraph": ["Vælg en paragraf, der var i kraft den dag."]}
    assert opened("2023-10-01").status_code == 302
    old = SupportCaseFactory(person__team=person.team, paragraph="sel_85a", opened_on=date(2023, 5, 1))
    assert "§ 85 a Housing First-bostøtte" in client.get(reverse("housing:support", args=[old.pk])).content.decode()
