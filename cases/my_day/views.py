"""My day: a worker's first page. It says whom I have not reached, what waits for me, what I did not finish writing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db.models import Model
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.contacts.rules import ContactLevel, Urgency
from cases.core.codes import Label
from cases.drafts.models import Draft
from cases.drafts.pages import draft_page
from cases.panels.views import rendered
from cases.people.models import Person
from cases.setaside.views import lines
from cases.staff.gate import UserRequest, needs
from cases.staff.models import User
from cases.staff.policy import Right
from cases.worklists.queries import KnownEnrolment, contact_days, level_of, my_enrolments, urgency_of, with_phase

TONES = {ContactLevel.SILENT: "error", ContactLevel.QUIET: "warning"}

LONGEST_KEY = 18  # digits of a number that the database can hold


@dataclass(frozen=True)
class Row:
    """One of my young people, in words. `badge`: the last contact, where it lies too far back or is still to come."""

    person: Person
    level: ContactLevel
    badge: str
    tone: str
    meta: list[str]
    overdue: str


@dataclass(frozen=True)
class Unfinished:
    """A form with something typed in it that was never saved. `person`: whom it is about, where that is one."""

    key: str
    person: Person | None
    label: Label
    url: str
    when: str


@needs(Right.WORK_CASES)
def my_day(request: UserRequest) -> HttpResponseBase:
    """Show my young people, the most urgent first, and what other parts of the system want of me."""
    today = timezone.localdate()
    mine = with_phase(my_enrolments(request.user, today), today).select_related("person", "programme")
    enrolments = cast("list[KnownEnrolment]", list(mine))
    unfinished = list(_unfinished(request.user, today))
    aside = list(lines(request.user, today))
    followed = Person.objects.filter(pk__in={row.person_id for row in enrolments})
    put_off = {line.pk for line in aside if line.kind == "person"}
    rows = list(_rows([row for row in enrolments if row.person_id not in put_off], today))
    people = [*(row.person for row in rows), *(draft.person for draft in unfinished), *(line.person for line in aside)]
    references = list(dict.fromkeys(person.reference for person in people if person))
    note_read(request, AuditAction.LISTED, page="my_day", shown=references)
    return render(
        request,
        "cases/my_day/my_day.html",
        {
            "today": today,
            "rows": rows,
            "unreached": sum(row.level != ContactLevel.FINE for row in rows),
            "unfinished": unfinished,
            "aside": aside,
            "panels": rendered(request, "my_day", followed, today),
        },
    )


def _rows(enrolments: Iterable[KnownEnrolment], today: date) -> Iterator[Row]:
    """One row a person, by the most urgent enrolment; of equally urgent ones the longest without contact first."""
    known = [(urgency_of(row, today), -contact_days(row, today), row.pk, row) for row in enrolments]
    seen: set[int] = set()
    for urgency, days, _pk, enrolment in sorted(known):
        if enrolment.person_id not in seen:
            seen.add(enrolment.person_id)
            yield _row(enrolment, urgency, -days, today)


def _row(enrolment: KnownEnrolment, urgency: Urgency, days: int, today: date) -> Row:
    contact, level = _contact_text(enrolment, days), level_of(enrolment, today)
    phases = [str(spell.phase) for spell in enrolment.running]
    paused = [_("Paused")] if enrolment.is_paused else []
    tone = TONES.get(level, "info" if urgency == Urgency.NEW else "")
    return Row(
        person=enrolment.person,
        level=level,
        badge=contact if tone else "",
        tone=tone,
        meta=[*([] if tone else [contact]), *phases, *paused],
        overdue=_overdue_text(enrolment),
    )


def _contact_text(enrolment: KnownEnrolment, days: int) -> str:
    if enrolment.last_reached_on is None:
        return _("Not reached yet, enrolled %(day)s") % {"day": date_format(enrolment.start, "SHORT_DATE_FORMAT")}
    if days == 0:
        return _("Contact today")
    return ngettext("%(days)d day since contact", "%(days)d days since contact", days) % {"days": days}


def _overdue_text(enrolment: KnownEnrolment) -> str:
    days = enrolment.days_over_target
    if days is None or days <= 0:
        return ""
    text = ngettext("Phase target passed %(days)d day ago", "Phase target passed %(days)d days ago", days)
    return text % {"days": days}


def _unfinished(user: User, today: date) -> Iterator[Unfinished]:
    drafts = list(Draft.objects.filter(user=user).order_by("-saved_at"))
    people = _people(user, [draft.key for draft in drafts])
    for draft in drafts:
        page = draft_page(draft.key)
        url = page.url(_subject(draft.key)) if page else ""
        if page and url:
            yield Unfinished(draft.key, people.get(draft.key), page.label, url, _moment(draft.saved_at, today))


def _subject(key: str) -> str:
    return key.partition(":")[2]


def _people(user: User, keys: list[str]) -> dict[str, Person]:
    """Whom the drafts with these keys are about, as far as the user may see them: named there, or by a record."""
    visible = Person.objects.visible_to(user)
    named = {person.reference: person for person in visible.filter(reference__in=[_subject(key) for key in keys])}
    found = {key: named[_subject(key)] for key in keys if _subject(key) in named}
    records: dict[type[Model], dict[str, list[str]]] = {}
    for key in keys:
        page, pk = draft_page(key), _subject(key).partition(".")[0]
        if page and page.about and pk.isdecimal() and len(pk) <= LONGEST_KEY:
            records.setdefault(page.about, {}).setdefault(pk, []).append(key)
    for model, of in records.items():
        rows: Any = model._default_manager.filter(pk__in=of, person__in=visible).select_related("person")
        found |= {key: row.person for row in rows for key in of[str(row.pk)]}
    return found


def _moment(at: datetime, today: date) -> str:
    """The time of day if it was today, else with the date."""
    local = timezone.localtime(at)
    return date_format(local, "TIME_FORMAT" if local.date() == today else "SHORT_DATETIME_FORMAT")
