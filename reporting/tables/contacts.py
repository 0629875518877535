"""Contacts and attempts, one row for each young person who took part."""

from django.db.models import Count, F, QuerySet, Window
from django.utils.translation import gettext_lazy as _

from cases.contacts.codes import CONTACT_KINDS, ContactOutcome
from cases.contacts.models import Contact, ContactPerson
from cases.core.periods import Period, happened_in
from cases.programmes.models import Programme
from reporting.tables.columns import Column, Deidentified, Table, Type, choices_of
from reporting.tables.people import confirmed, person_key


def rows(programme: Programme) -> QuerySet[ContactPerson]:
    """Standing contacts that were made for the programme, within its period."""
    in_time = happened_in(Period(programme.start, programme.end), "contact__happened_at")
    return ContactPerson.objects.made_for(programme).filter(in_time, contact__withdrawn_at__isnull=True)


CONTACTS = Table(
    "contacts",
    _("Contacts"),
    _(
        "One row for each contact or attempt that was made for the programme, and each young person who took part, "
        "while enrolled and within the programme's period."
    ),
    rows,
    "person_id",
    "contact__happened_at",
    (
        person_key("person_id"),
        Column(
            "contact",
            Type.KEY,
            _("Contact"),
            _("Number of the contact. It is the same for all young people who took part."),
            F("contact_id"),
            ("cases.ContactPerson.contact",),
            Deidentified.DROP,
        ),
        Column(
            "happened_at",
            Type.MOMENT,
            _("When"),
            _("When the contact took place, not when it was written down."),
            F("contact__happened_at"),
            ("cases.Contact.happened_at",),
            Deidentified.MONTH,
        ),
        Column(
            "kind",
            Type.CODE,
            _("Kind"),
            _("What kind of contact it was."),
            F("contact__kind"),
            ("cases.Contact.kind",),
            choices=choices_of(CONTACT_KINDS.choices),
        ),
        Column(
            "outcome",
            Type.CODE,
            _("Did you reach them?"),
            _("An attempt in vain, or a meeting without the young person, is an entry too, but not a contact made."),
            F("contact__outcome"),
            ("cases.Contact.outcome",),
            choices=choices_of(ContactOutcome.choices),
        ),
        Column(
            "minutes",
            Type.INTEGER,
            _("Minutes"),
            _("How long it took; empty where it was not written down."),
            F("contact__minutes"),
            ("cases.Contact.minutes",),
        ),
        Column(
            "young_people",
            Type.INTEGER,
            _("Young people"),
            _("How many took part. Adding up 1 divided by this number counts contacts instead of participations."),
            Window(Count("*"), partition_by=F("contact_id")),
            ("cases.Contact.people",),
        ),
        confirmed(Contact, "contact__confirmed"),
    ),
)
