"""Deciding on the target group, with the programme's rules and what is known side by side."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cases.access.gate import UserRequest, needs
from cases.access.policy import Right, may
from cases.actions.screeningrequests import ask_for_decision
from cases.actions.screenings import screen
from cases.audit.trail import note_read
from cases.codelists.base import Label
from cases.enums import AuditAction, RequestState, ScreeningOutcome
from cases.forms.refusals import refusals
from cases.forms.screenings import RequestForm, ScreeningForm, TargetForm
from cases.models import Person, ScreeningRequest, User
from cases.models.screenings import screening_facts
from cases.rules.eligibility import check
from cases.views.drafts import restored
from cases.views.submissions import submitted

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
    if submitted(request, form):
        with refusals(form):
            if isinstance(form, ScreeningForm):
                screening = screen(by=request.user, at=now, person=person, **form.cleaned_data)
                messages.success(request, _("The decision is saved."))
                is_no = screening.outcome == ScreeningOutcome.NOT_ELIGIBLE
                return redirect("cases:person", reference) if is_no else redirect("cases:enrol", screening.pk)
            ask_for_decision(by=request.user, at=now, person=person, **form.cleaned_data)
            messages.success(request, _("Those who may decide have it on their list now."))
            return redirect("cases:person", reference)
    note_read(request, AuditAction.OPENED, person=person, page="screening")
    context = {"person": person, "form": form, "waiting": waiting, "may_decide": isinstance(form, ScreeningForm)}
    return render(request, "cases/screenings/create.html", context | {"answers": _answers(person, form)})


@require_POST
@needs(Right.WORK_CASES)
def rules(request: UserRequest, reference: str) -> HttpResponseBase:
    """What speaks for and against with the answers ticked so far; nothing is saved."""
    person, _waiting, form = _load(request, reference, timezone.localdate())
    if not request.htmx:
        return redirect("cases:screening_create", reference)
    note_read(request, AuditAction.OPENED, person=person, page="screening")
    return render(request, "cases/screenings/rules.html", {"person": person, "answers": _answers(person, form)})


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
