"""CPR numbers: read, checked, and kept unreadable.

CPR facts: cpr.dk, "Opbygning af CPR-nummeret" and "Personnumre uden kontrolciffer (modulus 11 kontrol)".
"""

import hashlib
import hmac
import re
from datetime import date

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from cases.records.sealing import fernet, seal

_CPR = re.compile(r"[0-9]{10}")

_REPLACEMENT_DAY = 60  # an administrative replacement number adds 60 to the day of birth

_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def clean_cpr(text: str) -> str | None:
    """Ten digits from `DDMMÅÅ-LLLL` with any spaces, dashes or dots, or None if it cannot be a CPR number."""
    digits = re.sub(r"[\W_]", "", text)
    return digits if _CPR.fullmatch(digits) and birth_date_of(digits) else None


def birth_date_of(cpr: str) -> date | None:
    """The birth date in a ten-digit number, replacement numbers included; the seventh digit gives the century."""
    day, month, year, seventh = int(cpr[:2]), int(cpr[2:4]), int(cpr[4:6]), int(cpr[6])
    try:
        return date(_century(seventh, year) + year, month, day - _REPLACEMENT_DAY if day > _REPLACEMENT_DAY else day)
    except ValueError:
        return None


def _century(seventh: int, year: int) -> int:
    if seventh <= 3:  # noqa: PLR2004  the digits of the official table
        return 1900
    if seventh in {4, 9}:
        return 2000 if year <= 36 else 1900  # noqa: PLR2004
    return 2000 if year <= 57 else 1800  # noqa: PLR2004


def passes_modulus_11(cpr: str) -> bool:
    """Whether the check digit fits. Valid numbers without it exist since 2007: only ever a soft warning."""
    return sum(int(digit) * weight for digit, weight in zip(cpr, _WEIGHTS, strict=True)) % 11 == 0


def encrypt_cpr(cpr: str) -> str:
    """Encrypt with the newest key."""
    return seal(cpr)


def decrypt_cpr(token: str) -> str:
    """Read a number encrypted with any current key. Raises `InvalidToken` if its key was taken away."""
    return fernet().decrypt(token.encode()).decode()


def rotate_cpr(token: str) -> str:
    """The same number under the newest key; the same text where it is under that already."""
    try:
        Fernet(settings.CPR_KEYS[0]).decrypt(token.encode())
    except InvalidToken:
        return fernet().rotate(token.encode()).decode()
    return token


def hash_cpr(cpr: str) -> str:
    """A keyed hash that finds an exact number without making it readable."""
    return hmac.new(settings.CPR_HASH_KEY.encode(), cpr.encode(), hashlib.sha256).hexdigest()
