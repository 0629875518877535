"""The twelve indicators of the report from the files of an export alone, as their definitions in words have them."""

from collections.abc import Callable, Iterable
from typing import Any

import polars as pl

from tests.reporting.recompute.files import HERE, ONE_DAY, Asked, estimate, percent, quartiles

# Row of a table: its figures, and on how many young people each count rests.
Row = tuple[dict[str, Any], dict[str, int]]
Table = dict[str, Row]
TOTAL = "total"
MONTH = 30.4375

AGES = {"under_18": (0, 17), "18_20": (18, 20), "21_24": (21, 24), "25_29": (25, 29), "30_plus": (30, 999)}
WAITS = {"0_7": (0, 7), "8_30": (8, 30), "31_90": (31, 90), "91_180": (91, 180), "181_plus": (181, 99_999)}
NIGHTS = {"0": (0, 0), "1": (1, 1), "2_5": (2, 5), "6_30": (6, 30), "31_119": (31, 119), "120_364": (120, 364),
          "365_plus": (365, 99_999)}  # fmt: skip
LATER = ["received", "approved", "waiting", "offered", "accepted", "contract", "moved_in", "followed_up"]
ENDED = ["rejected", "withdrawn"]
REFUSALS = ["reject", "decline", "fall_through", "withdraw"]
OWN_HOME = "own_home"


def counted(rows: pl.DataFrame, parts: dict[str, pl.Expr], whole: pl.DataFrame | None = None) -> Table:
    """A row for each part and the whole: how many rows, their share, and how many young people."""
    whole = rows if whole is None else whole
    found = {code: rows.filter(part.fill_null(value=False)) for code, part in parts.items()} | {TOTAL: whole}
    return {
        code: ({"n": part.height, "share": percent(part.height, whole.height)}, {"n": part["person"].n_unique()})
        for code, part in found.items()
    }


def is_one_of(column: str, codes: Iterable[str]) -> dict[str, pl.Expr]:
    return {code: pl.col(column) == code for code in codes}


def bands(column: str, limits: dict[str, tuple[int, int]]) -> dict[str, pl.Expr]:
    return {code: pl.col(column).is_between(*ends) for code, ends in limits.items()}


def screened(asked: Asked) -> dict[str, Table]:
    latest = asked.known("screenings").filter(asked.days("decided_on")).sort("decided_on", "place")
    latest = latest.group_by("person", maintain_order=True).last()
    found = pl.col("outcome") != "not_eligible"
    entered = latest.join(asked.enrolments.select("person", "end"), on="person")
    came = entered.filter((pl.col("end") >= pl.col("decided_on")).fill_null(value=True))["person"].to_list()
    parts = {"in_group": found} | is_one_of("outcome", asked.codes("screenings", "outcome"))
    is_in = pl.col("person").is_in(came)
    return {
        "outcome": counted(latest, parts),
        "enrolled": counted(latest.filter(found), {"enrolled": is_in, "not_enrolled": ~is_in}),
    }


def age_on(day: str, born: str) -> pl.Expr:
    """Completed years."""
    earlier = pl.col(day).dt.strftime("%m%d") < pl.col(born).dt.strftime("%m%d")
    return pl.col(day).dt.year() - pl.col(born).dt.year() - earlier.cast(pl.Int32)


def age_and_gender(asked: Asked) -> dict[str, Table]:
    people = asked.files["young_people"].select("person", "birth_date", "gender")
    rows = asked.new.join(people, on="person", how="left").with_columns(years=age_on("start", "birth_date"))
    unknown = {"unknown": pl.col("years").is_null()}
    return {
        "age": counted(rows, bands("years", AGES) | unknown),
        "gender": counted(rows, is_one_of("gender", asked.codes("young_people", "gender"))),
    }


def _on_a_day(contacts: pl.DataFrame) -> pl.DataFrame:
    return contacts.with_columns(day=pl.col("happened_at").dt.convert_time_zone(HERE).dt.date())


