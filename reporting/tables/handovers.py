"""Handovers to partners, with when each step was taken."""

from django.db.models import DateField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from cases.core.codes import Label
from cases.enrolments.models import Enrolment
from cases.handovers.codes import REJECTION_REASONS, HandoverBasis, HandoverEvent, HandoverState
from cases.handovers.models import Handover, HandoverStep
from cases.programmes.codes import HANDOVER_PURPOSES
from cases.programmes.models import Programme
from cases.staff.codes import SHELTER
from reporting.figures.whose import of_programme
from reporting.tables.columns import Column, DaysBetween, Deidentified, Table, Type, choices_of
from reporting.tables.people import person_key, unprotected


def rows(programme: Programme) -> QuerySet[Handover]:
    """Handovers in the programme, and those made before an enrolment in it."""
    return of_programme(
        Handover.objects.all(), programme, day="registered_at__date", enrolments=Enrolment.objects.all()
    )


def _first(event: HandoverEvent) -> Subquery:
    """The day the step was first taken."""
    steps = HandoverStep.objects.filter(handover=OuterRef("pk"), event=event).order_by("at", "pk")
    return Subquery(steps.values(day=TruncDate("at"))[:1], output_field=DateField())


def _day(name: str, title: Label, meaning: Label, event: HandoverEvent) -> Column:
    return Column(name, Type.DATE, title, meaning, _first(event), ("cases.HandoverStep.at",), Deidentified.MONTH)


def _unit(name: str, title: Label, meaning: Label) -> Column:
    value = unprotected(f"{name}__code", "person__", **{f"{name}__kind": SHELTER})
    fields = (f"cases.Handover.{name}", "cases.Person.has_protected_address")
    return Column(name, Type.CODE, title, meaning, value, fields, Deidentified.UNIT)


HANDOVERS = Table(
    "handovers",
    _("Handovers"),
    _("One row for each handover to a partner, drafts included."),
    rows,
    "person_id",
    "registered_at",
    (
        person_key("person_id"),
        Column(
            "handover",
            Type.KEY,
            _("Handover"),
            _("Number of the handover; in the de-identified form a key that is the same in every export."),
            F("pk"),
            ("cases.Handover.id",),
            Deidentified.PSEUDONYM,
        ),
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
        Column(
            "purpose",
            Type.CODE,
            _("What is asked for"),
            _("What the receiver is asked to do."),
            F("purpose"),
            ("cases.Handover.purpose",),
            choices=choices_of(HANDOVER_PURPOSES.choices),
        ),
        Column(
            "basis",
            Type.CODE,
            _("Allowed by"),
            _("What allows the sharing; empty in a draft."),
            F("basis"),
            ("cases.Handover.basis",),
            choices=choices_of(HandoverBasis.choices),
        ),
        Column(
            "state",
            Type.CODE,
            _("State"),
            _("Where the handover stands on the day of the export."),
            F("state"),
            ("cases.Handover.state",),
            choices=choices_of(HandoverState.choices),
        ),
        Column(
            "rejection",
            Type.CODE,
            _("Reason for declining"),
            _("Only where the receiver declined."),
            F("rejection"),
            ("cases.Handover.rejection",),
            choices=choices_of(REJECTION_REASONS.choices),
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
    ),
)
