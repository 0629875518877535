"""Contacts: logged, changed, taken back; with someone met on the street, too."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from cases.audit.codes import AuditAction
from cases.audit.trail import masked, note_read
from cases.contacts.actions import CHANGEABLE, change_contact, log_contact, register_met, withdraw_contact
from cases.contacts.forms import ContactChangeForm, ContactFields, ContactForm, MetForm, WithdrawForm, chips
from cases.contacts.made_for_views import made_for
from cases.contacts.models import Contact
from cases.contacts.queries import ContactAccess, access_to, my_people
from cases.contacts.rules import is_amendment, may_undo
from cases.drafts.actions import drop_draft
from cases.drafts.pages import draft_kind
from cases.drafts.searching import kept, searched
from cases.drafts.views import put_back, restored
from cases.pages.forms import Difference
from cases.pages.views import Told, done, form_page, link, saved
from cases.people.actions import Unseen
from cases.people.models import Person
from cases.people.views import look_for_alike, registered, show_unseen, shown_alike
from cases.staff.gate import UserRequest, needs
from cases.staff.models import User
from cases.staff.policy import Right

MY_DAY = "my-day"

IN_SIGHT = 8

HITS = 10

SHORTEST_SEARCH = 2

CONSEQUENCES = (
    gettext_lazy("It no longer counts as a contact."),
    gettext_lazy("It stays readable with the reason, so that nothing disappears from the case."),
)


@needs(Right.WORK_CASES)
def create(request: UserRequest) -> HttpResponseBase:
    """Log a contact; `?person=` ticks one young person and leads back to that page."""
    now, reference = timezone.now(), request.GET.get("person", "")
    visible = Person.objects.visible_to(request.user)
    person = get_object_or_404(visible, reference=reference) if reference else None
    start = {"happened_at": now, "people": [person.reference] if person else []}
    form = ContactForm(_sent(request), now=now, people=visible, initial=start)
    _begin(request, form)

    def save(told: Told) -> HttpResponseBase:
        people, sure = told["people"], told["confirmed"]
        contact, _is_new = log_contact(by=request.user, at=now, people=people, confirmed=sure, **form.facts())
        _say_saved(request, contact)
        return redirect(_back(request, person))

    if answer := saved(request, form, save):
        return answer
    context = {"form": form, "person": person, "back": _back(request, person)}
    about = [person.reference] if person else []
    return render(request, "cases/contacts/create.html", context | _offered(request, form, now, about))


def _is_search(request: UserRequest) -> bool:
    """Whether the form is sent to find more young people: what the button of a page without scripts does."""
    return "find" in request.POST


def _sent(request: UserRequest) -> QueryDict | None:
    """The form where it is to be saved."""
    return request.POST if request.method == "POST" and not _is_search(request) else None


def _begin(request: UserRequest, form: ContactFields) -> None:
    """Fill in a form that is not to be saved yet: from its draft, or with what a search was sent with."""
    restored(request, form)
    if _is_search(request):
        put_back(form, request.POST)


def _offered(request: UserRequest, form: ContactFields, now: datetime, about: list[str]) -> dict[str, Any]:
    """The young people to tick, with those a search finds, noted as read."""
    found = _found(request, now) if _is_search(request) else {"hits": []}
    group = _group(request.user, form.ticked(), now, found.pop("hits"), about)
    _note_chips(request, group)
    return group | found


def _found(request: UserRequest, now: datetime) -> dict[str, Any]:
    """Whom the words of the search find, and how many."""
    text = searched(request)
    hits: list[Person] = []
    if len(text) >= SHORTEST_SEARCH:
        hits = list(Person.objects.visible_to(request.user).matching(text).in_danish_order()[: HITS + 1])
        references = [person.reference for person in hits[:HITS]]
        criteria = masked(text)
        note_read(request, AuditAction.SEARCHED, page="contact", criteria=criteria, found=len(hits), shown=references)
    found = {"text": text, "found": len(hits), "are_more": len(hits) > HITS, "today": timezone.localdate(now)}
    return found | {"hits": hits[:HITS]}


def _note_chips(request: UserRequest, group: dict[str, Any]) -> None:
    shown = [chip.person.reference for part in ("in_sight", "more", "hits") for chip in group[part]]
    if shown:
        note_read(request, AuditAction.LISTED, page="contact", shown=shown)


def _back(request: UserRequest, person: Person | None) -> str:
    """Where the user came from: the young person's page or My day."""
    if person and request.GET.get("back") != MY_DAY:
        return reverse("cases:person", args=[person.reference])
    return reverse("cases:my_day")


def _say_saved(request: UserRequest, contact: Contact) -> None:
    undo = reverse("cases:contact_undo", args=[contact.pk])
    messages.success(request, format_html('{} <a href="{}">{}</a>', _("The contact is saved."), undo, _("Undo")))


