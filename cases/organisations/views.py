"""The directory of organisations. No case content stands here."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit.history import changes_in
from cases.organisations.actions import change_organisation, create_organisation
from cases.organisations.forms import OrganisationChangeForm, OrganisationFilter, OrganisationForm
from cases.pages.views import PAGE, Told, done, form_page, saved
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

    def save(told: Told) -> HttpResponseBase:
        create_organisation(
            by=request.user,
            at=timezone.now(),
            code=told["code"],
            name=told["name"],
            kind=told["kind"],
            email=told["email"],
            phone=told["phone"],
        )
        return done(request, _("The organisation is added."), "cases:organisations")

    title = _("New organisation")
    return saved(request, form, save) or form_page(request, form, title=title, back="cases:organisations")


@needs(Right.ADMINISTER)
def organisation(request: UserRequest, code: str) -> HttpResponseBase:
    """Change an organisation, and see what was changed in it."""
    row = get_object_or_404(Organisation.objects.visible_to(request.user), code=code)
    name, changes = row.name, changes_in(row.history.select_related("history_user"))
    form = OrganisationChangeForm(request.POST or None, instance=row, initial={"version": row.version})

    def save(told: Told) -> HttpResponseBase:
        change_organisation(
            by=request.user,
            at=timezone.now(),
            organisation=row,
            version=told["version"],
            name=told["name"],
            kind=told["kind"],
            email=told["email"],
            phone=told["phone"],
            is_active=told["is_active"],
        )
        return done(request, _("The organisation is saved."), "cases:organisations")

    return saved(request, form, save) or form_page(
        request, form, title=name, back="cases:organisations", changes=changes
    )
