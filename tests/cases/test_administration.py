"""Setting up: organisations, teams, programmes, accounts and roles, by those who may, with a trace of every change."""

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone
from rest_framework.authtoken.models import Token

from cases.actions import programmes as setup
from cases.actions import users as act
from cases.audit.history import changes_in
from cases.enums import AuditAction, Role
from cases.models import (
    AuditEvent,
    CaseloadNorm,
    Membership,
    Organisation,
    Partnership,
    Person,
    PhaseStep,
    PhaseTemplate,
    Programme,
    Team,
    User,
)
from cases.rules.errors import Refused, Stale
from tests.factories.cases import (
    NOW,
    TODAY,
    EnrolmentFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    PhaseStepFactory,
    PhaseTemplateFactory,
    ProgrammeFactory,
    TeamFactory,
    UserFactory,
    staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return staff(Role.ADMINISTRATOR)


@pytest.fixture
def inside(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


# Organisations, teams


def test_an_organisation_is_added_found_and_changed(inside):
    inside.post(
        "/administration/organisations/new/",
        {"name": "Kælderen på Ærø", "code": "kaelderen", "kind": "shelter", "email": "", "phone": ""},
    )
    assert "Kælderen på Ærø" in page(inside, "/administration/organisations/?q=ÆRØ")
    assert "Kælderen på Ærø" not in page(inside, "/administration/organisations/?q=fyn")
    inside.post(
        "/administration/organisations/kaelderen/",
        {"name": "Kælderen", "kind": "shelter", "email": "", "phone": "", "is_active": "on", "version": 1},
    )
    row = Organisation.objects.get(code="kaelderen")
    assert (row.name, row.version, row.history.count()) == ("Kælderen", 2, 2)
    assert "Kælderen på Ærø → Kælderen" in page(inside, "/administration/organisations/kaelderen/")


def test_a_code_is_used_once(inside):
    OrganisationFactory(code="taken")
    answer = inside.post(
        "/administration/organisations/new/",
        {"name": "Ny", "code": "taken", "kind": "shelter", "email": "", "phone": ""},
    )
    assert (answer.status_code, Organisation.objects.filter(name="Ny").count()) == (200, 0)


def test_an_outdated_page_is_refused_and_both_versions_are_shown(inside, administrator):
    row = TeamFactory(name="Team Nord")
    other = {"name": "Team Syd", "organisation": row.organisation_id, "is_active": "on", "version": 1}
    inside.post(f"/administration/teams/{row.code}/", other)
    answer = inside.post(f"/administration/teams/{row.code}/", other | {"name": "Team Øst"})
    shown = answer.content.decode()
    row.refresh_from_db()
    assert (answer.status_code, row.name) == (200, "Team Syd")
    assert [name in shown for name in ("Team Syd", "Team Øst")] == [True, True]


def test_a_team_is_added(inside):
    organisation = OrganisationFactory()
    inside.post("/administration/teams/new/", {"name": "Gadeteamet", "code": "gade", "organisation": organisation.pk})
    assert Team.objects.get(code="gade").organisation == organisation
    assert "Gadeteamet" in page(inside, "/administration/teams/")


# Accounts


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
    UserFactory(name="Karen Søgeord", email="ks@example.org")
    assert "Karen Søgeord" in inside.post("/administration/users/search/", {"q": "søgeord"}).content.decode()
    assert "Karen Søgeord" not in inside.post("/administration/users/search/", {"q": "xyzzy"}).content.decode()
    assert inside.get("/administration/users/search/?q=søgeord").status_code == 405


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


def test_the_list_of_accounts_asks_the_same_number_of_questions(inside, django_assert_num_queries):
    staff(Role.PARTNER)
    inside.get("/administration/users/")
    with django_assert_num_queries(10):
        inside.get("/administration/users/")
    for role in Role:
        staff(role)
    with django_assert_num_queries(10):
        inside.get("/administration/users/")


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
    inside.post(f"/administration/users/{administrator.pk}/close/")
    administrator.refresh_from_db()
    assert administrator.is_active


# Roles


def test_a_role_is_given_and_ended(inside):
    user, team = UserFactory(), TeamFactory()
    today = timezone.localdate()
    start = (today - timedelta(days=10)).isoformat()
    inside.post(f"/administration/users/{user.pk}/roles/new/", {"role": Role.LEAD, "team": team.pk, "start": start})
    role = user.memberships.get()
    assert (role.role, role.team) == (Role.LEAD, team)
    inside.post(f"/administration/roles/{role.pk}/end/", {"end": today.isoformat()})
    role.refresh_from_db()
    assert role.end == today
    assert User.objects.get(pk=user.pk).scope.roles == frozenset()
    assert AuditEvent.objects.filter(action=AuditAction.RIGHTS_CHANGED).count() == 2


@pytest.mark.parametrize(
    "facts",
    [
        {"role": Role.LEAD},
        {"role": Role.EVALUATOR},
        {"role": Role.PARTNER, "team": True},
        {"role": Role.CASEWORKER, "team": True, "end": TODAY},
    ],
)
def test_a_role_that_does_not_fit_is_refused_with_a_sentence(facts, administrator):
    values = facts | ({"team": TeamFactory()} if facts.get("team") else {})
    with pytest.raises(Refused):
        act.give_role(by=administrator, at=NOW, user=UserFactory(), start=TODAY, **values)
    assert Membership.objects.exclude(user=administrator).count() == 0


def test_the_same_role_is_not_given_twice_at_a_time(administrator):
    user, team = UserFactory(), TeamFactory()
    act.give_role(by=administrator, at=NOW, user=user, role=Role.LEAD, team=team, start=TODAY)
    with pytest.raises(Refused):
        act.give_role(by=administrator, at=NOW, user=user, role=Role.LEAD, team=team, start=TODAY)


def test_nobody_gives_a_role_to_themselves(administrator):
    """It takes two to open case content to an administrator."""
    with pytest.raises(Refused):
        act.give_role(by=administrator, at=NOW, user=administrator, role=Role.LEAD, team=TeamFactory(), start=TODAY)


def test_a_role_that_has_not_begun_is_taken_back_and_history_keeps_it(administrator):
    later = MembershipFactory(start=TODAY + timedelta(days=5))
    act.end_role(by=administrator, at=NOW, membership=later, end=TODAY)
    assert not Membership.objects.filter(pk=later.pk).exists()
    assert Membership.history.filter(id=later.pk, history_type="-").get().history_user == administrator


def test_the_last_administrator_stays(administrator):
    role = administrator.memberships.get()
    for others in ([], [{"is_active": False}]):
        for facts in others:
            staff(Role.ADMINISTRATOR, **facts)
        with pytest.raises(Refused):
            act.end_role(by=administrator, at=NOW, membership=role, end=TODAY)
    second = staff(Role.ADMINISTRATOR)
    act.end_role(by=administrator, at=NOW, membership=role, end=TODAY)
    with pytest.raises(Refused):
        act.close_user(by=administrator, at=NOW, user=second)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["end", "close"])
def test_two_administrators_who_remove_each_other_leave_one(way):
    """Two connections: the open roles are locked first, so the second sees what the first has done."""
    first, second = staff(Role.ADMINISTRATOR), staff(Role.ADMINISTRATOR)
    start, outcomes = Barrier(2), []

    def leave(by: User, other: User) -> None:
        try:
            start.wait(timeout=10)
            if way == "end":
                act.end_role(by=by, at=NOW, membership=other.memberships.get(), end=TODAY)
            else:
                act.close_user(by=by, at=NOW, user=other)
            outcomes.append("left")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=leave, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(outcomes) == ["left", "refused"]
    open_roles = Membership.objects.filter(role=Role.ADMINISTRATOR, end__isnull=True, user__is_active=True)
    assert open_roles.count() == 1


# Programmes


def programme_facts(**facts: Any) -> dict[str, Any]:
    return {
        "code": "hjem",
        "name": "Hjem nu",
        "organisation": OrganisationFactory().pk,
        "purpose": "",
        "funder": "",
        "start": "2026-01-01",
        "end": "",
        "capacity": "40",
        "min_age": "18",
        "max_age": "24",
        "municipality": "0101",
        "requires_unstable_housing": "on",
        "report_months": "3",
        "quiet_days": "14",
        "silent_days": "30",
    } | facts


def test_a_programme_is_set_up_from_nothing(inside):
    inside.post("/programmes/new/", programme_facts())
    row = Programme.objects.get(code="hjem")
    for name in ("opstart", "stabilisering"):
        inside.post(
            "/programmes/hjem/phases/new/", {"name_da": name, "name_en": name, "code": name, "target_days": "90"}
        )
    phase = row.phases.get(code="stabilisering")
    inside.post(f"/phases/{phase.pk}/steps/new/", {"text_da": "Budget", "text_en": "Budget", "owner": "relation"})
    inside.post("/programmes/hjem/norms/new/", {"function": "relation", "young_people": "8"})
    inside.post(
        "/programmes/hjem/posts/new/",
        {"title": "Gademedarbejder", "organisation": row.organisation_id, "function": "street", "weekly_hours": "37"},
    )
    partner = OrganisationFactory(name="Partner A")
    inside.post(
        "/programmes/hjem/partners/new/",
        {"organisation": partner.pk, "contribution": "Værested", "purposes": ["community", "shelter"]},
    )
    shown = page(inside, "/programmes/hjem/")
    assert [text in shown for text in ("Hjem nu", "Budget", "Gademedarbejder", "Partner A")] == [True] * 4
    assert list(row.phases.values_list("code", "position")) == [("opstart", 1), ("stabilisering", 2)]
    assert row.partnerships.get().purposes == ["community", "shelter"]


@pytest.mark.parametrize(
    "facts",
    [
        {"min_age": "30"},
        {"quiet_days": "30"},
        {"end": "2025-01-01"},
        {"code": "Ikke en kode"},
        {"municipality": "9999"},
    ],
)
def test_a_programme_that_contradicts_itself_is_refused(inside, facts):
    answer = inside.post("/programmes/new/", programme_facts(**facts))
    assert (answer.status_code, Programme.objects.count()) == (200, 0)


def test_phases_and_steps_change_places(administrator):
    programme = ProgrammeFactory()
    phases = [
        setup.add_phase(by=administrator, at=NOW, programme=programme, code=code, name_da=code, name_en=code)
        for code in ("a", "b", "c")
    ]
    setup.move_phase_up(by=administrator, at=NOW, phase=phases[2])
    assert list(programme.phases.values_list("code", flat=True)) == ["a", "c", "b"]
    setup.move_phase_up(by=administrator, at=NOW, phase=PhaseTemplate.objects.get(pk=phases[0].pk))
    assert list(programme.phases.values_list("code", flat=True)) == ["a", "c", "b"]
    steps = [
        setup.add_step(by=administrator, at=NOW, phase=phases[0], text_da=text, text_en=text, owner="street")
        for text in ("1", "2")
    ]
    setup.move_step_up(by=administrator, at=NOW, step=steps[1])
    assert list(PhaseStep.objects.filter(phase=phases[0]).values_list("text_da", flat=True)) == ["2", "1"]


def test_a_part_is_changed_and_removed_with_a_reason(inside):
    programme = ProgrammeFactory(code="hjem")
    norm = CaseloadNorm.objects.create(programme=programme, function="relation", young_people=8)
    inside.post(f"/norms/{norm.pk}/", {"function": "relation", "young_people": "10", "version": 1})
    norm.refresh_from_db()
    assert norm.young_people == 10
    inside.post(f"/norms/{norm.pk}/remove/", {"why": ""})
    assert CaseloadNorm.objects.count() == 1
    inside.post(f"/norms/{norm.pk}/remove/", {"why": "Ny aftale"})
    assert CaseloadNorm.objects.count() == 0
    history = page(inside, "/programmes/hjem/history/")
    assert [text in history for text in ("8 → 10", "Ny aftale")] == [True, True]


def test_a_stale_change_of_a_partner_shows_what_it_receives(inside):
    row = Partnership.objects.create(
        programme=ProgrammeFactory(), organisation=OrganisationFactory(), purposes=["shelter"]
    )
    form = {"organisation": row.organisation_id, "contribution": "", "version": 1}
    inside.post(f"/partners/{row.pk}/", form | {"purposes": ["community"]})
    answer = inside.post(f"/partners/{row.pk}/", form | {"purposes": ["psychiatry"]})
    assert answer.context["form"].stale[0].mine != answer.context["form"].stale[0].theirs
    row.refresh_from_db()
    assert row.purposes == ["community"]


def test_a_lead_edits_the_steps_and_nothing_else(client):
    client.force_login(staff(Role.LEAD))
    step = PhaseStepFactory(phase__programme__code="hjem")
    assert step.text_da in page(client, "/programmes/hjem/")
    client.post(
        f"/steps/{step.pk}/", {"text_da": "Nyt", "text_en": "New", "owner": "street", "is_active": "on", "version": 1}
    )
    step.refresh_from_db()
    assert step.text_da == "Nyt"
    for path in (
        "/programmes/hjem/change/",
        "/programmes/hjem/norms/new/",
        f"/phases/{step.phase_id}/",
        "/programmes/new/",
    ):
        assert client.get(path).status_code == 403


# Who gets in, and what cannot be seen from here

PATHS = (
    "/administration/",
    "/administration/users/",
    "/administration/users/new/",
    "/administration/organisations/",
    "/administration/teams/",
    "/programmes/new/",
)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
@pytest.mark.parametrize("path", PATHS)
def test_other_roles_do_not_administer(client, role, path):
    client.force_login(staff(role))
    assert client.get(path).status_code == 403


def test_an_administrator_sees_no_case_content(inside):
    enrolment = EnrolmentFactory(person=PersonFactory(first_name="Plantefar", last_name="Hemmelig"))
    phase = PhaseTemplateFactory(programme=enrolment.programme)
    pages = [*PATHS, f"/programmes/{enrolment.programme.code}/", f"/phases/{phase.pk}/"]
    shown = "".join(page(inside, path) for path in pages)
    hidden = ("Plantefar", "Hemmelig", enrolment.person.reference)
    assert [text for text in hidden if text in shown] == []
    assert list(Person.objects.visible_to(User.objects.get(memberships__role=Role.ADMINISTRATOR))) == []


def test_history_tells_what_was_changed_by_whom(administrator):
    programme = ProgrammeFactory(name="Før", organisation__name="Org A")
    other = OrganisationFactory(name="Org B")
    setup.change_programme(
        by=administrator, at=NOW, programme=programme, version=1, name="Efter", organisation=other, capacity=40
    )
    change = next(row for row in changes_in(programme.history.all()) if row.kind == "~")
    assert (change.by, change.at) == (administrator, NOW)
    assert {(field.old, field.new) for field in change.fields} == {("Før", "Efter"), ("Org A", "Org B"), ("", "40")}
