"""What the library for signing in says to a user is in our words: its pages, its refusals and its e-mails."""

import gettext
import html
import re
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import allauth
import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from cases.staff.models import User
from tests.cases.accounts.test_login import code_of
from tests.factories.cases import UserFactory, staff

pytestmark = pytest.mark.django_db

SECRET = "en lang sætning om havet"
NEW = f"{SECRET} og vinden"
ADDRESSES = (f"10.11.{number // 250}.{number % 250 + 1}" for number in count())
VALUE = re.compile(r"%\(\w+\)[sd]|\{\w+\}|<[^>]+>")


def own_sentences(language: str) -> list[re.Pattern[str]]:
    """The library's own sentences in a language, with any values in them."""
    danish = gettext.translation("django", Path(str(allauth.__file__)).parent / "locale", ["da"])
    sentences = {key: text for key, text in danish._catalog.items() if key and isinstance(key, str)}  # type: ignore[attr-defined]
    texts = sentences.keys() if language == "en" else sentences.values()
    return [_pattern(text) for text in texts if re.search(r"\w\W+\w+\W+\w+.*[.!?]", _flat(text))]


def _flat(text: str) -> str:
    return " ".join(html.unescape(text).split())


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(".+?".join(re.escape(_flat(part)) for part in VALUE.split(text) if _flat(part)))


def raw_among(texts: list[str], language: str) -> list[str]:
    """The library's own sentences in what a user reads."""
    said = [_flat(re.sub(r"<[^>]+>", " ", text)) for text in texts]
    return sorted({found[0] for one in own_sentences(language) for text in said if (found := one.search(text))})


class Visitor:
    """A browser at an address of its own, in one language, that keeps all it was shown."""

    def __init__(self, language: str) -> None:
        self.client = Client(REMOTE_ADDR=next(ADDRESSES), headers={"Accept-Language": language})
        self.client.cookies["django_language"] = language
        self.shown: list[str] = []

    def get(self, path: str) -> Any:
        return self._keep(self.client.get(path, follow=True))

    def post(self, path: str, **form: str) -> Any:
        return self._keep(self.client.post(path, form, follow=True))

    def _keep(self, answer: Any) -> Any:
        if "text" in answer.headers.get("Content-Type", ""):
            self.shown.append(answer.content.decode())
        return answer


def who_forgot(visitor: Visitor, user: User) -> None:
    """Wrong passwords, a closed account, a new password by e-mail."""
    login, reset = "/account/login/", "/account/password/reset/"
    visitor.get(login)
    visitor.post(login)
    visitor.post(login, login="ida", password="x")
    for _ in range(6):
        visitor.post(login, login=user.email, password="forkert forkert")
    UserFactory(email="closed.words@example.org", password=SECRET, is_active=False)
    visitor.post(login, login="closed.words@example.org", password=SECRET)
    for path in ("/account/signup/", "/account/inactive/", reset, f"{reset}done/", f"{reset}key/1-x/"):
        visitor.get(path)
    visitor.post(reset)
    visitor.post(reset, email="ida")
    visitor.post(reset, email=user.email)
    link = next(word for word in mail.outbox[-1].body.split() if "/password/reset/key/" in word)
    form = visitor.get(urlsplit(link).path).redirect_chain[-1][0]
    visitor.post(form, password1="kort", password2="kort")
    visitor.post(form, password1=NEW, password2=SECRET)
    visitor.post(form, password1=NEW, password2=NEW)
    visitor.get(urlsplit(link).path)
    for _ in range(6):
        visitor.post(reset, email=user.email)


def who_has_a_second_factor(visitor: Visitor, user: User) -> None:
    """A second factor set up, asked for, and removed; the own password changed; out again."""
    visitor.client.force_login(user)
    home = "/account/2fa/"
    for path in (home, "/account/password/change/", f"{home}totp/activate/"):
        visitor.get(path)
    visitor.post("/account/reauthenticate/")
    visitor.post("/account/reauthenticate/", password="forkert")
    visitor.post("/account/reauthenticate/", password=SECRET)
    secret = visitor.get(f"{home}totp/activate/").context["form"].secret
    visitor.post(f"{home}totp/activate/", code="000000")
    visitor.post(f"{home}totp/activate/", code=code_of(secret))
    for path in ("webauthn/", "webauthn/add/", "recovery-codes/", "recovery-codes/generate/", "totp/deactivate/", ""):
        visitor.get(f"{home}{path}")
    visitor.post(f"{home}recovery-codes/generate/")
    visitor.get(f"{home}recovery-codes/")
    change = "/account/password/change/"
    visitor.post(change, oldpassword="forkert", password1=NEW, password2=NEW)
    visitor.post(change, oldpassword=SECRET, password1=NEW, password2=SECRET)
    visitor.post(change, oldpassword=SECRET, password1=user.email, password2=user.email)
    visitor.post(change, oldpassword=SECRET, password1=NEW, password2=NEW)
    visitor.get("/account/logout/")
    visitor.post("/account/logout/")
    visitor.post("/account/login/", login=user.email, password=NEW)
    visitor.post(f"{home}authenticate/", code="000000")
    visitor.post(f"{home}authenticate/", code=code_of(secret))
    Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.TOTP).delete()
    visitor.client.force_login(user)
    visitor.post("/account/reauthenticate/", password=NEW)
    visitor.post(f"{home}totp/deactivate/")


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("errand", [who_forgot, who_has_a_second_factor])
def test_no_sentence_of_the_library_reaches_a_user(errand, language):
    user = staff(email=f"words.{language}.{errand.__name__}@example.org", password=SECRET, language=language)
    visitor = Visitor(language)
    errand(visitor, user)
    letters = [f"{letter.subject}\n{letter.body}" for letter in mail.outbox]
    assert letters
    assert raw_among([*visitor.shown, *letters], language) == []


def test_a_sentence_of_the_library_is_found():
    assert raw_among(["<p>This account is\n inactive.</p>"], "en") == ["This account is inactive."]
    assert raw_among(["Adgangskoden er rigtig."], "da") == []
