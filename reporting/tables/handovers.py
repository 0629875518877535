"""Handovers to partners, with when each step was taken."""

from django.db.models import DateField, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from cases.core.codes import Label
from cases.enrolments.models import Enrolment
from cases.handovers.codes import (
    REJECTION_REASONS,
    REVOCATION_REASONS,
    HandoverBasis,
    HandoverEvent,
    HandoverState,
)
from cases.handovers.models import Handover, HandoverStep
from cases.programmes.codes import HANDOVER_PURPOSES
from cases.programmes.models import Programme
from cases.staff.codes import SHELTER
from reporting.columns.declaring import (
    Column,
    DaysBetween,
    Deidentified,
    Table,
    Type,
    code,
    key,
    place,
    registered,
    stored,
)
from reporting.figures.whose import of_programme
from reporting.tables.enrolments import enrolment_key
from reporting.tables.people import person_key, unprotected


def rows(programme: Programme) -> QuerySet[Handover]:
    """Handovers in the programme, and those made before an enrolment in it."""
    return of_programme(
        Handover.objects.all(), programme, day="registered_at__date", enrolments=Enrolment.objects.all()
    )


def handover_steps(programme: Programme) -> QuerySet[HandoverStep]:
    """The steps of the same handovers."""
    return HandoverStep.objects.filter(handover__in=rows(programme).values("pk"))


def _first(event: HandoverEvent) -> Subquery:
    """The day the step was first taken."""
    steps = HandoverStep.objects.filter(handover=OuterRef("pk"), event=event).order_by("at", "pk")
    return Subquery(steps.values(day=TruncDate("at"))[:1], output_field=DateField())


def _day(name: str, title: Label, meaning: Label, event: HandoverEvent) -> Column:
    return Column(name, Type.DATE, title, meaning, _first(event), ("cases.HandoverStep.at",), Deidentified.MONTH)


def _unit(name: str, title: Label, meaning: Label) -> Column:
    value = unprotected(f"{name}__code", "person__", **{f"{name}__kind": SHELTER})
    fields = (f"cases.Handover.{name}", "cases.Person.has_protected_address")
    return Column(name, Type.CODE, title, meaning, value, fields, Deidentified.UNIT, lists="organisations")


HANDOVERS = Table(
    "handovers",
    _("Handovers"),
    _("One row for each handover to a partner, drafts included."),
    rows,
    "person_id",
    "registered_at",
    (
        person_key("person_id"),
        key("handover", _("Handover"), "pk", "cases.Handover.id"),
        enrolment_key("enrolment_id"),
        _unit(
            "sender",
            _("Sender"),
            _(
                "Code of the organisation that hands over. Shelters are left out for people with name and address"
                " protection."
            ),
        ),
        _unit(
            "receiver",
            _("Receiver"),
            _(
                "Code of the organisation that is asked. Shelters are left out for people with name and address"
                " protection."
            ),
        ),
        code(
            "cases.Handover",
            "purpose",
            _("What is asked for"),
            _("What the receiver is asked to do."),
            HANDOVER_PURPOSES.choices,
        ),
        code(
            "cases.Handover",
            "basis",
            _("Allowed by"),
            _("What allows the sharing; empty in a draft."),
            HandoverBasis.choices,
        ),
        code(
            "cases.Handover",
            "state",
            _("State"),
            _("Where the handover stands on the day of the export."),
            HandoverState.choices,
        ),
        code(
            "cases.Handover",
            "rejection",
            _("Reason for declining"),
            _("Only where the receiver declined."),
            REJECTION_REASONS.choices,
        ),
        _day("sent_on", _("Sent on"), _("The day it was sent."), HandoverEvent.SEND),
        _day("accepted_on", _("Accepted on"), _("The day the receiver accepted."), HandoverEvent.ACCEPT),
        _day("rejected_on", _("Declined on"), _("The day the receiver declined."), HandoverEvent.REJECT),
        _day(
            "met_on", _("First contact on"), _("The day the receiver first met the young person."), HandoverEvent.MEET
        ),
        Column(
            "days_to_acceptance",
            Type.INTEGER,
            _("Days to acceptance"),
            _("Calendar days from sending to acceptance; empty where not accepted."),
            DaysBetween(_first(HandoverEvent.ACCEPT), _first(HandoverEvent.SEND)),
            ("cases.HandoverStep.at",),
            Deidentified.BAND,
        ),
        registered("cases.Handover"),
    ),
    key=("handover",),
)

HANDOVER_STEPS = Table(
    "handover_steps",
    _("Steps of handovers"),
    _("One row for each step of a handover, in the order they were taken."),
    handover_steps,
    "handover__person_id",
    "at",
    (
        person_key("handover__person_id"),
        key("handover", _("Handover"), "handover_id", "cases.Handover.id"),
        place(
            "cases.HandoverStep",
            "handover",
            _("Number of the step"),
            _("The order of the steps of one handover; several may lie on one day."),
        ),
        code("cases.HandoverStep", "event", _("What happened"), _("The step."), HandoverEvent.choices),
        code("cases.HandoverStep", "to_state", _("To step"), _("Where it stood afterwards."), HandoverState.choices),
        stored(
            "cases.HandoverStep",
            "at",
            Type.MOMENT,
            _("When"),
            _("When the step was taken."),
            Deidentified.MONTH,
        ),
        code(
            "cases.HandoverStep",
            "reason",
            _("Reason"),
            _("Why it was declined or taken back."),
            [*REJECTION_REASONS.choices, *REVOCATION_REASONS.choices],
        ),
        registered("cases.HandoverStep"),
    ),
    key=("handover", "place"),
)
