"""External statistics from a file, for scripts: the same as the page does."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from cases.core.errors import Refused
from cases.imports.values import Unreadable
from reporting.statistics.actions import import_statistics
from reporting.statistics.files import COLUMNS, read_statistics


class Command(BaseCommand):
    help = (
        "Take over published statistics from a CSV, XLSX or ODS file, one row for each number; columns: "
        f"{', '.join(one.name for one in COLUMNS)}. All rows or none. A version that is known is not added again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--language", choices=["da", "en"], default="da")

    def handle(self, **options: Any) -> None:
        now, path = timezone.now(), options["file"]
        with translation.override(options["language"]):
            try:
                found = read_statistics(path, path.name, today=timezone.localdate(now))
                if found.missing:
                    raise CommandError(f"Columns are missing: {', '.join(found.missing)}.")
                for fault in found.faults:
                    self.stderr.write(fault)
                added = import_statistics(by=None, at=now, found=found)
            except (Refused, Unreadable) as error:
                raise CommandError(str(error)) from error
            except OSError as error:
                raise CommandError(f"The file cannot be read: {error.strerror}.") from error
        self.stdout.write(f"{added} versions added, {len(found.versions) - added} known before.")
