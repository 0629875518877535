"""Which column is which: by name, by label, by what the user has chosen; and what is told where that is not certain."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.core.errors import Refused
from cases.imports.mapping_rules import LEFT_OUT, Matched, Wanted, check_chosen, fingerprint, how_many, match

WANTED = [
    Wanted("enrolment", ("Forløb", "Forløbsnummer"), is_needed=True),
    Wanted("report_on", ("Dato", "Dato for indberetning"), is_needed=True),
    Wanted("nights.gade", ("Nætter på gaden",)),
    Wanted("domains.alkohol", ("Alkohol",)),
    Wanted("in_treatment.alkohol", ("I behandling for alkohol",)),
]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("enrolment", "enrolment"),
        ("Enrolment ", "enrolment"),
        ("FORLØB", "enrolment"),
        ("Forloeb", "enrolment"),
        ("Forlob", "enrolment"),
        ("Forløbs-nummer:", "enrolment"),
        ("nights.gade", "nights.gade"),
        ("nights_gade", "nights.gade"),
        ("Nætter på gaden?", "nights.gade"),
        ("NAETTER PAA GADEN", "nights.gade"),
        ("alkohol", "domains.alkohol"),
        ("I behandling  for alkohol", "in_treatment.alkohol"),
    ],
)
def test_a_heading_is_known_however_it_is_written(heading, name):
    assert match([heading], WANTED).columns == {name: heading}


def test_what_is_not_known_and_what_is_missing_is_told():
    assert match(["Forløb", "Sagsbehandlers bil", "Alkohol"], WANTED) == Matched(
        columns={"enrolment": "Forløb", "domains.alkohol": "Alkohol"},
        unmapped=("Sagsbehandlers bil",),
        missing=("report_on",),
    )


def test_of_two_that_are_equally_near_none_is_taken():
    found = match(["Forløb", "Dato", "DATO."], WANTED)
    assert (found.columns, found.missing) == ({"enrolment": "Forløb"}, ("report_on",))
    assert (found.doubtful, found.unmapped) == ({"report_on": ("Dato", "DATO.")}, ("Dato", "DATO."))


def test_the_exact_name_comes_before_what_looks_like_it():
    found = match(["Dato", "report_on", "Report-on"], WANTED)
    assert (found.columns, found.unmapped) == ({"report_on": "report_on"}, ("Dato", "Report-on"))
    assert found.doubtful == {}


def test_a_heading_that_could_be_two_columns_is_neither():
    wanted = [Wanted("start", ("Dato",)), Wanted("end", ("dato",), is_needed=True)]
    found = match(["Dato"], wanted)
    assert (found.columns, found.missing, set(found.doubtful)) == ({}, ("end",), {"start", "end"})


def test_what_the_user_has_chosen_comes_first():
    chosen = {"Dato": LEFT_OUT, "Skrevet": "report_on", "Bil": "alkohol"}
    found = match(["Forløb", "Dato", "Skrevet", "Alkohol", "Bil"], WANTED, chosen)
    assert found.columns == {"enrolment": "Forløb", "report_on": "Skrevet", "domains.alkohol": "Alkohol"}
    assert found.unmapped == ("Bil",), "a name that is no longer wanted is told; what is left out is not"


def test_what_was_chosen_for_another_file_does_no_harm():
    assert match(["Forløb"], WANTED, {"Skrevet": "report_on"}).columns == {"enrolment": "Forløb"}


def test_how_much_of_a_heading_is_known():
    assert how_many(["Forløb", "Dato", "DATO.", "", "Andet"], WANTED) == 2
    assert how_many(["Projekt Hjem", "2024"], WANTED) == 0
    assert how_many([], WANTED) == 0


TEXTS = st.lists(st.sampled_from([one.labels[0] for one in WANTED] + ["Dato ", "", "x", "dato"]), unique=True)


@given(TEXTS)
def test_no_heading_is_two_columns_and_none_is_lost(headings):
    found = match(headings, WANTED)
    assert len(set(found.columns.values())) == len(found.columns)
    assert sorted([*found.columns.values(), *found.unmapped]) == sorted(headings)
    assert {one.name for one in WANTED if one.is_needed} == set(found.missing) | (
        {one.name for one in WANTED if one.is_needed} & set(found.columns)
    )


def test_the_fingerprint_is_of_the_headings_alone():
    headings = ["Forløb", "Dato", "Navn"]
    assert len({fingerprint(order) for order in permutations(headings)}) == 1
    assert fingerprint(["FORLØB ", "dato", "Navn."]) == fingerprint(headings)
    assert fingerprint(["Forløb", "Dato"]) != fingerprint(headings)
    assert fingerprint(["For", "løb"]) != fingerprint(["Forløb"])
    assert len(fingerprint(headings)) == 64


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"Bil": "report_on"}, "ændret imens"),
        ({"Dato": "bil"}, "ændret imens"),
        ({"Dato": "report_on", "Forløb": "report_on"}, "til det samme"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(chosen, said):
    with pytest.raises(Refused, match=said):
        check_chosen(chosen, headings=["Forløb", "Dato"], wanted=WANTED)


def test_two_columns_may_be_left_out():
    check_chosen({"Dato": LEFT_OUT, "Forløb": LEFT_OUT}, headings=["Forløb", "Dato"], wanted=WANTED)
