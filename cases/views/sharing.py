"""What a handover shows its receiver of a young person, category by category. Other apps add theirs at start-up."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cases.codelists.base import Label
from cases.codelists.handovers import SHARED_SCOPES
from cases.enums import HandoverState, WorkerFunction
from cases.models import Assignment, Enrolment, Handover, Person, PhaseSpell, PhaseTemplate
from cases.periods import open_on
from cases.registry import SharedFacts, register_shared_facts, shown_facts, take_facts
from cases.rules.handovers import may_share

Facts = Iterator[tuple[Label, str]]


def facts_of(handover: Handover, today: date) -> list[tuple[Label, str]]:
    """Exactly what the receiver reads of the young person: what was sent, and in a draft what would be sent today."""
    person = handover.person
    scope = may_share(handover.scope, has_protected_address=person.has_protected_address)
    facts = take_facts(handover, today) if handover.state == HandoverState.DRAFT else handover.snapshot or {}
    return [(_("Reference"), person.reference), *shown_facts(facts, scope)]


def categories_of(handover: Handover) -> list[tuple[Label, str]]:
    """What could once be read, when nothing can be read any more: the categories without the facts."""
    return [(_("Reference"), handover.person.reference), (_("Was shared"), category_labels(handover.scope))]


def category_labels(scope: Iterable[str]) -> str:
    """Categories in words."""
    return ", ".join(str(SHARED_SCOPES[code].label) for code in scope)


def name_for_receiver(handover: Handover) -> str:
    """What the receiver may call the young person: the name if it was shared, else the reference."""
    names = (handover.snapshot or {}).get("name")
    return Person(**names).name if names else handover.person.reference


def _take_name(person: Person, _enrolment: Enrolment | None, _day: date) -> dict[str, str]:
    return {"first_name": person.first_name, "last_name": person.last_name, "alias": person.alias}


def _show_name(names: dict[str, str]) -> Facts:
    yield _("Name"), " ".join(filter(None, [names["first_name"], names["last_name"]])) or names["alias"]
    if names["first_name"]:
        yield _("Called"), names["alias"]


def _take_contact_details(person: Person, _enrolment: Enrolment | None, _day: date) -> dict[str, str]:
    return {"phone": person.phone, "email": person.email}


def _show_contact_details(details: dict[str, str]) -> Facts:
    yield _("Phone"), details["phone"]
    yield _("E-mail"), details["email"]


def _take_birth_date(person: Person, _enrolment: Enrolment | None, _day: date) -> str:
    return person.birth_date.isoformat() if person.birth_date else ""


def _show_birth_date(day: str) -> Facts:
    yield _("Date of birth"), date_format(date.fromisoformat(day), "SHORT_DATE_FORMAT") if day else ""


def _take_workers(person: Person, enrolment: Enrolment | None, day: date) -> list[dict[str, str]]:
    rows = Assignment.objects.filter(open_on(day), enrolment__person=person).select_related("worker")
    rows = rows.filter(enrolment=enrolment) if enrolment else rows
    return [
        {"function": row.function, "name": row.worker.name, "phone": row.worker.phone}
        for row in rows.order_by("start", "pk")
    ]


def _show_workers(workers: list[dict[str, str]]) -> Facts:
    for one in workers:
        yield WorkerFunction(one["function"]).label, ", ".join(filter(None, [one["name"], one["phone"]]))


def _take_phase(person: Person, enrolment: Enrolment | None, day: date) -> list[dict[str, str]]:
    rows = PhaseSpell.objects.filter(open_on(day), enrolment__person=person)
    rows = rows.filter(enrolment=enrolment) if enrolment else rows
    return [
        {"programme": row.enrolment.programme.name, "name_da": row.phase.name_da, "name_en": row.phase.name_en}
        for row in rows.select_related("phase", "enrolment__programme").order_by("start", "pk")
    ]


def _show_phase(spells: list[dict[str, str]]) -> Facts:
    for one in spells:
        yield one["programme"], str(PhaseTemplate(name_da=one["name_da"], name_en=one["name_en"]))


for facts in (
    SharedFacts("name", _take_name, _show_name),
    SharedFacts("contact_details", _take_contact_details, _show_contact_details),
    SharedFacts("birth_date", _take_birth_date, _show_birth_date),
    SharedFacts("workers", _take_workers, _show_workers),
    SharedFacts("phase", _take_phase, _show_phase),
):
    register_shared_facts(facts)
