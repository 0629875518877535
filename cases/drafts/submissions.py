"""Saving a form once: each page draws its form with a key, and what is sent with the same key again is not made twice.

`OnceOnly` stands around every view, so that key, record and the end of the draft are written in one transaction;
a view asks `submitted` before it acts. A form sent without a key is saved as it is, and a view that never asks takes
no part: a key that is sent to it all the same undoes nothing of what it wrote, the log of an export least of all.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from cases.drafts.actions import drop_draft, give_key_back, note_target, take_key
from cases.drafts.views import key_of
from cases.staff.gate import UserRequest, View

FIELD = "client_key"

NOT_TYPED = {FIELD, "csrfmiddlewaretoken"}

FOUND = 302


@dataclass
class Submission:
    """A form on its way. `is_used`: its key has saved something else; `is_saved`: its action was let through.

    `is_asked`: the view has asked `submitted`, so that what it did without saving is undone.
    """

    key: UUID | None = None
    is_used: bool = False
    is_asked: bool = False
    is_saved: bool = False


def submission_of(request: HttpRequest) -> Submission | None:
    """The form that came with the request, if it is one."""
    found: Submission | None = request.__dict__.get("submission")
    return found


def submitted(request: UserRequest, form: forms.BaseForm) -> bool:
    """Whether the form was sent and is right, so that its action may be run now.

    A key that saved something else before (a page gone back to, and changed) is refused once: nothing typed may
    disappear behind an old answer, and nothing be made twice unasked. A form with a version needs no such question: a
    second save is compared with the first.
    """
    if request.method != "POST":
        return False
    sent = submission_of(request)
    if sent is None:
        raise ImproperlyConfigured(f"{__name__}.OnceOnly is not among the middleware")
    sent.is_asked = True
    if not form.is_valid():
        return False
    if sent.is_used and "version" not in form.fields:
        form.add_error(None, _("This form has already been saved once. Save again if this is one more."))
        return False
    sent.is_saved = True
    return True


def not_saved(request: UserRequest) -> None:
    """Say that the action refused, where the answer leads elsewhere all the same; then what was typed is kept."""
    if sent := submission_of(request):
        sent.is_saved = False


def as_key(value: Any) -> UUID | None:
    """A key as it was sent; None for anything else."""
    try:
        return UUID(str(value))
    except ValueError:
        return None


class OnceOnly:
    """Runs the view of a sent form; the same form sent again is led to where it led the first time."""

    def __init__(self, get_response: View[[]]) -> None:
        self.get_response = get_response

    def __call__(self, request: UserRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View[...], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Only views of ours that ask for rights: the sign-in has its own ways, and the API a key of its own."""
        if request.method != "POST" or request.user.is_anonymous or not hasattr(view, "rights"):
            return None
        known = cast("UserRequest", request)
        sent = known.__dict__["submission"] = Submission(as_key(known.POST.get(FIELD)))
        answer = partial(view, known, *args, **kwargs)
        return _answer_once(known, sent, sent.key, answer) if sent.key else _forgetting(known, sent, answer())


def _answer_once(
    request: UserRequest, sent: Submission, key: UUID, answer: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    fingerprint, user = _fingerprint(request), request.user  # a view may log the user out
    with transaction.atomic():
        earlier = take_key(by=user, at=timezone.now(), key=key, fingerprint=fingerprint)
        if earlier and earlier.fingerprint == fingerprint:
            messages.info(request, _("This was already saved. It was not saved twice."))
            return redirect(earlier.target)
        sent.is_used = earlier is not None
        response = _forgetting(request, sent, answer())
        if _is_saved(sent, response):
            note_target(by=user, key=key, target=response["Location"])
        elif sent.is_asked:
            transaction.set_rollback(True)
        elif earlier is None:
            give_key_back(by=user, key=key)
    return response


def _is_saved(sent: Submission, response: HttpResponseBase) -> bool:
    """A view leads elsewhere when its action took place; it shows the form again when the action was refused."""
    return sent.is_saved and response.status_code == FOUND


def _forgetting(request: UserRequest, sent: Submission, response: HttpResponseBase) -> HttpResponseBase:
    """What was typed is saved now: its draft goes."""
    key = key_of(request)
    if key and _is_saved(sent, response):
        drop_draft(by=request.user, key=key)
    return response


def _fingerprint(request: UserRequest) -> str:
    """Who sent what where, as a keyed hash; of files, what is in them."""
    typed = sorted((name, values) for name, values in request.POST.lists() if name not in NOT_TYPED)
    files = sorted((name, file.name, _digest(file)) for name, files in request.FILES.lists() for file in files)
    content = json.dumps([request.user.pk, request.path, typed, files])
    return salted_hmac("submission", content, algorithm="sha256").hexdigest()


def _digest(file: "UploadedFile[Any]") -> str:
    content = hashlib.sha256()
    for chunk in file.chunks():
        content.update(chunk)
    file.seek(0)
    return content.hexdigest()
