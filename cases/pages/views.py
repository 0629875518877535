"""A page with one form."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url

PAGE = 50


def form_page(
    request: HttpRequest, form: Any, *, title: str, back: str, back_args: tuple[Any, ...] = (), **more: Any
) -> HttpResponseBase:
    """A page with one form; `back` is the address it came from, `more` for instance the record's changes."""
    context = {"form": form, "title": title, "back": resolve_url(back, *back_args), **more}
    return render(request, "cases/pages/form.html", context)
