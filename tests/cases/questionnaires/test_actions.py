"""Loading items, adding one, and putting a questionnaire together."""

import pytest
from django.db import ProgrammingError, connection, transaction

from cases.core.errors import Refused
from cases.questionnaires.actions import add_item, ask, load_items
from cases.questionnaires.library import edition
from cases.questionnaires.models import ItemVersion, Questionnaire
from cases.questionnaires.queries import current, latest_versions
from tests.clock import NOW
from tests.factories.cases import ProgrammeFactory, UserFactory

pytestmark = pytest.mark.django_db

OWN = {"type": "one", "when": ["Q"], "label": {"da": "Har en hund"}, "choices": {"ja": {"da": "Ja", "en": "Yes"}}}


def test_loading_twice_adds_nothing():
    added = load_items(by=None, at=NOW)
    assert added == ItemVersion.objects.count() > 30
    assert load_items(by=None, at=NOW) == 0


def test_a_definition_without_a_type_is_refused():
    with pytest.raises(Refused, match="type"):
        add_item(by=None, at=NOW, code="dog", edition="1", definition={"label": {"da": "Hund"}})
    assert not ItemVersion.objects.exists()


def test_a_version_stands_once_and_for_good():
    version = add_item(by=None, at=NOW, code="dog", edition="1", definition=OWN)
    assert str(version.item.label) == "Har en hund"
    with pytest.raises(Refused, match="allerede"), transaction.atomic():
        add_item(by=None, at=NOW, code="dog", edition="1", definition=OWN)


def test_a_lead_adds_a_version_and_the_programme_asks_it_from_then_on():
    programme, lead = ProgrammeFactory(), UserFactory()
    first = ask(
        by=lead,
        at=NOW,
        programme=programme,
        items=[add_item(by=lead, at=NOW, code="dog", edition="1", definition=OWN)],
    )
    newer = add_item(
        by=lead, at=NOW, code="dog", edition="2", definition=OWN | {"label": {"da": "Har den unge en hund?"}}
    )
    second = ask(by=lead, at=NOW, programme=programme, items=[newer])
    assert (first.number, second.number) == (1, 2)
    assert current(programme) == second
    assert [item.version for item in first.asked] == ["1"]
    assert latest_versions(programme) == [newer]
    assert latest_versions(ProgrammeFactory()) == []


def test_nothing_and_two_versions_of_one_item_are_refused():
    programme = ProgrammeFactory()
    versions = [add_item(by=None, at=NOW, code="dog", edition=edition, definition=OWN) for edition in "12"]
    for items, said in (([], "mindst ét"), (versions, "én version")):
        with pytest.raises(Refused, match=said):
            ask(by=None, at=NOW, programme=programme, items=items)
    assert not Questionnaire.objects.exists()


@pytest.mark.parametrize("statement", ["UPDATE cases_historicalitemversion SET code = 'x'"])
def test_the_history_of_an_item_is_kept(statement):
    add_item(by=None, at=NOW, code="dog", edition="1", definition=OWN)
    with (
        pytest.raises(ProgrammingError, match="cannot be changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_answers_of_an_item_keep_their_order_in_the_database():
    load_items(by=None, at=NOW)
    for row in ItemVersion.objects.all():
        declared = edition(row.edition)[row.code]
        assert list(row.item.choices) == list(declared.get("choices", {})), row
        assert list(row.item.parts) == list(declared.get("parts", {})), row
