"""Deciding on the target group, with the programme's rules and what is known side by side."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cases.access.gate import UserRequest, needs
from cases.access.policy import Right, may
from cases.actions.screenings import screen
from cases.audit.trail import note_read
from cases.codelists.base import Label
from cases.enums import AuditAction, ScreeningOutcome
from cases.forms.refusals import refusals
from cases.forms.screenings import ScreeningForm
from cases.models import Person
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
    """Decide on the target group. Who may not decide sees what speaks for and against."""
    person, form = _load(request, reference)
    if request.method == "POST":
        if not may(request.user, Right.DECIDE_SCREENING):
            raise PermissionDenied
        if submitted(request, form):
            with refusals(form):
                screening = screen(by=request.user, at=timezone.now(), person=person, **form.cleaned_data)
                messages.success(request, _("The decision is saved."))
                is_no = screening.outcome == ScreeningOutcome.NOT_ELIGIBLE
                return redirect("cases:person", reference) if is_no else redirect("cases:enrol", screening.pk)
    note_read(request, AuditAction.OPENED, person=person, page="screening")
    context = {"person": person, "form": form, "may_decide": may(request.user, Right.DECIDE_SCREENING)}
    return render(request, "cases/screenings/create.html", context | {"answers": _answers(person, form)})


@require_POST
@needs(Right.WORK_CASES)
def rules(request: UserRequest, reference: str) -> HttpResponseBase:
    """What speaks for and against with the answers ticked so far; nothing is saved."""
    person, form = _load(request, reference)
    note_read(request, AuditAction.OPENED, person=person, page="screening")
    return render(request, "cases/screenings/rules.html", {"person": person, "answers": _answers(person, form)})


def _load(request: UserRequest, reference: str) -> tuple[Person, ScreeningForm]:
    person = get_object_or_404(Person.objects.visible_to(request.user), reference=reference)
    today = timezone.localdate()
    may_except = may(request.user, Right.GRANT_EXCEPTION)
    form = ScreeningForm(request.POST or None, today=today, may_except=may_except, initial={"decided_on": today})
    restored(request, form)
    return person, form


def _answers(person: Person, form: ScreeningForm) -> list[Answer]:
    programme = form.programme_or_first()
    if programme is None:
        return []
    answers = check(programme.target_group, form.facts(person.screening_facts()), on=form.day())
    return [Answer(RULES[code], fits) for code, fits in answers.items()]
