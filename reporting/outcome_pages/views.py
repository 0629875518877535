"""The tables of outcomes in the browser: listed, made as they are asked for, taken along, opened count by count."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.pages.views import PAGE
from cases.programmes.models import Programme
from cases.staff.gate import UserRequest, needs
from cases.staff.policy import Right
from reporting.outcome_pages.drawing import drawing_of
from reporting.outcome_pages.forms import OutcomesForm, TableForm
from reporting.outcome_pages.layout import OF_COLUMN, Style, laid_out
from reporting.outcome_pages.people import people_behind
from reporting.outcome_pages.reading import chapters_of, chosen, source_of, url_of
from reporting.outcomes.own import all_tables
from reporting.outcomes.queries import Material, behind_count, material, table, versions
from reporting.outcomes.units import NAMES, sees_names
from reporting.sheets.writing import CONTENT_TYPES, FORMS
from reporting.tabulation.behind import Place
from reporting.tabulation.grid import Facts
from reporting.tabulation.results import TableResult
from reporting.tabulation.tabulating import Declaration, NotOffered

FILES = (
    ("pdf", "PDF", "file-pdf"),
    ("xlsx", _("Excel"), "file-excel"),
    ("csv", "CSV", "download"),
    ("json", "JSON", "download"),
)


@require_safe
@needs(Right.RUN_REPORTS)
def overview(request: UserRequest) -> HttpResponseBase:
    """The tables of one of the user's programmes, by chapter."""
    rows = Programme.objects.reported_to(request.user)
    running = set(rows.running_on(timezone.localdate()).values_list("pk", flat=True))
    programmes = sorted(rows, key=lambda one: one.pk not in running)
    named = request.GET.get("programme")
    programme = next((one for one in programmes if one.code == named), next(iter(programmes), None))
    told = {"programme": programme and programme.code, "q": request.GET.get("q")}
    form = OutcomesForm(told, programmes=programmes)
    chapters = chapters_of(programme, form.text()) if programme else []
    context = {"form": form, "programme": programme, "chapters": chapters}
    return render(request, "reporting/outcome_pages/list.html", context)


@require_safe
@needs(Right.RUN_REPORTS)
def detail(request: UserRequest, code: str, key: str) -> HttpResponseBase:
    """One table, as its form asks for it."""
    asked = _asked(request, code, key)
    context: dict[str, Any] = {"programme": asked.programme, "declaration": asked.declaration, "form": asked.form}
    try:
        read = asked.read()
        context |= _made(request, asked, read) if read else {}
    except NotOffered as refused:
        context["refused"] = str(refused)
    return render(request, "reporting/outcome_pages/table.html", context)


