"""Editions in the browser."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.pages.views import PAGE, Told, done, form_page, link, refusal_told, saved
from cases.programmes.models import Programme
from cases.staff.gate import UserRequest, needs
from cases.staff.policy import Right
from reporting.documents.files import FILES, filename
from reporting.documents.presentation import shown
from reporting.edition_pages.forms import LEAD, EditionForm
from reporting.edition_pages.reading import hidden_by_part
from reporting.edition_pages.tasks import dispatch
from reporting.editions.actions import drop_edition, release_edition, request_edition, retry_edition
from reporting.editions.models import Edition, EditionQuerySet
from reporting.figures.thresholds import SMALLEST_SHOWN
from reporting.midterm.reading import page_of

FIGURES = ("result", "system", "hidden", "against")


@require_safe
@needs(Right.RUN_REPORTS)
def overview(request: UserRequest) -> HttpResponseBase:
    """What was released of the user's programmes, and what is about to be; the newest first."""
    rows = Edition.objects.visible_to(request.user).select_related("programme").defer(*FIGURES)
    led = Programme.objects.led_by(request.user).order_by("name")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "reporting/edition_pages/list.html", {"page": page, "led": led})


@needs(Right.RELEASE_EDITIONS)
def create(request: UserRequest, code: str) -> HttpResponseBase:
    """Ask for an edition of a programme."""
    programme = get_object_or_404(Programme.objects.led_by(request.user), code=code)
    form = EditionForm(request.POST or None, programme=programme, initial={"threshold": SMALLEST_SHOWN})

    def save(told: Told) -> HttpResponseBase:
        asked = {name: told[name] for name in ("audience", "threshold")}
        edition = request_edition(by=request.user, at=timezone.now(), programme=programme, about=form.about, **asked)
        # A worker must not look for the edition before it is there.
        transaction.on_commit(partial(_send, request, edition))
        return redirect("reporting:edition", edition.public_id)

    return saved(request, form, save) or form_page(
        request,
        form,
        title=_("New edition"),
        lead=LEAD,
        above=[link(_("Editions"), "reporting:editions")],
        submit=_("Make the edition"),
        template="reporting/edition_pages/create.html",
        programme=programme,
    )


@require_safe
@needs(Right.RUN_REPORTS)
def detail(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """One edition: how far it is, what it hides, what it says."""
    edition = _edition(request, public_id)
    context: dict[str, Any] = {"edition": edition}
    if edition.is_made:
        report = shown(edition.result or {})
        context |= page_of(report) | {"hidings": hidden_by_part(edition, report)}
        return render(request, "reporting/edition_pages/edition.html", context)
    return render(request, "reporting/edition_pages/making.html", context)


@require_safe
@needs(Right.RUN_REPORTS)
def progress(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """How far an edition is, or that it is made: then the page is fetched."""
    edition = _edition(request, public_id)
    if not request.htmx:
        return redirect("reporting:edition", public_id)
    return render(request, "reporting/edition_pages/progress.html", {"edition": edition})


@needs(Right.RELEASE_EDITIONS)
def release(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """Let an edition out, once more asked."""
    edition = get_object_or_404(_own(request), public_id=public_id, state=Edition.States.READY)

    def save(_told: Told) -> HttpResponseBase:
        release_edition(by=request.user, at=timezone.now(), edition=edition)
        return done(request, _("The edition is released."), "reporting:edition", public_id)

    form = forms.Form(request.POST if request.method == "POST" else None)
    return saved(request, form, save) or form_page(
        request,
        form,
        title=_("Release to %(audience)s?") % {"audience": edition.audience},
        above=[link(_("Editions"), "reporting:editions"), link(edition.audience, "reporting:edition", public_id)],
        consequences=[
            _("It cannot be changed or taken back. What is in it counts in every later edition for them."),
            _("They can have one edition of each period."),
        ],
        submit=_("Release the edition"),
    )


@require_POST
@needs(Right.RELEASE_EDITIONS)
def retry(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """Make an edition again."""
    edition = get_object_or_404(_own(request), public_id=public_id)
    with refusal_told(request):
        _send(request, retry_edition(by=request.user, at=timezone.now(), edition=edition))
    return redirect("reporting:edition", public_id)


@require_POST
@needs(Right.RELEASE_EDITIONS)
def drop(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """Throw away an edition that was not released."""
    edition = get_object_or_404(_own(request), public_id=public_id)
    with refusal_told(request):
        drop_edition(by=request.user, at=timezone.now(), edition=edition)
        messages.success(request, _("The edition is thrown away. The report behind it stays."))
    return redirect("reporting:editions")


@require_safe
@needs(Right.RUN_REPORTS)
def download(request: UserRequest, public_id: UUID, form: str) -> HttpResponseBase:
    """A released edition as a file."""
    edition = _edition(request, public_id)
    if not edition.is_released or form not in FILES:
        raise Http404
    file, report = FILES[form], shown(edition.result or {})
    note_read(request, AuditAction.EXPORTED, target=edition, form=form, small_numbers=False)
    response = HttpResponse(file.write(report), content_type=file.content_type)
    response["Content-Disposition"] = f'attachment; filename="{filename(report.about, file)}"'
    return response


def _send(request: UserRequest, edition: Edition) -> None:
    """Tell the workers of an edition, and the user where that must wait."""
    if not dispatch(edition.pk):
        messages.warning(
            request,
            _("The queue does not answer just now. The edition waits, and is made by itself when the queue is back."),
        )


def _edition(request: UserRequest, public_id: UUID) -> Edition:
    rows = Edition.objects.visible_to(request.user).select_related("programme", "run", "released_by__organisation")
    return get_object_or_404(rows, public_id=public_id)


def _own(request: UserRequest) -> EditionQuerySet:
    """Those of the programmes that the user leads."""
    return Edition.objects.filter(programme__in=Programme.objects.led_by(request.user)).select_related("programme")
