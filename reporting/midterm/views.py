"""Reports in the browser: ask for one, watch it being computed, read it, take it along."""

from functools import partial
from typing import Any
from uuid import UUID

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
from cases.pages.views import Told, form_page, link, refusal_told, saved
from cases.staff.gate import UserRequest, needs
from cases.staff.policy import Right
from reporting.documents.charts import svg_of
from reporting.documents.files import FILES, filename
from reporting.documents.presentation import present
from reporting.midterm.forms import RunForm, suggested
from reporting.midterm.reading import page_of, step_of
from reporting.midterm.tasks import dispatch
from reporting.runs.actions import cancel_run, request_run, retry_run
from reporting.runs.models import ReportRun

PAGE = 30


@require_safe
@needs(Right.RUN_REPORTS)
def overview(request: UserRequest) -> HttpResponseBase:
    """Every report of the user's programmes, newest first."""
    runs = ReportRun.objects.visible_to(request.user).select_related("programme").defer("parts", "result")
    page = Paginator(runs, PAGE).get_page(request.GET.get("page"))
    return render(request, "reporting/midterm/list.html", {"page": page})


@needs(Right.RUN_REPORTS)
def create(request: UserRequest) -> HttpResponseBase:
    """Ask for a report."""
    now = timezone.now()
    today = timezone.localdate(now)
    form = RunForm(request.POST or None, user=request.user, initial=suggested(request.user, today))

    def save(told: Told) -> HttpResponseBase:
        programme, as_of = told["programme"], told["as_of"]
        start, last_day = told["start"], told["last_day"]
        run = request_run(by=request.user, at=now, programme=programme, start=start, last_day=last_day, as_of=as_of)
        # A worker must not look for the run before it is there.
        transaction.on_commit(partial(_send, request, run))
        return redirect("reporting:run", run.public_id)

    return saved(request, form, save) or form_page(
        request,
        form,
        title=_("New report"),
        lead=_(
            "Midterm evaluation: twelve indicators with their definitions, charts and tables, the tables of the "
            "status reports, targets against actual, and the money, in chapters."
        ),
        above=[link(_("Reports"), "reporting:runs")],
        submit=_("Make the report"),
        template="reporting/midterm/create.html",
    )


@require_safe
@needs(Right.RUN_REPORTS)
def detail(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """One report: how far it has come, or what it says."""
    run = _run(request, public_id)
    context: dict[str, Any] = {"run": run, "steps": run.steps.select_related("by__organisation")}
    if run.is_done:
        context |= page_of(present(run))
        return render(request, "reporting/midterm/report.html", context)
    return render(request, "reporting/midterm/run.html", context | {"step": step_of(run)})


@require_safe
@needs(Right.RUN_REPORTS)
def progress(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """How far the computation has come, or that it is over: then the page is fetched."""
    run = _run(request, public_id)
    if not request.htmx:
        return redirect("reporting:run", public_id)
    return render(request, "reporting/midterm/progress.html", {"run": run, "step": step_of(run)})


@require_POST
@needs(Right.RUN_REPORTS)
def cancel(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """Stop a computation."""
    run = _run(request, public_id)
    with refusal_told(request):
        cancel_run(by=request.user, at=timezone.now(), run=run)
        messages.success(request, _("The report is cancelled."))
    return redirect("reporting:run", public_id)


@require_POST
@needs(Right.RUN_REPORTS)
def retry(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """Try a failed or cancelled report again."""
    run = _run(request, public_id)
    with refusal_told(request):
        _send(request, retry_run(by=request.user, at=timezone.now(), run=run))
    return redirect("reporting:run", public_id)


@require_safe
@needs(Right.RUN_REPORTS)
def download(request: UserRequest, public_id: UUID, form: str) -> HttpResponseBase:
    """The report as a file."""
    run = _done(request, public_id)
    if form not in FILES:
        raise Http404
    file = FILES[form]
    report = present(run)
    note_read(request, AuditAction.EXPORTED, target=run, form=form, small_numbers=report.full)
    return _attachment(file.write(report), file.content_type, filename(report.about, file))


@require_safe
@needs(Right.RUN_REPORTS)
def chart(request: UserRequest, public_id: UUID, indicator: str, table: str) -> HttpResponseBase:
    """One chart as a drawing."""
    run = _done(request, public_id)
    report = present(run)
    found = next((shown for one, shown in report.tables() if (one.key, shown.key) == (indicator, table)), None)
    drawing = svg_of(found) if found else ""
    if not drawing:
        raise Http404
    note_read(request, AuditAction.EXPORTED, target=run, form="svg", chart=f"{indicator}.{table}")
    return _attachment(drawing.encode(), "image/svg+xml", f"{indicator}-{table}.svg")


def _send(request: UserRequest, run: ReportRun) -> None:
    """Tell the workers of a run, and the user where that must wait."""
    if not dispatch(run):
        messages.warning(
            request,
            _(
                "The report has been asked for, but the queue does not answer just now. The report waits, and starts"
                " by itself within two minutes of the queue's return. You need not ask for it again."
            ),
        )


def _run(request: UserRequest, public_id: UUID) -> ReportRun:
    runs = ReportRun.objects.visible_to(request.user).select_related("programme__organisation")
    return get_object_or_404(runs, public_id=public_id)


def _done(request: UserRequest, public_id: UUID) -> ReportRun:
    run = _run(request, public_id)
    if not run.is_done:
        raise Http404
    return run


def _attachment(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
