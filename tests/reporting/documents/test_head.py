"""The head of a report: what ties a page to its run, and an edition to its audience."""

import pytest

from reporting.chapters.words import all_words, in_both_languages
from reporting.documents.head import Words, about_of
from reporting.editions.codes import PeriodKind
from reporting.editions.words import edition_words

KEPT = {
    "number": 7,
    "id": "7f0c",
    "kind": "midtvejsevaluering",
    "title": {"da": "Midtvejsevaluering", "en": "Midterm evaluation"},
    "programme": {"code": "unge", "name": "Unge på vej", "organisation": "Kommunen"},
    "from": "2025-01-01",
    "to": "2025-03-31",
    "as_of": "2025-03-31",
    "asked_at": "2025-04-02T08:00:00+02:00",
    "asked_by": {"name": "Ida Lund", "organisation": "Kommunen"},
    "computed_at": "2025-04-02T08:01:00+02:00",
    "definitions": "abc",
    "program": "1.0",
    "input": {"fingerprint": "def", "not_distributed": 2},
}
EDITION = {
    "number": 3,
    "audience": "Fonden",
    "threshold": 5,
    "period": in_both_languages(PeriodKind.QUARTER.label),
    "released_at": "2025-04-03T09:30:00+02:00",
    "released_by": {"name": "Bo Holm", "organisation": "Kommunen"},
}


def facts(kept, language):
    say = Words(all_words() | edition_words(5), language)
    return dict(about_of(kept, say).facts(say))


def test_working_figures_say_which_run_they_are_and_whom_they_leave_out():
    said = facts(KEPT, "da")
    assert said["Ikke fordelt, særlig beskyttelse"] == "2"
    assert (said["Rapportnummer"], said["Bestilt af"]) == ("7", "Ida Lund, Kommunen")
    assert "Frigivet til" not in said


@pytest.mark.parametrize(
    ("by", "name"), [(EDITION["released_by"], "Bo Holm, Kommunen"), (None, "kommandoen på serveren")]
)
def test_an_edition_says_for_whom_it_is_and_who_let_it_out(by, name):
    said = facts(KEPT | {"edition": EDITION | {"released_by": by}}, "da")
    assert (said["Udgave"], said["Frigivet til"], said["Frigivet af"]) == ("3 (Kvartal)", "Fonden", name)
    assert said["Frigivet den"].startswith("03.04.2025")


def test_a_report_of_before_says_what_was_not_kept():
    said = facts(KEPT | {"definitions": "", "input": None}, "en")
    assert (said["Fingerprint of the facts"], "Not distributed, special protection" in said) == (
        "not kept at that time",
        False,
    )
