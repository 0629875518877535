"""The directory of organisations. No case content stands here."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit.history import changes_in
from cases.drafts.submissions import submitted
from cases.organisations.actions import change_organisation, create_organisation
from cases.organisations.forms import OrganisationChangeForm, OrganisationFilter, OrganisationForm
from cases.pages.forms import refusals
from cases.pages.views import PAGE, form_page
from cases.staff.gate import UserRequest, needs
from cases.staff.models import Organisation
from cases.staff.policy import Right


@needs(Right.ADMINISTER)
def organisations(request: UserRequest) -> HttpResponseBase:
    """The directory."""
    form = OrganisationFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = Organisation.objects.visible_to(request.user)
    if text := chosen.get("q"):
        rows = rows.filter(Q(name__icontains=text) | Q(code__icontains=text))
    if kind := chosen.get("kind"):
        rows = rows.filter(kind=kind)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "cases/organisations/list.html", {"form": form, "page": page})


@needs(Right.ADMINISTER)
def organisation_new(request: UserRequest) -> HttpResponseBase:
    """Add an organisation."""
    form = OrganisationForm(request.POST or None)
    if submitted(request, form):
        with refusals(form):
            create_organisation(by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("The organisation is added."))
            return redirect("cases:organisations")
    return form_page(request, form, title=_("New organisation"), back="cases:organisations")


@needs(Right.ADMINISTER)
def organisation(request: UserRequest, code: str) -> HttpResponseBase:
    """Change an organisation, and see what was changed in it."""
    row = get_object_or_404(Organisation.objects.visible_to(request.user), code=code)
    name, changes = row.name, changes_in(row.history.select_related("history_user"))
    form = OrganisationChangeForm(request.POST or None, instance=row, initial={"version": row.version})
    if submitted(request, form):
        with refusals(form):
            change_organisation(by=request.user, at=timezone.now(), organisation=row, **form.cleaned_data)
            messages.success(request, _("The organisation is saved."))
            return redirect("cases:organisations")
    return form_page(request, form, title=name, back="cases:organisations", changes=changes)
