"""A report or one table as a file, for scripts: a report exactly as its page gives it."""

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
from reporting.outcomes.own import all_tables
from reporting.outcomes.queries import material, table, versions
from reporting.runs.actions import request_run
from reporting.runs.codes import ReportKind
from reporting.runs.models import ReportRun
from reporting.sheets.writing import FORMS
from reporting.tabulation.grid import Facts
from reporting.tabulation.tabulating import NotOffered


class Command(BaseCommand):
    help = (
        "Write one table of how the young people fare (its key, see `reports`), or a whole report "
        "(`midtvejsevaluering`, with --from, --to and --as-of), with working figures as the pages have "
        "them. What leaves the house is an edition: see `release`."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", metavar="KEY")
        parser.add_argument("--programme", required=True, metavar="CODE")
        parser.add_argument("--from", type=date.fromisoformat, metavar="DATE", dest="start")
        parser.add_argument("--to", type=date.fromisoformat, metavar="DATE", help="included")
        parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="a table: today")
        parser.add_argument("--at", help="which report a table reads: first, latest, closing, assessment, ...")
        parser.add_argument("--by", help="what a table is broken down by; none for none")
        parser.add_argument("--age", choices=["youth", "adult", "all"], default="all")
        parser.add_argument("--unit", choices=["course", "person"], default="course", help="what a table counts")
        parser.add_argument("--format", choices=sorted({*FILES, *FORMS}), default="csv", dest="form")
        parser.add_argument("--out", required=True, metavar="FILE", help="- writes to standard output")
        parser.add_argument("--language", choices=["da", "en"], default="da")

    def handle(self, **options: Any) -> None:
        programme = Programme.objects.filter(code=options["programme"]).first()
        if programme is None:
            codes = ", ".join(Programme.objects.values_list("code", flat=True))
            raise CommandError(f"There is no programme {options['programme']}. There are: {codes or 'none'}.")
        is_report = options["key"] in ReportKind.values
        tables = all_tables(programme)
        if not is_report and options["key"] not in tables:
            raise CommandError(f"There is no table {options['key']}. There are: {', '.join(tables)}.")
        with translation.override(options["language"]):
            content = self._report(programme, options) if is_report else _table(programme, options)
        if options["out"] == "-":
            sys.stdout.buffer.write(content)
        else:
            write_private(Path(options["out"]), content)

    def _report(self, programme: Programme, options: dict[str, Any]) -> bytes:
        """The whole report; which run it is, and what it rests on, is told beside it."""
        if options["form"] not in FILES:
            raise CommandError(f"A report is written as {', '.join(FILES)}.")
        run = _run(programme, options)
        report = present(run)
        content = FILES[options["form"]].write(report)
        with transaction.atomic():
            record(
                AuditAction.EXPORTED,
                by=None,
                at=timezone.now(),
                target=run,
                form=options["form"],
                small_numbers=True,
            )
        for name, value in report.facts:
            self.stderr.write(f"{name}: {value}")
        return content


def _table(programme: Programme, options: dict[str, Any]) -> bytes:
    """One table, with exact figures."""
    if options["form"] not in FORMS:
        raise CommandError(f"A table is written as {', '.join(FORMS)}.")
    now = timezone.now()
    as_of = options["as_of"] or timezone.localdate(now)
    try:
        read = material(programme, [options["key"]], as_of=as_of, start=options["start"], end=options["to"])
        asked = {name: options[name] for name in ("at", "by", "age", "unit")}
        result = table(read, options["key"], **asked)
    except NotOffered as refused:
        raise CommandError(str(refused)) from refused
    made_at, definitions = timezone.localtime(now).isoformat(timespec="seconds"), versions(read, options["key"])
    first, last = (day.isoformat() if day else "" for day in (options["start"], options["to"]))
    facts = Facts(programme.code, as_of.isoformat(), made_at, period=(first, last), definitions=definitions)
    content = FORMS[options["form"]](result, facts, options["language"])
    record(AuditAction.EXPORTED, by=None, at=now, target=programme, form=options["form"], table=options["key"])
    return content


def _run(programme: Programme, options: dict[str, Any]) -> ReportRun:
    if missing := [name for name in ("start", "to", "as_of") if options[name] is None]:
        names = {"start": "--from", "to": "--to", "as_of": "--as-of"}
        raise CommandError(f"A report needs {', '.join(names[name] for name in missing)}.")
    try:
        run = request_run(
            by=None,
            at=timezone.now(),
            programme=programme,
            start=options["start"],
            last_day=options["to"],
            as_of=options["as_of"],
            kind=ReportKind(options["key"]),
        )
    except Refused as refused:
        raise CommandError(str(refused.message)) from refused
    produce(run.pk)
    run.refresh_from_db()
    if not run.is_done:
        raise CommandError(f"The report could not be made: {run.get_error_display() or run.get_state_display()}")
    return run
