"""The young person: found or registered, completed."""

from datetime import date, datetime
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
from cases.drafts.submissions import not_saved
from cases.pages.views import Link, Told, link, saved
from cases.people.actions import PersonFacts, Unseen, change_person, register_person
from cases.people.cpr import clean_cpr, hash_cpr, passes_modulus_11
from cases.people.forms import PersonChangeForm, PersonForm, PersonSearchForm
from cases.people.models import Person
from cases.people.queries import Alike, find_alike, is_taken
from cases.staff.gate import UserRequest, needs
from cases.staff.models import User
from cases.staff.policy import Right


def person_link(person: Person) -> Link:
    """The young person's page, by their name."""
    return link(person.name, "cases:person", person.reference)


@needs(Right.WORK_CASES)
def new(request: UserRequest) -> HttpResponseBase:
    """Search first; then, below what was found, the form filled with what was typed."""
    today, found = timezone.localdate(), kept(request)
    search = PersonSearchForm(request.POST or found.fields or None, auto_id="search_%s")
    context: dict[str, Any] = {"search": search, "today": today}
    if search.is_valid():
        if request.method == "POST":
            return show_again(request, search, "cases:person_new")
        told = search.cleaned_data
        alike = look_for_alike(
            request, name=told["name"], birth_date=told["birth_date"], cpr=told["cpr"], phone=told["phone"]
        )
        initial = search.prefill() | {"first_met_on": today, "seen": " ".join(alike.references)}
        context |= {"form": PersonForm(initial=initial, user=request.user)} | shown_alike(alike)
    return render(request, "cases/people/new.html", context)


@needs(Right.WORK_CASES)
def register(request: UserRequest) -> HttpResponseBase:
    """Register someone new, once everyone who is likely the same has been looked at."""
    now = timezone.now()
    found = kept(request)
    if request.method != "POST" and not found.key:
        return redirect("cases:person_new")
    form = PersonForm(request.POST or found.fields, user=request.user)
    form.is_valid()
    alike = look_for_alike(request, **form.looked_for())

    def save(told: Told) -> HttpResponseBase:
        try:
            person = _register(request.user, now, told, form.facts())
        except Unseen as unseen:
            return show_unseen(request, form, unseen, "cases:person_register")
        return registered(request, person, told["cpr"])

    context = {"form": form, "today": timezone.localdate(now)}
    return saved(request, form, save) or render(request, "cases/people/new.html", context | shown_alike(alike))


def _register(by: User, at: datetime, told: Told, facts: PersonFacts) -> Person:
    return register_person(
        by=by,
        at=at,
        team=told["team"],
        cpr=told["cpr"],
        seen=told["seen"],
        accepts_losing_sight=told["accepts_losing_sight"],
        confirmed=told["confirmed"],
        **facts,
    )


def show_again(request: UserRequest, form: forms.Form, page: str) -> HttpResponseBase:
    """Lead to the form with what was typed: whoever opens one of those alike finds all of it when going back."""
    typed = keep(request, **{name: str(form.data.get(name, "")) for name in form.fields})
    return redirect(address_of(request, reverse(page), typed))


def show_unseen(request: UserRequest, form: forms.Form, unseen: Unseen, page: str) -> HttpResponseBase:
    """Lead to the form with those alike above it: sent from there, they have been seen."""
    not_saved(request)
    form.data = cast("QueryDict", form.data).copy()
    form.data["seen"] = " ".join(unseen.alike.references)
    return show_again(request, form, page)


def look_for_alike(
    request: UserRequest, *, name: str, birth_date: date | None = None, cpr: str = "", phone: str = ""
) -> Alike:
    """Look for whoever is likely the same, as a search that is noted: its answer tells whether a number is taken."""
    alike = find_alike(request.user, name=name, birth_date=birth_date, cpr=cpr, phone=phone)
    of_number: dict[str, Any] = {"is_taken": alike.cpr_is_taken} if cpr else {}
    note_read(
        request,
        AuditAction.SEARCHED,
        criteria=masked(name.strip()),
        by_facts=[fact for fact, value in (("birth_date", birth_date), ("cpr", cpr), ("phone", phone)) if value],
        found=len(alike.people),
        shown=alike.references,
        **of_number,
    )
    return alike


def shown_alike(alike: Alike) -> dict[str, Any]:
    """What `cases/people/alike.html` shows."""
    return {"alike": alike.people, "cpr_is_taken": alike.cpr_is_taken}


def _note_cpr(request: UserRequest, subject: Person) -> None:
    """Writing a number is asking who has it: the answer tells of young people out of reach, too."""
    if request.method == "POST" and (number := clean_cpr(request.POST.get("cpr", ""))):
        taken = is_taken(hash_cpr(number), besides=[subject])
        note_read(request, AuditAction.SEARCHED, person=subject, page="edit", by_facts=["cpr"], is_taken=taken)


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

    def save(told: Told) -> HttpResponseBase:
        changed = change_person(
            by=request.user,
            at=timezone.now(),
            person=subject,
            version=told["version"],
            cpr=told["cpr"],
            accepts_losing_sight=told["accepts_losing_sight"],
            confirmed=told["confirmed"],
            **form.facts(),
        )
        messages.success(request, _("Saved."))
        _warn_about(request, told["cpr"])
        return _shown_or_list(request, changed)

    if answer := saved(request, form, save):
        return answer
    note_read(request, AuditAction.OPENED, person=subject, page="edit")
    return render(request, "cases/people/edit.html", {"person": subject, "form": form})
