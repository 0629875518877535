"""The case about support in the home: assessment talk, hearing of the party, decision, start, end."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from cases.core.calendar import on_a_working_day
from cases.core.errors import Refused
from cases.core.plausible import YEAR, declare
from cases.core.plausible import day as usual_day
from cases.core.plausible import number as usual_number
from cases.core.transitions import StateTable
from housing.steps.codes import Actor
from housing.support.codes import SUPPORT_PARAGRAPHS
from housing.support.codes import SupportEvent as Event
from housing.support.codes import SupportState as State

OPEN = (State.OPENED, State.TALKED, State.HEARING, State.GRANTED, State.STARTED)

DECIDING = (Event.GRANT, Event.REFUSE)

# A full grant may follow the talk at once; a refusal goes through the hearing (forvaltningsloven § 19: facts that
# weigh against the party are shown first).
SUPPORT_STATES: StateTable[State, Event] = StateTable(
    (Event.TALK, [State.OPENED], State.TALKED),
    (Event.SEND_HEARING, [State.TALKED], State.HEARING),
    (Event.ANSWER_HEARING, [State.HEARING], None),
    (Event.GRANT, [State.TALKED, State.HEARING], State.GRANTED),
    (Event.REFUSE, [State.HEARING], State.REFUSED),
    (Event.START, [State.GRANTED], State.STARTED),
    (Event.END, [State.STARTED], State.ENDED),
    (Event.DROP, [State.OPENED, State.TALKED, State.HEARING, State.GRANTED], State.DROPPED),
)

PATH = (State.OPENED, State.TALKED, State.HEARING, State.GRANTED, State.STARTED, State.ENDED)

NEXT_ACTOR: dict[State, Actor] = {
    State.OPENED: Actor.AUTHORITY,
    State.TALKED: Actor.AUTHORITY,
    State.HEARING: Actor.YOUNG_PERSON,
    State.GRANTED: Actor.AUTHORITY,
    State.REFUSED: Actor.NOBODY,
    State.STARTED: Actor.NOBODY,
    State.ENDED: Actor.NOBODY,
    State.DROPPED: Actor.NOBODY,
}

WAITING_ON_AUTHORITY = tuple(state for state, actor in NEXT_ACTOR.items() if actor == Actor.AUTHORITY)

COMPLAINT_WEEKS = 4


def check_paragraph(paragraph: str, *, on: date) -> None:
    """A case is opened under a paragraph that was in force on that day. Raises `Refused`."""
    if paragraph in SUPPORT_PARAGRAPHS.codes and not SUPPORT_PARAGRAPHS[paragraph].valid_on(on):
        raise Refused(_("The paragraph was not in force on that day."), field="on")


def steps_from(state: State, *, hearing_answered: bool) -> list[Event]:
    """The steps possible in `state`; the hearing is answered once."""
    steps = list(SUPPORT_STATES.events_from(state))
    return [step for step in steps if not (hearing_answered and step == Event.ANSWER_HEARING)]


def may_refuse_on(day: date, *, deadline: date | None, answered_on: date | None) -> bool:
    """A refusal waits until the party has answered or the deadline has passed (forvaltningsloven §§ 19, 20)."""
    return answered_on is not None or (deadline is not None and day > deadline)


def needs_decider(step: Event, state: State) -> bool:
    """Decisions are the authority worker's or a lead's, and so is dropping a case that was decided."""
    return step in DECIDING or (step == Event.DROP and state == State.GRANTED)


def replay_support(
    opened_on: date, steps: Iterable[tuple[Event, date]], *, deadline: date | None
) -> tuple[State, date]:
    """Take the steps of a case again: where it stands, and the day of the last step.

    Raises `Refused` on a step out of turn, before the one that led to it, or a refusal that did not wait for the
    hearing, naming steps and days.
    """
    state, since, before = State.OPENED, opened_on, _("The case was opened")
    answered_on = None
    for step, day in steps:
        words = {"step": f"“{step.taken}” ({day:%d.%m.%Y})", "before": f"“{before}” ({since:%d.%m.%Y})"}
        if day < since:
            message = _("%(step)s would lie before %(before)s. Correct the other day first, or choose another.")
            raise Refused(message % words, field="on")
        if not SUPPORT_STATES.allows(state, step):
            raise Refused(_("%(step)s is not possible after %(before)s.") % words)
        answered_on = day if step == Event.ANSWER_HEARING else answered_on
        if step == Event.REFUSE and not may_refuse_on(day, deadline=deadline, answered_on=answered_on):
            raise Refused(
                _("%(step)s would lie before the young person's time to answer the hearing was over.") % words
            )
        state, since, before = SUPPORT_STATES.after(state, step), day, str(step.taken)
    return state, since


def next_actor(state: State, day: date, *, deadline: date | None, answered_on: date | None) -> Actor:
    """Who acts next; a hearing that was answered or ran out waits for the decision."""
    heard = state == State.HEARING and may_refuse_on(day, deadline=deadline, answered_on=answered_on)
    return Actor.AUTHORITY if heard else NEXT_ACTOR[state]


def complaint_until(decided_on: date) -> date:
    """Last day for a complaint to Ankestyrelsen, where the decision is received on the day it is made.

    Four weeks from the day of receipt (retssikkerhedsloven § 67). Ankestyrelsen counts by the Ministry of Justice's
    guideline 9533 of 26 June 2018: Digital Post is received the day it is sent, an ordinary letter six working days
    later (ast.dk, "Klagefrister"), and an end on a Saturday, Sunday or public holiday moves to the first working day
    after it (so hjulmandkaptain.dk sums it up; for other complaints it is law, miljøbeskyttelsesloven § 93).

    Not verified for this complaint, and so not moved: 5 June, 24 and 31 December (forældelsesloven § 27 has them for
    its own limits), and the Friday after Ascension Day (Udbetaling Danmark and ATP). The earlier day is surely in
    time; whether a later complaint is, Ankestyrelsen decides.
    """
    return on_a_working_day(decided_on + timedelta(weeks=COMPLAINT_WEEKS))


# A hearing leaves two or three weeks. More hours than a full-time week are given round the clock or by mistake.
declare(
    "housing.SupportCase",
    usual_day("opened_on", back=YEAR),
    usual_day("hearing_deadline", ahead=timedelta(days=60), since="hearing_sent_on"),
    usual_number("hours_per_week", most=37),
)
