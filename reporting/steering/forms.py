"""The forms of targets, money and statistics."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.core.municipalities import MUNICIPALITIES
from cases.pages.forms import RecordForm, VersionedForm, choice_field
from cases.pages.numbers import NumberField, WholeNumberField, read_number
from cases.pages.widgets import DayField, LastDayField
from cases.programmes.models import Programme
from reporting.funding.actions import FundingFacts
from reporting.funding.codes import Category, Stage
from reporting.funding.models import QUARTERS, Funding
from reporting.funding.rules import Quarter
from reporting.kinds.given import Span
from reporting.statistics.models import Series, SeriesValue
from reporting.targets.actions import TargetFacts
from reporting.targets.codes import MeasuredBy
from reporting.targets.models import Target
from reporting.targets.queries import figure_names

ENGLISH_HELP = _("Where it is empty, those who read in English see the Danish.")
RANGE_HELP = _("A whole number, or a range such as 6-8.")

_RANGE = re.compile(r"\s*([\d. ]+?)\s*(?:[-–]\s*([\d. ]+?)\s*)?")


class RangeField(forms.CharField):
    """A whole number or a range of two, typed; what it gives is a `Span`."""

    default_error_messages = {"invalid": _("Write a whole number, or a range such as 6-8.")}

    def clean(self, value: Any) -> Any:
        """The range. Raises `ValidationError` for what is none."""
        text = super().clean(value)
        if not text:
            return None
        found = _RANGE.fullmatch(text)
        ends = [read_number(one) for one in found.groups() if one is not None] if found else []
        if not ends or any(one is None or one % 1 for one in ends):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        low, high = int(ends[0] or 0), int(ends[-1] or 0)
        if low > high:
            raise ValidationError(_("A range runs from the lower number to the higher."), code="invalid")
        return Span(low, high)

    def prepare_value(self, value: Any) -> Any:
        """A range as it is typed."""
        return value.printed.da if isinstance(value, Span) else value


class TargetFields(RecordForm):
    """What a target says of itself but for its first day and its value."""

    municipality = forms.ChoiceField(
        label=_("Municipality"), choices=[("", _("None in particular")), *MUNICIPALITIES.choices], required=False
    )
    measure = forms.ChoiceField(
        label=_("Measured by"),
        help_text=_("By hand: you write the figure yourself. Otherwise it is read from what is registered."),
    )
    baseline = RangeField(label=_("Baseline"), required=False, help_text=RANGE_HELP, max_length=30)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "measure").choices = measures(programme)
        target = self.instance
        if target.pk:
            self.initial = {**self.initial, "measure": measure_of(target), "baseline": target.baseline}

    def facts(self) -> TargetFacts:
        """What was told."""
        told, baseline = self.cleaned_data, self.cleaned_data["baseline"]
        measured_by, _colon, rest = told["measure"].partition(":")
        series, _colon, group = rest.partition(":")
        is_statistic = measured_by == MeasuredBy.STATISTIC
        return {
            "kind": told["kind"],
            "label_da": told["label_da"],
            "label_en": told["label_en"],
            "municipality": told["municipality"],
            "unit": told["unit"],
            "measured_by": measured_by,
            "figure": group if is_statistic else rest,
            "reference": Series.objects.get(code=series) if is_statistic else None,
            "baseline_low": baseline.low if baseline else None,
            "baseline_high": baseline.high if baseline else None,
            "baseline_year": told["baseline_year"],
            "baseline_source": told["baseline_source"],
            "direction": told["direction"],
            "due": told["due"],
            "is_chosen": told["is_chosen"],
        }


def measures(programme: Programme) -> list[Any]:
    """Everything that a target can be measured by: by hand, statistics, indicators, tables."""
    pairs = SeriesValue.objects.order_by("version__series__code", "group")
    groups = pairs.values_list("version__series__code", "version__series__name_da", "group").distinct()
    statistics = [
        (f"{MeasuredBy.STATISTIC}:{code}:{group}", f"{name}: {group}" if group else name)
        for code, name, group in groups
    ]
    offered: list[Any] = [(MeasuredBy.HAND, MeasuredBy.HAND.label)]
    if statistics:
        offered.append((MeasuredBy.STATISTIC.label, statistics))
    for source in (MeasuredBy.INDICATOR, MeasuredBy.TABLE):
        names = figure_names(programme, source) or {}
        offered.append((source.label, [(f"{source}:{key}", name) for key, name in names.items()]))
    return offered


def measure_of(target: Target) -> str:
    """What a target is measured by, as one choice of the form."""
    if target.measured_by == MeasuredBy.HAND:
        return MeasuredBy.HAND
    if target.reference and target.measured_by == MeasuredBy.STATISTIC:
        return f"{MeasuredBy.STATISTIC}:{target.reference.code}:{target.figure}"
    return f"{target.measured_by}:{target.figure}"


TARGET_FIELDS = [
    "kind",
    "label_da",
    "label_en",
    "unit",
    "direction",
    "baseline_year",
    "baseline_source",
    "due",
    "is_chosen",
]
TARGET_ORDER = [
    "kind", "label_da", "label_en", "municipality", "unit", "measure", "direction", "start", "value", "due",
    "baseline", "baseline_year", "baseline_source", "is_chosen",
]  # fmt: skip
TARGET_CLASSES: dict[str, type[forms.Field]] = {"baseline_year": WholeNumberField, "due": DayField}
TARGET_HELP = {"label_en": ENGLISH_HELP, "is_chosen": _("A target that was not chosen is kept and counts nowhere.")}


class TargetForm(TargetFields):
    """A new target with its original value."""

    start = DayField(label=_("From"), help_text=_("The figure is counted from this day on."))
    value = RangeField(label=_("Target"), help_text=RANGE_HELP, max_length=30)
    field_order = TARGET_ORDER

    class Meta:
        model = Target
        fields = TARGET_FIELDS
        field_classes = TARGET_CLASSES
        help_texts = TARGET_HELP


class TargetChangeForm(VersionedForm, TargetFields):
    """A change of what a target says of itself."""

    field_order = TARGET_ORDER

    class Meta:
        model = Target
        fields = TARGET_FIELDS
        field_classes = TARGET_CLASSES
        help_texts = TARGET_HELP

    def saved(self, current: Any, name: str) -> Any:
        """What the target says now; its measure is one choice here."""
        return measure_of(current) if name == "measure" else super().saved(current, name)


class ReviseForm(forms.Form):
    """A new value from a day on."""

    start = DayField(label=_("From"), help_text=_("The earlier values stay, the original too."))
    value = RangeField(label=_("New target"), help_text=RANGE_HELP, max_length=30)
    why = forms.CharField(label=_("Why is it changed?"), max_length=200)


class CountForm(forms.Form):
    """What was counted by hand."""

    on = DayField(label=_("Up to and including"))
    number = WholeNumberField(label=_("Counted in all"), min_value=0, max_value=1_000_000_000)


class ReasonForm(forms.Form):
    """Why something is taken out."""

    why = forms.CharField(label=_("Why is it removed?"), max_length=200)


class FundingForm(RecordForm):
    """A source of money or a budget line."""

    category = forms.ChoiceField(
        label=_("Category"),
        choices=[("", _("Not stated")), *Category.choices],
        required=False,
        help_text=_("Of an expense."),
    )
    stage = forms.ChoiceField(
        label=_("Stage"),
        choices=[("", _("Not stated")), *Stage.choices],
        required=False,
        help_text=_("Of an expense: set-up and running are kept apart."),
    )

    field_order = ["kind", "source", "amount", "category", "stage", "year", "note"]

    class Meta:
        model = Funding
        fields = ["kind", "source", "amount", "year", "note"]
        field_classes = {"amount": NumberField, "year": WholeNumberField}
        labels = {"source": _("Who pays, or what it is spent on")}
        help_texts = {
            "amount": _("Kroner. Of an expense it may be empty: not known, which is not 0."),
            "year": _("Of an expense; empty is the programme's whole period."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {**self.initial, "category": self.instance.category, "stage": self.instance.stage}

    def facts(self) -> FundingFacts:
        """What was told."""
        told = self.cleaned_data
        return {
            "kind": told["kind"],
            "source": told["source"],
            "amount": told["amount"],
            "category": told["category"],
            "stage": told["stage"],
            "year": told["year"],
            "note": told["note"],
        }


class FundingChangeForm(VersionedForm, FundingForm):
    """A change of a source or a budget line."""


class QuarterFields(forms.Form):
    """A quarter of a year."""

    year = WholeNumberField(label=_("Year"), min_value=1990, max_value=2100)
    quarter = forms.ChoiceField(
        label=_("Quarter"), choices=[(str(one), str(one)) for one in range(1, QUARTERS[1] + 1)]
    )

    @property
    def told_quarter(self) -> Quarter:
        """The quarter that was told."""
        return Quarter(self.cleaned_data["year"], int(self.cleaned_data["quarter"]))


UNKNOWN_HELP = _("Empty: not known. Write 0 only where nothing was used.")


class UsedForm(QuarterFields):
    """Kroner used of a budget line in a quarter."""

    amount = NumberField(label=_("Used, kr."), required=False, min_value=0, help_text=UNKNOWN_HELP)


class WorkedForm(QuarterFields):
    """Hours worked in a post in a quarter."""

    hours = NumberField(label=_("Hours worked"), required=False, min_value=0, help_text=UNKNOWN_HELP)


class HoursForm(forms.Form):
    """Other hours a week for a period."""

    start = DayField(label=_("From"))
    end = LastDayField(label=_("To and including"), required=False, help_text=_("Empty: until the programme ends."))
    weekly_hours = NumberField(label=_("Hours a week"), min_value=0, max_value=37)
