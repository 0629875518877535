"""Screenings and requests for them: decided, sent back, withdrawn, shown on My day; importing registers panels."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Prefetch
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.core.codes import Label
from cases.drafts.views import restored
from cases.intake import actions as act
from cases.intake.actions import ask_for_decision, screen
from cases.intake.codes import RequestState, ScreeningOutcome
from cases.intake.forms import RequestForm, ScreeningForm, SendBackForm, TargetForm
from cases.intake.models import Screening, ScreeningRequest, screening_facts
from cases.intake.queries import my_undecided
from cases.intake.rules import check
from cases.pages.views import Told, done, form_page, link, saved
from cases.panels.registry import Panel, register_panel
from cases.people.models import Person, PersonQuerySet
from cases.people.views import person_link
from cases.staff.gate import UserRequest, needs
from cases.staff.models import User
from cases.staff.policy import Right, may

# What each rule asks; the code is what stands in the decision when the rule speaks against.
RULES: dict[str, Label] = {
    "age": gettext_lazy("In the age group"),
    "stable_housing": gettext_lazy("Housing is unstable"),
    "other_municipality": gettext_lazy("The programme's municipality acts and pays"),
    "no_residence": gettext_lazy("Has a right to stay"),
    "short_advice": gettext_lazy("Needs more than short advice"),
}


@dataclass(frozen=True)
class Answer:
    """One rule of the programme as it stands: fits, speaks against, or not known."""

    label: Label
    fits: bool | None


@needs(Right.WORK_CASES)
def create(request: UserRequest, reference: str) -> HttpResponseBase:
    """Decide on the target group; who may not decide asks for a decision with what is known."""
    now = timezone.now()
    person, waiting, form = _load(request, reference, timezone.localdate(now))

    def save(told: Told) -> HttpResponseBase:
        if isinstance(form, ScreeningForm):
            screening = _screen(person, told, by=request.user, at=now)
            is_no = screening.outcome == ScreeningOutcome.NOT_ELIGIBLE
            to = ("cases:person", reference) if is_no else ("cases:enrol", screening.pk)
            return done(request, _("The decision is saved."), *to)
        ask_for_decision(
            by=request.user,
            at=now,
            person=person,
            programme=told["programme"],
            unstable_housing=told["unstable_housing"],
            needs_more_than_advice=told["needs_more_than_advice"],
            note=told["note"],
        )
        return done(request, _("Those who may decide have it on their list now."), "cases:person", reference)

    if answer := saved(request, form, save):
        return answer
    note_read(request, AuditAction.OPENED, person=person, page="screening")
    context = {"person": person, "form": form, "waiting": waiting, "may_decide": isinstance(form, ScreeningForm)}
    return render(request, "cases/intake/create.html", context | {"answers": _answers(person, form)})


def _screen(person: Person, told: Told, *, by: User, at: datetime) -> Screening:
    return screen(
        by=by,
        at=at,
        person=person,
        programme=told["programme"],
        decided_on=told["decided_on"],
        outcome=told["outcome"],
        reasons=told["reasons"],
        unstable_housing=told["unstable_housing"],
        needs_more_than_advice=told["needs_more_than_advice"],
        note=told["note"],
        confirmed=told["confirmed"],
    )


@require_POST
@needs(Right.WORK_CASES)
def rules(request: UserRequest, reference: str) -> HttpResponseBase:
    """What speaks for and against with the answers ticked so far; nothing is saved."""
    person, _waiting, form = _load(request, reference, timezone.localdate())
    if not request.htmx:
        return redirect("cases:screening_create", reference)
    note_read(request, AuditAction.OPENED, person=person, page="screening")
    return render(request, "cases/intake/rules.html", {"person": person, "answers": _answers(person, form)})


def _load(request: UserRequest, reference: str, today: date) -> tuple[Person, list[ScreeningRequest], TargetForm]:
    """The young person, what has been asked about them, and the form that the user may send.

    A decision begins with the request for the programme in the address, or with the one that has waited longest.
    """
    user = request.user
    person = get_object_or_404(Person.objects.visible_to(user), reference=reference)
    waiting = list(person.screening_requests.open().select_related("programme", "asked_by"))
    if may(user, Right.DECIDE_SCREENING):
        wanted = [row for row in waiting if row.programme.code == request.GET.get("programme")] or waiting
        form: TargetForm = ScreeningForm(
            request.POST or None,
            today=today,
            may_except=may(user, Right.GRANT_EXCEPTION),
            asked=wanted[0] if wanted else None,
            initial={"decided_on": today},
        )
    else:
        form = RequestForm(request.POST or None, today=today, waiting=waiting, asked=_sent_back(user, person))
    restored(request, form)
    return person, waiting, form


def _sent_back(user: User, person: Person) -> ScreeningRequest | None:
    """What the user asked last about the young person, to be completed and asked again."""
    rows = person.screening_requests.filter(asked_by=user).select_related("programme")
    last = rows.last()
    return last if last and last.state == RequestState.RETURNED else None


def _answers(person: Person, form: TargetForm) -> list[Answer]:
    programme = form.programme_or_first()
    if programme is None:
        return []
    answers = check(programme.target_group, form.facts(screening_facts(person)), on=form.day())
    return [Answer(RULES[code], fits) for code, fits in answers.items()]


SHOWN = 10


@needs(Right.DECIDE_SCREENING)
def send_back(request: UserRequest, pk: int) -> HttpResponseBase:
    """Give a request back to who asked, with what is missing."""
    asked = _asked(request, pk)
    form = SendBackForm(request.POST or None)

    def save(told: Told) -> HttpResponseBase:
        act.send_back(by=request.user, at=timezone.now(), request=asked, answer=told["answer"])
        said = _("The request is sent back to %(name)s.") % {"name": asked.asked_by}
        return done(request, said, "cases:person", asked.person.reference)

    return saved(request, form, save) or _page(
        request,
        asked,
        form,
        here=_("Send the request back"),
        title=_("Send the request back to %(name)s?") % {"name": asked.asked_by},
        consequence=_("No decision is made. Who asked reads what is missing, and can ask again."),
        submit=_("Send back"),
    )


@needs(Right.WORK_CASES)
def withdraw(request: UserRequest, pk: int) -> HttpResponseBase:
    """Take back one's own request."""
    asked = _asked(request, pk)
    form = forms.Form(request.POST if request.method == "POST" else None)

    def save(_told: Told) -> HttpResponseBase:
        act.withdraw_request(by=request.user, at=timezone.now(), request=asked)
        return done(request, _("The request is withdrawn."), "cases:person", asked.person.reference)

    return saved(request, form, save) or _page(
        request,
        asked,
        form,
        here=_("Withdraw the request"),
        title=_("Withdraw your request for a decision?"),
        consequence=_("It leaves the list of those who decide. It stays in the history."),
        submit=_("Withdraw the request"),
    )


