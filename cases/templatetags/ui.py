"""Template tags that every page may use; loaded for all templates by the settings."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any
from uuid import uuid4

from django import forms, template
from django.core.paginator import Page
from django.templatetags.static import StaticNode
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext

from cases.core.periods import Period, last_day
from cases.drafts.submissions import FIELD, as_key, submission_of
from cases.drafts.views import Kept, restored
from cases.pages.forms import Tick
from cases.records.models import AskedRecord

register = template.Library()
register.filter(last_day)

# What a page about one young person may hold them in.
ABOUT_SOMEBODY = ("person", "handover", "enrolment", "referral", "offer", "stay", "case")
SPRITE = "vendor/dkfds/img/all-svg-icons.svg"


@register.simple_tag
@cache
def static(path: str) -> str:
    """The address of a file that belongs to the code, as Django's own tag gives it: the same as long as we run."""
    address: str = StaticNode.handle_simple(path)
    return address


@register.simple_tag
@lru_cache(maxsize=1000)
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """Draw an icon of Det Fælles Designsystem; silent to a screen reader unless it carries a label."""
    source = f"{static(SPRITE)}#{name}"
    classes = f"icon-svg {css}".strip()
    if label:
        return format_html(
            '<svg class="{}" focusable="false" role="img" aria-label="{}"><use href="{}"></use></svg>',
            classes,
            label,
            source,
        )
    return format_html(
        '<svg class="{}" focusable="false" aria-hidden="true"><use href="{}"></use></svg>', classes, source
    )


@register.simple_tag
def badge(text: Any, tone: str = "") -> SafeString:
    """A state in a word: `components/badge.html`, for rows of which a page has many."""
    css = f"badge badge-{tone}" if tone else "badge"
    return format_html('<span class="{}">{}</span>', css, text)


@register.simple_tag
def options(groups: Iterable[tuple[str | None, list[dict[str, Any]], int]]) -> SafeString:
    """What a list offers to choose from. Django's own name for an empty choice is a row of dashes."""
    parts = []
    for group, choices, _index in groups:
        parts.append(format_html('<optgroup label="{}">', group) if group else "")
        for option in choices:
            label = gettext("Choose") if option["label"] == "---------" else conditional_escape(option["label"])
            marks = "".join(f" {mark}" for mark in ("selected", "disabled") if option["attrs"].get(mark))
            parts.append(f'<option value="{conditional_escape(str(option["value"]))}"{marks}>{label}</option>')
        parts.append("</optgroup>" if group else "")
    return mark_safe("\n".join(filter(None, parts)))  # noqa: S308  every part is escaped


@register.simple_tag(takes_context=True)
def draft_of(context: template.RequestContext, form: forms.BaseForm) -> Kept | None:
    """The draft of the page's form, put back into it; None for a form that keeps none. Stands before the fields."""
    return restored(context.request, form)  # type: ignore[arg-type]  # pages with forms are for signed-in users


@register.simple_tag(takes_context=True)
def client_key(context: template.RequestContext, draft: Kept | None = None) -> SafeString:
    """The key with which the form is saved once. It stays while the form is not saved, in a draft too."""
    sent = submission_of(context.request)
    if sent and sent.key and not sent.is_used:
        key = sent.key
    else:
        known = draft.draft.fields.get(FIELD) if draft and draft.draft and not sent else None
        key = as_key(known) or uuid4()
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, key)


@register.simple_tag
def elided_pages(page: Page[object]) -> Iterable[int | str]:
    """Page numbers around the current page, with an ellipsis where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def days_to(start: datetime, end: datetime | None = None) -> int:
    """Days of the calendar from one instant to another, or to today."""
    return (localdate(end) - localdate(start)).days


@register.filter
def is_over(end: date | None, day: date) -> bool:
    """Whether a period with this end is over before `day`."""
    return not Period(date.min, end).not_over(day)


@register.filter
def short_day(day: date | datetime) -> str:
    """A day within a month that is named nearby: "18. sep."."""
    months = gettext("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()
    local = localdate(day) if isinstance(day, datetime) else day
    return gettext("%(day)s %(month)s") % {"day": local.day, "month": months[local.month - 1]}


@register.filter
def told(entries: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """The entries of a time line as they are written: `month` on the first of each, `meta` line by line."""
    month = None
    for entry in entries:
        day = localdate(entry.when) if isinstance(entry.when, datetime) else entry.when
        begins, month = month != (day.year, day.month), (day.year, day.month)
        details = (f"{label}: {value}" if value else str(label) for label, value in getattr(entry, "detail", ()))
        said = {name: getattr(entry, name, "") for name in ("kind_label", "by", "note", "url", "text", "tone", "icon")}
        who = (str(said[name] or "") for name in ("kind_label", "by", "note"))
        yield said | {
            "icon": icon(said["icon"] or "document"),
            "month": date_format(day, "F Y") if begins else "",
            "iso": day.isoformat(),
            "day": short_day(day),
            "title": entry.title,
            "meta": list(filter(None, (" · ".join(details), " · ".join(filter(None, who))))),
        }


@register.filter
def age(start: datetime) -> str:
    """For how long something has been so, in whole days."""
    days = days_to(start)
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days} if days else gettext("today")


@register.filter
def filters_on(form: forms.Form) -> int:
    """How many of the fields that show are set to something else than what a list begins with, its first choice."""
    return sum(bound.value() not in {None, "", _first_choice(bound.field)} for bound in form.visible_fields())


@register.simple_tag(takes_context=True)
def about_whom(context: template.Context) -> str:
    """The reference of the young person a page is about, for its title: two pages of two people are told apart."""
    for name in ABOUT_SOMEBODY:
        record = context.get(name)
        if record and (person := getattr(record, "person", record if name == "person" else None)):
            return f" · {person.reference}"
    return ""


@register.simple_tag
def unusual(record: AskedRecord, *fields: str) -> SafeString:
    """Mark a value that is unusual and that someone has confirmed; written beside the value, for one field or more."""
    if not set(fields) & set(record.confirmed):
        return SafeString("")
    return format_html(" {}", badge(gettext("Unusual, confirmed"), "info"))


@register.filter
def ticks(field: forms.BoundField) -> list[Tick]:
    """The boxes that confirm an unusual value of the field."""
    asked: dict[str, list[Tick]] = getattr(field.form, "ticks", {})
    return asked.get(field.name, [])


def _first_choice(field: forms.Field) -> str:
    """The choice at the head of a fixed list; records come after "all", and are not fetched to find that out."""
    if isinstance(field, forms.ModelChoiceField) or not isinstance(field, forms.ChoiceField):
        return ""
    choices: Any = field.choices
    return str(next(iter(choices))[0])
