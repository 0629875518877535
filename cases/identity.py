"""Who someone is: CPR numbers kept unreadable, and names folded so that a search forgives spelling.

CPR facts: cpr.dk, "Opbygning af CPR-nummeret" and "Personnumre uden kontrolciffer (modulus 11 kontrol)".
"""

import hashlib
import hmac
import re
import unicodedata
from datetime import date

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

_CPR = re.compile(r"[0-9]{10}")
_REPLACEMENT_DAY = 60  # an administrative replacement number adds 60 to the day of birth
_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae", "ß": "ss", "ð": "d", "þ": "th"})
_SHORTEST_KEY = 3  # letters: Bo or Ali would find too many
# Applied in this order to a folded word: what is written, and what is heard.
_SOUNDS = [
    (re.compile(written), heard)
    for written, heard in (
        ("ph", "f"),
        ("th", "t"),
        ("sch|sh", "s"),
        ("c(?=[eiy])", "s"),
        ("ch|ck|c|q", "k"),
        ("x", "ks"),
        ("z", "s"),
        ("w", "v"),
        ("(?<=k)u(?=[aeiouy])", "v"),
        ("d?t", "d"),
        ("^y(?=[aeiou])", "j"),
        ("(?<=.)j", ""),
        ("h(?![aeiouy])", ""),
    )
]
_FIRST_VOWEL = re.compile("([^aeiouy]*)([aeiouy]?)(.*)")
_VOWELS_ALIKE = {"e": "i", "y": "i", "u": "o"}


def clean_cpr(text: str) -> str | None:
    """Ten digits from `DDMMÅÅ-LLLL` with any spaces or hyphens, or None if it cannot be a CPR number."""
    digits = re.sub(r"[\s-]", "", text)
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
    return _fernet().encrypt(cpr.encode()).decode()


def decrypt_cpr(token: str) -> str:
    """Read a number encrypted with any current key. Raises `InvalidToken` if its key was taken away."""
    return _fernet().decrypt(token.encode()).decode()


def rotate_cpr(token: str) -> str:
    """The same number under the newest key."""
    return _fernet().rotate(token.encode()).decode()


def hash_cpr(cpr: str) -> str:
    """A keyed hash that finds an exact number without making it readable."""
    return hmac.new(settings.CPR_HASH_KEY.encode(), cpr.encode(), hashlib.sha256).hexdigest()


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.CPR_KEYS])


def fold(name: str) -> str:
    """Lower case, Danish letters spelt out, accents off, one space between words: the form names are searched in."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_DANISH))
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def phonetic_keys(name: str) -> list[str]:
    """How the words of a name sound, in order and without words too short to tell people apart."""
    keys = (phonetic_key(word) for word in re.findall(r"[a-z]+", fold(name)))
    return list(dict.fromkeys(key for key in keys if len(key) >= _SHORTEST_KEY))


def phonetic_key(word: str) -> str:
    """A folded word as it is heard in Danish: Christian and Kristian, Muhammed and Mohamed agree.

    The consonants, double ones once and an h only before a vowel, with the first vowel: a, i (e, y) or o (u).
    """
    for written, sound in _SOUNDS:
        word = written.sub(sound, word)
    head, vowel, rest = _FIRST_VOWEL.fullmatch(word).groups()  # type: ignore[union-attr]  # every word matches
    heard = head + _VOWELS_ALIKE.get(vowel, vowel) + re.sub("[aeiouy]", "", rest)
    return re.sub(r"(.)\1+", r"\1", heard)


__all__ = [
    "InvalidToken",
    "birth_date_of",
    "clean_cpr",
    "decrypt_cpr",
    "encrypt_cpr",
    "fold",
    "hash_cpr",
    "passes_modulus_11",
    "phonetic_key",
    "phonetic_keys",
    "rotate_cpr",
]
