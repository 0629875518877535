"""The dataset export as files, for scripts: exactly the files of the export page."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.programmes.models import Programme
from cases.staff.models import User
from reporting.csvfiles.codes import ExportForm
from reporting.datasets.package import Export
from reporting.datasets.plan import Plan, may_export
from reporting.export.actions import record_export
from reporting.tables.registry import TABLES

PRIVATE_DIR, PRIVATE_FILE = 0o700, 0o600


class Command(BaseCommand):
    help = (
        "Write the dataset of a programme to a folder, as the export page gives it. With --user it holds what that "
        "user may see and is logged under that name; without, an export with names leaves out protected people."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--programme", required=True, metavar="CODE")
        parser.add_argument("--out", required=True, type=Path, metavar="DIR")
        parser.add_argument("--deidentified", action="store_true", help="keys, months and ages, no names")
        parser.add_argument("--form", choices=ExportForm.values, default=ExportForm.EXCEL)
        parser.add_argument("--table", action="append", choices=list(TABLES), help="can be repeated; all if left out")
        parser.add_argument("--user", metavar="EMAIL")

    def handle(self, **options: Any) -> None:
        user = _user(options["user"], deidentified=options["deidentified"])
        plan = Plan(
            programme=_programme(options["programme"], user),
            form=ExportForm(options["form"]),
            deidentified=options["deidentified"],
            user=user,
            tables=tuple(TABLES[name] for name in TABLES if name in (options["table"] or TABLES)),
        )
        folder: Path = options["out"]
        now = timezone.now()
        try:
            folder.mkdir(mode=PRIVATE_DIR, parents=True, exist_ok=True)
            with Export(plan, now) as export:
                record_export(by=user, at=now, export=export)
                _write(export, folder)
        except OSError as error:
            raise CommandError(f"Cannot write to {folder}: {error.strerror}") from error
        for name, rows in export.figures.rows.items():
            self.stdout.write(f"{name}.csv {rows}")


def _user(email: str | None, *, deidentified: bool) -> User | None:
    if email is None:
        return None
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise CommandError("There is no active user with this e-mail.")
    if not may_export(user, deidentified=deidentified):
        raise CommandError("The user may not take this export.")
    return user


def _programme(code: str, user: User | None) -> Programme:
    reachable = Programme.objects.all() if user is None else Programme.objects.reported_to(user)
    programme = reachable.filter(code=code).first()
    if programme is None:
        codes = ", ".join(reachable.values_list("code", flat=True))
        raise CommandError(f"There is no programme {code}. There are: {codes}")
    return programme


def _write(export: Export, folder: Path) -> None:
    for name, content in export.files():
        path = folder / name
        path.touch(mode=PRIVATE_FILE)
        with path.open("wb") as file:
            file.writelines(content)
