"""Every item that comes with the system is about something."""

import pytest

from cases.questionnaires.codes import TOPICS, Topic
from cases.questionnaires.definition import Item
from cases.questionnaires.library import EDITIONS, edition

pytestmark = pytest.mark.rule


def test_every_item_of_the_documentation_has_a_topic_and_no_other_code_has():
    codes = {code for name in EDITIONS for code in edition(name)}
    assert codes == set(TOPICS)


def test_an_item_of_a_programmes_own_names_its_topic():
    raw = {"type": "one", "when": ["Q"], "label": "x", "topic": "money"}
    assert Item.of("dog", "1", raw).topic == Topic.MONEY
    assert Item.of("dog", "1", raw | {"topic": ""}).topic == Topic.OTHER
