"""Personal data kept unreadable for whoever sees the tables or a copy of them."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def seal(text: str) -> str:
    """What somebody typed, unreadable for whoever sees the table or a copy of it."""
    return fernet().encrypt(text.encode()).decode()


def unseal(token: str, *, seconds: int) -> str | None:
    """The text again, or None if it is older than `seconds` or its key was taken away."""
    try:
        return fernet().decrypt(token.encode(), ttl=seconds).decode()
    except InvalidToken:
        return None


def fernet() -> MultiFernet:
    """The keys that personal data is encrypted with, the newest first."""
    return MultiFernet([Fernet(key) for key in settings.CPR_KEYS])
