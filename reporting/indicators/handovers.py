"""Handovers to partners: what became of them, and how long they waited for an answer."""

from dataclasses import dataclass
from datetime import date

from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from cases.handovers.codes import HandoverEvent, HandoverState
from reporting.figures.aggregates import quartile_values
from reporting.figures.base import (
    COUNTED,
    TOTAL,
    Adds,
    Count,
    Figures,
    Form,
    Indicator,
    Measure,
    Row,
    Table,
    Unit,
    counted,
    days,
)
from reporting.figures.facts import Facts
from reporting.figures.rules import median_wait, quartiles

SENT = "handovers_sent"
ACCEPTED = HandoverState.ACCEPTED.value
ANSWERS = {
    HandoverEvent.ACCEPT: ACCEPTED,
    HandoverEvent.REJECT: HandoverState.REJECTED.value,
    HandoverEvent.REVOKE: HandoverState.REVOKED.value,
}
WAITING = "waiting"


@dataclass
class Request:
    """One handover: when it was sent, how it was answered first, and when."""

    person: int
    sent: date | None = None
    answer: str = WAITING
    answered: date | None = None


def _requests(facts: Facts) -> list[Request]:
    """Handovers sent in the period, with their first answer by the day of the report."""
    requests: dict[int, Request] = {}
    steps = facts.handover_steps.filter(event__in=[HandoverEvent.SEND, *ANSWERS]).annotate(day=TruncDate("at"))
    for handover, person, event, day in steps.order_by("at", "pk").values_list(
        "handover", "handover__person", "event", "day"
    ):
        request = requests.setdefault(handover, Request(person))
        if event == HandoverEvent.SEND:
            request.sent = request.sent or day
        elif request.sent and request.answered is None:
            request.answer, request.answered = ANSWERS[HandoverEvent(event)], day
    return [request for request in requests.values() if request.sent and facts.period.contains(request.sent)]


def _count(requests: list[Request]) -> Count:
    return Count(len(requests), len({request.person for request in requests}))


def _handovers(facts: Facts) -> Figures:
    requests = _requests(facts)
    groups = {
        answer: [request for request in requests if request.answer == answer]
        for answer in (*ANSWERS.values(), WAITING)
    }
    counts = {answer: _count(group) for answer, group in groups.items()}
    return {
        "answers": counted(counts, groups, whole=_count(requests)),
        "days": [_wait(groups[ACCEPTED], requests, counts[ACCEPTED], facts.as_of)],
    }


def _wait(accepted: list[Request], requests: list[Request], count: Count, as_of: date) -> Row:
    waits = [_days(request, as_of) for request in accepted]
    estimate = median_wait((0, _days(request, as_of), request.answer == ACCEPTED) for request in requests)
    values = {"n": count.n, **quartile_values(quartiles(waits)), "estimate": estimate}
    return Row(ACCEPTED, values, {"n": count.people})


def _days(request: Request, as_of: date) -> int:
    """Days from sending to the answer, or to the day of the report where there is none."""
    return ((request.answered or as_of) - (request.sent or as_of)).days


HANDOVERS = Indicator(
    key="handovers",
    name=_("Handovers sent, accepted and rejected, and days to acceptance"),
    definition=_(
        "What partners answered to the handovers that were sent to them, and how many calendar days went by from "
        "sending "
        "to acceptance. The estimate counts in those without an answer for as long as they waited (Kaplan-Meier)."
    ),
    numerator=_("Handovers with each first answer by the day of the report."),
    denominator=_("Handovers sent in the period."),
    exclusions=_(
        "Drafts that were never sent. Rejected and revoked ones count in the estimate up to the day of the answer."
    ),
    tables=(
        Table(
            "answers",
            _("Handovers by answer"),
            Unit.HANDOVER,
            COUNTED,
            {
                ACCEPTED: _("Accepted"),
                "rejected": _("Rejected"),
                "revoked": _("Revoked before an answer"),
                WAITING: _("Waiting for an answer"),
            },
            quantities={(TOTAL, "n"): SENT, (ACCEPTED, "n"): "handovers_accepted"},
        ),
        Table(
            "days",
            _("Days to acceptance"),
            Unit.HANDOVER,
            (
                Measure("n", _("Accepted"), Form.COUNT),
                *days(),
                Measure("estimate", _("Estimated median"), Form.DAYS, follows="n"),
            ),
            {ACCEPTED: _("Sending to acceptance")},
            Adds.NOT,
            {(ACCEPTED, "n"): "handovers_accepted"},
        ),
    ),
    compute=_handovers,
)
