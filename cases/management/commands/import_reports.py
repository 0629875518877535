"""Courses and status reports from a project's spreadsheet, for scripts: the same as the page does."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from cases.core.errors import Refused
from cases.imports.values import Unreadable
from cases.programmes.models import Programme
from cases.questionnaires.actions import load_items
from cases.statusreport_imports.actions import import_reports
from cases.statusreport_imports.files import FileRead, read_file
from cases.statusreport_imports.queries import Plan, items_known, planned, team_of

SHOWN = 50  # faults that are written out


class Command(BaseCommand):
    help = (
        "Take over enrolments and status reports from a CSV, XLSX or ODS file, one row for each report. All rows or "
        "none, unless --only-valid. The same file twice adds nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--programme", required=True, metavar="CODE")
        parser.add_argument("--dry-run", action="store_true", help="say what would be added, and add nothing")
        parser.add_argument("--only-valid", action="store_true", help="leave out rows that cannot be read")
        parser.add_argument("--sheet", default="", help="of a workbook; else the one with the most known columns")
        parser.add_argument("--encoding", default="", help="of a CSV file; else it is found out")
        parser.add_argument("--language", choices=["da", "en"], default="da")

    def handle(self, **options: Any) -> None:
        with translation.override(options["language"]):
            try:
                self._import(options)
            except (Refused, Unreadable) as error:
                raise CommandError(str(error)) from error
            except OSError as error:
                raise CommandError(f"The file cannot be read: {error.strerror}.") from error

    def _import(self, options: dict[str, Any]) -> None:
        programme = Programme.objects.filter(code=options["programme"]).first()
        if programme is None:
            codes = ", ".join(Programme.objects.values_list("code", flat=True))
            raise CommandError(f"There is no programme {options['programme']}. There are: {codes or 'none'}.")
        now = timezone.now()
        load_items(by=None, at=now)
        items = items_known(programme)
        path = options["file"]
        found = read_file(
            path,
            path.name,
            items=items,
            today=timezone.localdate(now),
            sheet=options["sheet"],
            encoding=options["encoding"],
        )
        self._say_columns(found)
        if options["dry_run"]:
            plan = planned(programme, found, items)
        else:
            plan = import_reports(
                by=None,
                at=now,
                programme=programme,
                team=team_of(programme),
                items=items,
                found=found,
                only_valid=options["only_valid"],
            )
        self._say(plan, options)

    def _say_columns(self, found: FileRead) -> None:
        if found.columns.missing:
            raise CommandError(f"Columns are missing: {', '.join(found.columns.missing)}.")
        for name, headings in found.columns.doubtful.items():
            self.stderr.write(f"Not read: {name} could be any of {', '.join(headings)}.")
        if found.columns.unmapped:
            self.stderr.write(f"Columns not read: {', '.join(found.columns.unmapped)}.")

    def _say(self, plan: Plan, options: dict[str, Any]) -> None:
        for fault in sorted(plan.faults, key=lambda fault: fault.row)[:SHOWN]:
            self.stderr.write(str(fault))
        if len(plan.faults) > SHOWN:
            self.stderr.write(f"... and {len(plan.faults) - SHOWN} more.")
        for sentence, times in plan.warnings.most_common():
            self.stderr.write(f"{times} × {sentence}")
        added = "would be added" if options["dry_run"] else "added"
        self.stdout.write(
            f"{len(plan.new_courses)} courses and {plan.reports} reports {added}, {plan.known} reports known before, "
            f"{plan.refused} rows refused."
        )
        if plan.faults and not options["only_valid"]:
            raise CommandError("Nothing was added. Mend the rows, or leave them out with --only-valid.")
