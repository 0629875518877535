"""Forms of a contact: logging, changing, taking back; someone met on the street."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, cast

from django import forms
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.contacts.actions import CHANGEABLE, ContactFacts
from cases.contacts.codes import CONTACT_KINDS, ContactOutcome
from cases.contacts.models import Contact
from cases.contacts.queries import shown_in
from cases.pages.forms import AskingForm, VersionedForm
from cases.pages.numbers import WholeNumberField
from cases.pages.widgets import MomentField
from cases.people.forms import SeenMixin, TeamMixin
from cases.people.models import Person, PersonQuerySet
from cases.programmes.models import Programme

NOTE_LENGTH = 20_000

KEYS = {"class": "keys"}


class ContactFields(AskingForm):
    """What a contact says about itself, with one or several young people the user may see.

    `kind` is a code already in use: a retired one stays choosable there.
    """

    people: "forms.ModelMultipleChoiceField[Person]" = forms.ModelMultipleChoiceField(
        label=_("Who"),
        queryset=None,
        to_field_name="reference",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one young person."),
            "invalid_choice": _("One of the young people is no longer among those you may see."),
        },
    )
    happened_at = MomentField(label=_("When"))
    kind = forms.ChoiceField(
        label=_("Kind"),
        widget=forms.RadioSelect(attrs=KEYS),
        error_messages={"required": _("Choose what kind of contact it was.")},
    )
    outcome = forms.ChoiceField(
        label=_("Did you reach them?"),
        choices=ContactOutcome.choices,
        widget=forms.RadioSelect(attrs=KEYS),
        error_messages={"required": _("Say whether you reached the young person.")},
    )
    minutes = WholeNumberField(
        label=_("Minutes"),
        min_value=0,
        max_value=1440,
        required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("Write between 0 and 1440 minutes.")),
    )
    note = forms.CharField(
        label=_("Note"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=NOTE_LENGTH,
        required=False,
        help_text=_("With several young people: write only what concerns all of them."),
    )

    def __init__(self, *args: Any, now: datetime, people: PersonQuerySet, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people.in_danish_order()  # type: ignore[attr-defined]
        today = timezone.localdate(now)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (code.code, code.label) for code in CONTACT_KINDS if code.valid_on(today) or code.code == kind
        ]

    def facts(self) -> ContactFacts:
        """What was typed about the contact itself."""
        return cast("ContactFacts", {name: self.cleaned_data[name] for name in CHANGEABLE})

    def ticked(self) -> list[str]:
        """References of the young people ticked so far, as typed: they may be wrong or out of reach."""
        value = self["people"].value() or []
        return [str(reference) for reference in ([value] if isinstance(value, str) else value)]


@dataclass(frozen=True)
class Chip:
    """A young person to tick in the form."""

    person: Person
    is_ticked: bool


class ContactForm(ContactFields):
    """A new contact."""

    field_order = ("people", "happened_at", "kind", "outcome", "minutes", "note")


def chips(people: Iterable[Person], ticked: Iterable[str]) -> list[Chip]:
    """Young people as chips, those ticked first."""
    chosen = set(ticked)
    found = [Chip(person, person.reference in chosen) for person in people]
    return sorted(found, key=lambda chip: not chip.is_ticked)


class ContactChangeForm(VersionedForm, ContactFields):
    """A correction; `reason` is asked for when it is an amendment.

    `seen` names who took part as the page showed it: only they can be unticked (`who_took_part`).
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Why is it changed?"),
        max_length=500,
        required=False,
        help_text=_("The first wording stays readable beside the new one."),
        error_messages={"required": _("Write why the contact is changed. The first wording stays readable.")},
    )

    field_order = ("people", "happened_at", "kind", "outcome", "minutes", "note", "reason", "seen", "version")

    def __init__(
        self, *args: Any, contact: Contact, people: PersonQuerySet, is_amendment: bool, **kwargs: Any
    ) -> None:
        initial = {name: getattr(contact, name) for name in (*CHANGEABLE, "version")}
        taking_part = [person.reference for person in shown_in(contact, people)]
        initial |= {"people": taking_part, "seen": " ".join(taking_part)}
        self.visible, self.saved_time = people, contact.happened_at
        super().__init__(*args, kind=contact.kind, people=people, initial=initial, **kwargs)
        if is_amendment:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]

    def on_page(self) -> list[str]:
        """References of those who take part as the page shows it."""
        return str(self["seen"].value() or "").split()

    def clean_people(self) -> list[Person]:
        return list(self.cleaned_data["people"])

    def clean_seen(self) -> set[str]:
        return set(self.cleaned_data["seen"].split())

    def compare_with(self, current: Model) -> None:
        """The comparison shows who takes part now, so that they can be unticked from here on."""
        super().compare_with(current)
        self.data["seen"] = " ".join(person.reference for person in self.saved(current, "people"))  # type: ignore[index]

    def saved(self, current: Model, name: str) -> Any:
        """Of those who take part now, whom the user may see."""
        if name == "people" and isinstance(current, Contact):
            return shown_in(current, self.visible)
        return super().saved(current, name)

    def shown(self, name: str, value: Any) -> Any:
        """Young people by name."""
        return ", ".join(person.name for person in value) if name == "people" else super().shown(name, value)

    def clean_happened_at(self) -> datetime:
        """The page shows whole minutes: an untouched time keeps its seconds."""
        typed: datetime = self.cleaned_data["happened_at"]
        return self.saved_time if self.saved_time.replace(second=0, microsecond=0) == typed else typed


class MadeForForm(VersionedForm):
    """For which programme a contact was made, of those in which each young person was enrolled on that day.

    `choices` are these programmes, `now` the one where it counts so far.
    """

    reason = forms.CharField(
        label=_("Why is it changed?"), max_length=500, error_messages={"required": _("Write why it is changed.")}
    )

    def __init__(
        self,
        *args: Any,
        choices: Mapping[Person, Sequence[Programme]],
        now: Mapping[Person, Programme | None],
        is_amendment: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by_name = {f"programme-{person.reference}": person for person in choices}
        self.programmes = {programme.pk: programme for each in choices.values() for programme in each}
        for name, person in self.by_name.items():
            self.fields[name] = forms.TypedChoiceField(
                label=person.name,
                choices=[(programme.pk, programme.name) for programme in choices[person]],
                coerce=self._programme,
                initial=getattr(now[person], "pk", None),
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose a programme.")},
            )
        self.order_fields([*self.by_name, "reason"])
        if not is_amendment:
            del self.fields["reason"]

    def _programme(self, key: str) -> Programme:
        return self.programmes[int(key)]

    def chosen(self) -> dict[Person, Programme]:
        """What was said for each young person."""
        return {person: self.cleaned_data[name] for name, person in self.by_name.items()}


class WithdrawForm(forms.Form):
    """Why an entry is taken back."""

    why = forms.CharField(
        label=_("Why is it withdrawn?"),
        max_length=500,
        error_messages={"required": _("Write why the entry is withdrawn.")},
    )


class MetForm(SeenMixin, TeamMixin, AskingForm):
    """Someone met on the street who gave no name."""

    alias = forms.CharField(
        label=_("What do you call them?"), max_length=80, help_text=_("A nickname, or how you recognise them.")
    )
    met_at = MomentField(label=_("When did you meet?"))
    place = forms.CharField(label=_("Where did you meet?"), max_length=200)

    asks_as: ClassVar = {"first_met_on": "met_at", "happened_at": "met_at"}
    field_order = ("alias", "met_at", "place", "team")
