"""Keys that stand for people and records in de-identified exports.

HMAC-SHA-256 with a key of its own for every programme: the same person has the same key in every export of one
programme, and keys of two programmes cannot be joined. The database computes it from its built-in SHA-256 (RFC 2104:
H(outer pad + H(inner pad + text))), so an export stays one COPY.
"""

import hashlib
import hmac
from typing import Any

from django.conf import settings

from cases.programmes.models import Programme

DIGITS = 16  # 64 bits: a collision among 100,000 records has a chance of about one in four thousand million

PREFIX = "k"  # digits alone, or with an e among them, would be a number to a spreadsheet

_BLOCK = 64

_INNER = bytes([0x36]) * _BLOCK

_OUTER = bytes([0x5C]) * _BLOCK

Sql = tuple[str, list[Any]]


def key_for(programme: Programme) -> bytes:
    """The programme's key, derived from the one stable secret so that there is no second one to keep."""
    purpose = f"export pseudonym\0{programme.code}"
    return hmac.new(settings.CPR_HASH_KEY.encode(), purpose.encode(), hashlib.sha256).digest()


def pseudonym(key: bytes, kind: str, pk: int) -> str:
    """The key of record `pk` of a kind, as the database computes it."""
    return PREFIX + hmac.new(key, f"{kind}:{pk}".encode(), hashlib.sha256).hexdigest()[:DIGITS]


def pseudonym_sql(key: bytes, kind: str, reference: str) -> Sql:
    """The same in SQL, for the number in the column `reference` of the statement."""
    padded = key.ljust(_BLOCK, b"\0")
    inner = _xor(padded, _INNER) + f"{kind}:".encode()
    digest = f"sha256(%s::bytea || sha256(%s::bytea || {reference}::text::bytea))"
    text = f"'{PREFIX}' || left(encode({digest}, 'hex'), {DIGITS})"
    return text, [_xor(padded, _OUTER), inner]


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))
