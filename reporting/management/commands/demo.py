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

from cases.audit.opening import Task, history_opened_for
from cases.demo.world import DOMAIN, MEMBERS, PASSWORD, build_world
from cases.staff.models import User
from housing.demo.population import SIZE, populate
from housing.demo.slides import enter_slides
from reporting.demo import aim, ask_reports, fund, publish, report


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
            self._reset()
        elif User.objects.exists():
            if options["if_empty"]:
                self._write_logins()
                return
            raise CommandError("The database is not empty. Use --reset to throw everything away and build again.")
        today = options["today"] or timezone.localdate()
        with transaction.atomic(), override("da"):
            world = build_world(today)
            fund(world)
            enter_slides(world)
            populate(world, today=today, seed=options["seed"], size=options["people"])
            ask_reports(world)
            aim(world)
            report(world)
            publish(world)
        self._write_logins()

    def _reset(self) -> None:
        """Empty a database of the demo. The settings of a developer's machine may be pointed at any database."""
        if User.objects.exclude(email__iendswith=f"@{DOMAIN}").exists():
            raise CommandError("There are accounts that are not the demo's: this database is not thrown away.")
        with history_opened_for(Task.DEMO):
            call_command("flush", interactive=False, verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("ALTER SEQUENCE cases_person_reference RESTART")

    def _write_logins(self) -> None:
        """Write down the accounts of the demo that are there, for the launcher to print; none are no file."""
        there = set(User.objects.values_list("email", flat=True))
        logins = [
            {"role": member.role.value, "name": member.name, "email": member.address, "password": PASSWORD}
            for member in MEMBERS
            if member.address in there
        ]
        if not logins:
            return
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        path = settings.DATA_DIR / "demo-logins.json"
        path.touch(mode=0o600)
        path.chmod(0o600)
        path.write_text(json.dumps(logins, ensure_ascii=False, indent=2) + "\n")
