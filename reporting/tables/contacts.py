"""Contacts and attempts, one row for each young person who took part."""

from django.db.models import CharField, F, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from cases.contacts.codes import CONTACT_KINDS, ContactOutcome
from cases.contacts.models import Contact, ContactPerson
from cases.programmes.models import Programme
from reporting.columns.declaring import Column, Deidentified, HowMany, Table, Type, code, registered, stored
from reporting.tables.people import confirmed, person_key


def rows(programme: Programme) -> QuerySet[ContactPerson]:
    """Standing contacts that were made for the programme."""
    return _standing(ContactPerson.objects.made_for(programme), programme.code)


def on_the_way(programme: Programme) -> QuerySet[ContactPerson]:
    """Standing contacts on the way into it, made for none."""
    return _standing(ContactPerson.objects.leading_to(programme), None)


def _standing(rows: QuerySet[ContactPerson], code: str | None) -> QuerySet[ContactPerson]:
    counts_in = Value(code, output_field=CharField())
    return rows.filter(contact__withdrawn_at__isnull=True).annotate(counts_in=counts_in)


CONTACTS = Table(
    "contacts",
    _("Contacts"),
    _(
        "One row for each contact or attempt that was made for the programme, and each young person who took part, "
        "while enrolled; and for each contact that was made for no programme, in which the young person was reached "
        "before an enrolment or on its first day."
    ),
    rows,
    "person_id",
    "contact__happened_at",
    (
        person_key("person_id"),
        stored(
            "cases.ContactPerson",
            "contact",
            Type.KEY,
            _("Contact"),
            _("Number of the contact. It is the same for all young people who took part."),
            Deidentified.DROP,
        ),
        Column(
            "made_for",
            Type.CODE,
            _("Made for"),
            _("The programme that the contact counts in; empty where it was for none, on the way to an enrolment."),
            F("counts_in"),
            ("cases.ContactPerson.programme",),
            lists="programmes",
        ),
        stored(
            "cases.Contact",
            "happened_at",
            Type.MOMENT,
            _("When"),
            _("When the contact took place, not when it was written down."),
            Deidentified.MONTH,
            at="contact__",
        ),
        code(
            "cases.Contact",
            "kind",
            _("Kind"),
            _("What kind of contact it was."),
            CONTACT_KINDS.choices,
            at="contact__",
        ),
        code(
            "cases.Contact",
            "outcome",
            _("Did you reach them?"),
            _("An attempt in vain, or a meeting without the young person, is an entry too, but not a contact made."),
            ContactOutcome.choices,
            at="contact__",
        ),
        stored(
            "cases.Contact",
            "minutes",
            Type.INTEGER,
            _("Minutes"),
            _("How long it took; empty where it was not written down."),
            at="contact__",
        ),
        Column(
            "young_people",
            Type.INTEGER,
            _("Young people"),
            _(
                "How many rows of this export the contact has, of those made for the programme and of the others. "
                "Adding up 1 divided by this number counts contacts instead of participations."
            ),
            HowMany(("contact", "made_for")),
            ("cases.Contact.people",),
        ),
        registered("cases.Contact", at="contact__"),
        confirmed(Contact, "contact__confirmed"),
    ),
    key=("contact", "person"),
    more_rows=on_the_way,
)
