"""Put every CPR number under the newest key, after a key was added in front of `CPR_KEYS`."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.actions.cpr_keys import reencrypt_cpr_numbers


class Command(BaseCommand):
    help = "Encrypt all CPR numbers with the first of CPR_KEYS. Afterwards the old keys can be taken away."

    def handle(self, *_args: Any, **_options: Any) -> None:
        last: int | None = 0
        while last is not None:
            last = reencrypt_cpr_numbers(by=None, at=timezone.now(), after=last)
        self.stdout.write("All CPR numbers are encrypted with the newest key.")
