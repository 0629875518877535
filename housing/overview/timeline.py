"""Housing on the young person's timeline: stays, the steps of referrals, offers, and the support case."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.core.codes import Label
from cases.panels.registry import TimelineEntry, TimelineSource, register_timeline
from cases.people.models import Person
from cases.staff.models import User
from housing.overview.queries import offers_of, referrals_with_steps, stays_of, support_with_steps
from housing.referrals.words import step_title, step_tone, why
from housing.support.codes import SupportEvent

# Among steps of all kinds a step says what it is about.
SUPPORT_STEPS: dict[str, Label] = {
    "": gettext_lazy("Support case opened"),
    SupportEvent.TALK: gettext_lazy("Assessment talk (VUM)"),
    SupportEvent.SEND_HEARING: gettext_lazy("Hearing of the party sent"),
    SupportEvent.ANSWER_HEARING: gettext_lazy("Hearing of the party answered"),
    SupportEvent.GRANT: gettext_lazy("Support granted"),
    SupportEvent.REFUSE: gettext_lazy("Support refused"),
    SupportEvent.START: gettext_lazy("Support in the home started"),
    SupportEvent.END: gettext_lazy("Support in the home ended"),
    SupportEvent.DROP: gettext_lazy("Support case dropped"),
}


def stays(person: Person, _user: User) -> Iterator[TimelineEntry]:
    """Each move in, and each time a place was left without a new one being known."""
    rows = stays_of(person)
    begun = {stay.start for stay in rows}
    url = reverse("housing:stays", args=[person.reference])
    for stay in rows:
        tone = "success" if stay.is_own_home else ""
        yield TimelineEntry(stay.start, "stay", stay.kind_label, body=stay.where, url=url, tone=tone)
        if stay.end and stay.end not in begun:
            yield TimelineEntry(stay.end, "stay", _("Left: %(place)s") % {"place": stay.kind_label}, url=url)


def referrals(person: Person, _user: User) -> Iterator[TimelineEntry]:
    """Every step of every referral."""
    for step in (step for referral in referrals_with_steps(person) for step in referral.steps.all()):
        refused = ((gettext_lazy("Reason"), why(step.reason, step.whose)),) if step.reason else ()
        yield TimelineEntry(
            step.happened_on,
            "referral",
            _("Housing referral to %(receiver)s: %(step)s")
            % {"receiver": step.referral.receiver, "step": step_title(step)},
            body="\n".join(filter(None, [step.missing, step.note])),
            url=reverse("housing:referral", args=[step.referral_id]),
            who=step.by.name,
            detail=refused,
            tone=step_tone(step),
        )


def offers(person: Person, _user: User) -> Iterator[TimelineEntry]:
    """The homes that were offered."""
    for offer in offers_of(person):
        yield TimelineEntry(
            offer.offered_on,
            "offer",
            _("Home offered: %(address)s") % {"address": offer.address},
            body=offer.landlord_label,
            url=reverse("housing:referral", args=[offer.referral_id]),
            detail=((gettext_lazy("Answer"), offer.get_state_display()),),
        )


def support(person: Person, _user: User) -> Iterator[TimelineEntry]:
    """Every step of every support case."""
    for step in (step for case in support_with_steps(person) for step in case.steps.all()):
        yield TimelineEntry(
            step.happened_on,
            "support",
            SUPPORT_STEPS[step.event],
            body=step.case.get_paragraph_display(),
            url=reverse("housing:support", args=[step.case_id]),
            who=step.by.name,
        )


register_timeline(TimelineSource("stay", gettext_lazy("Stays"), stays, icon="home"))

register_timeline(TimelineSource("referral", gettext_lazy("Housing referrals"), referrals, icon="assignment"))

register_timeline(TimelineSource("offer", gettext_lazy("Offers"), offers, icon="location"))

register_timeline(TimelineSource("support", gettext_lazy("Support cases"), support, icon="contact-support"))
