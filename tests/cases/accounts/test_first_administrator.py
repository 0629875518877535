"""The first administrator: made on the server while there is none, and in through the link that is shown."""

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.staff.codes import Role
from cases.staff.models import Organisation, User
from tests.factories.cases import OrganisationFactory, staff

pytestmark = pytest.mark.django_db

EMAIL, NAME, HOUSE = "Ane.Ny@Example.org", "Ane Ny", "Københavns Kommune"


def administrator(organisation: str = HOUSE) -> str:
    out = io.StringIO()
    call_command("administrator", EMAIL, NAME, organisation, stdout=out)
    return out.getvalue().strip()


def test_the_link_leads_to_a_password_and_the_account_to_the_administration(settings):
    settings.ALLOWED_HOSTS = [".hjemvej.example", "testserver"]
    link = administrator()
    assert link.startswith("https://hjemvej.example/account/password/reset/key/")
    visitor, secret = Client(), "en lang sætning om havet"
    form = visitor.get(link.removeprefix("https://hjemvej.example"), follow=True)
    visitor.post(form.request["PATH_INFO"], {"password1": secret, "password2": secret})
    visitor.post("/account/login/", {"login": EMAIL, "password": secret})
    assert visitor.get("/administration/").status_code == 200
    assert visitor.get("/people/").status_code == 403


def test_organisation_account_and_role_are_made_and_logged():
    administrator()
    user = User.objects.get()
    house = user.organisation
    assert (user.email, user.name, user.scope.roles) == ("ane.ny@example.org", NAME, {Role.ADMINISTRATOR})
    assert (house.code, house.name, house.kind) == ("koebenhavns-kommune", HOUSE, "municipal_unit")
    assert list(AuditEvent.objects.order_by("pk").values_list("action", "target", "by")) == [
        (AuditAction.CREATED, "cases.organisation", None),
        (AuditAction.CREATED, "cases.user", None),
        (AuditAction.RIGHTS_CHANGED, "cases.membership", None),
    ]


def test_an_organisation_that_is_there_is_taken():
    house = OrganisationFactory(name=HOUSE)
    administrator(HOUSE.upper())
    assert (User.objects.get().organisation, Organisation.objects.count()) == (house, 1)


def test_where_there_is_an_administrator_nobody_else_is_made_one():
    staff(Role.ADMINISTRATOR)
    with pytest.raises(CommandError, match="Der er allerede en administrator"):
        administrator()
    assert (User.objects.count(), Organisation.objects.filter(name=HOUSE).exists()) == (1, False)


def test_an_account_that_is_closed_is_no_administrator():
    closed = staff(Role.ADMINISTRATOR)
    closed.is_active = False
    closed.save()
    administrator()
    assert User.objects.exclude(pk=closed.pk).get().scope.roles == {Role.ADMINISTRATOR}


def test_nothing_is_left_of_what_is_refused():
    with pytest.raises(CommandError):
        call_command("administrator", "no address", NAME, HOUSE)
    assert (User.objects.count(), Organisation.objects.count()) == (0, 0)
