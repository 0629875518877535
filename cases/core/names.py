"""Names and phone numbers in the forms they are found, compared and sorted by."""

import re
import unicodedata
from typing import Any

from anyascii import anyascii

# Danish spelling, with the German and Swedish letters that Danes spell out the same way.
_SPELT_OUT = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae", "œ": "oe"})

# The order of the Danish alphabet, and where it puts its neighbours' letters: CLDR, common/collation/da.xml.
_ALPHABET = str.maketrans({"æ": "zza", "ä": "zza"} | dict.fromkeys("øöőœ", "zzb") | {"å": "zzc", "ü": "y", "ű": "y"})

_APOSTROPHES = re.compile("['`´]")

_NO_LETTER = re.compile("[^a-z0-9]+")

_REFERENCE = re.compile(r"(?<!\w)u[^\w,;]{0,3}([0-9]{1,7})(?![\w-])", re.IGNORECASE)

# What stands before a number where it is copied from, and is no part of a name.
_LABEL = re.compile(
    r"(?<!\w)(?:tlf|tel|telefon|telefonnr|mobil|mob|mobile|phone|cpr|cpr-nr|nr|ref|sag|sagsnr)[.:]*\s*(?=[+(]{0,2}[0-9])",
    re.IGNORECASE,
)

# Digits with anything between them but letters and what parts two numbers from each other.
_NUMBER = re.compile(r"(?<!\w)[0-9](?:[^\w+,;/&]*[0-9])*(?!\w)")

_PHONE = 8  # digits of a Danish number

SHORTEST_PHONE = 6  # digits: Greenland, the Faroe Islands

_LONGEST_KEY = 300  # letters; signs of other scripts become many, and an index holds no more than 2,700

_SOUNDING = re.compile(f"[a-z]{{1,{_LONGEST_KEY}}}")

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


def fold(name: str) -> str:
    """Plain letters and digits, Danish letters spelt out, one space between words: the form names are compared in."""
    return _plain(_composed(name).translate(_SPELT_OUT))


def spellings(name: str) -> list[str]:
    """Every plain form that people write a name in, the one it is compared in first.

    Öztürk and Søren are written without their dots and strokes too. The Azeri ə is an e, or in many passports an a.
    """
    composed = _composed(name)
    plain = [fold(name), _plain(composed), fold(composed.replace("ə", "a")), _plain(composed.replace("ə", "a"))]
    return list(dict.fromkeys(plain))


def _in_one(*parts: str) -> list[str]:
    """Each of the parts that is more than one word, as one: El-Amin is Elamin elsewhere, 2024/113 is 2024113."""
    found = [spelling for part in parts for spelling in spellings(part) if " " in spelling]
    return [spelling.replace(" ", "") for spelling in found]


def _composed(name: str) -> str:
    """Lower case, with each letter in one piece: some devices send an å as an a and a ring."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _plain(text: str) -> str:
    """Every letter of any script as its plain Latin one; O'Brien is one word, Abdul-Rahman is two."""
    return _NO_LETTER.sub(" ", _APOSTROPHES.sub("", anyascii(text).lower())).strip()


FOUND_BY = ("first_name", "last_name", "alias", "also_known_as", "phone")


def found_by(
    *, first_name: str, last_name: str, alias: str = "", also_known_as: str = "", phone: str = ""
) -> dict[str, Any]:
    """What a young person is found and sorted by: fields of `Person` that follow from those of `FOUND_BY`.

    The name stands there in each of its spellings. A change of these rules needs a migration that works the fields out
    again.
    """
    called = f"{first_name} {last_name} {alias} {also_known_as}"
    in_one = _in_one(first_name, last_name, alias, *re.split(r"[\s,;]+", also_known_as))
    written = dict.fromkeys([*spellings(called), *_numbers(also_known_as), *in_one])
    return {
        "search_name": " ".join(written).strip(),
        "phonetic_keys": list(dict.fromkeys(key for name in spellings(called) for key in phonetic_keys(name))),
        "search_phone": "".join(f" {_dialled(number)} " for number in _numbers(phone)),
        "sort_name": sort_key(last_name, first_name, alias),
    }


def sort_key(*names: str) -> str:
    """Plain letters that sort as in a Danish list: æ, ø and å after z, and aa as å."""
    text = _composed(" ".join(filter(None, (name.strip() for name in names))))
    return _plain(text.replace("aa", "å").translate(_ALPHABET))[:_LONGEST_KEY]


def words_and_numbers(text: str) -> tuple[list[tuple[str, ...]], list[str]]:
    """What somebody searches for: each word in its `spellings`, a reference being one, and each number's digits."""
    rest, references = _LABEL.sub(" ", _REFERENCE.sub(" , ", text)), _REFERENCE.findall(text)
    names = [spelling.split() for spelling in spellings(_NUMBER.sub(" ", rest))]
    words = [tuple(dict.fromkeys(word)) for word in zip(*names, strict=True)]
    return [(f"u{int(digits):05}",) for digits in references] + words, _numbers(rest)


def _numbers(text: str) -> list[str]:
    """The digits of every number in a text, however it is parted: 20 12 34 56, 20-12-34-56, +46 (0)70 123 45 67."""
    found = []
    for match in _NUMBER.findall(text.replace("(0)", "")):
        digits = re.sub("[^0-9]", "", match)
        is_two = len(digits) == 2 * _PHONE  # with nothing but a space between them
        found += [digits[:_PHONE], digits[_PHONE:]] if is_two else [digits]
    return found


def _dialled(number: str) -> str:
    """The number without the zeros dialled before a country or an area."""
    return re.sub("^00?(?=[1-9])", "", number)


def phone_endings(number: str) -> list[str]:
    """The number, and all that may be written of it where its country or area is left out; nothing if too short."""
    dialled = _dialled(number)
    return [dialled[start:] for start in range(len(dialled) - SHORTEST_PHONE + 1)]


def phonetic_keys(name: str) -> list[str]:
    """How the words of a name sound, in order and without words too short to tell people apart."""
    keys = (phonetic_key(word) for word in _SOUNDING.findall(fold(name)))
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
