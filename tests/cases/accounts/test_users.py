"""Accounts: opened with an invitation, closed at once."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from rest_framework.authtoken.models import Token

from cases.accounts import actions as act
from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.core.errors import Stale
from cases.staff.codes import Role
from cases.staff.models import User
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    AssignmentFactory,
    EnrolmentFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    staff,
)
from tests.factories.handovers import handover

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


# Accounts


def test_nobody_moves_their_own_account_to_another_organisation(inside, administrator):
    """A partner would read the inbox of the other house. A colleague may do it, and everything else is one's own."""
    MembershipFactory(user=administrator, role=Role.PARTNER, team=None)
    theirs = handover("received", receiver=OrganisationFactory(name="Det andet hus"))
    path = f"/administration/users/{administrator.pk}/change/"
    own = {"name": "Ny", "email": administrator.email, "organisation": administrator.organisation_id}
    sent = own | {"language": "da", "version": 1}
    refused = inside.post(path, sent | {"organisation": theirs.receiver.pk})
    assert "Du kan ikke flytte din egen konto til en anden organisation." in refused.content.decode()
    assert inside.get(f"/inbox/{theirs.pk}/").status_code == 404
    assert inside.post(path, sent)["Location"] == f"/administration/users/{administrator.pk}/"
    colleague = Client()
    colleague.force_login(staff(Role.ADMINISTRATOR))
    moved = colleague.post(path, sent | {"organisation": theirs.receiver.pk, "version": 2})
    assert (moved.status_code, User.objects.get(pk=administrator.pk).organisation) == (302, theirs.receiver)


def test_a_new_email_is_told_at_the_old_address(inside):
    """Otherwise an account could be taken over, with its second factor removed, and its owner hear nothing of it."""
    owner = staff(email="owner@example.org", language="en")
    sent = {"name": owner.name, "email": owner.email, "organisation": owner.organisation_id, "language": "en"}
    path = f"/administration/users/{owner.pk}/change/"
    inside.post(path, sent | {"phone": "12345678", "version": 1})
    assert mail.outbox == []
    inside.post(path, sent | {"email": "Other@example.org", "version": 2})
    (message,) = mail.outbox
    assert message.to == ["owner@example.org"]
    assert "An administrator has changed the e-mail of your account" in message.body
    assert "other@example.org" not in message.body


def test_a_mail_server_that_is_away_is_said_where_an_email_is_changed(inside, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    owner = staff()
    sent = {"name": owner.name, "email": "new@example.org", "organisation": owner.organisation_id, "language": "da"}
    answer = inside.post(f"/administration/users/{owner.pk}/change/", sent | {"version": 1}, follow=True)
    assert "kunne ikke sendes" in answer.content.decode()
    assert User.objects.get(pk=owner.pk).email == "new@example.org"


def account(**facts: Any) -> dict[str, Any]:
    return {
        "name": "Ane Ny",
        "email": "Ane.Ny@Example.org",
        "organisation": OrganisationFactory().pk,
        "phone": "",
        "language": "da",
    } | facts


def test_a_new_account_gets_an_invitation_with_a_link_and_nothing_else(inside):
    inside.post("/administration/users/new/", account())
    user = User.objects.get(email="ane.ny@example.org")
    message = mail.outbox[0]
    assert (message.to, user.has_usable_password()) == (["ane.ny@example.org"], False)
    assert "/account/password/reset/key/" in message.body
    assert "Ane" not in message.body + message.subject


def test_the_link_of_the_invitation_sets_the_password_and_the_way_in_is_open(inside, client):
    inside.post("/administration/users/new/", account())
    link = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("http"))
    visitor = Client()
    form = visitor.get(link, follow=True)
    secret = "en lang sætning om havet"
    visitor.post(form.request["PATH_INFO"], {"password1": secret, "password2": secret})
    login = visitor.post("/account/login/", {"login": "ane.ny@example.org", "password": secret})
    assert (login.status_code, login["Location"]) == (302, "/")
    assert User.objects.get(email="ane.ny@example.org").has_usable_password()


