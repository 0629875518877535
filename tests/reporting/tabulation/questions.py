"""Questions as a questionnaire's version defines them, as far as the tables need them, and invented courses."""

from datetime import date, timedelta
from itertools import count

from cases.questionnaires.definition import Item
from reporting.kinds.given import Meetings
from reporting.tabulation.facts import Course, Population, Report, in_order


def choices(codes, rows=None, alone=()):
    """A choice for each code, with its printed row where that is another."""
    return {
        code: {"da": f"{code} da", "en": f"{code} en"}
        | ({"row": (rows or {})[code]} if code in (rows or {}) else {})
        | ({"alone": True} if code in alone else {})
        for code in codes.split()
    }


def text(name):
    return {"da": f"{name} da", "en": f"{name} en"}


OWN = "almen privat_lejlighed privat_vaerelse par_107 par_108 faellesskab skaev eget"
HOUSING = {
    "type": "one",
    "label": text("housing_now"),
    "choices": choices(
        f"{OWN} andet_sofa andet_udslusning andet_behandling andet ikke_egen_bolig ved_ikke"
        " andet_krisecenter ungdomsbolig kollegium",
        {"privat_lejlighed": "privat_udlejning", "privat_vaerelse": "privat_udlejning", "andet_sofa": "andet",
         "andet_udslusning": "andet", "andet_behandling": "andet", "andet_krisecenter": "andet",
         "ungdomsbolig": "almen", "kollegium": "privat_udlejning"},
    ),
    "rows": {"privat_udlejning": text("privat_udlejning")},
    "groups": {
        "three_way": {
            "own": text("own") | {"codes": OWN.split()},
            "not_own": text("not_own") | {"codes": ["ikke_egen_bolig"]},
            "other": text("other") | {"codes": ["andet", "andet_sofa", "andet_udslusning", "andet_behandling", "ved_ikke"]},
        },
        "exit_four_way": {
            "i_bolig": text("i_bolig") | {"codes": [*OWN.split(), "ungdomsbolig", "kollegium"]},
            "hjemloes": text("hjemloes") | {"codes": ["ikke_egen_bolig", "andet_sofa", "andet_udslusning"]},
            "andet": text("andet") | {"codes": ["andet", "andet_behandling", "andet_krisecenter"]},
            "ved_ikke": text("ved_ikke") | {"codes": ["ved_ikke"]},
        },
    },
}  # fmt: skip
EIGHT = "alkohol stoffer hash fysisk psykisk dagligdag oekonomi netvaerk"
SCALE = "0 1 2 3 ved_ikke"
DEFINITIONS = {
    "housing_now": HOUSING,
    "slept": {"type": "several", "choices": choices(
        "egen_bolig gaden natvarmestue herberg_110 familie_venner udslusning_110 hotel faengsel hospital"
        " doegnbehandling andet ved_ikke")},
    "nights": {
        "type": "numbers", "unknown": True, "parts": {one: text(one) for one in ("gade", "herberg", "familie_venner")},
        "bands": {"0": [0, 0], "1_7": [1, 7], "8_30": [8, 30], "31_60": [31, 60], "61_93": [61, 93]},
    },
    "why_no_home": {"type": "several", "choices": choices(
        "sat_ud_12_mdr venteliste ingen_egnede sociale_psykiske husleje oensker_ikke ved_ikke")},
    "waiting_list": {"type": "several", "choices": choices("almen skaev ikke_skrevet_op ved_ikke", alone=("ikke_skrevet_op", "ved_ikke"))},
    "income": {"type": "one", "choices": choices(
        "loen dagpenge_sygedagpenge kontanthjaelp uddannelseshjaelp starthjaelp foertidspension folkepension ingen andet ved_ikke",
        {"uddannelseshjaelp": "kontanthjaelp"})},
    "occupation": {"type": "one", "choices": choices(
        "ordinaer fleksjob_mv aktivering ledig sygemeldt uddannelse uden_for andet ved_ikke")},
    "nationality": {"type": "one", "choices": choices("dansk nordisk andet ved_ikke")},
    "domains": {
        "type": "scale",
        "parts": {part: text(part) | {"scale": "substance" if part in ("alkohol", "stoffer", "hash") else "other"} for part in EIGHT.split()},
        "scales": {"substance": choices(SCALE), "other": choices(SCALE)},
        "groups": {"two_way": {"no_problem": text("no_problem") | {"codes": ["0"]}, "problem": text("problem") | {"codes": ["1", "2", "3"]}}},
    },
    "other_support": {"type": "several", "choices": choices("psykiatrisk andet ingen ved_ikke", alone=("ingen", "ved_ikke"))},
    "plan_141": {"type": "one", "choices": choices("har under_udarbejdelse sagt_nej ikke_tilbudt ved_ikke")},
    "visits": {"type": "one", "choices": choices("dagligt ugentligt ved_ikke")},
    "visit_minutes": {"type": "one", "choices": choices("0 1_5 over_90")},
    "support_recommended": {"type": "one", "choices": choices("ja nej ved_ikke")},
    "support_attached": {"type": "one", "choices": choices("ja nej ved_ikke")},
    "services_started": {"type": "several", "choices": choices("par_83 par_85 efterforsorg_110 par_99 modtager_ikke ved_ikke", alone=("modtager_ikke", "ved_ikke"))},
    "closing_why": {"type": "several", "choices": choices("ikke_behov flyttet eget_fravalg oensker_ikke", {"eget_fravalg": "oensker_ikke"})},
    "offer_afterwards": {"type": "one", "choices": choices("hoej nogen ringe slet_ikke ved_ikke")},
    "who5": {"type": "numbers", "parts": {f"q{one}": text(f"q{one}") for one in range(1, 6)}},
    "target_group": {"type": "one", "choices": choices("hjemloeshed risiko ved_ikke")},
    "homeless_situation": {"type": "several", "choices": choices("gade herberg familie_venner andet")},
    "risk_conditions": {
        "type": "grid",
        "parts": {part: text(part) | {"scale": "condition"} for part in
                  ("uddannelse_beskaeftigelse", "misbrug", "psykisk", "opvaekst", "anbringelse", "forebyggende")},
        "scales": {"condition": choices("nej tidligere aktuelt ved_ikke")},
        "rows": {"anbringelse_forebyggende": text("anbringelse_forebyggende")},
        "joined": {"anbringelse_forebyggende": ["anbringelse", "forebyggende"]},
    },
    "referral_source": {"type": "one", "choices": choices("egen jobcenter ved_ikke")},
    "worry_reasons": {"type": "several", "choices": choices("bolig oekonomi netvaerk ved_ikke", alone=("ved_ikke",))},
    "methods": {"type": "event", "choices": choices("samarbejdsmodel cti icm")},
    "elements_used": {"type": "several", "choices": choices("opsporing plan bolig ingen ved_ikke", alone=("ingen", "ved_ikke"))},
    "support_areas": {"type": "several", "choices": choices("bolig oekonomi ved_ikke", alone=("ved_ikke",))},
    "plan_kind": {"type": "several", "choices": choices("par_141 ungeplan ingen ved_ikke", alone=("ingen", "ved_ikke"))},
    "mastery": {
        "type": "grid", "raters": ["worker", "young_person"], "direction": "higher_is_better",
        "parts": {part: text(part) | {"scale": "mastery"} for part in ("husholdning", "netvaerk")},
        "scales": {"mastery": choices(SCALE)},
    },
    "community": {"type": "one", "choices": choices("nej_ikke_motiveret nej_motiveret proevet af_og_til fast ved_ikke")},
    "general_health": {"type": "one", "choices": choices("fremragende vaeldig_godt godt mindre_godt daarligt ved_ikke")},
    "network_meetings": {"type": "event", "choices": choices("den_unge privat andre")},
    "continuous_use": {"type": "one", "choices": choices("hoej nogen ringe slet_ikke ved_ikke")},
    "indsluset": {"type": "event", "choices": choices("bostoette psykiatri rusmiddel jobcenter civilsamfund andet")},
    "enquiry_outcome": {"type": "one", "choices": choices("forloeb oensker_ikke ingen_kontakt afventer")},
}  # fmt: skip
ITEMS = {code: Item.of(code, "test", said) for code, said in DEFINITIONS.items()}

