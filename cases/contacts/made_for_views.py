"""For which programme a contact was made: shown beside it, and changed where there is a choice."""

from dataclasses import dataclass
from itertools import groupby

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.contacts.actions import say_made_for
from cases.contacts.forms import MadeForForm
from cases.contacts.models import Contact
from cases.contacts.queries import access_to
from cases.contacts.rules import is_amendment
from cases.drafts.views import restored
from cases.enrolments.models import Enrolment
from cases.pages.views import Told, done, form_page, link, saved
from cases.people.models import Person
from cases.programmes.models import Programme
from cases.staff.gate import UserRequest, needs
from cases.staff.policy import Right


@dataclass(frozen=True)
class MadeFor:
    """Where a contact counts for one young person, and where it could."""

    person: Person
    programme: Programme | None
    choices: list[Programme]

    @property
    def is_open(self) -> bool:
        """Whether it could count elsewhere."""
        return any(choice != self.programme for choice in self.choices)


def made_for(contact: Contact, people: list[Person]) -> list[MadeFor]:
    """For those of the young people who were enrolled anywhere on the day of the contact."""
    day = timezone.localdate(contact.happened_at)
    rows = Enrolment.objects.open_on(day).filter(person__in=people).select_related("programme")
    ordered = rows.order_by("person", "programme__name")
    choices = {key: [row.programme for row in each] for key, each in groupby(ordered, lambda row: row.person_id)}
    counted = dict(contact.participations.with_made_for().values_list("person", "made_for"))
    return [
        MadeFor(person, next((one for one in found if one.pk == counted.get(person.pk)), None), found)
        for person in people
        if (found := choices.get(person.pk))
    ]


def _form(request: UserRequest, contact: Contact, counted: list[MadeFor], *, is_amendment: bool) -> MadeForForm:
    return MadeForForm(
        request.POST or None,
        choices={one.person: one.choices for one in counted},
        now={one.person: one.programme for one in counted},
        is_amendment=is_amendment,
        initial={"version": contact.version},
    )


@needs(Right.WORK_CASES)
def change_programme(request: UserRequest, pk: int) -> HttpResponseBase:
    """Say for which programme the contact was made; by its author within 24 hours, later with a reason."""
    now = timezone.now()
    contact = get_object_or_404(Contact.objects.visible_to(request.user).select_related("by"), pk=pk)
    access = access_to(request.user, contact)
    if not access.may_change:
        raise PermissionDenied
    counted = made_for(contact, access.people)
    if not counted or (contact.withdrawn_at and request.method != "POST"):
        raise Http404
    late = is_amendment(contact.registered_at, now, by_author=access.is_author)
    form = _form(request, contact, counted, is_amendment=late)
    restored(request, form)

    def save(told: Told) -> HttpResponseBase:
        say_made_for(
            by=request.user,
            at=now,
            contact=contact,
            version=told["version"],
            programmes=form.chosen(),
            reason=told.get("reason", ""),
        )
        return done(request, _("The contact is saved."), "cases:contact", contact.pk)

    return saved(request, form, save) or _page(request, form, contact, access.people)


def _page(request: UserRequest, form: MadeForForm, contact: Contact, people: list[Person]) -> HttpResponseBase:
    for person in people:
        note_read(request, AuditAction.OPENED, person=person, target=contact)
    return form_page(
        request,
        form,
        title=_("Which programme does the contact count in?"),
        here=_("Programme"),
        lead=date_format(timezone.localtime(contact.happened_at), "DATETIME_FORMAT"),
        above=[link(contact.get_kind_display(), "cases:contact", contact.pk)],
    )
