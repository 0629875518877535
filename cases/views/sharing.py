"""What a handover shows its receiver of a young person, category by category. Other apps add theirs at start-up."""

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cases.codelists.base import Label
from cases.codelists.handovers import SHARED_SCOPES
from cases.models import Assignment, Handover, Person, PhaseSpell
from cases.periods import open_on
from cases.registry import SharedFacts, register_shared_facts, shared_facts
from cases.rules.handovers import may_share

Facts = Iterator[tuple[Label, str]]


def facts_of(handover: Handover, today: date) -> list[tuple[Label, str]]:
    """Exactly what the receiver reads of the young person: the preview and the inbox both come from here."""
    person = handover.person
    scope = may_share(handover.scope, has_protected_address=person.has_protected_address)
    return [(_("Reference"), person.reference), *shared_facts(person, scope, today)]


def categories_of(handover: Handover) -> list[tuple[Label, str]]:
    """What could once be read, when nothing can be read any more: the categories without the facts of today."""
    labels = [str(SHARED_SCOPES[code].label) for code in handover.scope]
    return [(_("Reference"), handover.person.reference), (_("Was shared"), ", ".join(labels))]


def name_for_receiver(handover: Handover) -> str:
    """What the receiver may call the young person: the name if it is shared, else the reference."""
    return handover.person.name if "name" in handover.scope else handover.person.reference


def _name(person: Person, _today: date) -> Facts:
    yield _("Name"), " ".join(filter(None, [person.first_name, person.last_name])) or person.alias
    if person.first_name:
        yield _("Called"), person.alias


def _contact_details(person: Person, _today: date) -> Facts:
    yield _("Phone"), person.phone
    yield _("E-mail"), person.email


def _birth_date(person: Person, _today: date) -> Facts:
    yield _("Date of birth"), date_format(person.birth_date, "SHORT_DATE_FORMAT") if person.birth_date else ""


def _workers(person: Person, today: date) -> Facts:
    rows = Assignment.objects.filter(open_on(today), enrolment__person=person).select_related("worker")
    for row in rows:
        yield row.get_function_display(), ", ".join(filter(None, [row.worker.name, row.worker.phone]))


def _phase(person: Person, today: date) -> Facts:
    rows = PhaseSpell.objects.filter(open_on(today), enrolment__person=person)
    for row in rows.select_related("phase", "enrolment__programme"):
        yield row.enrolment.programme.name, str(row.phase)


for code, load in (
    ("name", _name),
    ("contact_details", _contact_details),
    ("birth_date", _birth_date),
    ("workers", _workers),
    ("phase", _phase),
):
    register_shared_facts(SharedFacts(code, load))
