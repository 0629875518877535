"""What may be shared, until when, and what a sender or receiver reads when it may not."""

from datetime import date, timedelta

import pytest

from cases.core.errors import Refused
from cases.handovers.rules import (
    check_basis,
    check_basis_again,
    check_met_on,
    check_scope,
    check_still_shared,
    is_shared,
    may_share,
    widens,
)
from tests.clock import TODAY

ONE_DAY = timedelta(days=1)
TOMORROW = TODAY + ONE_DAY
# Asked for consent in writing, until today: the end that is stored is the day after.
READY = {
    "basis": "consent",
    "basis_detail": "Skriftligt 04.06.2025",
    "shared_until": TOMORROW,
    "scope": ["name"],
    "on": TODAY,
}


def refusal(check, *args, **facts):
    """The field at fault and the sentence; None where nothing is refused."""
    try:
        check(*args, **facts)
    except Refused as refused:
        return refused.field, refused.message
    return None


@pytest.mark.parametrize(
    ("until", "runs"),
    [(None, False), (TODAY - ONE_DAY, False), (TODAY, False), (TOMORROW, True), (TOMORROW + ONE_DAY, True)],
)
def test_the_sharing_runs_until_its_last_day_is_over(until, runs):
    """The end that is stored is the first day without it: with tomorrow as the end, today is the last day."""
    assert is_shared(until, TODAY) is runs
    over = (None, "Delingen er udløbet. Bed afsenderen om at forlænge den, hvis I stadig har brug for den.")
    assert refusal(check_still_shared, until, TODAY) == (None if runs else over)


def test_with_address_protection_only_what_leads_to_the_address_is_left_out():
    """CPR-loven § 28; all else of the scope stays, in its order."""
    scope = ["phase", "housing", "name"]
    assert may_share(scope, has_protected_address=True) == ["phase", "name"]
    assert may_share(scope, has_protected_address=False) == scope
    said = ("scope", "Den unge har navne- og adressebeskyttelse: Hvor den unge bor, kan ikke deles.")
    assert refusal(check_scope, scope, has_protected_address=True) == said
    assert refusal(check_scope, scope, has_protected_address=False) is None
    assert refusal(check_scope, iter(["phase", "name"]), has_protected_address=True) is None


@pytest.mark.parametrize(
    ("scope", "until", "is_wider"),
    [
        (["a", "b"], TODAY, False),
        (["b"], TODAY - ONE_DAY, False),
        (["b"], None, False),  # no longer than before: no end yet is not for ever
        (["c"], TODAY, True),  # another thing is more, even in the place of two
        (["a", "b", "c"], TODAY, True),
        (["b"], TOMORROW, True),
        (["c"], TOMORROW, True),
    ],
)
def test_one_more_thing_or_one_more_day_is_more(scope, until, is_wider):
    assert widens(scope=scope, shared_until=until, scope_before=["a", "b"], until_before=TODAY) is is_wider


def test_an_end_where_none_was_named_is_longer():
    assert widens(scope=["a"], shared_until=TODAY, scope_before=["a"], until_before=None)


@pytest.mark.parametrize(
    ("basis", "detail", "said"),
    [
        ("", "§ 28", ("basis", "Du deler mere eller i længere tid: Sig igen, hvad der giver lov til at dele.")),
        (
            "consent",
            " ",
            (
                "basis_detail",
                "Du deler mere eller i længere tid: Skriv, hvordan og hvornår der er givet samtykke til det, eller hvilken paragraf.",
            ),
        ),
        ("consent", "Mundtligt 04.06.2025", None),
    ],
)
def test_for_more_the_basis_is_said_again(basis, detail, said):
    assert refusal(check_basis_again, basis, detail) == said


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, None),
        ({"basis": "law"}, None),
        (
            {"basis": "habit"},
            ("basis", "Angiv, hvad der giver lov til at dele: den unges samtykke eller en lov."),
        ),
        (
            {"basis_detail": " "},
            ("basis_detail", "Skriv, hvordan samtykket er givet, eller hvilken paragraf der gælder."),
        ),
        ({"scope": []}, ("scope", "Vælg, hvad der må deles.")),
        ({"shared_until": None}, ("shared_until", "Vælg i dag eller en senere dag som sidste dag for delingen.")),
        ({"shared_until": TODAY}, ("shared_until", "Vælg i dag eller en senere dag som sidste dag for delingen.")),
    ],
)
def test_what_is_missing_before_sending_is_said_at_its_field(facts, said):
    """Forvaltningsloven § 28: sharing needs a specific consent or a law."""
    assert refusal(check_basis, **READY | facts) == said


@pytest.mark.parametrize(
    ("met_on", "said"),
    [
        (date(2025, 6, 1), ("met_on", "Datoen ligger, før overleveringen blev sendt.")),
        (date(2025, 6, 2), None),
        (TODAY, None),
        (TOMORROW, ("met_on", "Datoen ligger ude i fremtiden.")),
    ],
)
def test_the_first_contact_lies_between_the_day_of_sending_and_today(met_on, said):
    assert refusal(check_met_on, met_on, sent_on=date(2025, 6, 2), today=TODAY) == said
