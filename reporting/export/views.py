"""The dataset export: choose, see what it will hold, take it."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.staff.gate import UserRequest, needs
from cases.staff.policy import Right
from reporting.datasets.codebook import codebook, columns_of, notes
from reporting.datasets.package import Download, Export
from reporting.datasets.small import figures_of, smallest_group
from reporting.export.actions import record_export
from reporting.export.forms import ExportOptions
from reporting.export.models import ExportRun

EARLIER = 20

RIGHTS = (Right.EXPORT_DEIDENTIFIED, Right.EXPORT_IDENTIFIED)

INVALID = 422


@require_safe
@needs(*RIGHTS)
def overview(request: UserRequest) -> HttpResponseBase:
    """Choices, and what an export with them would hold and leave out."""
    given = request.GET if "programme" in request.GET else ExportOptions.defaults(request.user)
    return render(request, "reporting/export/export.html", _context(request, ExportOptions(given, user=request.user)))


@require_POST
@needs(*RIGHTS)
def download(request: UserRequest) -> HttpResponseBase:
    """Take the export: one table as CSV, several as a ZIP archive with the codebook."""
    form = ExportOptions(request.POST, user=request.user)
    if not form.is_valid():
        return render(request, "reporting/export/export.html", _context(request, form), status=INVALID)
    plan, now = form.plan(), timezone.now()
    export = Export(plan, now)
    try:
        record_export(by=request.user, at=now, export=export)
    except BaseException:
        export.close()
        raise
    single = plan.tables[0] if len(plan.tables) == 1 else None
    content = Download(export, export.csv(single) if single else export.zip())
    kind = "text/csv; charset=utf-8" if single else "application/zip"
    response = StreamingHttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{export.filename}"'
    return response


@require_safe
@needs(*RIGHTS)
def columns(request: UserRequest) -> HttpResponseBase:
    """The codebook of the chosen export."""
    form = ExportOptions(request.GET, user=request.user)
    if not form.is_valid():
        return render(request, "reporting/export/export.html", _context(request, form), status=INVALID)
    response = HttpResponse(codebook(form.plan()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="codebook.csv"'
    return response


def _context(request: UserRequest, form: ExportOptions) -> dict[str, Any]:
    earlier = ExportRun.objects.visible_to(request.user).select_related("programme", "requested_by")
    context: dict[str, Any] = {"form": form, "page": Paginator(earlier, EARLIER).get_page(request.GET.get("page"))}
    if not form.is_valid():
        return context
    plan = form.plan()
    with connection.cursor() as cursor:
        figures, group = figures_of(plan, cursor), smallest_group(plan, cursor)
    tables = [
        {"table": table, "rows": figures.rows[table.name], "columns": columns_of(plan, table)} for table in plan.tables
    ]
    chosen = {field.name: field.value() for field in form}
    return context | {
        "plan": plan,
        "figures": figures,
        "smallest_group": group,
        "tables": tables,
        "notes": list(notes(plan, figures)),
        "query": urlencode(chosen, doseq=True),
    }
