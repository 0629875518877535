"""A referral or support case as steps: the indicator, the buttons that are possible now, what happened, whose turn."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.codelists.base import Label
from cases.periods import last_day
from housing.codelists.referrals import FOLLOW_UP_OUTCOMES, OFFER_REFUSALS, REJECTION_REASONS, WITHDRAWAL_REASONS
from housing.enums import Actor, OfferState, ReferralEvent, ReferralState, SupportState, Whose
from housing.models import HousingReferral, Offer, ReferralStep, SupportCase
from housing.rules import supportcases
from housing.rules.referrals import BESIDE_PATH, PATH
from housing.rules.steps import RESTORING, steps_from

REASONS = {
    code.code: code.label for codes in (REJECTION_REASONS, OFFER_REFUSALS, WITHDRAWAL_REASONS) for code in codes
}
TONES = {
    ReferralState.REJECTED: "error",
    ReferralState.DECLINED: "error",
    ReferralState.MISSING: "warning",
    ReferralState.OFFERED: "warning",
    ReferralState.APPROVED: "info",
    ReferralState.WAITING: "info",
    ReferralState.ACCEPTED: "success",
    ReferralState.CONTRACT: "success",
    ReferralState.MOVED_IN: "success",
    ReferralState.FOLLOWED_UP: "success",
}
OFFER_TONES = {
    OfferState.OPEN: "warning",
    OfferState.ACCEPTED: "success",
    OfferState.TAKEN: "success",
    OfferState.DECLINED: "error",
    OfferState.LAPSED: "error",
    OfferState.WITHDRAWN: "error",
}
SUPPORT_TONES = {
    SupportState.HEARING: "warning",
    SupportState.GRANTED: "success",
    SupportState.STARTED: "success",
    SupportState.REFUSED: "error",
}
ICONS = {
    ReferralEvent.SUBMIT: "send",
    ReferralEvent.OFFER: "home",
    ReferralEvent.MOVE_IN: "home",
    ReferralEvent.REJECT: "error",
    ReferralEvent.DECLINE: "error",
    ReferralEvent.FALL_THROUGH: "error",
    ReferralEvent.ACCEPT: "check",
    ReferralEvent.APPROVE: "check",
    ReferralEvent.NOTE: "edit",
}
OFFER_URLS = {
    ReferralEvent.ACCEPT: "housing:offer_accept",
    ReferralEvent.DECLINE: "housing:offer_decline",
    ReferralEvent.UNDO_ACCEPT: "housing:offer_undo",
}


@dataclass(frozen=True)
class Mark:
    """One mark of the step indicator, as `components/steps.html` reads it."""

    name: Label
    state: str
    note: str = ""


@dataclass(frozen=True)
class Button:
    """A step that is possible now."""

    label: Label
    url: str


@dataclass(frozen=True)
class Line:
    """One thing that happened, as `components/timeline.html` reads it."""

    when: date
    title: Label
    icon: str = "document"
    kind_label: str = ""
    text: str = ""
    by: str = ""
    note: str = ""
    tone: str = ""


@dataclass(frozen=True)
class OfferLine:
    """An offer with the colour of its state, as `housing/offers/facts.html` reads it."""

    offer: Offer
    tone: str


@dataclass(frozen=True)
class SupportLine:
    """One support case in a list: whose turn it is, and whether the answer to its hearing is overdue."""

    case: SupportCase
    actor: Actor
    tone: str
    late: bool

    @property
    def waits(self) -> bool:
        """Running or closed support waits for nobody."""
        return self.actor != Actor.NOBODY


def referral_marks(referral: HousingReferral, events: list[ReferralStep]) -> list[Mark]:
    """The way of a referral with the day each step was last reached; a closed one ends where it stopped."""
    unmoved = {ReferralEvent.NOTE, *RESTORING}
    reached = {event.to_state: event.happened_on for event in events if event.event not in unmoved}
    state = referral.step
    if state in PATH:
        return _marks(PATH, state, reached)
    stopped = state in {ReferralState.REJECTED, ReferralState.WITHDRAWN}
    before = ReferralState(events[-1].from_state or ReferralState.DRAFT) if stopped and events else state
    last = PATH.index(BESIDE_PATH.get(before, before))
    here = [Mark(state.label, "current", _day(referral.state_since))]
    done = [Mark(step.label, "done", _day(reached.get(step))) for step in PATH[: last + 1]]
    return done + here if stopped else done + here + [Mark(step.label, "next") for step in PATH[last + 1 :]]


def support_marks(case: SupportCase) -> list[Mark]:
    """The way of a support case; a refused or dropped one ends where it stopped."""
    days: dict[str, date | None] = {
        SupportState.OPENED: case.opened_on,
        SupportState.TALKED: case.talked_on,
        SupportState.HEARING: case.hearing_sent_on,
        SupportState.GRANTED: case.decided_on,
        SupportState.STARTED: case.start,
        SupportState.ENDED: last_day(case.end),
    }
    state, path = case.step, supportcases.PATH
    if state in path:
        taken = [step for step in path if days[step] or path.index(step) > path.index(state)]
        return _marks(taken, state, days)
    granted = [] if state == SupportState.REFUSED else [SupportState.GRANTED]
    walked = [SupportState.OPENED, SupportState.TALKED, SupportState.HEARING, *granted]
    done = [Mark(step.label, "done", _day(days[step])) for step in walked if days[step]]
    return [*done, Mark(state.label, "current", _day(case.state_since))]


def referral_buttons(referral: HousingReferral, offers: Iterable[Offer]) -> list[Button]:
    """Only what is possible now; the usual next step first."""
    standing = next((offer for offer in offers if offer.state in {OfferState.OPEN, OfferState.ACCEPTED}), None)
    buttons = []
    for step in steps_from(referral.step):
        if step in OFFER_URLS:
            if standing:
                buttons.append(Button(step.label, reverse(OFFER_URLS[step], args=[standing.pk])))
        elif step == ReferralEvent.OFFER:
            buttons.append(Button(step.label, reverse("housing:offer_create", args=[referral.pk])))
        else:
            buttons.append(Button(step.label, reverse("housing:referral_step", args=[referral.pk, step])))
    return buttons


def support_buttons(case: SupportCase, *, may_decide: bool) -> list[Button]:
    """Only what is possible now, and only for those who decide: decisions, and dropping what was decided."""
    steps = supportcases.steps_from(case.step, hearing_answered=case.hearing_answered_on is not None)
    return [
        Button(step.label, reverse("housing:support_step", args=[case.pk, step]))
        for step in steps
        if may_decide or not supportcases.needs_decider(step, case.step)
    ]


def offer_line(offer: Offer) -> OfferLine:
    """One offer with its answer."""
    return OfferLine(offer, OFFER_TONES.get(OfferState(offer.state), ""))


def support_lines(cases: Iterable[SupportCase], today: date) -> Iterator[SupportLine]:
    """Support cases as the rows of a list."""
    for case in cases:
        yield SupportLine(case, case.next_actor_on(today), SUPPORT_TONES.get(case.step, ""), case.is_late_on(today))


def lines_of(events: Iterable[ReferralStep]) -> Iterator[Line]:
    """What happened to a referral, newest first."""
    for event in reversed(list(events)):
        yield Line(
            when=event.happened_on,
            title=event_title(event),
            icon=ICONS.get(ReferralEvent(event.event), "document") if event.event else "plus",
            text="\n".join(filter(None, [event.missing, event.note])),
            by=event.by.name,
            note=why(event.reason, event.whose),
            tone=event_tone(event),
        )


def event_title(event: ReferralStep) -> Label:
    """What happened: the step that was taken, with what a follow-up found; the beginning of the draft has none."""
    if not event.event:
        return event.get_to_state_display()
    if event.event == ReferralEvent.FOLLOW_UP:
        return _("Followed up: %(outcome)s") % {"outcome": FOLLOW_UP_OUTCOMES[event.outcome].label}
    return ReferralEvent(event.event).taken


def event_tone(event: ReferralStep) -> str:
    """A no by others or by the young person is red, an approval or a move green; a withdrawal is neither."""
    if event.reason:
        return "" if event.whose == Whose.WITHDRAWN else "error"
    return "success" if event.event in {ReferralEvent.APPROVE, ReferralEvent.ACCEPT, ReferralEvent.MOVE_IN} else ""


def why(reason: str, whose: str) -> str:
    """A refusal in words: the reason, and whose it is."""
    return f"{REASONS[reason]} · {Whose(whose).label}" if reason else ""


def _marks(path: Iterable[TextChoices], state: str, days: dict[str, date | None] | dict[str, date]) -> list[Mark]:
    steps = list(path)
    here = [str(step) for step in steps].index(state)
    places = ["done"] * here + ["current"] + ["next"] * (len(steps) - here - 1)
    return [
        Mark(step.label, place, "" if place == "next" else _day(days.get(step)))
        for step, place in zip(steps, places, strict=True)
    ]


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
