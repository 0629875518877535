"""The contacts of an invented young person: close together at first, then further apart, not all of them reached."""

from datetime import date, timedelta

from cases.contacts.actions import change_contact, log_contact, withdraw_contact
from cases.contacts.codes import ContactOutcome
from cases.demo.clock import at
from cases.demo.texts import NOTES
from housing.demo.life import Life

KINDS = {
    "meeting": 34,
    "phone": 22,
    "message": 14,
    "accompaniment": 10,
    "visit": 9,
    "outreach": 4,
    "network_meeting": 5,
    "activity": 4,
    "other": 1,
}
OUTCOMES = {"reached": 80, "in_vain": 10, "no_show": 6, "cancelled": 4}
MINUTES = {"meeting": 60, "phone": 10, "message": 5, "accompaniment": 120, "visit": 75, "network_meeting": 90}


def contacts(life: Life, *, until: date | None = None) -> None:
    """Log contacts from enrolment up to `until` (today unless told)."""
    last = min(until or life.today, life.today - timedelta(days=life.draw.randint(0, 6)))
    day = life.start + timedelta(days=1)
    while day < last:
        if day.weekday() < 5 or life.draw.random() < 0.1:
            _log(life, day)
        young = (day - life.start).days < 60
        day += timedelta(days=life.draw.randint(3, 8) if young else life.draw.randint(6, 15))


def _log(life: Life, day: date) -> None:
    kind = life.draw.choices(list(KINDS), list(KINDS.values()))[0]
    outcome = life.draw.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
    who = life.draw.choices([life.workers[0], "authority", "street", "job"], [80, 10, 5, 5])[0]
    hour = life.draw.randint(9, 16)
    # One in twelve is written down days later: the report on timeliness has something to say.
    late = timedelta(days=life.draw.randint(2, 9)) if life.draw.random() < 0.08 else timedelta(hours=1)
    registered = min(at(day, hour) + late, at(life.today, 7))
    log_contact(
        by=life.world.staff[who],
        at=max(registered, at(day, hour)),
        people=[life.person],
        happened_at=at(day, hour),
        kind=kind,
        outcome=outcome,
        minutes=MINUTES.get(kind, 45) if outcome == ContactOutcome.REACHED else None,
        note=life.draw.choice(NOTES[kind]) if outcome == ContactOutcome.REACHED and life.draw.random() < 0.85 else "",
    )


def mend_contacts(life: Life, on: date) -> None:
    """One contact written wrongly and amended days later, and one that was another's and is withdrawn."""
    by = life.world.staff[life.workers[0]]
    (amended, _), (withdrawn, _) = (
        log_contact(
            by=by,
            at=at(on, hour + 1),
            people=[life.person],
            happened_at=at(on, hour),
            kind="phone",
            outcome="reached",
            minutes=10,
            note="Aftalt at mødes på jobcenteret tirsdag kl. 10.",
        )
        for hour in (9, 13)
    )
    later = at(on + timedelta(days=3), 9)
    change_contact(
        by=by,
        at=later,
        contact=amended,
        version=amended.version,
        reason="Skrev den forkerte dag.",
        note="Aftalt at mødes på jobcenteret torsdag kl. 10.",
    )
    withdraw_contact(by=by, at=later, contact=withdrawn, why="Skrevet på den forkerte unge.")