def _group(
    user: User, ticked: list[str], now: datetime, hits: Sequence[Person] = (), about: Sequence[str] = ()
) -> dict[str, Any]:
    """The young people to tick: a few in sight, then the others of the user, longest ago last and folded away.

    In sight are those ticked, and those for whom the form was opened or who take part as saved (`about`, references).
    A form about nobody shows the first of the user's too.
    """
    mine, first = list(my_people(user, timezone.localdate(now))), {*ticked, *about}
    wanted = first - {person.reference for person in mine}
    added = Person.objects.visible_to(user).filter(reference__in=wanted).in_danish_order()
    found = sorted(chips([*added, *mine], ticked), key=lambda chip: chip.person.reference not in first)
    number = sum(chip.person.reference in first for chip in found)
    number = number if about else max(IN_SIGHT, number)
    shown = {chip.person.reference for chip in found}
    return {
        "about": about,
        "in_sight": found[:number],
        "more": found[number:],
        "hits": chips((person for person in hits if person.reference not in shown), []),
    }


@require_POST
@needs(Right.WORK_CASES)
def people(request: UserRequest) -> HttpResponseBase:
    """Find young people to add to the contact; those already ticked stay ticked. A piece of the page, for HTMX."""
    if not request.htmx:
        return redirect("cases:contact_create")
    now = timezone.now()
    found = _found(request, now)
    ticked, about = request.POST.getlist("people"), request.POST.get("about", "").split()
    group = _group(request.user, ticked, now, found.pop("hits"), about)
    if about:
        group["more"] = []  # they stand on the page already, beside what is exchanged
    _note_chips(request, group)
    return render(request, "cases/contacts/people.html", found | group)


@needs(Right.WORK_CASES)
def detail(request: UserRequest, pk: int) -> HttpResponseBase:
    """One contact with everything that was changed in it."""
    contact, access = _load(request, pk)
    _note_opened(request, contact, [*access.people, *access.former])
    now = timezone.now()
    return render(
        request,
        "cases/contacts/detail.html",
        {
            "contact": contact,
            "access": access,
            "made_for": made_for(contact, access.people),
            "amendments": list(_amendments(contact, access)),
            "may_undo": access.is_author and may_undo(contact.registered_at, now),
        },
    )


@needs(Right.WORK_CASES)
def change(request: UserRequest, pk: int) -> HttpResponseBase:
    """Correct a contact: silently for its author within 24 hours, else as an amendment with a reason."""
    now, (contact, access) = timezone.now(), _load(request, pk, to_change=True)
    if contact.withdrawn_at and request.method != "POST":
        return redirect("cases:contact", contact.pk)
    late = is_amendment(contact.registered_at, now, by_author=access.is_author)
    mine = Person.objects.visible_to(request.user)
    form = ContactChangeForm(_sent(request), now=now, people=mine, contact=contact, is_amendment=late)
    _begin(request, form)

    def save(told: Told) -> HttpResponseBase:
        change_contact(
            by=request.user,
            at=now,
            contact=contact,
            version=told["version"],
            reason=told.get("reason", ""),
            people=told["people"],
            seen=told["seen"],
            confirmed=told["confirmed"],
            **form.facts(),
        )
        return done(request, _("The contact is saved."), "cases:contact", contact.pk)

    return saved(request, form, save) or _change_page(request, contact, access, form, now)


def _change_page(
    request: UserRequest, contact: Contact, access: ContactAccess, form: ContactChangeForm, now: datetime
) -> HttpResponseBase:
    _note_opened(request, contact, access.people)
    context = {"contact": contact, "form": form, "hidden": access.hidden}
    return render(request, "cases/contacts/change.html", context | _offered(request, form, now, form.on_page()))


@needs(Right.WORK_CASES)
def withdraw(request: UserRequest, pk: int) -> HttpResponseBase:
    """Take back an entry made by mistake, after a confirmation and with a reason."""
    contact, access = _load(request, pk, to_change=True)
    form = WithdrawForm(request.POST or None)

    def save(told: Told) -> HttpResponseBase:
        _take_back(request, contact, timezone.now(), told["why"])
        return redirect("cases:contact", contact.pk)

    page = {"title": _("Withdraw the contact?"), "here": _("Withdraw contact"), "submit": _("Withdraw")}
    return saved(request, form, save) or _take_back_page(request, contact, access, form, **page)


@needs(Right.WORK_CASES)
def undo(request: UserRequest, pk: int) -> HttpResponseBase:
    """Take back what was saved a moment ago, without giving a reason."""
    contact, access = _load(request, pk, to_change=True)
    now = timezone.now()
    if not (access.is_author and may_undo(contact.registered_at, now)):
        return redirect("cases:contact_withdraw", contact.pk)
    form = Form(request.POST if request.method == "POST" else None)

    def save(_told: Told) -> HttpResponseBase:
        _take_back(request, contact, now, _("Undone just after it was saved"))
        return redirect("cases:my_day")

    page = {"title": _("Undo the contact you have just saved?"), "here": _("Undo contact"), "submit": _("Undo")}
    return saved(request, form, save) or _take_back_page(request, contact, access, form, **page)


