"""Open the account of the first administrator, who opens all others in the application."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.accounts.actions import create_first_administrator
from cases.accounts.invitations import invitation_path
from cases.core.errors import Refused


class Command(BaseCommand):
    help = (
        "Open an account with the role of administrator, as long as nobody has it, and show the link with which its "
        "owner sets the password. The organisation is added if there is none of that name."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("organisation")

    def handle(self, *, email: str, name: str, organisation: str, **_options: Any) -> None:
        try:
            user = create_first_administrator(at=timezone.now(), email=email, name=name, organisation=organisation)
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused
        self.stdout.write(f"https://{settings.ALLOWED_HOSTS[0].removeprefix('.')}{invitation_path(user)}")
