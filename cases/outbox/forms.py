"""The sender's forms of a handover: drafting, changing after sending, taking back, and the list's filter."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from cases.enrolments.models import Enrolment
from cases.handovers.codes import REVOCATION_REASONS, SHARED_SCOPES, HandoverBasis
from cases.handovers.forms import BLANK, MESSAGE_LENGTH, AsReadForm, note_field
from cases.handovers.models import Handover
from cases.handovers.rules import RENEWED, is_shared, may_share
from cases.handovers.sharing import may_share_by
from cases.outbox import actions as act
from cases.pages.forms import AskingForm, VersionedForm, choice_field, row_field
from cases.pages.widgets import LastDayField
from cases.people.models import Person
from cases.programmes.codes import HANDOVER_PURPOSES
from cases.staff.models import Organisation, User


class SharingFields(AskingForm):
    """What is asked for, what is shared, why that is allowed, and until when."""

    purpose = forms.ChoiceField(label=_("What do you ask for?"))
    message = forms.CharField(
        label=_("Message to the receiver"),
        help_text=_("Write only what the receiver needs. Health and crime do not belong here."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=MESSAGE_LENGTH,
        required=False,
    )
    scope = forms.MultipleChoiceField(label=_("What may be shared?"), widget=forms.CheckboxSelectMultiple)
    basis = forms.ChoiceField(
        label=_("What allows you to share?"),
        widget=forms.RadioSelect,
    )
    basis_detail = forms.CharField(
        label=_("How was the consent given, or which law paragraph?"),
        help_text=_("For example: in writing on 02.06.2026, or the Public Administration Act section 28."),
        max_length=200,
    )
    shared_until = LastDayField(
        label=_("Shared up to and including"),
        help_text=_("After this day the receiver can no longer read it."),
    )

    def __init__(self, *args: Any, user: User, person: Person, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        bases = [choice for choice in HandoverBasis.choices if may_share_by(user, choice[0])]
        choice_field(self, "basis").choices = bases
        if len(bases) < len(HandoverBasis.choices):
            self.fields["basis"].help_text = _("Only an authority worker or a team lead can share without a consent.")
        scopes = may_share(SHARED_SCOPES.codes, has_protected_address=person.has_protected_address)
        choice_field(self, "purpose").choices = [BLANK, *HANDOVER_PURPOSES.choices_on(today)]
        choice_field(self, "scope").choices = [
            choice for choice in SHARED_SCOPES.choices_on(today) if choice[0] in scopes
        ]
        if len(scopes) < len(SHARED_SCOPES.codes):
            self.fields["scope"].help_text = _("Name and address protection: where the young person lives stays here.")

    def clean_shared_until(self) -> date:
        """Said here already, and not only when the handover is sent."""
        until: date = self.cleaned_data["shared_until"]
        if not is_shared(until, self.today):
            raise ValidationError(_("Choose today or a later day as the last day of the sharing."))
        return until


class ProgrammeOf(forms.ModelChoiceField):  # type: ignore[type-arg]  # only the stubs know of its type
    """An enrolment, by its programme."""

    def label_from_instance(self, obj: Enrolment) -> str:
        """The name of the programme."""
        return str(obj.programme)


class HandoverForm(SharingFields):
    """A new handover of a young person to another organisation."""

    receiver = forms.ModelChoiceField(
        label=_("To whom?"), queryset=Organisation.objects.none(), empty_label=_("Choose")
    )
    enrolment = ProgrammeOf(
        label=_("For which programme?"),
        queryset=Enrolment.objects.none(),
        required=False,
        empty_label=_("None in particular"),
    )

    field_order: tuple[str, ...] = (
        "receiver",
        "enrolment",
        "purpose",
        "message",
        "scope",
        "basis",
        "basis_detail",
        "shared_until",
    )

    def __init__(self, *args: Any, user: User, person: Person, today: date, **kwargs: Any) -> None:
        super().__init__(*args, user=user, person=person, today=today, **kwargs)
        others = Organisation.objects.receivers().exclude(pk=user.organisation_id)
        row_field(self, "receiver").queryset = others
        running = Enrolment.objects.open_on(today).filter(person=person).select_related("programme")
        row_field(self, "enrolment").queryset = running

    def facts(self) -> act.Draft:
        """What was told."""
        told = self.cleaned_data
        return {
            "receiver": told["receiver"],
            "enrolment": told["enrolment"],
            "purpose": told["purpose"],
            "message": told["message"],
            "basis": told["basis"],
            "basis_detail": told["basis_detail"],
            "scope": told["scope"],
            "shared_until": told["shared_until"],
        }


class DraftChangeForm(VersionedForm, HandoverForm):
    """A change of a handover that has not been sent."""

    field_order = (*HandoverForm.field_order, "version")


class AmendForm(VersionedForm, SharingFields):
    """A change after sending: the receiver sees the old, the new and the reason.

    What allows the sharing is said again where more is shared or for longer; an empty answer leaves it as it is. Who
    may not share by what it rests on must say something else.
    """

    needed_when: ClassVar = dict.fromkeys(RENEWED, _("needed if you share more or for longer"))

    reason = forms.CharField(label=_("Why is it changed?"), max_length=500)

    field_order = ("purpose", "message", "scope", "basis", "basis_detail", "shared_until", "reason", "version")

    def __init__(self, *args: Any, user: User, handover: Handover, **kwargs: Any) -> None:
        super().__init__(*args, user=user, person=handover.person, **kwargs)
        for name in RENEWED:
            self.fields[name].required = not may_share_by(user, handover.basis)
        self.fields["basis_detail"].help_text = _(
            "How and when the consent to that was given, or which law paragraph."
        )

    def saved(self, current: Model, name: str) -> Any:
        """What was left empty differs from nothing."""
        return self.cleaned_data.get(name) if name in self.left_empty() else super().saved(current, name)

    def left_empty(self) -> list[str]:
        """Of what is said again, what was not."""
        return [name for name in RENEWED if not self.cleaned_data.get(name)]

    def changes(self) -> act.Amendment:
        """What was answered."""
        told = self.cleaned_data
        changes: act.Amendment = {
            "purpose": told["purpose"],
            "message": told["message"],
            "scope": told["scope"],
            "shared_until": told["shared_until"],
        }
        if told["basis"]:
            changes["basis"] = told["basis"]
        if told["basis_detail"]:
            changes["basis_detail"] = told["basis_detail"]
        return changes


class NewsForm(AsReadForm):
    """Sending what has become otherwise since."""

    reason = forms.CharField(label=_("Why is it sent?"), max_length=500)


class RevokeForm(AsReadForm):
    """Taking a handover back."""

    reason = forms.ChoiceField(label=_("Why?"))
    note = note_field(_("Note"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "reason").choices = [BLANK, *REVOCATION_REASONS.choices_on(today)]


class CloseForm(forms.Form):
    """The sender ends what the receiver can no longer end."""

    note = note_field(_("Note"))


SHOW = {
    "open": _("Under way"),
    "waiting": _("Waiting for an answer"),
    "mine": _("Waiting on us"),
    "draft": _("Drafts"),
    "closed": _("Closed"),
    "all": _("All"),
}


class HandoverFilter(forms.Form):
    """Which handovers to list; the choices stand in the address."""

    show = forms.ChoiceField(label=_("Show"), choices=list(SHOW.items()), required=False)
    receiver = forms.ModelChoiceField(
        label=_("Receiver"),
        queryset=Organisation.objects.ever_receivers(),
        to_field_name="code",
        required=False,
        empty_label=_("All"),
    )
    purpose = forms.ChoiceField(
        label=_("Asked for"), choices=[("", _("All")), *HANDOVER_PURPOSES.choices], required=False
    )

    # What a number was counted with travels along unseen; the page says it in words.
    mine = forms.CharField(widget=forms.HiddenInput, required=False)
    programme = forms.SlugField(widget=forms.HiddenInput, required=False)
    team = forms.SlugField(widget=forms.HiddenInput, required=False)
    worker = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def chosen(self) -> dict[str, Any]:
        """The valid choices; the rest is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
