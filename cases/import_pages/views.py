"""A project's spreadsheet taken over: uploaded, its columns chosen, looked through, confirmed; and earlier ones."""

import csv
import io
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
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.core.errors import Refused
from cases.import_pages.actions import choose_columns, choose_source, confirm, drop_file, keep_file
from cases.import_pages.codes import PURPOSE
from cases.import_pages.forms import ColumnsForm, SourceForm, TakeForm, UploadForm
from cases.import_pages.models import ImportFile
from cases.import_pages.queries import Said, names_of, preview_of, said_of
from cases.import_pages.tasks import dispatch
from cases.imports.mapping_rules import match
from cases.imports.queries import mapping_for
from cases.imports.values import Unreadable
from cases.pages.formulas import guard
from cases.pages.views import PAGE, Link, Told, done, form_page, link, saved
from cases.people.models import Person
from cases.programmes.models import Programme
from cases.questionnaires.definition import Item
from cases.staff.gate import UserRequest, needs
from cases.staff.policy import Right
from cases.statusreport_imports.files import wanted
from cases.statusreport_imports.models import ReportImport
from cases.statusreport_imports.queries import items_known
from cases.teams.models import Team


@require_safe
@needs(Right.EDIT_STEPS)
def imports(request: UserRequest, code: str) -> HttpResponseBase:
    """The files that were taken over into a programme, and the user's own on their way in."""
    programme = _programme(request, code)
    rows = ReportImport.objects.visible_to(request.user).filter(programme=programme).select_related("by")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    names = names_of(list(page))
    lying = ImportFile.objects.visible_to(request.user).lying().filter(programme=programme)
    note_read(request, AuditAction.LISTED, page="imports", found=page.paginator.count, lying=len(lying))
    context = {
        "programme": programme,
        "page": page,
        "rows": [(row, names[row.pk]) for row in page],
        "lying": [(file, said_of(file).name) for file in lying],
    }
    return render(request, "cases/import_pages/list.html", context)


@require_safe
@needs(Right.EDIT_STEPS)
def imported(request: UserRequest, code: str, pk: int) -> HttpResponseBase:
    """One file that was taken over, and the young people it brought."""
    rows = ReportImport.objects.visible_to(request.user).select_related("programme", "by")
    batch = get_object_or_404(rows, programme__code=code, pk=pk)
    brought = Person.objects.visible_to(request.user).filter(enrolments__imported__brought_by=batch)
    page = Paginator(brought.distinct().order_by("sort_name", "pk"), PAGE).get_page(request.GET.get("page"))
    shown = [person.reference for person in page]
    note_read(request, AuditAction.LISTED, target=batch, found=page.paginator.count, shown=shown)
    context = {"batch": batch, "name": names_of([batch])[batch.pk], "page": page, "programme": batch.programme}
    return render(request, "cases/import_pages/imported.html", context)


@needs(Right.EDIT_STEPS)
def upload(request: UserRequest, code: str) -> HttpResponseBase:
    """Send a file."""
    programme = _programme(request, code)
    teams = Team.objects.led_by(request.user).filter(programmes=programme, is_active=True)
    form = UploadForm(request.POST or None, request.FILES or None, teams=teams)

    def save(told: Told) -> HttpResponseBase:
        sent, place = told["file"], {"programme": programme, "team": told["team"]}
        try:
            file = keep_file(by=request.user, at=timezone.now(), name=sent.name, content=sent.read(), **place)
        except Unreadable as unreadable:
            raise Refused(unreadable.message, field="file") from unreadable
        return redirect("cases:import_columns", file.public_id)

    page: dict[str, Any] = {"title": _("Take a spreadsheet over"), "submit": _("Upload"), "above": _above(programme)}
    page["template"] = "cases/import_pages/upload.html"
    return saved(request, form, save) or form_page(request, form, **page)


upload.takes_files = True  # type: ignore[attr-defined]  # how much may be sent there: config/web/size.py