def days_to_enrolment(asked: Asked) -> dict[str, Table]:
    others = asked.files["enrolments"].select("person", "enrolment", "start", "end", "registered_at")
    others = pl.concat([others, asked.files["enrolments_elsewhere"].select(others.columns)])
    others = others.filter(pl.col("registered_at") <= asked.known_at).rename({"enrolment": "other"})
    new = asked.new.select("person", "enrolment", "start")
    pairs = new.join(others.rename({"start": "began", "end": "ended"}), on="person").filter(
        pl.col("other") != pl.col("enrolment")
    )
    after = pairs.filter(pl.col("began") < pl.col("start")).group_by("enrolment").agg(after=pl.col("began").max())
    new = new.join(after, on="enrolment", how="left")
    reached = _on_a_day(asked.known("contacts").filter(pl.col("outcome") == "reached")).with_row_index("number")
    ways = new.join(reached.select("person", "number", "day", "made_for"), on="person")
    ways = ways.filter(pl.col("day") <= pl.col("start"), (pl.col("day") > pl.col("after")).fill_null(value=True))
    open_then = (pl.col("began") <= pl.col("day")) & (pl.col("ended") >= pl.col("day")).fill_null(value=True)
    busy = ways.select("enrolment", "number", "day").join(pairs, on="enrolment").filter(open_then)
    busy = busy.select("enrolment", "number").unique().with_columns(is_busy=pl.lit(value=True))
    ways = ways.join(busy, on=["enrolment", "number"], how="left")
    leads = (
        (pl.col("after").is_null() & (pl.col("day") < pl.col("start")))
        | pl.col("is_busy").is_null()
        | pl.col("made_for").is_null()
        | ((pl.col("made_for") == asked.programme) & (pl.col("day") == pl.col("start")))
    )
    first = ways.filter(leads).group_by("enrolment").agg(reached=pl.col("day").min())
    met = asked.files["young_people"].select("person", "first_met_on")
    rows = new.join(first, on="enrolment", how="left").join(met, on="person", how="left")
    is_met = pl.col("after").is_null() | (pl.col("after") < pl.col("first_met_on"))
    rows = rows.with_columns(first=pl.min_horizontal("reached", pl.when(is_met).then(pl.col("first_met_on"))))
    rows = rows.with_columns(wait=(pl.col("start") - pl.col("first")).dt.total_days())
    usable = (pl.col("wait") >= 0).fill_null(value=False)
    good = rows.filter(usable)
    spread = {"n": good.height, **quartiles(good["wait"].to_list())}
    return {
        "spread": {"first_contact": (spread, {"n": good["person"].n_unique()})},
        "bands": counted(rows, {"usable": usable, **bands("wait", WAITS), "unusable": ~usable}),
    }


def participations(asked: Asked) -> pl.DataFrame:
    """Entries of the period that were made for the programme, with young people enrolled on that day."""
    rows = _on_a_day(asked.known("contacts").filter(pl.col("made_for") == asked.programme)).filter(asked.days("day"))
    then = rows.join(asked.enrolments.select("person", "start", "end"), on="person")
    then = then.filter(pl.col("start") <= pl.col("day"), (pl.col("end") >= pl.col("day")).fill_null(value=True))
    return rows.join(then, on=["contact", "person"], how="semi")


