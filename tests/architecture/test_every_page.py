"""What every page shows to every role: each is opened once, in a world of two houses, and asked several things.

Who reads about a young person is logged, and some roles read about nobody; no page names another house, and no form takes
a record of it; every form keeps what is typed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db.models import Model
from django.forms import BaseForm
from django.test.signals import template_rendered

from cases.audit.models import AuditEvent
from cases.enrolments.models import Enrolment
from cases.people.models import Person
from cases.programmes.models import PhaseStep, PhaseTemplate, Programme
from cases.staff.codes import Role
from cases.staff.models import User
from cases.teams.models import Team
from tests.architecture.inhabited import FOREIGN, World, inhabited, second_house
from tests.architecture.test_hostile_input import rolled_back
from tests.architecture.test_reach import OFFERS, ROLES, let_through
from tests.architecture.test_typed_text import faults, sent_from
from tests.bare import Bare

pytestmark = pytest.mark.django_db

# The names, references and CPR numbers of the invented young people, and what stands in their notes.
PERSONAL = re.compile(r"Fornavn\d|Efternavn\d|\bA10000\b|\bT\d{5}\b|610304|Prøvevej")
# Together they see every form.
WRITERS = (Role.LEAD, Role.CASEWORKER, Role.PARTNER, Role.ADMINISTRATOR)
SAMPLES = {"gallery"}  # forms that are sent nowhere


@dataclass(frozen=True)
class Seen:
    """A page as a role got it; `takes` are the fields of its forms that would take a record of the other house."""

    role: Role
    name: str
    path: str
    let_through: bool
    status: int
    kind: str
    text: str
    is_logged: bool
    takes: frozenset[tuple[str, str]]

    def __str__(self) -> str:
        return f"{self.role} {self.path} ({self.name})"


def look(world: World, other: World) -> Iterator[Seen]:
    """Every page for every role. Nothing of it stays."""
    foreign, before = foreign_records(other), AuditEvent.objects.count()
    for role in Role:
        client = Bare()
        client.force_login(world.users[role])
        for name, path, view in world.paths():
            forms: dict[int, BaseForm] = {}
            with rolled_back(), noting(forms):
                response = client.get(path)
                yield Seen(
                    role=role,
                    name=name,
                    path=path,
                    let_through=let_through(world, role, view),
                    status=response.status_code,
                    kind=response.headers.get("Content-Type", ""),
                    text="" if response.streaming else response.content.decode(errors="replace"),
                    is_logged=AuditEvent.objects.count() > before,
                    takes=frozenset(taking(forms.values(), foreign)),
                )


class noting:  # noqa: N801  read like the function it stands for
    """Collects the forms that templates are given meanwhile."""

    def __init__(self, forms: dict[int, BaseForm]) -> None:
        self.forms = forms

    def __enter__(self) -> None:
        template_rendered.connect(self._note)

    def __exit__(self, *_error: object) -> None:
        template_rendered.disconnect(self._note)

    def _note(self, context: Any, **_: Any) -> None:
        values = (value for part in context.dicts for value in part.values())
        self.forms |= {id(value): value for value in values if isinstance(value, BaseForm)}


def foreign_records(other: World) -> dict[type[Model], set[Any]]:
    """The records of the other house that a field of a form could name."""
    [programme], [team] = other.samples["/programmes/"], other.samples["/administration/teams/"]
    of_team, of_programme = {"team__code": team["code"]}, {"programme__code": programme["code"]}
    rows: dict[type[Model], dict[str, Any]] = {
        Person: of_team,
        Team: {"code": team["code"]},
        User: {"pk__in": [user.pk for user in other.users.values()]},
        Enrolment: of_programme,
        Programme: {"code": programme["code"]},
        PhaseTemplate: of_programme,
        PhaseStep: {"phase__programme__code": programme["code"]},
    }
    return {
        model: set(model._default_manager.filter(**facts).values_list("pk", flat=True))
        for model, facts in rows.items()
    }


def taking(forms: Any, foreign: dict[type[Model], set[Any]]) -> Iterator[tuple[str, str]]:
    """The fields that would take a record of the other house, however it is put into the request."""
    for form in forms:
        for name, field in form.fields.items():
            queryset = getattr(field, "queryset", None)
            if queryset is not None and queryset.filter(pk__in=foreign.get(queryset.model, ())).exists():
                yield type(form).__name__, name


@pytest.fixture(scope="module")
def kept() -> list[Seen]:
    return []


@pytest.fixture
def seen(db: None, kept: list[Seen]) -> list[Seen]:
    """Looked at by the first test that asks: all that stays is what was read."""
    if not kept:
        kept.extend(list(look(inhabited(), second_house())))
    return kept


def test_no_page_is_a_fault(seen):
    assert [f"{page} answers {page.status}" for page in seen if page.status >= 500] == []


@pytest.mark.parametrize("role", [Role.LEAD, Role.CASEWORKER, Role.PARTNER])
def test_no_page_names_a_young_person_without_a_line_in_the_log(seen, role):
    named = [page for page in seen if (page.role, page.status) == (role, 200) and PERSONAL.search(page.text)]
    assert len(named) > 4
    assert [page.path for page in named if not page.is_logged] == []


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.ADMINISTRATOR])
def test_no_page_of_evaluators_and_administrators_names_a_young_person(seen, role):
    """The pages of the reports and of the administration, and the API, in a world full of young people."""
    read = [page for page in seen if (page.role, page.status) == (role, 200) and page.text]
    assert len(read) > 8
    assert {page.path: found[:3] for page in read if (found := PERSONAL.findall(page.text))} == {}


def test_no_page_of_ones_own_names_another_house(seen):
    own = [page for page in seen if page.role in ROLES and page.let_through and page.name not in OFFERS]
    assert len(own) > 300
    assert [str(page) for page in own if FOREIGN in page.text] == []


def test_no_form_takes_a_record_of_another_house(seen):
    """A field that is hidden, or not in the page's choices, is sent all the same."""
    own = [page for page in seen if page.role in ROLES and page.let_through]
    assert len(own) > 300
    found = {field for page in own for field in page.takes}
    assert found == {("ScreeningForm", "programme"), ("RequestForm", "programme")}  # COMMON of the reach says why


def test_every_form_keeps_what_is_typed_and_is_saved_once(seen):
    """As the first of the roles sees it that may open the page."""
    pages = {
        page.path: page.text
        for role in reversed(WRITERS)
        for page in seen
        if (page.role, page.status) == (role, 200) and "html" in page.kind
        if page.name not in SAMPLES and not page.path.startswith("/api/")
    }
    forms = [form for text in pages.values() for form in sent_from(text)]
    assert sum(bool(form.free) for form in forms) > 40
    assert sum(bool(form.filled_in) for form in forms) > 75
    assert [fault for path, text in pages.items() for fault in faults(path, text)] == []