@needs(Right.EDIT_STEPS)
def source(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """Which sheet of the file is meant, or how its letters are written."""
    file = _file(request, public_id)
    form = SourceForm(request.POST or None, said=said_of(file))

    def save(told: Told) -> HttpResponseBase:
        place = {"sheet": told.get("sheet", ""), "encoding": told.get("encoding", "")}
        try:
            choose_source(by=request.user, at=timezone.now(), file=file, **place)
        except Unreadable as unreadable:
            raise Refused(unreadable.message, field=next(iter(form.fields))) from unreadable
        return redirect("cases:import_columns", public_id)

    page: dict[str, Any] = {"title": _("What is to be read"), "submit": _("Go on"), "above": _above(file.programme)}
    return saved(request, form, save) or form_page(request, form, lead=said_of(file).name, **page)


@needs(Right.EDIT_STEPS)
def columns(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """Which column of the file is which."""
    file = _file(request, public_id)
    said, items = said_of(file), items_known(file.programme)
    if said.is_undecided:
        return redirect("cases:import_source", public_id)
    taken_as = said.chosen or _proposed(request, file, said, items)
    form = ColumnsForm(request.POST or None, said=said, items=items, taken_as=taken_as)

    def save(_told: Told) -> HttpResponseBase:
        language = get_language() or "da"
        choose_columns(by=request.user, at=timezone.now(), file=file, chosen=form.chosen(), language=language)
        return _sent(request, file)

    page: dict[str, Any] = {"title": _("Columns of the file"), "submit": _("Look the file through")}
    page |= {"above": _above(file.programme), "file": file, "said": said, "lead": said.name}
    page |= {"template": "cases/import_pages/columns.html", "recognised": len(taken_as)}
    return saved(request, form, save) or form_page(request, form, **page)


def _proposed(request: UserRequest, file: ImportFile, said: Said, items: list[Item]) -> dict[str, str]:
    """What the columns are taken as: as the user has said of the same headings before, or as they are called."""
    kept = mapping_for(request.user, purpose=PURPOSE, headings=said.headings, programme=file.programme)
    found = match(said.headings, wanted(items), kept)
    return {heading: name for name, heading in found.columns.items()}


@needs(Right.EDIT_STEPS)
def preview(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """What the file would add, with every fault; taken over from here. Until that is known, where the file stands."""
    file = _file(request, public_id)
    if file.state == file.States.DONE and file.brought:
        return redirect("cases:import", file.programme.code, file.brought.pk)
    if file.state == file.States.UPLOADED:
        return redirect("cases:import_columns", public_id)
    found, said = preview_of(file), said_of(file)
    form = TakeForm(request.POST if request.method == "POST" else None, preview=found)

    def save(told: Told) -> HttpResponseBase:
        if told["agreed"] and told["agreed"] != found.fingerprint:
            messages.warning(request, _("The file was looked through once more meanwhile. This is what it would add."))
            return redirect("cases:import_preview", public_id)
        only_valid, agreed = form.only_valid, told["agreed"]
        confirm(by=request.user, at=timezone.now(), file=file, only_valid=only_valid, agreed=agreed)
        return _sent(request, file)

    if file.state != file.States.READY:
        context = {"file": file, "programme": file.programme, "preview": found, "name": said.name}
        return render(request, "cases/import_pages/state.html", context)
    page: dict[str, Any] = {"title": _("What the file would add"), "submit": _("Take over"), "file": file}
    lead = " · ".join(filter(None, [said.name, said.sheet]))
    page |= {"above": _above(file.programme), "lead": lead, "preview": found}
    page |= {"page": Paginator(found.faults, PAGE).get_page(request.GET.get("page"))}
    template = "cases/import_pages/preview.html"
    return saved(request, form, save) or form_page(request, form, template=template, **page)


@require_safe
@needs(Right.EDIT_STEPS)
def progress(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """Where the file stands, for a page that asks again and again."""
    file = _own(request, public_id)
    if not request.htmx:
        return redirect("cases:import_preview", public_id)
    return render(request, "cases/import_pages/progress.html", {"file": file})


@require_safe
@needs(Right.EDIT_STEPS)
def faults(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """Every fault of the file as CSV, for whoever puts it right."""
    file = _own(request, public_id)
    if file.state != file.States.READY:
        raise Http404
    found, out = preview_of(file), io.StringIO()
    heading = (_("Sheet"), _("Row"), _("Column"), _("Value"), _("What is wrong"))
    sheet, rows = said_of(file).sheet, csv.writer(out, delimiter=";")
    rows.writerow(heading)
    rows.writerows([guard(sheet), row, *map(guard, texts)] for row, *texts in found.faults)
    note_read(request, AuditAction.EXPORTED, target=file, rows=len(found.faults))
    response = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="faults.csv"'
    return response


@needs(Right.EDIT_STEPS)
def drop(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """Throw a file away."""
    file = _file(request, public_id)
    form = forms.Form(request.POST if request.method == "POST" else None)

    def save(_told: Told) -> HttpResponseBase:
        drop_file(by=request.user, at=timezone.now(), file=file)
        return done(request, _("The file is thrown away. Nothing of it was taken over."), "cases:imports", code)

    code = file.programme.code
    page: dict[str, Any] = {"title": _("Throw the file away?"), "submit": _("Throw away"), "danger": True}
    page |= {"above": _above(file.programme), "lead": said_of(file).name}
    page["consequences"] = [_("Nothing of it is kept."), _("What you have said of its columns is remembered.")]
    return saved(request, form, save) or form_page(request, form, **page)


def _sent(request: UserRequest, file: ImportFile) -> HttpResponseBase:
    """Tell the workers, once the file is there for them, and show where it stands."""
    transaction.on_commit(partial(_tell, request, file.pk))
    return redirect("cases:import_preview", file.public_id)


def _tell(request: UserRequest, file_id: int) -> None:
    if not dispatch(file_id):
        text = _("The queue does not answer just now. The file waits, and it goes on by itself within two minutes.")
        messages.warning(request, text)


def _programme(request: UserRequest, code: str) -> Programme:
    return get_object_or_404(Programme.objects.set_up_by(request.user).led_by(request.user), code=code)


def _file(request: UserRequest, public_id: UUID) -> ImportFile:
    """The user's file. Its name and what stands in it may be about somebody: noted as read."""
    file = _own(request, public_id)
    note_read(request, AuditAction.OPENED, target=file)
    return file


def _own(request: UserRequest, public_id: UUID) -> ImportFile:
    rows = ImportFile.objects.visible_to(request.user).select_related("programme", "brought").defer("content")
    return get_object_or_404(rows, public_id=public_id)


def _above(programme: Programme) -> list[Link]:
    code = programme.code
    return [link(programme.name, "cases:programme", code), link(_("Spreadsheets"), "cases:imports", code)]
