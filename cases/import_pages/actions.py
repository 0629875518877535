"""A file on its way in: kept, its columns chosen, looked through, confirmed, taken over, thrown away."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.errors import Refused
from cases.import_pages.codes import PURPOSE, FileError, FileEvent, FileState
from cases.import_pages.models import ImportFile
from cases.import_pages.queries import (
    Preview,
    content_of,
    looked_at,
    preview_of,
    previewed,
    read_again,
    said_of,
    sealed_preview,
    sealed_said,
)
from cases.import_pages.rules import FILE_STATES, KEPT_FOR, LYING, MOST_ATTEMPTS, WORKING
from cases.imports.actions import remember_mapping
from cases.imports.mapping_rules import check_chosen
from cases.programmes.models import Programme
from cases.questionnaires.actions import load_items
from cases.records.sealing import seal, seal_bytes
from cases.staff.models import User
from cases.staff.policy import Right, may
from cases.statusreport_imports.actions import PlanChanged, import_reports
from cases.statusreport_imports.files import LABELS, wanted
from cases.statusreport_imports.queries import items_known, planned
from cases.teams.models import Team


@transaction.atomic
def keep_file(*, by: User, at: datetime, programme: Programme, team: Team, name: str, content: bytes) -> ImportFile:
    """Keep a file for the pages that follow. Raises `Unreadable` for one that is no file of rows."""
    load_items(by=None, at=at)
    file = ImportFile(programme=programme, team=team, user=by, at=at, moved_at=at, content=seal_bytes(content))
    file.said = sealed_said(looked_at(content, name, items_known(programme)))
    file.save()
    record(AuditAction.CREATED, by=by, at=at, target=file, programme=programme.code)
    return file


@transaction.atomic
def choose_source(*, by: User, at: datetime, file: ImportFile, sheet: str = "", encoding: str = "") -> ImportFile:
    """Read another sheet, or the letters in another way. Raises `Unreadable`."""
    file = _lying(file)
    said = said_of(file)
    items = items_known(file.programme)
    file.said = sealed_said(looked_at(_content(file), said.name, items, sheet=sheet, encoding=encoding))
    file.state, file.error, file.plan, file.moved_at = FileState.UPLOADED, "", None, at
    file.save()
    record(AuditAction.CHANGED, by=by, at=at, target=file)
    return file


@transaction.atomic
def choose_columns(
    *, by: User, at: datetime, file: ImportFile, chosen: Mapping[str, str], language: str
) -> ImportFile:
    """Say which column is which, remember it for the next file, and let the file be looked through."""
    file = _lying(file)
    said, columns = said_of(file), wanted(items_known(file.programme))
    check_chosen(chosen, headings=said.headings, wanted=columns)
    if missing := [one.name for one in columns if one.is_needed and one.name not in chosen.values()]:
        labels = ", ".join(str(LABELS[name]) for name in missing)
        raise Refused(_("Say which columns these are: %(columns)s.") % {"columns": labels})
    kept = {"purpose": PURPOSE, "headings": said.headings, "wanted": columns, "chosen": chosen}
    remember_mapping(by=by, at=at, programme=file.programme, **kept)  # type: ignore[arg-type]
    said.chosen, said.language = dict(chosen), language
    file.said, file.plan, file.is_changed = sealed_said(said), None, False
    return _moved(file, FileEvent.CHOOSE, at=at)


@transaction.atomic
def confirm(*, by: User, at: datetime, file: ImportFile, only_valid: bool, agreed: str = "") -> ImportFile:
    """Let the file be taken over as the preview shows it: all rows, or the valid ones.

    `agreed` is the fingerprint of the preview that somebody has seen: refused where it is another one by now.
    """
    file = _lying(file)
    preview = preview_of(file)
    if agreed and agreed != preview.fingerprint:
        raise Refused(
            _("The file was looked through once more meanwhile. Look at what it would add, and confirm that.")
        )
    if preview.refused and not only_valid:
        said = _(
            "Nothing is taken over while rows have faults. Put them right in the spreadsheet, and upload it again."
        )
        raise Refused(said, field="rows")
    if not preview.reports:
        raise Refused(_("The file has nothing that is not here already."))
    file.only_valid, file.is_changed = only_valid, False
    record(AuditAction.STATE_CHANGED, by=by, at=at, target=file, event=FileEvent.CONFIRM, only_valid=only_valid)
    return _moved(file, FileEvent.CONFIRM, at=at)


@transaction.atomic
def drop_file(*, by: User, at: datetime, file: ImportFile) -> None:
    """Throw a file away."""
    record(AuditAction.STATE_CHANGED, by=by, at=at, target=file, event="drop")
    _lying(file).delete()


@transaction.atomic
def drop_old_files(*, at: datetime) -> int:
    """Remove the files of the day before, but for one that is being taken over this moment; returns how many."""
    old = ImportFile.objects.select_for_update(skip_locked=True).filter(at__lt=at - KEPT_FOR)
    keys = list(old.values_list("pk", flat=True))
    return ImportFile.objects.filter(pk__in=keys).delete()[0]


@transaction.atomic
def take_file(*, at: datetime, file_id: int) -> ImportFile | None:
    """Begin on a file. None when there is nothing to do, or another worker is at it.

    A file that has taken down too many workers is stopped instead of taking down another.
    """
    file = _worked_on(file_id)
    if file is None:
        return None
    file.attempt += 1
    if file.attempt > MOST_ATTEMPTS:
        _failed(file, at=at, error=FileError.GAVE_UP)
        return None
    file.moved_at = at
    file.save(update_fields=["attempt", "moved_at"])
    return file


@transaction.atomic
def look_through(*, at: datetime, file_id: int) -> None:
    """Find out what a file would add, and what is wrong with it. Raises `Unreadable` and `Refused`."""
    file = _worked_on(file_id, FileState.READING)
    if file is None:
        return
    said, items = said_of(file), items_known(file.programme)
    with translation.override(said.language):
        found = read_again(_content(file), said, items, today=timezone.localdate(at))
        file.plan = sealed_preview(previewed(found, planned(file.programme, found, items, by=file.user)))
    _moved(file, FileEvent.LOOK, at=at)


@transaction.atomic
def take_over_file(*, at: datetime, file_id: int) -> None:
    """Add what the preview has shown, in the same step in which the file goes. Raises `Unreadable` and `Refused`.

    Where somebody has changed something since, nothing is added, and there is a new preview.
    """
    file = _worked_on(file_id, FileState.TAKING)
    if file is None:
        return
    said, items = said_of(file), items_known(file.programme)
    with translation.override(said.language):
        _check_still_lead(file)
        found = read_again(_content(file), said, items, today=timezone.localdate(at))
        try:
            plan = import_reports(
                by=file.user,
                at=at,
                programme=file.programme,
                team=file.team,
                items=items,
                found=found,
                only_valid=file.only_valid,
                agreed=preview_of(file).fingerprint,
                file_name=seal(said.name),
            )
        except PlanChanged as changed:
            file.plan, file.is_changed = sealed_preview(previewed(found, changed.plan)), True
            _moved(file, FileEvent.CHANGE, at=at)
            return
    file.content, file.plan, file.said, file.brought = None, None, "", plan.batch
    _moved(file, FileEvent.FINISH, at=at)


@transaction.atomic
def stop_file(*, at: datetime, file_id: int, state: FileState, error: FileError, refusal: str = "") -> None:
    """Give up what `state` waits for, with a code, and with the sentence that the user is to read."""
    file = _worked_on(file_id, state)
    if file is not None:
        file.plan = sealed_preview(Preview(refusal=refusal))
        _failed(file, at=at, error=error)


def _worked_on(file_id: int, *states: FileState) -> ImportFile | None:
    """The file, if it waits for a worker, in one of `states` where they are given, and no other worker is at it."""
    rows = ImportFile.objects.select_for_update(skip_locked=True, of=("self",))
    return rows.select_related("programme", "team", "user").filter(pk=file_id, state__in=states or WORKING).first()


def _check_still_lead(file: ImportFile) -> None:
    """Raises `Refused` where whoever confirmed the file could not send it any more."""
    teams = Team.objects.led_by(file.user).filter(programmes=file.programme, is_active=True)
    if not may(file.user, Right.EDIT_STEPS) or not teams.filter(pk=file.team_id).exists():
        raise Refused(
            _(
                "When the file was to be taken over, you no longer led its team, or the team no longer worked in the"
                " programme. Upload the file again for a team of yours."
            )
        )


def _lying(file: ImportFile) -> ImportFile:
    """The file as it stands now, locked, if nobody works on it."""
    rows = ImportFile.objects.select_for_update(skip_locked=True, of=("self",)).select_related("programme")
    current = rows.filter(pk=file.pk, state__in=LYING).first()
    if current is None:
        raise Refused(_("The file is being worked on, was taken over, or is no longer there. Reload the page."))
    return current


def _content(file: ImportFile) -> bytes:
    content = content_of(file)
    if content is None:
        raise Refused(_("The file is no longer kept. Upload it again."))
    return content


def _moved(file: ImportFile, event: FileEvent, *, at: datetime, error: str = "") -> ImportFile:
    file.state = FILE_STATES.after(FileState(file.state), event)
    file.error, file.moved_at, file.attempt = error, at, 0
    file.save()
    return file


def _failed(file: ImportFile, *, at: datetime, error: FileError) -> None:
    _moved(file, FileEvent.FAIL, at=at, error=error)
