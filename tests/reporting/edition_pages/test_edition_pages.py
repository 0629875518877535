"""Editions in the browser: a lead makes, looks at and releases them, an evaluator reads what is released."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from cases.audit.models import AuditEvent
from cases.staff.codes import Role
from reporting.documents.presentation import shown
from reporting.edition_pages.reading import hidden_by_part, part_of
from reporting.edition_pages.tasks import work
from reporting.editions.codes import EditionState
from reporting.editions.models import Edition
from reporting.runs.actions import cancel_run
from reporting.runs.models import ReportRun
from tests.clock import NOW
from tests.factories.cases import MembershipFactory, TeamFactory, UserFactory, staff, works_in
from tests.reporting.chapters.followed import followed

pytestmark = pytest.mark.django_db

ASKED = {"audience": "Den Sociale Fond", "period": "2025-01-01_2025-03-31", "threshold": "5"}


@pytest.fixture
def programme():
    return followed()


@pytest.fixture
def lead(programme):
    return staff(Role.LEAD, works_in(TeamFactory(), programme))


@pytest.fixture
def evaluator(programme):
    user = UserFactory()
    MembershipFactory(user=user, role=Role.EVALUATOR, team=None, programme=programme)
    return user


@pytest.fixture
def page(client, lead):
    client.force_login(lead)
    return client


def url(name, *args):
    return reverse(f"reporting:{name}", args=args)


def post(client, name, edition):
    return client.post(url(name, edition.public_id), follow=True)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def asked(page, **changes):
    answer = page.post(url("edition_create", "unge"), ASKED | changes)
    assert answer.status_code == 302, answer.context["form"].errors
    return Edition.objects.latest("pk")


def made(page, **changes):
    work(asked(page, **changes).pk, lambda: NOW)
    return Edition.objects.latest("pk")


def released(page, **changes):
    edition = made(page, **changes)
    post(page, "edition_release", edition)
    return Edition.objects.get(pk=edition.pk)


def test_from_the_asking_to_the_file(page, lead):
    """12 young people: two men are few, and the ten women would tell them."""
    edition = asked(page)
    assert "Rapporten beregnes: 0 af" in text_of(page.get(url("edition", edition.public_id)))
    work(edition.pk, lambda: NOW)
    waiting = text_of(page.get(url("edition", edition.public_id)))
    assert "Endnu ikke frigivet til Den Sociale Fond" in waiting
    assert "<span>Frigiv udgaven</span>" in waiting
    assert "Kvinde skjult, Mand skjult" in waiting
    asking = text_of(page.get(url("edition_release", edition.public_id)))
    assert "Frigiv til Den Sociale Fond?" in asking
    assert ">Frigiv udgaven</button>" in asking
    assert "Den kan ikke ændres eller trækkes tilbage" in asking
    out = text_of(post(page, "edition_release", edition))
    assert "Udgaven er frigivet." in out
    assert f"<dt>Frigivet af</dt> <dd>{lead.name}, {lead.organisation}</dd>" in out
    answer = page.get(url("edition_download", edition.public_id, "csv"))
    run = ReportRun.objects.get()
    assert f"-{run.pk}-edition-{edition.pk}.csv" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    men = next(row for row in rows if (row["indicator"], row["row"], row["measure"]) == ("age_and_gender", "man", "n"))
    assert (men["Værdi"], men["Bemærkning"][:6]) == ("", "skjult")
    assert AuditEvent.objects.filter(action="exported", target="reporting.edition").count() == 1


def test_who_may_see_what(page, client, lead, evaluator):
    waiting, out = made(page, audience="En anden"), released(page)
    client.force_login(evaluator)
    assert "En anden" not in text_of(client.get(url("editions")))
    assert client.get(url("edition", out.public_id)).status_code == 200
    assert client.get(url("edition_download", out.public_id, "pdf")).content.startswith(b"%PDF")
    assert client.get(url("edition", waiting.public_id)).status_code == 404
    assert client.get(url("edition_create", "unge")).status_code == 403
    assert client.post(url("edition_drop", waiting.public_id)).status_code == 403
    client.force_login(staff(Role.LEAD))
    assert client.get(url("edition", out.public_id)).status_code == 404
    assert client.get(url("edition_create", "unge")).status_code == 404
    assert client.post(url("edition_drop", waiting.public_id)).status_code == 404
    assert client.post(url("edition_release", waiting.public_id)).status_code == 404
    client.force_login(staff(Role.CASEWORKER))
    assert client.get(url("editions")).status_code == 403


def test_what_is_not_released_is_no_file(page):
    edition = made(page)
    assert page.get(url("edition_download", edition.public_id, "csv")).status_code == 404
    post(page, "edition_release", edition)
    assert page.get(url("edition_download", edition.public_id, "csv")).status_code == 200
    assert page.get(url("edition_download", edition.public_id, "docx")).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"threshold": "4"}, "threshold"),
        ({"threshold": "21"}, "threshold"),
        ({"period": "2025-01-02_2025-03-31"}, "period"),
        ({"period": "2025-04-01_2025-06-30"}, "period"),  # not over on 4 June
        ({"audience": "  "}, "audience"),
        ({"audience": "x" * 121}, "audience"),
    ],
)
def test_what_cannot_be_asked_for(page, changes, field):
    answer = page.post(url("edition_create", "unge"), ASKED | changes)
    assert answer.context["form"].errors.keys() == {field}
    assert answer.context["form"].data["audience"] == (ASKED | changes)["audience"]
    assert (Edition.objects.count(), ReportRun.objects.count()) == (0, 0)


def test_an_audience_that_has_the_period_is_told_so(page):
    released(page)
    answer = page.post(url("edition_create", "unge"), ASKED | {"audience": "den sociale  fond"})
    assert answer.context["form"].errors == {"audience": ["Modtageren har allerede en udgave om denne periode."]}
    assert [one in text_of(answer) for one in ('<option value="Den Sociale Fond">', 'value="den sociale  fond"')]


def test_the_same_audience_is_offered_once(page):
    for period in ("2025-01-01_2025-03-31", "2025-01-01_2025-03-31"):
        asked(page, period=period)
    assert page.get(url("edition_create", "unge")).context["form"].audiences == ["Den Sociale Fond"]


def test_without_a_period_that_is_over_there_is_nothing_to_ask_for(page, programme):
    programme.start = date(2025, 4, 2)
    programme.save()
    assert "Ingen periode er afsluttet endnu" in text_of(page.get(url("edition_create", "unge")))


def test_how_far_it_is(page):
    edition = asked(page)
    address = url("edition_progress", edition.public_id)
    assert page.get(address).status_code == 302
    ahead = text_of(page.get(address, headers={"HX-Request": "true"}))
    assert "Rapporten beregnes" in ahead
    assert "load delay:2s" in ahead
    work(edition.pk, lambda: NOW)
    done = text_of(page.get(address, headers={"HX-Request": "true"}))
    assert "load delay" not in done
    assert url("edition", edition.public_id) in done


def test_thrown_away_or_made_again(page):
    edition = made(page)
    assert "Udgaven er kasseret" in text_of(post(page, "edition_drop", edition))
    assert (Edition.objects.count(), ReportRun.objects.count()) == (0, 1)
    edition = made(page)
    post(page, "edition_retry", edition)
    edition.refresh_from_db()
    assert edition.state == EditionState.MAKING
    work(edition.pk, lambda: NOW)
    post(page, "edition_release", edition)
    for name in ("edition_retry", "edition_drop"):
        assert page.get(url(name, edition.public_id)).status_code == 405
        answer = post(page, name, edition)
        assert [str(one) for one in answer.context["messages"]] != []
    edition.refresh_from_db()
    assert edition.state == EditionState.RELEASED
    assert page.get(url("edition_release", edition.public_id)).status_code == 404


def test_what_failed_says_why(page, lead):
    edition = asked(page)
    cancel_run(by=lead, at=NOW, run=edition.run)
    work(edition.pk, lambda: NOW)
    assert "Rapporten bag den kunne ikke beregnes." in text_of(page.get(url("edition", edition.public_id)))


def test_what_is_hidden_is_told_part_by_part(page):
    """Men and women of twelve, and what few have come to: as many as the edition hides in all."""
    edition = made(page)
    found = hidden_by_part(edition, shown(edition.result))
    assert {one.key: (one.name, one.hidden) for one in found}["age_and_gender"] == ("Alder og køn", 2)
    assert sum(one.hidden for one in found) <= len(edition.hidden)
    assert f"Det skjulte: {edition.share_hidden} % af tallene" in text_of(page.get(url("edition", edition.public_id)))
    assert [part_of(name) for name in ("a.b.c.n", "housing@first.own", "t|x.y", "courses")] == [
        "a",
        "housing",
        "t",
        "courses",
    ]


def test_the_list_is_empty_and_then_is_not(page, client, evaluator):
    assert "Ingen udgaver endnu" in text_of(page.get(url("editions")))
    edition = released(page)
    shown = text_of(page.get(url("editions")))
    assert f"Udgave {edition.pk}</a>" in shown
    assert "Ny udgave om Unge på vej" in shown
    client.force_login(evaluator)
    assert "Ny udgave" not in text_of(client.get(url("editions")))
