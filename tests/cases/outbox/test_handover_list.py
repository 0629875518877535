"""The sender's list of handovers, its filters, and the numbers that lead to it."""

import html
import re

import pytest

from cases.audit.models import AuditEvent
from cases.inbox import actions as act
from cases.outbox import actions as outbox_act
from cases.staff.codes import Role
from tests.cases.outbox.test_handover_pages import page, sent, url
from tests.clock import NOW
from tests.factories.cases import (
    AssignmentFactory,
    EnrolmentFactory,
    HandoverFactory,
    OrganisationFactory,
    PersonFactory,
    ProgrammeFactory,
    TeamFactory,
    staff,
)

pytestmark = pytest.mark.django_db


def test_the_list_is_narrowed_to_who_can_be_a_receiver(inside):
    """An evaluator cannot, a partner that is no longer active could; neither is one of the others."""
    OrganisationFactory(name="Evaluator", kind="evaluator")
    OrganisationFactory(name="Nedlagt", is_active=False)
    offered = inside.get("/handovers/").context["form"].fields["receiver"].queryset
    assert {name: offered.filter(name=name).exists() for name in ("Evaluator", "Nedlagt")} == {
        "Evaluator": False,
        "Nedlagt": True,
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"draft", "old", "new"}),
        ("show=waiting", {"old", "new"}),
        ("show=mine", {"old"}),
        ("show=draft", {"draft"}),
        ("show=closed", {"revoked"}),
        ("show=all", {"draft", "old", "new", "revoked"}),
        ("show=all&purpose=shelter", {"new"}),
        ("show=all&receiver=vaerested", {"old"}),
        ("show=nonsense", {"draft", "old", "new", "revoked"}),
    ],
)
def test_the_list(inside, team, worker, query, expected):
    rows = {
        "draft": HandoverFactory(person=PersonFactory(team=team)),
        "old": sent(PersonFactory(team=team), days=8, receiver=OrganisationFactory(code="vaerested")),
        "new": sent(PersonFactory(team=team), days=1, purpose="shelter"),
    }
    gone = sent(PersonFactory(team=team))
    rows["revoked"] = outbox_act.revoke(by=worker, at=NOW, handover=gone, reason="mistake")
    sent(PersonFactory())
    listed = inside.get(f"/handovers/?{query}").context["page"]
    assert {name for name, row in rows.items() if row in list(listed)} == expected
    assert len(listed) == len(expected)


@pytest.mark.parametrize(
    ("query", "numbers", "oldest", "narrowed"),
    [
        ("", [4, 3], 20, []),
        ("team=nord", [4, 3], 20, ["Nord"]),
        ("programme=hjem", [2, 1], 8, ["Hjem"]),
        ("worker=W", [1, 1], 8, ["Rikke Relation"]),
        ("team=nord&programme=hjem", [2, 1], 8, ["Hjem", "Nord"]),
    ],
)
def test_the_numbers_on_the_board_are_the_lengths_of_their_lists(client, query, numbers, oldest, narrowed):
    """Without a programme or worker also those of young people who are not enrolled; every filter is said in words."""
    team = TeamFactory(code="nord", name="Nord")
    lead, rikke = staff(Role.LEAD, team), staff(Role.CASEWORKER, team, name="Rikke Relation")
    programme = ProgrammeFactory(code="hjem", name="Hjem")
    for days, place in ((1, programme), (8, programme), (9, ProgrammeFactory())):
        enrolment = EnrolmentFactory(person__team=team, team=team, programme=place)
        sent(enrolment.person, days=days)
        if days == 8:
            AssignmentFactory(enrolment=enrolment, worker=rikke)
    sent(PersonFactory(team=team), days=20)
    client.force_login(lead)
    query = query.replace("worker=W", f"worker={rikke.pk}")
    board = page(client, f"/board/?{query}")
    stats = re.findall(r'<a href="(/handovers/[^"]*)" class="stat.*?stat-value">(\d+)<', board, re.DOTALL)
    assert [int(number) for _link, number in stats] == numbers
    assert f"den ældste i {oldest} dage" in board
    lists = [client.get(html.unescape(link)) for link, _number in stats]
    assert [len(answer.context["page"]) for answer in lists] == numbers
    assert [answer.context["narrowed"] for answer in lists] == [narrowed, narrowed]
    kept = {field.name: field.value() or "" for field in lists[0].context["form"].hidden_fields()}
    assert len(client.get("/handovers/", kept | {"show": "mine"}).context["page"]) == numbers[1]


def test_my_day_names_what_i_sent_of_one_who_is_not_enrolled_and_its_list_holds_the_same(inside, team, worker):
    """A no reaches whoever sent it; the names stand in the log."""
    gone, other = PersonFactory(team=team), PersonFactory(team=team)
    refused = sent(gone, sent_by=worker)
    act.reject(by=staff(Role.PARTNER), at=NOW, handover=refused, reason="no_capacity")
    sent(other, days=8)
    panel = page(inside, "/my-day/").partition('id="handovers"')[2]
    assert re.findall(r'row-name" href="([^"]*)"', panel) == [url("handover", refused)]
    read = AuditEvent.objects.get(by=worker, facts__page="my_day_handovers")
    assert read.facts["shown"] == [gone.reference]
    answer = inside.get("/handovers/?show=mine&mine=1")
    assert "/handovers/?show=mine&amp;mine=1" in panel
    assert list(answer.context["page"]) == [refused]
    assert "Kun: mine unge og det, jeg har sendt" in answer.content.decode()
    everyone = re.search(r'href="([^"]*)">Vis alle<', answer.content.decode())[1]
    assert len(inside.get(f"/handovers/{everyone}").context["page"]) == 2
