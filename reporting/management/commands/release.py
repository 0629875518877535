"""An edition from the server: what it would hide, or the edition itself."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone, translation

from cases.core.errors import Refused
from cases.core.periods import Period
from cases.programmes.models import Programme
from reporting.disclosure.attack import ranges
from reporting.disclosure.suppression import protected
from reporting.documents.files import FILES
from reporting.documents.presentation import shown
from reporting.edition_pages.reading import part_of
from reporting.edition_pages.tasks import work
from reporting.editions.actions import release_edition, request_edition
from reporting.editions.codes import EditionError
from reporting.editions.models import Edition
from reporting.editions.queries import known_of
from reporting.editions.rules import EditionPeriod, period_named, periods_of
from reporting.figures.thresholds import SMALLEST_SHOWN
from reporting.management.private import write_private


class _Undone(Exception):  # noqa: N818 - what was made is to be forgotten
    """Ends a dry run."""


class Command(BaseCommand):
    help = (
        "Release an edition of the midterm report to somebody, for a quarter, half-year or year that is over, or for "
        "the whole programme up to the end of a quarter. --dry-run says what would be hidden, and keeps nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--programme", required=True, metavar="CODE")
        parser.add_argument("--from", type=date.fromisoformat, required=True, metavar="DATE", dest="start")
        parser.add_argument("--to", type=date.fromisoformat, required=True, metavar="DATE", help="included")
        parser.add_argument("--audience", required=True, metavar="NAME")
        parser.add_argument("--threshold", type=int, default=SMALLEST_SHOWN, metavar="N", help="smallest number shown")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--format", choices=sorted(FILES), default="pdf", dest="form")
        parser.add_argument("--out", metavar="FILE", help="write the edition there; - writes to standard output")
        parser.add_argument("--language", choices=["da", "en"], default="da")

    def handle(self, **options: Any) -> None:
        programme = Programme.objects.filter(code=options["programme"]).first()
        if programme is None:
            codes = ", ".join(Programme.objects.values_list("code", flat=True))
            raise CommandError(f"There is no programme {options['programme']}. There are: {codes or 'none'}.")
        about = _period(programme, options["start"], options["to"])
        with translation.override(options["language"]):
            try:
                with _said_beside(), transaction.atomic():
                    edition = self._release(programme, about, options)
            except _Undone:
                return
            except Refused as refused:
                raise CommandError(str(refused.message)) from refused
            if options["out"]:
                content = FILES[options["form"]].write(shown(edition.result or {}))
                if options["out"] == "-":
                    sys.stdout.buffer.write(content)
                else:
                    write_private(Path(options["out"]), content)

    def _release(self, programme: Programme, about: EditionPeriod, options: dict[str, Any]) -> Edition:
        now = timezone.now()
        asked = {"about": about, "audience": options["audience"], "threshold": options["threshold"]}
        edition = request_edition(by=None, at=now, programme=programme, **asked)
        edition = work(edition.pk) or edition
        if not edition.is_made:
            raise CommandError(str(EditionError(edition.error or EditionError.FAULT).label))
        self._tell(edition)
        if options["dry_run"]:
            raise _Undone
        edition = release_edition(by=None, at=now, edition=edition)
        self.stderr.write(f"Edition {edition.pk} is released to {edition.audience}.")
        return edition

    def _tell(self, edition: Edition) -> None:
        """What is hidden, and how far somebody who has all editions could narrow it."""
        hidden = edition.hidden or []
        self.stderr.write(f"{len(hidden)} of {edition.counts} counts hidden ({edition.share_hidden} %):")
        for part in dict.fromkeys(map(part_of, hidden)):
            names = [name for name in hidden if part_of(name) == part]
            self.stderr.write(f"  {part}: {len(names)}")
        known, hides = known_of(edition)
        wanted = protected(known.system, hides, edition.threshold)
        found = dict(ranges(known.system, hides, wanted, edition.threshold))
        if found:
            name, least = min(found.items(), key=lambda one: one[1].values)
            self.stderr.write(
                f"Of {len(found)} counts that are nobody's to know none can be narrowed to fewer than "
                f"{edition.threshold} values; the nearest is {name}: {least.values} values or more."
            )


@contextmanager
def _said_beside() -> Iterator[None]:
    """Send what a library prints by itself to standard error: standard output is for the edition."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def _period(programme: Programme, start: date, last_day: date) -> EditionPeriod:
    periods = periods_of(Period(programme.start, programme.end), timezone.localdate())
    found = period_named(periods, start, last_day)
    if found is None:
        days = ", ".join(f"{one.period.start} to {one.last_day}" for one in periods[:12])
        raise CommandError(f"There is no edition of these days. Periods that are over: {days or 'none'}.")
    return found
