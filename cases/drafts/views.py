"""Drafts: the half-typed content of a form, saved while it is typed and put back when the form is opened again.

Every form with room for free text keeps one, without its view knowing: the template asks `restored`.
"""

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypedDict, cast

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from cases.core.errors import Refused, Stale
from cases.drafts import actions as drafts
from cases.drafts.models import Draft
from cases.drafts.pages import draft_kind
from cases.staff.gate import UserRequest, View, needs
from cases.staff.models import User
from cases.staff.policy import Right

KEY = re.compile(r"[a-z]{2,20}(-[a-z]{2,20})*(:[A-Za-z0-9_.-]{1,60})?")

LARGEST = 64 * 1024

HIGHEST = 10**9

TOO_LARGE, IN_CONFLICT, FULL = 413, 409, 507

# A text field that holds more than this asks for sentences; a name, a place or an address is shorter.
LINE = 200

# What a browser says nothing about when nothing is ticked.
TICKED = (forms.CheckboxInput, forms.CheckboxSelectMultiple, forms.SelectMultiple)


class Typed(TypedDict):
    """What a page sends to be kept, as the action takes it."""

    fields: dict[str, str | list[str]]
    based_on: int | None
    tab: str


@dataclass(frozen=True)
class Vault:
    """Whose text lies in a browser, without saying who, and the key that opens it."""

    owner: str
    secret: str


@dataclass(frozen=True)
class Kept:
    """What a page has to know about the draft of its form. `draft`: None as long as nothing is kept."""

    key: str
    draft: Draft | None

    @property
    def url(self) -> str:
        """Where the page sends what is typed."""
        return reverse("cases:draft", args=[self.key])

    @property
    def drop_url(self) -> str:
        """Where the draft is thrown away."""
        return reverse("cases:draft_drop", args=[self.key])


def restored(request: UserRequest, form: forms.BaseForm) -> Kept | None:
    """The draft of the form on this page, put back into the form if the form is just being opened.

    None for a form without room for free text, and for one with a CPR number, which is never kept in plain text.
    """
    key = key_of(request)
    if key is None or not has_free_text(form) or "cpr" in form.fields:
        return None
    known: dict[str, Kept] = request.__dict__.setdefault("kept_drafts", {})
    if key not in known:
        draft = Draft.objects.filter(user=request.user, key=key).first()
        known[key] = Kept(key, draft)
        if draft and not form.is_bound:
            put_back(form, draft.fields)
    return known[key]


def has_free_text(form: forms.BaseForm) -> bool:
    """Whether the form has room for sentences, which nobody can be asked to write twice."""
    return any(
        isinstance(field.widget, forms.Textarea)
        or (getattr(field.widget, "input_type", "") == "text" and (getattr(field, "max_length", None) or 0) > LINE)
        for field in form.fields.values()
    )


def vault_of(user: User) -> Vault:
    """With what the user's browser locks away what has not reached the server; the same on every device, always.

    Derived, not saved: whoever finds the phone has no page of the user's, and the user has it back after a login.
    """
    owner, secret = (salted_hmac(f"vault {part}", str(user.pk), algorithm="sha256") for part in ("owner", "secret"))
    return Vault(owner.hexdigest()[:16], b64encode(secret.digest()).decode())


def key_of(request: HttpRequest) -> str | None:
    """The draft of this page: which form, and of which record. None for a page that keeps none."""
    match = request.resolver_match
    if match is None or not match.url_name:
        return None
    subject = ".".join([*map(str, match.kwargs.values()), *request.GET.getlist("person")[:1]])
    key = draft_kind(match.view_name) + (f":{subject}" if subject else "")
    return key if KEY.fullmatch(key) else None


def put_back(form: forms.BaseForm, fields: Mapping[str, Any]) -> None:
    """Begin the form with what was typed in it before; nothing of it is checked."""
    for name, field in form.fields.items():
        if name in fields:
            form.initial[name] = field.widget.value_from_datadict(fields, {}, name)
        elif isinstance(field.widget, TICKED):
            form.initial[name] = None


def _answer_lost_login(view: View[[str]]) -> Any:
    """A script gets a clear 401 where a page would be sent to the sign-in page: the typed text stays in the page.

    So it does where somebody else has signed in meanwhile, on a shared phone: the text is not theirs to read.
    """

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, key: str) -> HttpResponseBase:
        if request.user.is_anonymous or not is_of(request.user, request.headers.get("Draft-Owner")):
            return JsonResponse({"detail": "login"}, status=401)
        return view(cast("UserRequest", request), key)

    return guarded


@_answer_lost_login
@require_POST
@needs(*Right)
def save(request: UserRequest, key: str) -> HttpResponseBase:
    """Keep what is typed: `{"fields": {name: value or [values]}, "version": n, "tab": name}`, at most 64 KB.

    Answers 204 with the draft's new version in `Draft-Version`. 409: another page has kept something newer than
    `version`; sent without a version it is overwritten. 507: no room for one more draft.
    """
    _check(key)
    if int(request.headers.get("Content-Length") or 0) > LARGEST or len(request.body) > LARGEST:
        return JsonResponse({"detail": "too large"}, status=TOO_LARGE)
    typed = _typed(request)
    if typed is None:
        return JsonResponse({"detail": "not a draft"}, status=400)
    try:
        draft = drafts.save_draft(by=request.user, at=timezone.now(), key=key, **typed)
    except Stale as stale:
        return JsonResponse({"detail": str(stale.message)}, status=IN_CONFLICT)
    except Refused as refused:
        return JsonResponse({"detail": str(refused.message)}, status=FULL)
    return HttpResponse(status=204, headers={"Draft-Version": str(draft.version)})


@require_POST
@needs(*Right)
def drop(request: UserRequest, key: str) -> HttpResponseBase:
    """Throw a draft away and open the form again, empty."""
    _check(key)
    drafts.drop_draft(by=request.user, key=key)
    target = request.POST.get("next", "")
    is_ours = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return HttpResponseRedirect(target if is_ours else "/")


def is_of(user: User, owner: str | None) -> bool:
    """Whether the page was drawn for this user; a page that does not say is believed."""
    return not owner or owner == vault_of(user).owner


def _check(key: str) -> None:
    if not KEY.fullmatch(key):
        raise Http404


def _typed(request: HttpRequest) -> Typed | None:
    try:
        content = json.loads(request.body)
        return {
            "fields": {_text(name): _text(value) for name, value in content["fields"].items()},
            "based_on": _version(content.get("version")),
            "tab": _text(content.get("tab", ""))[:40],
        }
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError):
        return None


def _version(value: Any) -> int | None:
    """A version of a draft, or none; raises ValueError or TypeError on anything else."""
    if value is not None and not 0 <= int(value) < HIGHEST:
        raise ValueError(value)
    return None if value is None else int(value)


def _text(value: Any) -> Any:
    """Text the database can hold, or a list of such; raises TypeError on anything else."""
    if isinstance(value, list):
        return [_text(item) for item in value if isinstance(item, str)]
    if not isinstance(value, str):
        raise TypeError(type(value))
    return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
