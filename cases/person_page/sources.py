"""What this app puts on a young person's time line; importing the module registers it."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.contacts.codes import ContactOutcome
from cases.contacts.models import Contact, ContactAmendment
from cases.contacts.queries import reads_changes, reads_note, with_hidden
from cases.core.codes import Label
from cases.core.periods import ONE_DAY
from cases.enrolments.codes import CLOSING_REASONS
from cases.enrolments.models import PhaseSpell
from cases.intake.codes import SCREENING_REASONS, RequestState, ScreeningOutcome
from cases.intake.queries import decisions, requests_of
from cases.panels.registry import TimelineEntry, TimelineSource, register_timeline
from cases.people.models import Person
from cases.records.reading import read_once, read_where
from cases.staff.models import User
from cases.worklists.overview import enrolments_of

Detail = tuple[tuple[Label, Label], ...]


def contacts(person: Person, user: User) -> Iterator[TimelineEntry]:
    """Contacts and attempts."""
    visible = Person.objects.visible_to(user)
    changed = Exists(ContactAmendment.objects.filter(contact=OuterRef("pk")))
    rows = with_hidden(Contact.objects.filter(people=person), user).annotate(is_changed=changed).select_related("by")
    read_where("is_changed", rows, "amendments", ContactAmendment.objects.all())
    former = {pk for contact in rows for pk in _people_before(contact)}
    unseen = former - set(visible.filter(pk__in=former).values_list("pk", flat=True))
    for contact in rows:
        is_author, hidden = contact.by_id == user.pk, contact.hidden  # type: ignore[attr-defined]
        shows_note = reads_note(is_author=is_author, hidden=hidden)
        gone = len(unseen & _people_before(contact))
        shows_changes = reads_changes(is_author=is_author, hidden=hidden, former_hidden=gone)
        yield TimelineEntry(
            when=contact.happened_at,
            kind="contact",
            title=_contact_title(contact),
            body=contact.note if shows_note else "",
            url=reverse("cases:contact", args=[contact.pk]),
            who=contact.by.name,
            detail=tuple(_contact_detail(contact, shows_note=shows_note, shows_changes=shows_changes)),
            tone=_contact_tone(contact),
        )


def _people_before(contact: Contact) -> set[int]:
    return {pk for amendment in contact.amendments.all() for pk in amendment.people_before}


def _contact_title(contact: Contact) -> str:
    if contact.outcome == ContactOutcome.REACHED:
        return contact.get_kind_display()
    return f"{contact.get_kind_display()}: {contact.get_outcome_display().lower()}"


def _contact_tone(contact: Contact) -> str:
    if contact.withdrawn_at:
        return "withdrawn"
    return "" if contact.outcome in {ContactOutcome.REACHED, ContactOutcome.WITHOUT} else "warning"


def _contact_detail(contact: Contact, *, shows_note: bool, shows_changes: bool) -> Iterator[tuple[Label, Label]]:
    if contact.minutes:
        yield _("Minutes"), str(contact.minutes)
    if not shows_note:
        yield _("Note"), _("hidden, because it is about others too")
    for amendment in contact.amendments.all():
        reason = amendment.reason if shows_changes else ""
        yield _("Corrected %(day)s, original kept") % {"day": _day(amendment.at)}, reason
    if contact.withdrawn_at:
        why = contact.withdrawn_why if shows_note else ""
        yield _("Withdrawn %(day)s") % {"day": _day(contact.withdrawn_at)}, why


def screenings(person: Person, _user: User) -> Iterator[TimelineEntry]:
    """Target-group decisions, with what spoke against."""
    for screening in read_once(person, "screenings", decisions):
        reasons = ", ".join(str(SCREENING_REASONS[code].label) for code in screening.reasons)
        yield TimelineEntry(
            when=screening.decided_on,
            kind="screening",
            title=f"{screening.programme}: {screening.get_outcome_display()}",
            body=screening.note,
            who=screening.decided_by.name,
            detail=((gettext_lazy("Reasons"), reasons),) if reasons else (),
            tone="warning" if screening.outcome == ScreeningOutcome.NOT_ELIGIBLE else "",
        )


def requests(person: Person, _user: User) -> Iterator[TimelineEntry]:
    """Requests for a decision, and what was sent back; a decision stands for itself."""
    for asked in requests_of(person):
        yield TimelineEntry(
            when=asked.registered_at,
            kind="screening",
            title=_("Decision asked for: {programme}").format(programme=asked.programme),
            body=asked.note,
            who=asked.asked_by.name,
            tone="withdrawn" if asked.state == RequestState.WITHDRAWN else "",
        )
        if asked.state == RequestState.RETURNED:
            yield TimelineEntry(
                when=asked.state_since,
                kind="screening",
                title=_("Request sent back: {programme}").format(programme=asked.programme),
                body=asked.answer,
                who=asked.answered_by.name if asked.answered_by else "",
                tone="warning",
            )


def enrolments(person: Person, user: User) -> Iterator[TimelineEntry]:
    """Where enrolments begin and end."""
    for enrolment in enrolments_of(person, user.scope.day):
        began = _("Enrolment reopened: {programme}") if enrolment.reopens_id else _("Enrolled: {programme}")
        yield TimelineEntry(
            when=enrolment.start,
            kind="enrolment",
            title=began.format(programme=enrolment.programme),
            detail=((gettext_lazy("Team"), enrolment.team.name),),
            tone="success",
        )
        if enrolment.end:
            reasons = ", ".join(str(CLOSING_REASONS[code].label) for code in enrolment.closing_reasons)
            yield TimelineEntry(
                when=enrolment.end - ONE_DAY,
                kind="enrolment",
                title=_("Enrolment closed: {programme}").format(programme=enrolment.programme),
                body=enrolment.closing_note,
                detail=((gettext_lazy("Reasons"), reasons),),
            )


def phases(person: Person, user: User) -> Iterator[TimelineEntry]:
    """Every phase that was begun, with its target."""
    for spell in _spells(person, user):
        target: Detail = ((gettext_lazy("Target"), _day(spell.target_end)),) if spell.target_end else ()
        yield TimelineEntry(
            when=spell.start,
            kind="phase",
            title=_("Phase: {phase}").format(phase=spell.phase),
            body=spell.reason,
            detail=target,
        )


def pauses(person: Person, user: User) -> Iterator[TimelineEntry]:
    """Pauses, where they begin and where they end."""
    for pause in (pause for enrolment in enrolments_of(person, user.scope.day) for pause in enrolment.pauses.all()):
        title = _("Paused: %(reason)s") % {"reason": pause.get_reason_display()}
        yield TimelineEntry(when=pause.start, kind="phase", title=title, tone="warning")
        if pause.end:
            days = (pause.end - pause.start).days
            detail: Detail = ((gettext_lazy("Days paused"), str(days)),)
            yield TimelineEntry(when=pause.end - ONE_DAY, kind="phase", title=_("The pause ended"), detail=detail)


def steps(person: Person, user: User) -> Iterator[TimelineEntry]:
    """Steps that were done, whatever phase runs now."""
    for done in (done for spell in _spells(person, user) for done in spell.steps_done.all()):
        yield TimelineEntry(
            when=done.done_on,
            kind="step",
            title=_("Done: {step}").format(step=done.step),
            who=done.done_by.name,
            detail=((gettext_lazy("Phase"), str(done.spell.phase)),),
            tone="success",
        )


def assignments(person: Person, user: User) -> Iterator[TimelineEntry]:
    """Workers who came and went."""
    found = enrolments_of(person, user.scope.day)
    for assignment in (assignment for enrolment in found for assignment in enrolment.assignments.all()):
        function: Detail = ((gettext_lazy("Function"), assignment.get_function_display()),)
        came = _("{worker} is assigned").format(worker=assignment.worker)
        yield TimelineEntry(when=assignment.start, kind="assignment", title=came, detail=function)
        if assignment.end:
            left = _("{worker} is no longer assigned").format(worker=assignment.worker)
            yield TimelineEntry(when=assignment.end - ONE_DAY, kind="assignment", title=left, detail=function)


def _spells(person: Person, user: User) -> Iterator[PhaseSpell]:
    return (spell for enrolment in enrolments_of(person, user.scope.day) for spell in enrolment.phase_spells.all())


def _screenings_and_requests(person: Person, user: User) -> Iterator[TimelineEntry]:
    yield from screenings(person, user)
    yield from requests(person, user)


def _phases_and_pauses(person: Person, user: User) -> Iterator[TimelineEntry]:
    yield from phases(person, user)
    yield from pauses(person, user)


def _day(moment: date | datetime) -> str:
    day = timezone.localdate(moment) if isinstance(moment, datetime) else moment
    return date_format(day, "SHORT_DATE_FORMAT")


register_timeline(TimelineSource("contact", gettext_lazy("Contacts"), contacts, "chat"))

register_timeline(TimelineSource("screening", gettext_lazy("Screening"), _screenings_and_requests, "checklist"))

register_timeline(TimelineSource("enrolment", gettext_lazy("Enrolment"), enrolments, "how-to-reg"))

register_timeline(TimelineSource("phase", gettext_lazy("Phases and pauses"), _phases_and_pauses, "flag"))

register_timeline(TimelineSource("step", gettext_lazy("Steps"), steps, "check"))

register_timeline(TimelineSource("assignment", gettext_lazy("Workers"), assignments, "person"))
