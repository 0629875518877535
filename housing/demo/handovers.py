"""Handovers of invented young people: most are accepted, some wait, some are turned down."""

from datetime import date, timedelta

from cases.demo.clock import at
from cases.demo.texts import PARTNERS
from cases.handovers.codes import REJECTION_REASONS, HandoverBasis
from cases.handovers.models import Handover
from cases.inbox.actions import accept, finish, meet, receive, reject
from cases.outbox.actions import draft_handover, revoke, send
from housing.demo.life import Life

PURPOSES = {code: purposes[0] for code, _contribution, purposes in PARTNERS}
# Who answers for each partner.
RECEIVERS = {
    "jobcenter": "jobcentre",
    "weshelter": "weshelter",
    "hellebro": "shelter",
    "opus": "psychiatry",
    "rusmiddel": "treatment",
}


def hand_over(life: Life, receiver: str, purpose: str, on: date) -> None:
    """Hand the young person to a partner on `on`, and let the partner answer as partners do."""
    handover = _send(life, receiver, purpose or PURPOSES[receiver], on)
    partner = life.world.staff[RECEIVERS[receiver]]
    answer = on + timedelta(days=life.draw.randint(1, 12))
    if answer >= life.today:
        return
    receive(by=partner, at=at(answer, 9), handover=handover)
    luck = life.draw.random()
    if luck < 0.15:
        reason = life.draw.choice(REJECTION_REASONS.codes[:3])
        reject(by=partner, at=at(answer, 10), handover=handover, reason=reason)
    elif luck < 0.9 or (life.today - on).days > 30:  # the rest is opened and left lying
        accept(by=partner, at=at(answer, 10), handover=handover)
        met = answer + timedelta(days=life.draw.randint(2, 20))
        if met < life.today:
            meet(by=partner, at=at(met, 13), handover=handover, met_on=met)
            done = met + timedelta(days=90)
            if done < life.today and luck < 0.95:
                finish(by=partner, at=at(done, 13), handover=handover)


def take_back(life: Life, receiver: str, on: date) -> None:
    """Hand the young person to a partner, who opens it; then the young person takes the consent back."""
    handover = _send(life, receiver, PURPOSES[receiver], on)
    receive(by=life.world.staff[RECEIVERS[receiver]], at=at(on + timedelta(days=2), 9), handover=handover)
    by = life.world.staff[life.workers[0]]
    revoke(by=by, at=at(on + timedelta(days=5)), handover=handover, reason="consent_withdrawn")


def _send(life: Life, receiver: str, purpose: str, on: date) -> Handover:
    by = life.world.staff[life.workers[0]]
    handover = draft_handover(
        by=by,
        at=at(on, 11),
        person=life.person,
        enrolment=life.enrolment,
        receiver=life.world.organisations[receiver],
        purpose=purpose,
        message="Er indforstået og vil gerne ringes op. Bedst om eftermiddagen.",
        basis=HandoverBasis.CONSENT,
        basis_detail=f"Mundtligt samtykke den {on:%d.%m.%Y}",
        scope=["name", "contact_details", "workers", "phase"],
        shared_until=on + timedelta(days=365),
    )
    return send(by=by, at=at(on, 12), handover=handover)
