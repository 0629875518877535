"""What a handover shares: taken when it is sent, shown to its receiver, and told apart from what stands now."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cases.core.codes import Label
from cases.core.periods import open_on
from cases.enrolments.models import Assignment, Enrolment, PhaseSpell
from cases.handovers.codes import SHARED_SCOPES, HandoverBasis, HandoverState
from cases.handovers.models import Handover
from cases.handovers.rules import may_share
from cases.people.models import Person
from cases.programmes.codes import WorkerFunction
from cases.programmes.models import PhaseTemplate
from cases.staff.models import User
from cases.staff.policy import Right, may


@dataclass(frozen=True)
class SharedFacts:
    """One category of a handover's scope.

    `take` gives the facts of a young person as they stand on a day, as plain values of no language: they are kept with
    the handover when it is sent. With an enrolment only its own facts are taken. `show` puts them into words.
    """

    scope: str
    take: Callable[[Person, Enrolment | None, date], Any]
    show: Callable[[Any], Iterable[tuple[Label, str]]]


_shared: dict[str, SharedFacts] = {}


def register_shared_facts(facts: SharedFacts) -> None:
    """Add what a handover may share; called at start-up."""
    _shared[facts.scope] = facts


def take_facts(handover: Handover, day: date) -> dict[str, Any]:
    """What the handover's scope shares as it stands on `day`, by category."""
    person = handover.person
    scope = may_share(handover.scope, has_protected_address=person.has_protected_address)
    return {code: _shared[code].take(person, handover.enrolment, day) for code in scope if code in _shared}


def shown_facts(facts: Mapping[str, Any], scope: Iterable[str]) -> list[tuple[Label, str]]:
    """Facts that were taken, in words, in the order of `scope`; empty values are left out."""
    known = [code for code in scope if code in facts and code in _shared]
    return [(label, value) for code in known for label, value in _shared[code].show(facts[code]) if value]


def news_of(handover: Handover, day: date) -> list[str]:
    """The categories whose facts stand otherwise on `day` than the receiver reads them."""
    sent = handover.snapshot or {}
    return [code for code, facts in take_facts(handover, day).items() if facts != sent.get(code)]


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


def may_share_by(user: User, basis: str) -> bool:
    """Whether the user may send, extend or renew what rests on `basis`: without a consent it takes a right of its own.

    Forvaltningsloven § 28, stk. 2, and retssikkerhedsloven § 11 c: what is necessary is weighed by who decides.
    """
    return basis != HandoverBasis.LAW or may(user, Right.SHARE_WITHOUT_CONSENT)
