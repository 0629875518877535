"""The young person: found or registered, completed."""

from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import masked, note_read
from cases.drafts.searching import address_of, keep, kept
from cases.drafts.submissions import submitted
from cases.pages.forms import refusals
from cases.people.actions import change_person, register_person
from cases.people.cpr import clean_cpr, hash_cpr, passes_modulus_11
from cases.people.forms import PersonChangeForm, PersonForm, PersonSearchForm
from cases.people.models import Person
from cases.records.turns import one_at_a_time
from cases.staff.gate import UserRequest, needs
from cases.staff.policy import Right

ALIKE = 10


@needs(Right.WORK_CASES)
def new(request: UserRequest) -> HttpResponseBase:
    """Search first; then, below what was found, the form filled with what was typed."""
    today, found = timezone.localdate(), kept(request)
    search = PersonSearchForm(request.POST or found.fields or None, auto_id="search_%s")
    context: dict[str, Any] = {"search": search, "today": today}
    if search.is_valid():
        if request.method == "POST":
            return show_again(request, search, "cases:person_new")
        alike = find_alike(request, **search.cleaned_data)
        initial = search.prefill() | {"first_met_on": today, "seen": _references(alike["alike"])}
        context |= {"form": PersonForm(initial=initial, user=request.user)} | alike
    return render(request, "cases/people/new.html", context)


@needs(Right.WORK_CASES)
def register(request: UserRequest) -> HttpResponseBase:
    """Register someone new, once everyone who is likely the same has been looked at."""
    now = timezone.now()
    found = kept(request)
    if request.method != "POST" and not found.key:
        return redirect("cases:person_new")
    form = PersonForm(request.POST or found.fields, user=request.user)
    context: dict[str, Any] = {"form": form, "today": timezone.localdate(now)}
    with one_at_a_time(request.user):
        if form.is_valid():
            facts = form.facts()
            name = f"{facts['first_name']} {facts['last_name']} {facts['alias']}"
            alike = find_alike(request, name=name, **{fact: facts[fact] for fact in ("birth_date", "cpr", "phone")})
            if request.method == "POST" and are_unseen(form, alike["alike"]):
                return show_again(request, form, "cases:person_register")
            if submitted(request, form):
                with refusals(form):
                    person = register_person(by=request.user, at=now, **facts)
                    return registered(request, person, facts["cpr"])
        else:
            typed = form.cleaned_data
            name = " ".join(typed.get(part, "") for part in ("first_name", "last_name", "alias"))
            alike = find_alike(request, name=name, birth_date=typed.get("birth_date"))
    return render(request, "cases/people/new.html", context | alike)


def show_again(request: UserRequest, form: forms.Form, page: str) -> HttpResponseBase:
    """Lead to the form with what was typed: whoever opens one of those alike finds all of it when going back."""
    typed = keep(request, **{name: str(form.data.get(name, "")) for name in form.fields})
    return redirect(address_of(request, reverse(page), typed))


def find_alike(
    request: UserRequest, *, name: str, birth_date: date | None = None, cpr: str = "", phone: str = ""
) -> dict[str, Any]:
    """Who is likely the same, as far as the user may see them; of others only that a CPR number is taken."""
    visible = Person.objects.visible_to(request.user).select_related("team")
    cpr_hash = hash_cpr(cpr) if cpr else ""
    alike = list(visible.alike(name=name, birth_date=birth_date, cpr_hash=cpr_hash, phone=phone)[:ALIKE])
    is_taken = bool(cpr) and _is_taken(cpr_hash, besides=alike)
    of_number: dict[str, Any] = {"is_taken": is_taken} if cpr else {}
    by_facts = [fact for fact, value in (("birth_date", birth_date), ("cpr", cpr), ("phone", phone)) if value]
    note_read(
        request,
        AuditAction.SEARCHED,
        criteria=masked(name.strip()),
        by_facts=by_facts,
        found=len(alike),
        shown=[person.reference for person in alike],
        **of_number,
    )
    return {"alike": alike, "cpr_is_taken": is_taken}


def _is_taken(cpr_hash: str, *, besides: list[Person]) -> bool:
    """Whether somebody else has the number, whom the user may not be allowed to see."""
    return Person.objects.exclude(pk__in=[person.pk for person in besides]).filter(cpr_hash=cpr_hash).exists()


def _note_cpr(request: UserRequest, subject: Person) -> None:
    """Writing a number is asking who has it: the answer tells of young people out of reach, too."""
    if request.method == "POST" and (number := clean_cpr(request.POST.get("cpr", ""))):
        is_taken = _is_taken(hash_cpr(number), besides=[subject])
        note_read(request, AuditAction.SEARCHED, person=subject, page="edit", by_facts=["cpr"], is_taken=is_taken)


def _references(people: list[Person]) -> str:
    return " ".join(person.reference for person in people)


def are_unseen(form: forms.Form, alike: list[Person]) -> bool:
    """Whether somebody alike has turned up that the page had not shown; then it is shown before anything is saved."""
    seen = form.cleaned_data["seen"]
    form.data = cast("QueryDict", form.data).copy()
    form.data["seen"] = _references(alike)
    return any(person.reference not in seen for person in alike)


def registered(request: UserRequest, person: Person, cpr: str) -> HttpResponseBase:
    """Say that it is done, and go on where the user can see the young person."""
    messages.success(request, _("%(name)s is registered as %(ref)s.") % {"name": person.name, "ref": person.reference})
    _warn_about(request, cpr)
    return _shown_or_list(request, person)


def _warn_about(request: UserRequest, cpr: str) -> None:
    if cpr and not passes_modulus_11(cpr):
        messages.warning(request, _("The check digit of the CPR number does not fit. It may be right: compare it."))


def _shown_or_list(request: UserRequest, person: Person) -> HttpResponseBase:
    """The young person's page, or the list where the user has just made the person invisible to themselves."""
    if Person.objects.visible_to(request.user).filter(pk=person.pk).exists():
        return redirect("cases:person", person.reference)
    return redirect("cases:person_list")


@needs(Right.WORK_CASES)
def edit(request: UserRequest, reference: str) -> HttpResponseBase:
    """Complete or correct what is known; a stale page shows both versions."""
    subject = get_object_or_404(Person.objects.visible_to(request.user), reference=reference)
    form = PersonChangeForm(request.POST or None, person=subject)
    _note_cpr(request, subject)
    if submitted(request, form):
        with refusals(form):
            subject = change_person(by=request.user, at=timezone.now(), person=subject, **form.cleaned_data)
            messages.success(request, _("Saved."))
            _warn_about(request, form.cleaned_data["cpr"])
            return _shown_or_list(request, subject)
    note_read(request, AuditAction.OPENED, person=subject, page="edit")
    return render(request, "cases/people/edit.html", {"person": subject, "form": form})
