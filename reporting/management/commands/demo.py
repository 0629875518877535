"""Build the demo world: invented young people with their workers and partners, through the real actions."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import override

from cases.demo.world import MEMBERS, PASSWORD, build_world
from cases.models import User
from housing.demo.population import SIZE, populate
from housing.demo.slides import enter_slides
from reporting.demo import fund


class Command(BaseCommand):
    help = "Build the demo world on an empty database (only where DEMO is on)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing where there are users already")
        parser.add_argument("--reset", action="store_true", help="throw everything away first")
        parser.add_argument("--people", type=int, default=SIZE, help=f"how many young people ({SIZE})")
        parser.add_argument("--seed", type=int, default=2025, help="another seed gives other people")
        parser.add_argument("--today", type=date.fromisoformat, help="the day the stories end on (today)")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo is only built where DEMO is on: it must never meet real data.")
        if options["reset"]:
            call_command("flush", interactive=False, verbosity=0)
            with connection.cursor() as cursor:
                cursor.execute("ALTER SEQUENCE cases_person_reference RESTART")
        elif User.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError("The database is not empty. Use --reset to throw everything away and build again.")
        today = options["today"] or timezone.localdate()
        with transaction.atomic(), override("da"):
            world = build_world(today)
            fund(world)
            enter_slides(world)
            populate(world, today=today, seed=options["seed"], size=options["people"])
        self._write_logins()

    def _write_logins(self) -> None:
        logins = [
            {
                "role": member.role.value,
                "name": member.name,
                "email": f"{member.email}@example.org",
                "password": PASSWORD,
            }
            for member in MEMBERS
        ]
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        path = settings.DATA_DIR / "demo-logins.json"
        path.touch(mode=0o600)
        path.chmod(0o600)
        path.write_text(json.dumps(logins, ensure_ascii=False, indent=2) + "\n")
