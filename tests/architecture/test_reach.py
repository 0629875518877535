"""Nobody meets what another house holds, whatever they type into the address.

A second organisation has a team, a programme with phases and steps, young people, reports. Every address that takes a key
is asked for with theirs by everybody whose role lets them through to the view. `test_every_page` looks at the pages of
one's own.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache, partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from cases.enrolments.models import Enrolment
from cases.enrolments.rules import NOT_TIED
from cases.programmes.models import PhaseStep, StepQuerySet
from cases.staff.codes import Role
from cases.staff.policy import may
from reporting.export.models import ExportRun
from reporting.runs.models import ReportRun
from tests.architecture.inhabited import World, inhabited, second_house
from tests.architecture.source import APPS, layer, parse, python_files
from tests.architecture.test_hostile_input import rolled_back
from tests.bare import Bare

# An administrator keeps the accounts and programmes of all houses.
ROLES = tuple(role for role in Role if role != Role.ADMINISTRATOR)
# What every house shows the others, each for a reason.
COMMON = {
    ("organisations-detail", None): "the directory of organisations",
    ("programmes-detail", Role.CASEWORKER): "a young person may fit another house's programme",
    ("programmes-detail", Role.AUTHORITY): "a young person may fit another house's programme",
    ("programmes-detail", Role.LEAD): "a young person may fit another house's programme",
    ("draft", None): "a draft belongs to who wrote it, whatever it is called",
    ("draft_drop", None): "a draft belongs to who wrote it, whatever it is called",
}
# Pages that offer every programme.
OFFERS = {"screening_create", "programmes-list", "programmes-detail"}
NOT_THERE = {404, 405}
# What differs from page to page, or is the address itself: values of fields, tokens, and whatever has a digit in it.
WRITTEN = re.compile(rb'value="[^"]*"|[\w-]{20,}|[^\s"<>]*[0-9][^\s"<>]*')


@pytest.fixture
def houses(db: None) -> tuple[World, World]:
    return inhabited(), second_house()


def let_through(world: World, role: Role, view: Any) -> bool:
    rights = getattr(getattr(view, "cls", view), "rights", ())
    return any(may(world.users[role], right) for right in rights)


def reached(
    world: World, other: World, roles: tuple[Role, ...] = ROLES, names: str = ""
) -> tuple[list[str], set[str]]:
    """What of the other house answered, or otherwise than what there is not; and the names of all addresses asked.

    Of every address, or of those whose name begins with `names`.
    """
    found, asked = list[str](), set[str]()
    for role in roles:
        client = Bare()
        client.force_login(world.users[role])
        answer_of_none = cache(partial(answer_of, client))
        for name, path, missing, view in world.foreign_and_missing(other):
            is_common = bool({(name, None), (name, role)} & COMMON.keys())
            if is_common or not name.startswith(names) or not let_through(world, role, view):
                continue
            asked.add(name)
            for method in ("get", "post"):
                code, text = answer_of(client, method, path)
                if code not in NOT_THERE:
                    found.append(f"{role} {method} {path} ({name}) answers {code}")
                elif (code, text) != answer_of_none(method, missing):
                    found.append(f"{role} {method} {path} ({name}) answers otherwise than what is not there")
    return found, asked


def answer_of(client: Bare, method: str, path: str) -> tuple[int, bytes]:
    """The status and the text of an answer, without the keys and numbers that differ each time."""
    with rolled_back():
        response = getattr(client, method)(path)
        return response.status_code, b"" if response.streaming else WRITTEN.sub(b"", response.content)


def test_no_address_opens_or_tells_of_what_belongs_to_another_house(houses):
    """Nor does a 403, or a word, tell that there is something."""
    found, asked = reached(*houses)
    assert found == []
    assert len(asked) > 70
    assert {"step", "step_up", "step_new", "step_complete", "run", "handover", "inbox_handover"} <= asked


def test_a_view_that_tells_a_foreign_record_from_none_is_found(houses, monkeypatch):
    """Looked for among all records first, and refused afterwards."""

    def load(request, pk):
        step = get_object_or_404(PhaseStep.objects.select_related("phase__programme"), pk=pk)
        if not PhaseStep.objects.visible_to(request.user).filter(pk=pk).exists():
            raise PermissionDenied
        return step

    monkeypatch.setattr("cases.programmes.views._step", load)
    found, _asked = reached(*houses, (Role.LEAD,), "step")
    pk = PhaseStep.objects.get(phase__programme__code="foreign").pk
    assert found == [
        f"lead get /steps/{pk}/ (step) answers 403",
        f"lead post /steps/{pk}/ (step) answers 403",
        f"lead post /steps/{pk}/up/ (step_up) answers 403",
    ]


def test_a_view_that_forgets_whose_a_record_is_is_found(houses, monkeypatch):
    """Phase steps by id as they once were loaded: whoever may edit steps at all could edit these."""
    monkeypatch.setattr(StepQuerySet, "visible_to", lambda rows, _user: rows)
    found, _asked = reached(*houses, (Role.LEAD,), "step")
    pk = PhaseStep.objects.get(phase__programme__code="foreign").pk
    assert found == [
        f"lead get /steps/{pk}/ (step) answers 200",
        f"lead post /steps/{pk}/ (step) answers 200",
        f"lead post /steps/{pk}/up/ (step_up) answers 302",
    ]


@pytest.mark.parametrize("role", [Role.LEAD, Role.EVALUATOR])
def test_no_report_and_no_rows_are_taken_of_another_houses_programme(houses, role):
    world, _other = houses
    client, before = Bare(), ReportRun.objects.count()
    client.force_login(world.users[role])
    wanted = {"names": "without", "form": "machine", "tables": "young_people"}
    period = {"start": "2025-01-01", "last_day": "2025-03-31", "as_of": "2025-04-01"}
    taken = {
        code: (
            client.post("/reports/exports/download/", wanted | {"programme": code}).status_code,
            client.get("/reports/exports/columns/", wanted | {"programme": code}).status_code,
            client.post("/reports/new/", period | {"programme": code}).status_code,
        )
        for code in ("foreign", "hjem")
    }
    assert taken == {"foreign": (422, 422, 200), "hjem": (200, 200, 302)}
    assert (ExportRun.objects.count(), ReportRun.objects.count() - before) == (1, 1)


def test_no_enrolment_opens_another_houses_programme(houses):
    """A lead may screen for it. Enrolling is refused, and the programme's steps, reports and rows stay shut."""
    world, other = houses
    client = Bare()
    client.force_login(world.users[Role.LEAD])
    [person], [programme] = world.samples["/people/"], other.samples["/programmes/"]
    [own_team] = world.samples["/administration/teams/"]
    decision = {"programme": programme["code"], "outcome": "exception", "decided_on": "2025-06-01"}
    decision |= {"reasons": ["unknown_facts"], "note": "Kender den unge"}
    screened = client.post(f"/people/{person['reference']}/screenings/new/", decision)
    answer = client.post(screened["Location"], {"team": own_team["code"], "on": "2025-06-02"})
    assert (answer.status_code, str(NOT_TIED) in answer.content.decode()) == (200, True)
    assert not Enrolment.objects.filter(person__reference=person["reference"], programme__code="foreign").exists()
    shut = {
        path: client.get(path).status_code
        for _name, path, view in world.foreign(other)
        if path.startswith(("/programmes/", "/steps/", "/reports/")) and let_through(world, Role.LEAD, view)
    }
    assert len(shut) > 10
    assert set(shut.values()) <= NOT_THERE, shut
    export = {"programme": "foreign", "names": "without", "form": "machine", "tables": "young_people"}
    assert client.post("/reports/exports/download/", export).status_code == 422


