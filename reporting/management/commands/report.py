"""A report as a file, for scripts: exactly the files of the report's page."""

import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone, translation

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.errors import Refused
from cases.programmes.models import Programme
from reporting.documents.files import FILES
from reporting.documents.presentation import present
from reporting.management.private import write_private
from reporting.midterm.tasks import produce
from reporting.runs.actions import request_run
from reporting.runs.codes import ReportKind
from reporting.runs.models import ReportRun


class Command(BaseCommand):
    help = "Make a report and write it to a file, exactly as the pages give it to an evaluator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=ReportKind.values)
        parser.add_argument("--programme", required=True, metavar="CODE")
        parser.add_argument("--from", required=True, type=date.fromisoformat, metavar="DATE", dest="start")
        parser.add_argument("--to", required=True, type=date.fromisoformat, metavar="DATE", help="included")
        parser.add_argument("--as-of", required=True, type=date.fromisoformat, metavar="DATE")
        parser.add_argument("--format", choices=list(FILES), default="csv", dest="form")
        parser.add_argument("--out", required=True, metavar="FILE", help="- writes to standard output")
        parser.add_argument("--language", choices=["da", "en"], default="da")
        parser.add_argument("--full", action="store_true", help="show small numbers, as a lead sees them")

    def handle(self, **options: Any) -> None:
        run = self._run(options)
        with translation.override(options["language"]):
            content = FILES[options["form"]].write(present(run, full=options["full"]))
        with transaction.atomic():
            record(
                AuditAction.EXPORTED,
                by=None,
                at=timezone.now(),
                target=run,
                form=options["form"],
                small_numbers=options["full"],
            )
        if options["out"] == "-":
            sys.stdout.buffer.write(content)
        else:
            write_private(Path(options["out"]), content)

    def _run(self, options: dict[str, Any]) -> ReportRun:
        programme = Programme.objects.filter(code=options["programme"]).first()
        if programme is None:
            codes = ", ".join(Programme.objects.values_list("code", flat=True))
            raise CommandError(f"There is no programme {options['programme']}. There are: {codes or 'none'}.")
        try:
            run = request_run(
                by=None,
                at=timezone.now(),
                programme=programme,
                start=options["start"],
                last_day=options["to"],
                as_of=options["as_of"],
                kind=ReportKind(options["kind"]),
            )
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused
        produce(run.pk)
        run.refresh_from_db()
        if not run.is_done:
            raise CommandError(f"The report could not be made: {run.get_error_display() or run.get_state_display()}")
        return run