def _page(
    request: UserRequest, asked: ScreeningRequest, form: forms.Form, *, consequence: str, **page: Any
) -> HttpResponseBase:
    person = asked.person
    above = [link(_("Young people"), "cases:person_list"), person_link(person)]
    page["consequences"] = [f"{person.name}: {asked.programme}", consequence]
    return form_page(request, form, above=above, person=person, target=asked, **page)


def _asked(request: UserRequest, pk: int) -> ScreeningRequest:
    rows = ScreeningRequest.objects.visible_to(request.user).select_related("person", "programme", "asked_by")
    found: ScreeningRequest = get_object_or_404(rows, pk=pk)
    return found


def waiting_on_my_day(user: User, _people: PersonQuerySet, today: date) -> dict[str, Any]:
    """Who waits for a screening that the user decides or set going, longest waiting first."""
    asked = ScreeningRequest.objects.open().select_related("programme", "asked_by")
    rows = my_undecided(user, today).prefetch_related(Prefetch("screening_requests", asked, "asked"))
    found = list(rows[: SHOWN + 1])
    return {
        "people": found[:SHOWN],
        "are_more": len(found) > SHOWN,
        "may_decide": may(user, Right.DECIDE_SCREENING),
        "shown": [person.reference for person in found[:SHOWN]],
    }


def answers_on_my_day(user: User, _people: PersonQuerySet, today: date) -> dict[str, Any]:
    """What became of the decisions the user asked for, the latest answer first."""
    rows = ScreeningRequest.objects.visible_to(user).answered_to(user, today).order_by("-state_since", "-pk")
    found = list(rows.select_related("person", "programme", "answered_by", "screening")[:SHOWN])
    return {"requests": found, "shown": [row.person.reference for row in found]}


register_panel(Panel("answers", "my_day", 10, "cases/intake/answers_on_my_day.html", answers_on_my_day))

register_panel(Panel("undecided", "my_day", 15, "cases/intake/waiting_on_my_day.html", waiting_on_my_day))