@require_safe
@needs(Right.RUN_REPORTS)
def download(request: UserRequest, code: str, key: str, form: str) -> HttpResponseBase:
    """The table as a file, which says who asked for it and when."""
    asked = _asked(request, code, key)
    if form not in FORMS:
        raise Http404
    read = asked.read_or_404()
    try:
        result = table(read, key, **asked.form.asked())
    except NotOffered as refused:
        raise Http404 from refused
    made_at = timezone.localtime(timezone.now()).isoformat(timespec="seconds")
    facts = Facts(code, read.as_of.isoformat(), made_at, request.user.name, asked.period, versions(read, key))
    note_read(request, AuditAction.EXPORTED, target=asked.programme, form=form, table=key)
    response = HttpResponse(FORMS[form](result, facts, get_language() or "da"), content_type=CONTENT_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{key}-{code}-{read.as_of:%Y-%m-%d}.{form}"'
    return response


@require_safe
@needs(Right.EXPORT_IDENTIFIED)
def people(request: UserRequest, code: str, key: str) -> HttpResponseBase:
    """The young people whom one count of a table counts, for a lead of the programme; without a row all of them."""
    asked = _asked(request, code, key)
    if not sees_names(request.user, asked.programme):
        raise Http404
    place = Place(request.GET.get("row", ""), request.GET.get("beside", ""), request.GET.get("column", ""))
    read = asked.read_or_404()
    try:
        found = behind_count(read, key, place, **asked.form.asked())
        result = table(read, key, **asked.form.asked())
    except (KeyError, NotOffered) as missing:
        raise Http404 from missing
    behind = people_behind(request.user, found)
    page = Paginator(behind.rows, PAGE).get_page(request.GET.get("page"))
    shown = sorted({row.person.reference for row in page})
    note_read(request, AuditAction.LISTED, list="outcome_table", table=key, found=len(found), shown=shown)
    context = {"programme": asked.programme, "title": result.title, "where": _where(result, place), "page": page}
    context |= {"count": len(found), "hidden": behind.hidden, "back": asked.url("outcome")}
    return render(request, "reporting/outcome_pages/people.html", context)


@dataclass(frozen=True)
class _Asked:
    """A table of a programme with the choices of the address."""

    programme: Programme
    declaration: Declaration
    form: TableForm
    choices: dict[str, str]

    def url(self, name: str, *args: str) -> str:
        """A page of the table, with the same choices."""
        page = reverse(f"reporting:{name}", args=[self.programme.code, self.declaration.key, *args])
        return f"{page}?{urlencode(self.choices)}" if self.choices else page

    @property
    def as_of(self) -> date:
        day: date = self.form.shown("as_of") or timezone.localdate()
        return day

    def read(self) -> Material | None:
        """What the table is made from; None where a choice is wrong."""
        if not self.form.is_valid():
            return None
        return material(
            self.programme,
            [self.declaration.key],
            as_of=self.as_of,
            start=self.form.shown("start"),
            end=self.form.shown("last_day"),
            units=self.form.shown("units") or NAMES,
        )

    @property
    def period(self) -> tuple[str, str]:
        """The first and last day, where courses of some days alone count."""
        first, last = (day.isoformat() if (day := self.form.shown(name)) else "" for name in ("start", "last_day"))
        return first, last

    def read_or_404(self) -> Material:
        """The same, where there is no page to say on what is wrong."""
        read = self.read()
        if read is None:
            raise Http404
        return read


def _asked(request: UserRequest, code: str, key: str) -> _Asked:
    programme = get_object_or_404(Programme.objects.reported_to(request.user), code=code)
    declaration = all_tables(programme).get(key)
    if declaration is None:
        raise Http404
    form = TableForm(request.GET, declaration=declaration, names=sees_names(request.user, programme))
    return _Asked(programme, declaration, form, chosen(request.GET, form.fields))


def _made(request: UserRequest, asked: _Asked, read: Material) -> dict[str, Any]:
    """The table with all that stands around it."""
    form, declaration = asked.form, asked.declaration
    result = table(read, declaration.key, **form.asked())
    style = Style(form.shown("cell"), form.shown("share") or OF_COLUMN)
    if sees_names(request.user, asked.programme):
        to_people = reverse("reporting:outcome_people", args=[asked.programme.code, declaration.key])
        style = replace(style, url=partial(url_of, to_people, asked.choices, declaration))
    svg, alt = drawing_of(result, declaration.kind.name)
    return {
        "result": result,
        "layout": laid_out(result, style),
        "svg": svg,
        "alt": alt,
        "source": source_of(read, declaration, form.shown("at")),
        "as_of": read.as_of,
        "files": [(name, icon, asked.url("outcome_file", form)) for form, name, icon in FILES],
        "everyone": style.url(Place()),
    }


def _where(result: TableResult, place: Place) -> list[str]:
    """The row, the cell and the column of a count, in words."""
    columns = {column.key: column for column in result.columns}
    rows = columns[place.column].rows if place.column in columns else result.rows
    row = next((row for row in rows if row.key == place.row), None)
    cell = next((cell for cell in row.cells if cell.key == place.cell), None) if row else None
    column = columns.get(place.column)
    return [str(one.label) for one in (row, cell, column) if one]
