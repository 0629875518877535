"""Drafts: the half-typed content of a form, saved while it is typed and put back when the form is opened again."""

import json
import re
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from cases.access.gate import UserRequest, View, needs
from cases.access.policy import Right
from cases.actions import drafts
from cases.models import Draft

KEY = re.compile(r"[a-z]{2,20}(-[a-z]{2,20})*(:[A-Za-z0-9-]{1,40})?")
LARGEST = 64 * 1024
TOO_LARGE = 413


def find(request: UserRequest, key: str) -> Draft | None:
    """What the user has typed earlier in the form with this key."""
    return Draft.objects.filter(user=request.user, key=key).first()


def _answer_lost_login(view: View[[str]]) -> Any:
    """A script gets a clear 401 where a page would be sent to the sign-in page: the typed text stays in the page."""

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, key: str) -> HttpResponseBase:
        if request.user.is_anonymous:
            return JsonResponse({"detail": "login"}, status=401)
        return view(cast("UserRequest", request), key)

    return guarded


@_answer_lost_login
@require_POST
@needs(*Right)
def save(request: UserRequest, key: str) -> HttpResponseBase:
    """Keep what is typed: `{"fields": {name: value or [values]}}`, at most 64 KB. Answers 204."""
    _check(key)
    if int(request.headers.get("Content-Length") or 0) > LARGEST or len(request.body) > LARGEST:
        return JsonResponse({"detail": "too large"}, status=TOO_LARGE)
    fields = _fields(request)
    if fields is None:
        return JsonResponse({"detail": "not a draft"}, status=400)
    drafts.save_draft(by=request.user, at=timezone.now(), key=key, fields=fields)
    return HttpResponse(status=204)


@require_POST
@needs(*Right)
def drop(request: UserRequest, key: str) -> HttpResponseBase:
    """Throw a draft away and open the form again, empty."""
    _check(key)
    drafts.drop_draft(by=request.user, key=key)
    target = request.POST.get("next", "")
    is_ours = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return HttpResponseRedirect(target if is_ours else "/")


def _check(key: str) -> None:
    if not KEY.fullmatch(key):
        raise Http404


def _fields(request: HttpRequest) -> dict[str, str | list[str]] | None:
    try:
        fields = json.loads(request.body)["fields"]
        return {_text(name): _text(value) for name, value in fields.items()}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _text(value: Any) -> Any:
    """Text the database can hold, or a list of such; raises TypeError on anything else."""
    if isinstance(value, list):
        return [_text(item) for item in value if isinstance(item, str)]
    if not isinstance(value, str):
        raise TypeError(type(value))
    return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
