"""Put every CPR number under the newest key, after a key was added in front of `CPR_KEYS`."""

from typing import Any

from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.people.actions import reencrypt_cpr_numbers


class Command(BaseCommand):
    help = "Encrypt all CPR numbers with the first of CPR_KEYS. Afterwards the old keys can be taken away."

    def handle(self, *_args: Any, **_options: Any) -> None:
        last = numbers = copies = 0
        try:
            while done := reencrypt_cpr_numbers(by=None, at=timezone.now(), after=last):
                last, numbers, copies = done.last, numbers + done.numbers, copies + done.copies
        except InvalidToken:
            raise CommandError(
                "A number is encrypted with a key that is not in CPR_KEYS: put the old key back, at the end of the "
                f"list, and start again. {numbers} numbers and {copies} copies were put under the newest key before."
            ) from None
        self.stdout.write(
            f"{numbers} CPR numbers, and {copies} copies in the history, were put under the newest key.\n"
            "All of them are under it now."
        )