def contacts_per_month(asked: Asked) -> dict[str, Table]:
    reached = participations(asked).filter(pl.col("outcome") == "reached")
    end = pl.min_horizontal(pl.col("end") + ONE_DAY, pl.lit(asked.after))
    begin = pl.max_horizontal("start", pl.lit(asked.start))
    days = asked.running.select((end - begin).dt.total_days().sum()).item()
    table = counted(reached, is_one_of("kind", asked.codes("contacts", "kind")))
    # Two decimals, halves up, in whole numbers: a month is 487 sixteenths of a day.
    return {
        "kinds": {
            code: ({"n": values["n"], "rate": (values["n"] * 487 * 200 + 16 * days) // (2 * 16 * days) / 100}, people)
            for code, (values, people) in table.items()
        }
    }


def share_reached(asked: Asked) -> dict[str, Table]:
    tries = participations(asked).filter(pl.col("outcome") != "without")
    outcomes = [code for code in asked.codes("contacts", "outcome") if code != "without"]
    met = pl.col("person").is_in(tries.filter(pl.col("outcome") == "reached")["person"].to_list())
    return {
        "outcomes": counted(tries, is_one_of("outcome", outcomes)),
        "people": counted(asked.people, {"reached": met, "not_reached": ~met}),
    }


def phases(asked: Asked) -> dict[str, Table]:
    enrolled = asked.files["enrolments"].select("enrolment", came="start", went="end")
    rows = asked.known("phases").join(enrolled, on="enrolment")
    open_end, gone = pl.col("end").is_null(), pl.col("went").is_null()
    rows = rows.filter(
        pl.col("start") <= asked.last,
        open_end | (pl.col("end") >= asked.start - ONE_DAY),
        pl.col("came") <= asked.last,
        gone | (pl.col("went") >= asked.start),
    )
    now = rows.filter(open_end | (pl.col("end") >= asked.last), gone | (pl.col("went") > asked.last))
    goes_on = (open_end | (pl.col("end") >= asked.last)) & (gone | (pl.col("went") > asked.last))
    left = pl.when(~goes_on).then(pl.col("end") + ONE_DAY)
    rows = rows.with_columns(left=left).with_columns(
        took=(pl.coalesce("left", pl.lit(asked.after)) - pl.col("start")).dt.total_days(),
        entry=pl.max_horizontal(pl.lit(0), (pl.lit(asked.start) - pl.col("start")).dt.total_days()),
        arrived=pl.col("left").is_not_null(),
    )
    codes = asked.files["programme_phases"].sort("position")["code"].to_list()
    lengths = {}
    for code in codes:
        spells = rows.filter(pl.col("phase") == code)
        ended = spells.filter("arrived")
        waits = spells.select("entry", "took", "arrived").rows()
        values = {"n": ended.height, **quartiles(ended["took"].to_list()), "estimate": estimate(waits)}
        lengths[code] = (values, {"n": ended["person"].n_unique()})
    return {"now": counted(now, is_one_of("phase", codes)), "length": lengths}


def _steps(asked: Asked) -> pl.DataFrame:
    referrals = asked.of_programme(asked.files["referrals"], "referral", pl.col("opened_on"))
    steps = asked.known("referral_events").filter(pl.col("happened_on") <= asked.as_of)
    return steps.join(referrals, on="referral", how="semi")


def referral_days(asked: Asked) -> dict[str, Table]:
    steps = _steps(asked).filter((pl.col("event") != "note").fill_null(value=True)).sort("happened_on", "place")
    first = steps.group_by("referral", "to_state").agg(on=pl.col("happened_on").min())
    submitted = first.filter(pl.col("to_state") == "submitted").filter(asked.days("on")).select("referral", sent="on")
    changed = pl.col("to_state") != pl.col("to_state").shift(1).over("referral")
    turns = steps.filter(changed.fill_null(value=True))
    last = turns.group_by("referral", maintain_order=True).agg(pl.col("person", "to_state").last())
    courses = submitted.join(last, on="referral")
    table = {}
    for state in LATER:
        came = first.filter(pl.col("to_state") == state).select("referral", came="on")
        rows = courses.join(came, on="referral", how="left")
        stopped = first.select("referral", to_state="to_state", stopped="on")
        rows = rows.join(stopped, on=["referral", "to_state"], how="left")
        reached = pl.col("came").is_not_null()
        ended = ~reached & pl.col("to_state").is_in(ENDED)
        until = pl.when(reached).then("came").when(ended).then("stopped").otherwise(pl.lit(asked.as_of))
        rows = rows.with_columns(days=(until - pl.col("sent")).dt.total_days(), entry=pl.lit(0), arrived=reached)
        parts = {
            "submitted": rows,
            "reached": rows.filter(reached),
            "waiting": rows.filter(~reached & ~ended),
            "ended": rows.filter(ended),
        }
        values = {key: part.height for key, part in parts.items()} | quartiles(parts["reached"]["days"].to_list())
        values["estimate"] = estimate(rows.select("entry", "days", "arrived").rows())
        table[state] = (values, {key: part["person"].n_unique() for key, part in parts.items()})
    return {"steps": table}


def referrals_refused(asked: Asked) -> dict[str, Table]:
    rows = _steps(asked).filter(asked.days("happened_on"), pl.col("event").is_in(REFUSALS))
    rows = rows.with_columns(code=pl.col("whose") + "." + pl.col("reason"))
    whose = is_one_of("whose", asked.codes("referral_events", "whose"))
    return {"reasons": counted(rows, whose | is_one_of("code", rows["code"].unique().to_list()))}


def _stays(asked: Asked) -> pl.DataFrame:
    """Stays with a night from the first day in the programme on; `end` is the day the young person left."""
    rows = asked.known("stays").filter(pl.col("start") <= asked.as_of).join(asked.people, on="person", how="semi")
    rows = rows.join(asked.first_days, on="person")
    return rows.filter((pl.col("end") > pl.col("first")).fill_null(value=True))


def own_home(asked: Asked) -> dict[str, Table]:
    kinds = asked.codes("stays", "kind", OWN_HOME)
    homes = asked.known("stays").filter(pl.col("kind").is_in(kinds))
    began = _stays(asked).filter(asked.days("start"), pl.col("start") >= pl.col("first"), pl.col("kind").is_in(kinds))
    moves = began.join(homes, left_on=["person", "start"], right_on=["person", "end"], how="anti")
    moves = moves.sort("start").group_by("person", maintain_order=True).first()
    moved = pl.col("person").is_in(moves["person"].to_list())
    return {
        "moved": counted(asked.people, {"moved": moved, "not_moved": ~moved}),
        "kinds": counted(moves, is_one_of("kind", kinds)),
    }


def shelter_nights(asked: Asked) -> dict[str, Table]:
    """The night of the day of the report is not over."""
    close = min(asked.after, asked.as_of)
    stays = _stays(asked).filter(pl.col("kind") == "shelter", pl.col("start") < close)
    stays = stays.filter((pl.col("end") > asked.start).fill_null(value=True))
    nights = pl.min_horizontal("end", pl.lit(close)) - pl.max_horizontal("start", "first", pl.lit(asked.start))
    slept = stays.group_by("person").agg(nights=nights.dt.total_days().sum())
    people = asked.people.join(slept, on="person", how="left").with_columns(pl.col("nights").fill_null(0))
    some = people.filter(pl.col("nights") > 0)
    values = {"people": some.height, "nights": some["nights"].sum(), **quartiles(some["nights"].to_list())}
    return {
        "nights": {"shelter": (values, {"people": some.height})},
        "bands": counted(people, bands("nights", NIGHTS) | {"any": pl.col("nights") > 0}),
    }


def handovers(asked: Asked) -> dict[str, Table]:
    registered = pl.col("registered_at").dt.convert_time_zone(HERE).dt.date()
    held = asked.of_programme(asked.files["handovers"], "handover", registered)
    steps = asked.known("handover_steps").join(held, on="handover", how="semi")
    steps = steps.with_columns(day=pl.col("at").dt.convert_time_zone(HERE).dt.date())
    steps = steps.filter(pl.col("day") <= asked.as_of).sort("at", "place")
    sent = steps.filter(pl.col("event") == "send").group_by("handover", maintain_order=True).first()
    sent = sent.select("person", "handover", sent="day", order="place")
    names = {"accept": "accepted", "reject": "rejected", "revoke": "revoked"}
    answers = steps.filter(pl.col("event").is_in(list(names))).join(sent.select("handover", "order"), on="handover")
    answers = answers.filter(pl.col("place") > pl.col("order")).group_by("handover", maintain_order=True).first()
    answers = answers.select("handover", answer=pl.col("event").replace(names), answered="day")
    rows = sent.filter(asked.days("sent")).join(answers, on="handover", how="left")
    rows = rows.with_columns(pl.col("answer").fill_null("waiting"))
    until = pl.coalesce("answered", pl.lit(asked.as_of))
    rows = rows.with_columns(days=(until - pl.col("sent")).dt.total_days(), arrived=pl.col("answer") == "accepted")
    accepted = rows.filter("arrived")
    waits = [(0, days, arrived) for days, arrived in rows.select("days", "arrived").rows()]
    values = {"n": accepted.height, **quartiles(accepted["days"].to_list()), "estimate": estimate(waits)}
    return {
        "answers": counted(rows, is_one_of("answer", [*names.values(), "waiting"])),
        "days": {"accepted": (values, {"n": accepted["person"].n_unique()})},
    }


def closed(asked: Asked) -> dict[str, Table]:
    rows = asked.enrolments.filter(asked.days("end"))
    given = pl.col("closing_reasons").str.split("|")
    reasons = asked.codes("enrolments", "closing_reasons")
    return {"reasons": counted(rows, {code: given.list.contains(code) for code in reasons})}


RECOMPUTED: dict[str, Callable[[Asked], dict[str, Table]]] = {
    one.__name__: one
    for one in (
        screened, age_and_gender, days_to_enrolment, contacts_per_month, share_reached, phases, referral_days,
        referrals_refused, own_home, shelter_nights, handovers, closed,
    )
}  # fmt: skip