START = date(2024, 1, 1)


def report(answers, kind="quarterly", on=START, key=1):
    return Report(key=key, kind=kind, on=on, answers=answers)


_keys = count(1)


def course(*answers, kinds=None, **facts):
    """A course with a quarterly report for each of the answers, three months apart; `kinds` names other ones."""
    key = next(_keys)
    kinds = kinds or ["quarterly"] * len(answers)
    days = [START + timedelta(days=91 * place) for place in range(len(answers))]
    made = [
        report(one, kind, on, key=place)
        for place, (one, kind, on) in enumerate(zip(answers, kinds, days, strict=True))
    ]
    return Course(**{"key": key, "person": key, "start": START, "reports": in_order(made)} | facts)


def met(days, held, with_private):
    """A course with its network meetings."""
    return course(facts={"network_meetings": Meetings(days, held, with_private)})


def population(courses):
    return Population(tuple(courses))


def people(counts, answers, kind="assessment"):
    """So many courses with one report each, by what `answers` makes of each key."""
    return [course(answers(key), kinds=[kind]) for key, n in counts.items() for _ in range(n)]


def percents(rows):
    return [row.percent for row in rows]


def cell(row, key):
    return next(one for one in row.cells if one.key == key)


def row_of(result, key):
    return next(one for one in result.rows if one.key == key)
