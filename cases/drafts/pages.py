"""The forms whose drafts are found again on My day. Filled once, at start-up."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import NoReverseMatch, reverse

from cases.core.codes import Label


@dataclass(frozen=True)
class DraftPage:
    """A form with free text. `view` names its address, `label` says on My day what was not finished there.

    Its drafts are kept under "kind" or "kind:subject", where the subject is what stands in the address, joined by
    points: a young person's reference, or first the key of a record of `about`. `query`: the reference stands behind
    the question mark.
    """

    view: str
    label: Label
    about: type[Model] | None = None
    query: bool = False

    def url(self, subject: str) -> str:
        """The form opened again; empty where there is none for such a subject."""
        if self.query:
            return reverse(self.view) + (f"?{urlencode({'person': subject})}" if subject else "")
        try:
            return reverse(self.view, args=subject.split(".") if subject else [])
        except NoReverseMatch:
            return ""


_draft_pages: dict[str, DraftPage] = {}


def register_drafts(label: Label, *views: str, about: type[Model] | None = None, query: bool = False) -> None:
    """Let the drafts of forms be found again on My day; called at start-up."""
    for view in views:
        _draft_pages[draft_kind(view)] = DraftPage(view, label, about, query)


def draft_kind(view: str) -> str:
    """The first part of a draft's key: "cases:contact_create" gives "cases-contact-create"."""
    return re.sub("[:_]", "-", view)


def draft_page(key: str) -> DraftPage | None:
    """The form a draft's key belongs to."""
    return _draft_pages.get(key.partition(":")[0])
