"""The page with one form: shown, sent, saved, and left for where that leads."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse

from cases.audit.codes import AuditAction
from cases.audit.trail import Fact, note_read
from cases.core.codes import Label
from cases.core.errors import Refused
from cases.drafts.submissions import submitted
from cases.pages.forms import refusals
from cases.records.models import Record
from cases.staff.gate import UserRequest

PAGE = 50

FORM_PAGE = "cases/pages/form.html"

# What was told in a form, by the name of the field.
Told = dict[str, Any]

# The name of a page and its address.
Link = tuple[Label, str]


def saved(
    request: UserRequest, form: forms.BaseForm, save: Callable[[Told], HttpResponseBase]
) -> HttpResponseBase | None:
    """What `save` answers to a form that was sent and is right; None while the form is to be shown.

    `save` runs one action with what was told, and says where to go. Where it is refused, the form says why.
    """
    if submitted(request, form):
        with refusals(form):
            return save(form.cleaned_data)
    return None


def done(request: UserRequest, said: Label, to: str, *args: Any) -> HttpResponseBase:
    """Say what has been done, and go on to the view `to`."""
    messages.success(request, str(said))
    return redirect(to, *args)


@contextmanager
def refusal_told(request: UserRequest) -> Iterator[None]:
    """Run an action inside that no form stands for; if it is refused, the next page says why."""
    try:
        yield
    except Refused as refused:
        messages.error(request, str(refused.message))


def link(name: Label, to: str, *args: Any) -> Link:
    """A page by its name and its view."""
    return name, reverse(to, args=args)


def form_page(
    request: UserRequest,
    form: forms.BaseForm,
    *,
    title: Label,
    above: Sequence[Link] = (),
    back: str = "",
    person: Record | None = None,
    target: Model | None = None,
    noted: Mapping[str, Fact] | None = None,
    template: str = FORM_PAGE,
    **more: Any,
) -> HttpResponseBase:
    """Show the form. Whose data the page is about, `person` and of theirs `target`, is noted as read.

    `above`: the pages it lies under. `back`: the view or address it is left for unsaved; by itself the last of these.
    The head of the template says what else it shows.
    """
    if person is not None:
        note_read(request, AuditAction.OPENED, person=person, target=target, **(noted or {}))
    place = {"title": title, "above": above, "back": resolve_url(back or above[-1][1]), "person": person}
    return render(request, template, place | {"form": form} | more)