def test_a_mail_server_that_is_down_does_not_lose_the_account(inside, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    answer = inside.post("/administration/users/new/", account(), follow=True)
    assert User.objects.filter(email="ane.ny@example.org").exists()
    assert "alert-error" in answer.content.decode()
    assert "ane.ny" not in caplog.text


def test_an_email_belongs_to_one_account(inside):
    UserFactory(email="ane.ny@example.org")
    answer = inside.post("/administration/users/new/", account())
    assert (answer.status_code, User.objects.filter(name="Ane Ny").count(), mail.outbox) == (200, 0, [])


def test_with_a_new_email_the_old_one_opens_nothing(administrator):
    user = act.create_user(
        by=administrator, at=NOW, email="old@example.org", name="Bo", organisation=OrganisationFactory()
    )
    act.change_user(by=administrator, at=NOW, user=user, version=1, email="New@example.org")
    addresses = list(EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary"))
    assert addresses == [("new@example.org", True, True)]
    with pytest.raises(Stale):
        act.change_user(by=administrator, at=NOW, user=user, version=1, name="Bob")


def test_accounts_are_searched_by_post_and_never_by_address(inside):
    UserFactory(name="Işık Søgeord", email="ks@example.org")
    url = "/administration/users/search/"
    for text, is_found in (("søgeord", True), ("Isik sogeord", True), ("ISIK", True), ("ks@ex", True), ("xy", False)):
        response = inside.post(url, {"q": text}, follow=True)
        assert ("Işık Søgeord" in response.content.decode()) is is_found, text
        again = inside.get(response.redirect_chain[0][0])
        assert (again.context["search"]["q"].value(), text in again.wsgi_request.get_full_path()) == (text, False)
    assert inside.get(f"{url}?q=søgeord").status_code == 405
    assert "mindst 2 tegn" in inside.post(url, {"q": "x"}).content.decode()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Admin", "Lukket", "Partner", "Uden rolle"]),
        ("role=partner", ["Partner"]),
        ("organisation=her", ["Uden rolle"]),
        ("state=closed", ["Lukket"]),
        ("state=open", ["Admin", "Partner", "Uden rolle"]),
    ],
)
def test_the_list_of_accounts_is_filtered(client, query, names):
    admin = staff(Role.ADMINISTRATOR, name="Admin")
    staff(Role.PARTNER, name="Partner")
    UserFactory(name="Uden rolle", organisation__code="her")
    UserFactory(name="Lukket", is_active=False)
    client.force_login(admin)
    response = client.get(f"/administration/users/?{query}")
    assert [row.name for row in response.context["page"]] == names


# Closing and opening accounts


def test_a_closed_account_is_out_at_once_and_everywhere(inside):
    user = staff(Role.PARTNER, email="away@example.org")
    Token.objects.create(user=user)
    desk = Client()
    desk.force_login(user)
    assert desk.get("/inbox/").status_code == 200
    inside.post(f"/administration/users/{user.pk}/close/")
    assert desk.get("/inbox/").status_code == 302
    assert not Token.objects.filter(user=user).exists()
    assert AuditEvent.objects.get(action=AuditAction.RIGHTS_CHANGED).target_id == str(user.pk)


def test_reopening_revives_no_session_and_no_password(inside):
    user = staff(Role.PARTNER)
    desk = Client()
    desk.force_login(user)
    inside.post(f"/administration/users/{user.pk}/close/")
    inside.post(f"/administration/users/{user.pk}/reopen/")
    user = User.objects.get(pk=user.pk)
    assert (user.is_active, user.has_usable_password(), len(mail.outbox)) == (True, False, 1)
    assert desk.get("/inbox/").status_code == 302


def test_nobody_closes_the_own_account(inside, administrator):
    staff(Role.ADMINISTRATOR)
    response = inside.post(f"/administration/users/{administrator.pk}/close/")
    administrator.refresh_from_db()
    assert (administrator.is_active, "din egen konto" in response.content.decode()) == (True, True)


@pytest.mark.parametrize("path", ["users/{user.pk}/close/", "roles/{role.pk}/end/"])
def test_closing_asks_first_and_says_how_many_have_the_worker(inside, path):
    """Counted: two enrolments of one young person, and one of another; not the one of an assignment that ended."""
    user = staff()
    first, second = EnrolmentFactory(), EnrolmentFactory()
    for enrolment in (first, EnrolmentFactory(person=first.person), second):
        AssignmentFactory(enrolment=enrolment, worker=user)
    AssignmentFactory(worker=user, end=TODAY)
    address = "/administration/" + path.format(user=user, role=user.memberships.get())
    text = page(inside, address)
    assert f"2 unge har stadig {user.name} som medarbejder" in text
    assert first.person.reference not in text
    assert "som medarbejder" not in page(inside, f"/administration/users/{staff().pk}/close/")
    user.refresh_from_db()
    assert user.is_active
