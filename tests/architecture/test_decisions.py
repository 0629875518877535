"""Decisions are numbered without a gap, dated, and say what else was thought of."""

import re

import pytest

from config.env import ROOT

DECISIONS = sorted((ROOT / "docs" / "adr").glob("*.md"))
PARTS = ["Context", "Decision", "Alternatives", "Consequences"]
HEAD = re.compile(r"# (?P<number>\d+)\. \S.*\n\n(?:Accepted|Replaced|Withdrawn), \d{4}-\d\d-\d\d\.")


def lacking(number: int, text: str) -> list[str]:
    """What a decision does not say: its number, state and day, or one of its parts."""
    head = HEAD.match(text)
    missing = [] if head and int(head["number"]) == number else ["head"]
    return missing + [part for part in PARTS if f"\n**{part}.** " not in text]


def test_numbers_have_no_gap():
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_whole(path):
    assert lacking(int(path.name[:4]), path.read_text()) == []


def test_planted_faults_are_found():
    text = "# 7. Tea\n\nAccepted, 2026-11-21.\n\n**Context.** a\n\n**Decision.** b\n\n**Consequences.** c\n"
    assert lacking(7, text) == ["Alternatives"]
    assert lacking(8, text) == ["head", "Alternatives"]
    assert lacking(7, text.replace("Accepted, 2026-11-21.", "")) == ["head", "Alternatives"]
