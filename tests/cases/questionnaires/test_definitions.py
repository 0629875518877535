"""What status reports ask, as data: the codes that forms, imports and tables agree on, item by item."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

FILES = {
    version: Path(__file__).resolve().parents[3] / "cases/questionnaires/definitions" / f"{version}.yaml"
    for version in ("2013", "2022-youth")
}
LOADED: dict[str, Any] = {version: yaml.safe_load(path.read_text()) for version, path in FILES.items()}
Item = dict[str, Any]  # also a condition: what stands in the file
ITEMS: dict[str, dict[str, Item]] = {version: loaded["items"] for version, loaded in LOADED.items()}
OLD, YOUTH = ITEMS.values()
ENQUIRIES: dict[str, Item] = LOADED["2022-youth"]["enquiries"]

# The whole contract of codes: (type, when, codes of choices or parts), in the order of print.
FIRST = {
    "housing_now": ("one", "S Q E A", "almen privat_lejlighed privat_vaerelse par_107 par_108 faellesskab skaev eget andet_sofa andet_udslusning andet_behandling andet ikke_egen_bolig ved_ikke"),
    "slept": ("several", "Q A", "egen_bolig gaden natvarmestue herberg_110 familie_venner udslusning_110 hotel faengsel hospital doegnbehandling andet ved_ikke"),
    "nights": ("numbers", "Q", "gade herberg familie_venner"),
    "why_no_home": ("several", "Q E A", "sat_ud_12_mdr venteliste ingen_egnede sociale_psykiske husleje oensker_ikke ved_ikke"),
    "waiting_list": ("several", "Q", "almen almen_ungdom privat skaev par_107 par_108 anden programmet ikke_skrevet_op ved_ikke"),
    "income": ("one", "S Q A", "loen dagpenge_sygedagpenge dagpenge sygedagpenge kontanthjaelp kontanthjaelp_mindste kontanthjaelp_grund kontanthjaelp_forhoejet kontanthjaelp_hjemmeboende uddannelseshjaelp starthjaelp sho overgangsydelse foertidspension folkepension ingen su ressourceforloeb andet ved_ikke"),
    "occupation": ("one", "S Q A", "ordinaer fleksjob_mv aktivering ledig sygemeldt uddannelse uden_for andet ved_ikke"),
    "nationality": ("one", "S A", "dansk nordisk eu europa mellemoesten afrika andet ved_ikke"),
    "domains": ("scale", "Q A", "alkohol stoffer hash fysisk psykisk dagligdag oekonomi netvaerk"),
    "other_support": ("several", "Q", "alkoholbehandling medicinsk_stof social_stof psykiatrisk fysisk oekonomi hjemmepleje andet ingen ved_ikke"),
    "plan_141": ("one", "S Q A", "har under_udarbejdelse sagt_nej ikke_tilbudt ved_ikke"),
    "visits": ("one", "Q2", "dagligt par_gange_ugen ugentligt hver_14_dag maanedligt ved_ikke"),
    "visit_minutes": ("one", "Q2", "0 1_5 6_15 16_30 31_45 46_60 61_90 over_90"),
    "support_recommended": ("one", "A", "ja nej ved_ikke"),
    "support_attached": ("one", "A", "ja nej ved_ikke"),
    "services_started": ("several", "A", "par_83 par_85 efterforsorg_110 par_99 modtager_ikke ved_ikke"),
    "closing_why": ("several", "E", "ikke_behov anden_stoette oensker_ikke mistet_kontakt forloebet_slut flyttet afsoner doed andet"),
    "offer_afterwards": ("one", "E", "hoej nogen ringe slet_ikke ved_ikke"),
    "who5": ("numbers", "Q", "q1 q2 q3 q4 q5"),
}  # fmt: skip
SECOND = {
    "target_group": ("one", "S", "hjemloeshed risiko ved_ikke"),
    "homeless_situation": ("several", "S Q", "gade natvarmestue herberg hotel familie_venner udslusning loesladelse udskrivning andet"),
    "risk_conditions": ("grid", "S", "uddannelse_beskaeftigelse misbrug psykisk opvaekst anbringelse forebyggende"),
    "referral_source": ("one", "S", "egen familie_netvaerk opsoegende herberg_110 boernefamilie eftervaern voksenmyndighed jobcenter skole_uddannelse psykiatri rusmiddel politi_kriminalforsorg civilsamfund boligorganisation andet ved_ikke"),
    "worry_reasons": ("several", "S", "bolig familie_opvaekst rusmidler uddannelse_beskaeftigelse psykisk oekonomi netvaerk fysisk kriminalitet daglig_livsfoerelse andet ved_ikke"),
    "methods": ("event", "Q", "samarbejdsmodel cti icm act kort mellemlang andet"),
    "elements_used": ("several", "Q E", "opsporing plan bolig social_stoette traume familie_netvaerk civilsamfund lokalpsykiatri ingen ved_ikke"),
    "support_areas": ("several", "Q", "bolig psykisk_helbred fysisk_helbred oekonomi daglige_aktiviteter netvaerk rusmidler uddannelse_beskaeftigelse ved_ikke"),
    "plan_kind": ("several", "S Q", "par_141 ungeplan helhedsorienteret opholdsplan_110 metodeplan ingen ved_ikke"),
    "model_tools": ("event", "Q", "samtykke netvaerkskort netvaerksoverblik indsatsoverblik maal_aftale"),
    "network_meetings": ("event", "Q", "den_unge koordinator uu jobcenter bostoette socialforvaltning privat andre"),
    "mastery": ("grid", "S Q E", "uddannelse_beskaeftigelse husholdning oekonomi netvaerk sociale_kompetencer"),
    "community": ("one", "S Q E", "nej_ikke_motiveret nej_motiveret proevet af_og_til fast ved_ikke"),
    "continuous_use": ("one", "Q E", "hoej nogen ringe slet_ikke ved_ikke"),
    "general_health": ("one", "S Q E", "fremragende vaeldig_godt godt mindre_godt daarligt ved_ikke"),
    "indsluset": ("event", "Q", "bostoette psykiatri rusmiddel jobcenter uddannelse civilsamfund andet"),
    "crime": ("one", "S Q", "nej sigtet doemt afsoner ved_ikke oenskes_ikke"),
    "housing_now": (None, "", "andet_faengsel andet_krisecenter ungdomsbolig kollegium delebolig overgangsbolig"),
    "closing_why": (None, "", "uden_for_maalgruppe indlagt eget_fravalg"),
}  # fmt: skip
OUTCOMES = "forloeb oensker_ikke ingen_kontakt raadgivning_andre kort_raadgivning anden_kommune uden_opholdstilladelse uden_for_maalgruppe afventer"  # fmt: skip

# Printed rows that differ from the code.
ROWS = {
    "2013": {
        "housing_now": {"privat_lejlighed": "privat_udlejning", "privat_vaerelse": "privat_udlejning", "andet_sofa": "andet", "andet_udslusning": "andet", "andet_behandling": "andet"},
        "income": {"dagpenge": "dagpenge_sygedagpenge", "sygedagpenge": "dagpenge_sygedagpenge", "kontanthjaelp_mindste": "kontanthjaelp", "kontanthjaelp_grund": "kontanthjaelp", "kontanthjaelp_forhoejet": "kontanthjaelp", "kontanthjaelp_hjemmeboende": "kontanthjaelp", "uddannelseshjaelp": "kontanthjaelp", "sho": "starthjaelp", "overgangsydelse": "starthjaelp", "su": "andet", "ressourceforloeb": "andet"},
    },
    "2022-youth": {
        "housing_now": {"andet_faengsel": "andet", "andet_krisecenter": "andet", "ungdomsbolig": "almen", "kollegium": "privat_udlejning", "delebolig": "faellesskab", "overgangsbolig": "andet"},
        "closing_why": {"uden_for_maalgruppe": "anden_stoette", "indlagt": "andet", "eget_fravalg": "oensker_ikke"},
    },
}  # fmt: skip
LEVELS = ["0", "1", "2", "3", "ved_ikke"]
SCALES = {
    ("2013", "domains"): {"substance": LEVELS, "other": LEVELS},
    ("2022-youth", "risk_conditions"): {"condition": ["nej", "tidligere", "aktuelt", "ved_ikke"]},
    ("2022-youth", "mastery"): {"mastery": LEVELS},
}
OWN_HOMES = FIRST["housing_now"][2].split()[:8]
YOUNG_HOMES = ["ungdomsbolig", "kollegium", "delebolig"]
GROUPS = {
    ("2013", "housing_now", "three_way"): {
        "own": OWN_HOMES,
        "not_own": ["ikke_egen_bolig"],
        "other": ["andet", "andet_sofa", "andet_udslusning", "andet_behandling", "ved_ikke"],
    },
    ("2013", "domains", "two_way"): {"no_problem": ["0"], "problem": ["1", "2", "3"]},
    ("2022-youth", "housing_now", "three_way"): {
        "own": OWN_HOMES + YOUNG_HOMES,
        "not_own": ["ikke_egen_bolig"],
        "other": ["andet", "andet_sofa", "andet_udslusning", "andet_behandling", "andet_faengsel", "andet_krisecenter", "overgangsbolig", "ved_ikke"],
    },
    ("2022-youth", "housing_now", "exit_four_way"): {
        "i_bolig": OWN_HOMES + YOUNG_HOMES,
        "hjemloes": ["ikke_egen_bolig", "andet_sofa", "andet_udslusning", "overgangsbolig"],
        "andet": ["andet", "andet_behandling", "andet_faengsel", "andet_krisecenter"],
        "ved_ikke": ["ved_ikke"],
    },
}  # fmt: skip
CONDITIONS = {
    "slept": ["all(housing_now=ikke_egen_bolig, slept=egen_bolig)"],
    "why_no_home": ["housing_now=ikke_egen_bolig"],
    "waiting_list": ["housing_now=ikke_egen_bolig"],
    "target_group": [
        f"all(target_group=hjemloeshed, housing_now={'|'.join(OWN_HOMES + YOUNG_HOMES)})",
        f"all(target_group=risiko, homeless_situation={SECOND['homeless_situation'][2].replace(' ', '|')})",
    ],
    "homeless_situation": ["any(target_group=hjemloeshed, housing_now=ikke_egen_bolig)"],
    "risk_conditions": ["all(target_group=risiko, risk_conditions<2 tidligere|aktuelt)"],
}
KNOWN = "type when label help own choices rows groups asked_if warn parts scales also unknown bands raters rater direction ordered main frozen derived joined extends"  # fmt: skip
# Texts that keep a Danish letter in English: the name of a thing that English has no word for.
KEPT = {"Alternative dwelling (skæv bolig)"}


def every_item() -> Iterator[tuple[str, str, Item]]:
    for version, items in (("2013", OLD), ("2022-youth", YOUTH), ("2022-youth", ENQUIRIES)):
        for key, item in items.items():
            yield version, key, item


def whole(version: str, key: str) -> Item:
    """An item as it is asked: with the choices and rows of the item that it extends."""
    item = ITEMS[version].get(key) or OLD.get(key) or ENQUIRIES[key]
    return OLD[key] | item | {"choices": OLD[key]["choices"] | item["choices"]} if "extends" in item else item


def scale_codes(item: Item) -> set[str]:
    return {code for scale in item.get("scales", {}).values() for code in scale}


def codes_of(item: Item) -> list[str]:
    return list(item.get("choices") or item["parts"])


def texts(key: str, item: Item) -> Iterator[tuple[str, Item]]:
    """Everything of an item that has a text, with its name."""
    yield from ((key, item[name]) for name in ("label", "help") if name in item)
    yield from ((key, warning["says"]) for warning in item.get("warn", []))
    for several in ([item.get(name, {}) for name in ("choices", "rows", "parts")], item.get("scales", {}).values(), item.get("groups", {}).values()):  # fmt: skip
        for one in several:
            yield from one.items()


def conditions(item: Item) -> list[Item]:
    """When an item is asked, and when it warns."""
    return [*filter(None, [item.get("asked_if")]), *(warning["if"] for warning in item.get("warn", []))]


def in_words(condition: Item) -> str:
    """A condition on one line, as the expectations above write it."""
    if set(condition) == {"item", "in"}:
        return f"{condition['item']}={'|'.join(condition['in'])}"
    if set(condition) == {"fewer", "of", "in"}:
        return f"{condition['of']}<{condition['fewer']} {'|'.join(condition['in'])}"
    if set(condition) in ({"all"}, {"any"}):
        return "".join(f"{word}({', '.join(map(in_words, inner))})" for word, inner in condition.items())
    raise AssertionError(condition)


def leaves(condition: Item) -> Iterator[tuple[str, list[str]]]:
    """Which codes of which items a condition asks for."""
    if "in" in condition:
        yield condition.get("item") or condition["of"], condition["in"]
    for inner in [*condition.get("all", []), *condition.get("any", [])]:
        yield from leaves(inner)


def repeated_keys(node: yaml.Node) -> Iterator[str]:
    """Keys that stand twice in one mapping: the reader of YAML would keep the last and say nothing."""
    if isinstance(node, yaml.MappingNode):
        keys = Counter(key.value for key, _value in node.value)
        yield from (f"{key} near line {node.start_mark.line + 1}" for key, count in keys.items() if count > 1)
    if not isinstance(node, yaml.ScalarNode):
        for inner in node.value:
            yield from repeated_keys(inner[1] if isinstance(inner, tuple) else inner)


def test_the_files_say_their_version_and_nothing_stands_twice():
    assert [loaded["version"] for loaded in LOADED.values()] == list(FILES)
    assert [set(loaded) for loaded in LOADED.values()] == [{"version", "items"}, {"version", "items", "enquiries"}]
    assert [found for path in FILES.values() for found in repeated_keys(yaml.compose(path.read_text()))] == []
    assert list(repeated_keys(yaml.compose("a: {b: 1, b: 2}"))) == ["b near line 1"]


@pytest.mark.parametrize(("items", "expected"), [(OLD, FIRST), (YOUTH, SECOND)], ids=FILES)
def test_items_types_times_and_codes_are_those_of_the_contract(items, expected):
    found = {
        key: (item.get("type"), " ".join(item.get("when", [])), " ".join(codes_of(item)))
        for key, item in items.items()
    }
    assert found == expected


def test_the_outcome_of_an_enquiry_is_asked_of_enquiries_alone():
    assert list(ENQUIRIES) == ["enquiry_outcome"]
    assert "enquiry_outcome" not in YOUTH
    assert ENQUIRIES["enquiry_outcome"]["type"] == "one"
    assert " ".join(codes_of(ENQUIRIES["enquiry_outcome"])) == OUTCOMES


def test_an_item_says_only_what_items_say():
    known = {"da", "en", "row", "alone", "text", "own", "from", "until"}
    for _version, key, item in every_item():
        assert set(item) - set(KNOWN.split()) == set(), key
        assert [code for code, choice in item.get("choices", {}).items() if set(choice) - known] == [], key
        need = {"numbers": {"da", "en", "min", "max"}}.get(item.get("type"), {"da", "en", "scale"})
        assert {part: set(said) for part, said in item.get("parts", {}).items()} == dict.fromkeys(item.get("parts", {}), need)  # fmt: skip
        if "extends" in item:
            assert item["extends"] == {"item": key, "version": "2013"}


def test_every_text_is_there_in_danish_and_in_english():
    found = [(key, *text) for _version, key, item in every_item() for text in texts(key, item)]
    assert len(found) > 300
    for key, name, text in found:
        assert all(isinstance(text.get(language), str) and text[language].strip() for language in ("da", "en")), (key, name)  # fmt: skip
        assert text["en"] in KEPT or not re.search("[æøåÆØÅ]", text["en"]), (key, name)
    assert [key for _version, key, item in every_item() if not {"extends", "label"} & set(item)] == []


def test_no_two_choices_of_an_item_read_the_same():
    for version, key, _item in every_item():
        choices = whole(version, key).get("choices", {})
        for language in ("da", "en"):
            assert len({choice[language] for choice in choices.values()}) == len(choices), (key, language)


def test_dont_know_is_said_the_same_everywhere():
    found = [text for _version, key, item in every_item() for name, text in texts(key, item) if name == "ved_ikke"]
    assert {(text["da"], text["en"]) for text in found} == {("Ved ikke", "Don't know")}


def test_every_code_is_lower_case_ascii():
    """A code that YAML read as a number (1_5 is fifteen) is no text and is found here."""
    for _version, key, item in every_item():
        codes = [key, *codes_of(item), *item.get("rows", {}), *scale_codes(item), *item.get("bands", {})]
        codes += [code for group in item.get("groups", {}).values() for name, part in group.items() for code in [name, *part["codes"]]]  # fmt: skip
        assert [code for code in codes if not isinstance(code, str) or not re.fullmatch("[a-z0-9_]+", code)] == [], key


def test_what_is_printed_in_another_row_is_that_of_the_contract():
    found = {
        version: {
            key: {code: choice["row"] for code, choice in item["choices"].items() if "row" in choice}
            for key, item in items.items()
            if any("row" in choice for choice in item.get("choices", {}).values())
        }
        for version, items in ITEMS.items()
    }
    assert found == ROWS


def test_every_row_is_a_choice_or_has_a_label_and_every_label_is_used():
    for version, key, _item in every_item():
        item = whole(version, key)
        choices, labels = item.get("choices", {}), item.get("rows", {})
        used = {choice["row"] for choice in choices.values() if "row" in choice} | set(item.get("joined", {}))
        assert used - set(choices) == set(labels), key
        # A row that is a choice is one that keeps its own name: no row leads to another row.
        assert [row for row in used & set(choices) if "row" in choices[row]] == [], key
        assert [part for parts in item.get("joined", {}).values() for part in parts if part not in item["parts"]] == []


def test_placement_and_preventive_measures_are_one_printed_row():
    joined = {key: item["joined"] for _version, key, item in every_item() if "joined" in item}
    assert joined == {"risk_conditions": {"anbringelse_forebyggende": ["anbringelse", "forebyggende"]}}


def test_scales_are_those_of_the_contract_and_every_part_has_one():
    found = {
        (version, key): {name: list(scale) for name, scale in item["scales"].items()}
        for version, key, item in every_item()
        if "scales" in item
    }
    assert found == SCALES
    for version, key in SCALES:
        item = ITEMS[version][key]
        assert {part["scale"] for part in item["parts"].values()} == set(item["scales"])
    substances = [part for part, said in OLD["domains"]["parts"].items() if said["scale"] == "substance"]
    assert substances == OLD["domains"]["also"]["in_treatment"] == ["alkohol", "stoffer", "hash"]


def test_groups_are_those_of_the_contract():
    found = {
        (version, key, name): {row: said["codes"] for row, said in group.items()}
        for version, key, item in every_item()
        for name, group in item.get("groups", {}).items()
    }
    assert found == GROUPS


@pytest.mark.parametrize(("version", "key", "name"), GROUPS)
def test_a_group_has_every_code_once(version, key, name):
    """Of the scale of the eight areas without Ved ikke, which is a cell of its own in the tables."""
    item = whole(version, key)
    expected = Counter(list(item.get("choices") or scale_codes(item) - {"ved_ikke"}))
    assert Counter(code for said in item["groups"][name].values() for code in said["codes"]) == expected


def test_conditions_are_those_of_the_contract_and_every_warning_is_said():
    found = {key: list(map(in_words, conditions(item))) for _version, key, item in every_item() if conditions(item)}
    assert found == CONDITIONS
    warnings = [warning for _version, _key, item in every_item() for warning in item.get("warn", [])]
    assert [set(warning) for warning in warnings] == [{"if", "says"}] * 4
    assert [set(warning["says"]) for warning in warnings] == [{"da", "en"}] * 4


def test_conditions_name_items_and_codes_that_are_there():
    asked = [(version, key, *leaf) for version, key, item in every_item() for each in conditions(item) for leaf in leaves(each)]  # fmt: skip
    assert len(asked) == 12
    for version, key, of, codes in asked:
        item = whole(version, of)
        known = set(item.get("choices", {})) | scale_codes(item)
        assert codes, key
        assert set(codes) - known == set(), (key, of)


def test_what_today_calls_a_benefit_holds_for_its_time():
    """Lov nr. 1655 of 30 December 2024: one kontanthjælp with rates from 1 July 2025, the other benefits until then."""
    change = date(2025, 7, 1)
    dated = {code: (choice.get("from"), choice.get("until")) for code, choice in OLD["income"]["choices"].items() if {"from", "until"} & set(choice)}  # fmt: skip
    rates = [f"kontanthjaelp_{rate}" for rate in ("mindste", "grund", "forhoejet", "hjemmeboende")]
    assert dated == dict.fromkeys(rates, (change, None)) | {
        "uddannelseshjaelp": (date(2014, 1, 1), change),
        "sho": (None, change),
        "overgangsydelse": (None, change),
    }


def test_what_is_ours_is_said_to_be():
    """Of the choices those with a row of their own, but for the official rooms and flats and the reasons for closing."""
    assert {key for _version, key, item in every_item() if item.get("own")} == {
        "who5", "referral_source", "worry_reasons", "enquiry_outcome", "mastery", "community", "continuous_use", "general_health", "crime",
    }  # fmt: skip
    ours = {(key, code) for _version, key, item in every_item() for code, choice in item.get("choices", {}).items() if choice.get("own")}  # fmt: skip
    rows = {(key, code) for items in ROWS.values() for key, codes in items.items() for code in codes}
    assert rows - ours == {("housing_now", code) for code in ("privat_lejlighed", "privat_vaerelse")} | {
        ("closing_why", code) for code in ("uden_for_maalgruppe", "indlagt", "eget_fravalg")
    }
    assert ours - rows == set()


def test_what_excludes_the_rest_and_what_takes_a_text():
    found = {
        mark: {
            key: [code for code, choice in item["choices"].items() if choice.get(mark)]
            for _version, key, item in every_item()
            if any(choice.get(mark) for choice in item.get("choices", {}).values())
        }
        for mark in ("alone", "text")
    }
    assert found == {
        "alone": {
            "waiting_list": ["ikke_skrevet_op", "ved_ikke"],
            "other_support": ["ingen", "ved_ikke"],
            "services_started": ["modtager_ikke", "ved_ikke"],
            "worry_reasons": ["ved_ikke"],
            "elements_used": ["ingen", "ved_ikke"],
            "support_areas": ["ved_ikke"],
            "plan_kind": ["ingen", "ved_ikke"],
        },
        "text": {"waiting_list": ["anden"], "referral_source": ["andet"], "worry_reasons": ["andet"]},
    }


def test_numbers_have_their_limits_and_bands():
    assert {(part["min"], part["max"]) for part in OLD["nights"]["parts"].values()} == {(0, 93)}
    assert {(part["min"], part["max"]) for part in OLD["who5"]["parts"].values()} == {(0, 5)}
    bands = {"0": [0, 0], "1_7": [1, 7], "8_30": [8, 30], "31_60": [31, 60], "61_93": [61, 93]}
    assert OLD["nights"]["bands"] == bands
    assert all(later[0] == earlier[1] + 1 for earlier, later in pairwise(bands.values()))
    assert (OLD["nights"]["unknown"], "unknown" in OLD["who5"]) == (True, False)


def test_who_rates_and_which_way_is_better():
    kept = ("rater", "raters", "direction", "ordered", "main", "frozen", "derived")
    found = {key: said for _version, key, item in every_item() if (said := {name: item[name] for name in kept if name in item})}  # fmt: skip
    assert found == {
        "domains": {"direction": "lower_is_better"},
        "visits": {"derived": "contact_log"},
        "visit_minutes": {"derived": "contact_log"},
        "who5": {"rater": "young_person", "direction": "higher_is_better"},
        "target_group": {"frozen": True},
        "homeless_situation": {"main": True},
        "network_meetings": {"derived": "contact_log"},
        "mastery": {"raters": ["worker", "young_person"], "direction": "higher_is_better"},
        "community": {"ordered": True, "direction": "higher_is_better"},
        "continuous_use": {"derived": "contact_log"},
        "general_health": {"rater": "young_person", "ordered": True, "direction": "lower_is_better"},
    }
