"""How far a form is: what has an answer, what is confirmed by one tap, and what somebody has to answer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cases.questionnaires.codes import Topic
from cases.questionnaires.definition import Item
from cases.statusreports.rules import is_beside


@dataclass
class TopicProgress:
    """The questions about one thing. `first`: the code of the first of them, where the form leads to."""

    topic: Topic
    first: str
    answered: int = 0
    total: int = 0


@dataclass
class Progress:
    """`filled`: answers that stand in the form. `confirm`: the last answer can stand again. `answer`: the rest."""

    topics: list[TopicProgress] = field(default_factory=list)
    filled: int = 0
    confirm: int = 0
    answer: int = 0


def progress_of(items: Sequence[Item], asked: Mapping[str, Any], *, repeatable: Collection[str]) -> Progress:
    """The progress of a form whose asked keys stand with their answers, None where there is none."""
    found = Progress()
    topics: dict[Topic, TopicProgress] = {}
    for item in items:
        keys = [key for key in item.keys if key in asked and not is_beside(item, key)]
        topic = topics.setdefault(item.topic, TopicProgress(item.topic, item.code))
        for key in keys:
            is_answered = asked[key] is not None
            topic.total += 1
            topic.answered += is_answered
            found.filled += is_answered
            found.confirm += not is_answered and key in repeatable
            found.answer += not is_answered and key not in repeatable
    found.topics = list(topics.values())
    return found