# What is loaded by its key is looked for among what the user reaches, and what that is stands in few places.

REACH = {"visible_to", "set_up_by", "led_by", "set_by", "reported_to", "of_people", "received_by"}
SCOPE = {"user_id", "organisation_id", "team_ids", "lead_team_ids", "programme_ids", "restricted_team_ids"}
# The work lists count protected young people, whom `visible_to` leaves out.
COUNTING = {"cases/board/queries.py", "cases/enrolments/queries.py", "cases/worklists/queries.py"}
POLICY = {
    "cases/staff/policy.py",
    "cases/teams/queries.py",
    "cases/contacts/queries.py",
    "cases/corrections/rights.py",
}


def loaders(tree: ast.AST) -> Iterator[tuple[str, bool]]:
    """Functions that load by key, and whether they ask what the user reaches, themselves or through a helper."""
    functions = {node.name: set(calls(node)) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    asking = REACH | {name for name, called in functions.items() if called & REACH}
    for name, called in functions.items():
        if "get_object_or_404" in called:
            yield name, bool(called & asking)


def calls(function: ast.AST) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "attr", getattr(node.func, "id", ""))


def test_every_view_that_loads_by_key_asks_whose_it_is():
    views = [path for path in python_files(*APPS) if layer(path) == "views"]
    found = [(path.name, name, asks) for path in views for name, asks in loaders(parse(path))]
    assert len(found) > 30
    assert [(file, name) for file, name, asks in found if not asks] == []


def test_a_planted_load_by_key_is_found():
    source = "def step(request, pk):\n    return get_object_or_404(PhaseStep.objects.select_related('phase'), pk=pk)"
    assert list(loaders(ast.parse(source))) == [("step", False)]


def test_reach_stands_with_the_policy_and_the_models_only():
    """Nothing else reads the facts that reach is made of: `user.scope.team_ids` and the like."""
    found = [
        f"{path}: {ast.unparse(node)}"
        for path in python_files(*APPS)
        if layer(path) != "models" and str(path) not in POLICY | COUNTING
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Attribute) and node.attr in SCOPE and ast.unparse(node.value).endswith(".scope")
    ]
    assert found == []