def _take_back(request: UserRequest, contact: Contact, now: datetime, why: str) -> None:
    withdraw_contact(by=request.user, at=now, contact=contact, why=why)
    drop_draft(by=request.user, key=_change_key(contact))
    messages.success(request, _("The contact is withdrawn."))


def _take_back_page(
    request: UserRequest, contact: Contact, access: ContactAccess, form: Form, **page: Any
) -> HttpResponseBase:
    _note_opened(request, contact, access.people)
    above = [link(contact.get_kind_display(), "cases:contact", contact.pk)]
    consequences = [_shown(contact), *CONSEQUENCES]
    return form_page(request, form, above=above, consequences=consequences, danger=True, **page)


def _change_key(contact: Contact) -> str:
    """The draft of a correction."""
    return f"{draft_kind('cases:contact_change')}:{contact.pk}"


def _note_opened(request: UserRequest, contact: Contact, people: list[Person]) -> None:
    for person in people:
        note_read(request, AuditAction.OPENED, person=person, target=contact)


def _shown(contact: Contact) -> str:
    """A contact in a line, without names."""
    moment = date_format(timezone.localtime(contact.happened_at), "SHORT_DATETIME_FORMAT")
    return f"{contact.get_kind_display()} · {moment} · {contact.get_outcome_display()}"


def _load(request: UserRequest, pk: int, *, to_change: bool = False) -> tuple[Contact, ContactAccess]:
    visible = Contact.objects.visible_to(request.user).select_related("by")
    contact = get_object_or_404(visible, pk=pk)
    access = access_to(request.user, contact)
    if to_change and not access.may_change:
        raise PermissionDenied
    return contact, access


@dataclass(frozen=True)
class Amendment:
    """One amendment as it is read: which fields it changed, from what to what."""

    by: User
    at: datetime
    reason: str
    rows: list[Difference]


def _amendments(contact: Contact, access: ContactAccess) -> Iterator[Amendment]:
    """The amendments, newest first. The wording after one is the wording before the next, or today's."""
    known = {person.pk: person.name for person in (*access.people, *access.former)}
    everyone = list(contact.participations.order_by("pk").values_list("person", flat=True))
    after = {name: getattr(contact, name) for name in CHANGEABLE} | {"people": everyone}
    shown = [name for name in CHANGEABLE if access.shows_changes or name != "note"]
    for row in contact.amendments.select_related("by").order_by("-at", "-pk"):
        before = {"people": after["people"]} | row.before
        before["happened_at"] = datetime.fromisoformat(before["happened_at"])
        rows = [_difference(name, before[name], after[name]) for name in shown if before[name] != after[name]]
        if set(before["people"]) != set(after["people"]):
            rows.insert(0, Difference(_("Who"), *(_names(one["people"], known) for one in (before, after))))
        yield Amendment(row.by, row.at, row.reason if access.shows_changes else "", rows)
        after = before


def _names(people: list[int], known: dict[int, str]) -> str:
    """The young people by name; of those out of reach only how many."""
    names = [known[pk] for pk in people if pk in known]
    hidden = len(people) - len(names)
    more = ngettext("%(count)s other", "%(count)s others", hidden) % {"count": hidden}
    return ", ".join([*names, more] if hidden else names)


def _difference(name: str, before: Any, after: Any) -> Difference:
    field = Contact._meta.get_field(name)
    labels = dict(getattr(field, "flatchoices", []))
    return Difference(
        capfirst(str(getattr(field, "verbose_name", name))), labels.get(before, before), labels.get(after, after)
    )


@needs(Right.WORK_CASES)
def met(request: UserRequest) -> HttpResponseBase:
    """Register someone met on the street without a name; who they are is added when it is known."""
    now = timezone.now()
    form = MetForm(request.POST or kept(request).fields or None, user=request.user, initial={"met_at": now})
    context: dict[str, Any] = {"form": form, "today": timezone.localdate(now)}
    if form.is_valid():
        context |= shown_alike(look_for_alike(request, name=form.cleaned_data["alias"]))

    def save(told: Told) -> HttpResponseBase:
        try:
            person = register_met(
                by=request.user,
                at=now,
                team=told["team"],
                alias=told["alias"],
                met_at=told["met_at"],
                place=told["place"],
                seen=told["seen"],
                confirmed=told["confirmed"],
            )
        except Unseen as unseen:
            return show_unseen(request, form, unseen, "cases:person_met")
        return registered(request, person, "")

    return saved(request, form, save) or render(request, "cases/people/met.html", context)
