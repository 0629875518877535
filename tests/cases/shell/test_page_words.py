"""What pages say of themselves: titles that tell them apart, headings of refusals that are true, links by their names."""

import html
import re

import pytest
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse

from cases.accounts.invitations import send_invitation
from cases.staff.codes import Role
from tests.factories.cases import EnrolmentFactory, PersonFactory, PhaseSpellFactory, TeamFactory, UserFactory, staff
from tests.factories.housing import HousingReferralFactory, StayFactory, SupportCaseFactory

pytestmark = pytest.mark.django_db


def text(response) -> str:
    """What a page says, in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def titles(client, addresses) -> list[str]:
    """What the tabs of the browser say."""
    pages = [client.get(address).content.decode() for address in addresses]
    return [html.unescape(page.split("<title>")[1].split("</title>")[0]).strip() for page in pages]


@pytest.fixture
def danish(client):
    client.cookies["django_language"] = "da"
    return client


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_invitation_names_a_link_of_the_login_page(client, language):
    client.cookies["django_language"] = language
    request = RequestFactory().get("/")
    assert send_invitation(request, UserFactory(language=language))
    [named] = re.findall("“(.+)”", mail.outbox[0].body)
    assert named in text(client.get(reverse("account_login")))


def test_a_page_of_the_own_account_does_not_claim_that_a_password_was_kept(danish):
    refused = text(danish.post(reverse("account_login"), {"login": "ida@example.org", "password": "forkert"}))
    assert "Det lykkedes ikke. E-mailen eller adgangskoden er ikke rigtig." in refused
    assert "er der stadig" not in refused


def test_who_is_logged_in_reads_it_in_our_words(danish):
    danish.force_login(staff(name="Sofie Lund"))
    page = text(danish.get(reverse("account_reset_password")))
    assert "Du er logget ind som Sofie Lund." in page
    assert "Notat" not in page


def test_a_question_is_not_followed_by_a_colon(danish):
    worker = staff(Role.LEAD)
    danish.force_login(worker)
    stay = StayFactory(person__team=worker.memberships.get().team)
    page = text(danish.post(reverse("housing:stay_remove", args=[stay.pk]), {"why": "", "version": stay.version}))
    assert "Hvorfor fjernes det? Udfyld feltet." in page


def test_the_pages_of_two_young_people_have_two_titles(client):
    team = TeamFactory()
    client.force_login(staff(Role.LEAD, team))
    pages = []
    for reference in ("U00042", "U00043"):
        person = PersonFactory(team=team, reference=reference)
        enrolment = EnrolmentFactory(person=person, team=team)
        PhaseSpellFactory(enrolment=enrolment)
        stay, referral = StayFactory(person=person), HousingReferralFactory(person=person)
        case = SupportCaseFactory(person=person)
        pages.append([
            reverse("cases:person", args=[reference]),
            reverse("cases:person_change", args=[reference]),
            reverse("cases:screening_create", args=[reference]),
            reverse("cases:handover_create", args=[reference]),
            *(reverse(f"cases:{name}", args=[enrolment.pk]) for name in ("course", "enrolment_phase")),
            reverse("housing:stays", args=[reference]),
            *(reverse(f"housing:stay_{what}", args=[stay.pk]) for what in ("change", "end", "remove")),
            *(reverse(f"housing:{name}", args=[referral.pk]) for name in ("referral", "referral_change")),
            reverse("housing:referral_step", args=[referral.pk, "submit"]),
            *(reverse(f"housing:{name}", args=[case.pk]) for name in ("support", "support_change")),
            reverse("housing:support_step", args=[case.pk, "talk"]),
        ])  # fmt: skip
    said = titles(client, [*pages[0], *pages[1]])
    assert len(set(said)) == len(said)
    assert [title for title in said if title.count("U0004") != 1] == []


def test_the_pages_of_one_account_have_their_own_titles(client):
    client.force_login(staff(Role.ADMINISTRATOR))
    user = staff(name="Bo Ravn")
    said = titles(client, [reverse(f"cases:{name}", args=[user.pk]) for name in ("user", "user_change", "user_close")])
    assert len(set(said)) == 3
    assert [title for title in said if "Bo Ravn" not in title] == []


@pytest.mark.parametrize("name", ["cases:programmes", "reporting:exports", "reporting:run_create"])
def test_a_lead_without_a_programme_reads_who_can_give_one(danish: Client, name):
    danish.force_login(staff(Role.LEAD))
    page = text(danish.get(reverse(name)))
    assert "Dit team arbejder ikke i nogen indsats endnu" in page
    assert "En administrator vælger på teamets side" in page
    assert "Udfyld feltet" not in page
