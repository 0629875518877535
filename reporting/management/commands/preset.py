"""The programmes of a source, with phases, team and what their status reports ask."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone, translation

from reporting.presets.actions import load_preset, people_preset
from reporting.presets.programmes import PRESETS


class Command(BaseCommand):
    help = "Load the programmes of a source. Programmes that are there already stay as they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", choices=list(PRESETS))
        parser.add_argument(
            "--people", action="store_true", help="with an invented population (only where DEMO is on)"
        )

    def handle(self, **options: Any) -> None:
        if options["people"] and not settings.DEMO:
            raise CommandError("Invented people are only added where DEMO is on: they must never meet real ones.")
        now = timezone.now()
        with transaction.atomic(), translation.override("da"):
            programmes = load_preset(at=now, code=options["code"])
            reports = people_preset(at=now, code=options["code"]) if options["people"] else 0
        for programme in programmes:
            self.stdout.write(f"{programme.code}: {programme.name}")
        if options["people"]:
            self.stdout.write(f"{reports} status reports added.")
