"""Personal data kept unreadable for whoever sees the tables or a copy of them."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def seal(text: str) -> str:
    """What somebody typed, unreadable for whoever sees the table or a copy of it."""
    return fernet().encrypt(text.encode()).decode()


def unseal(token: str, *, seconds: int | None = None) -> str | None:
    """The text again, or None if it is older than `seconds` or its key was taken away."""
    opened = unseal_bytes(token.encode(), seconds=seconds)
    return None if opened is None else opened.decode()


def seal_bytes(content: bytes) -> bytes:
    """The same of a file; sealed, it takes a third more."""
    return fernet().encrypt(content)


def unseal_bytes(token: bytes, *, seconds: int | None = None) -> bytes | None:
    """The file again, or None if it is older than `seconds` or its key was taken away."""
    try:
        return fernet().decrypt(token, ttl=seconds)
    except InvalidToken:
        return None


def fernet() -> MultiFernet:
    """The keys that personal data is encrypted with, the newest first."""
    return MultiFernet([Fernet(key) for key in settings.CPR_KEYS])
