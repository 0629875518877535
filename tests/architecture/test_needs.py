"""Forms say what they need: several fields of which one is needed, and fields needed under a condition."""

import re
from typing import Any

import pytest
from django import forms
from django.utils.translation import override

from cases.pages.forms import NeedsForm
from cases.pages.numbers import NumberField, WholeNumberField
from cases.pages.widgets import DayField, MomentField
from tests.forms import every_form

# The groups of the whole project: a form that tests for one of several fields by itself would not be among them.
GROUPS = {
    ("cases.people.forms", "PersonSearchForm"): ("name", "birth_date", "cpr", "phone"),
    ("cases.people.forms", "PersonFields"): ("first_name", "alias"),
    ("housing.offers.forms", "OfferForm"): ("landlord", "landlord_name"),
}
# What a help text would say of a condition that belongs to the label.
CONDITION = re.compile(r"\b(needed|required|if not)\b", re.IGNORECASE)


def of_needs() -> list[type[NeedsForm]]:
    return [form for form in every_form() if issubclass(form, NeedsForm)]


def shown(form: NeedsForm, name: str) -> str:
    return str(form[name].as_field_group())


class Sample(NeedsForm):
    """A form like those that have a group or a condition."""

    one_of = (("phone", "email"),)
    needed_when = {"reason": "needed for a no"}

    phone = forms.CharField(required=False)
    email = forms.CharField(required=False, help_text="A private one.")
    reason = forms.CharField(required=False)
    note = forms.CharField(required=False)


def test_the_groups_of_the_project_are_these():
    found = {(form.__module__, form.__name__): form.one_of for form in of_needs() if "one_of" in vars(form)}
    assert found == {key: (group,) for key, group in GROUPS.items()} | {("cases.pages.forms", "NeedsForm"): ()}


def test_what_is_declared_is_a_field_that_may_be_empty():
    for form in of_needs():
        for name in [*(name for group in form.one_of for name in group), *form.needed_when]:
            assert name in form.base_fields, (form, name)
            assert not form.base_fields[name].required or name in {"basis", "basis_detail"}, (form, name)


def said_of_nothing(field: forms.ChoiceField) -> str:
    """The empty answer of a list, as it is read."""
    if isinstance(field, forms.ModelChoiceField):
        return str(field.empty_label)
    choices: Any = field.choices
    return str(dict(choices).get("", ""))


def test_an_optional_list_says_what_its_empty_answer_means():
    """The word Choose asks for an answer, and Django's row of dashes is shown as that."""
    lists = {
        f"{form.__qualname__}.{name}": field
        for form in every_form()
        for name, field in form.base_fields.items()
        if type(field.widget) is forms.Select and not field.required
    }
    assert "ProgrammeForm.municipality" in lists
    with override("en"):
        found = {name: said_of_nothing(field) for name, field in lists.items()}
    assert {name: said for name, said in found.items() if said in {"Choose", "---------"}} == {}


def test_a_condition_stands_in_the_label_and_not_in_the_help_text():
    with override("en"):
        told = [
            f"{form.__qualname__}.{name}: {field.help_text}"
            for form in every_form()
            for name, field in form.base_fields.items()
            if not field.required and CONDITION.search(str(field.help_text))
        ]
    assert told == []


def test_a_group_says_so_once_for_all_its_fields_and_none_is_called_optional():
    with override("en"):
        form = Sample()
        first, second = shown(form, "phone"), shown(form, "email")
    assert first.count("Fill in at least one of these: Phone, Email.") == 1
    assert 'id="id_phone_one_of"' in first
    assert 'aria-describedby="id_phone_one_of"' in first
    assert 'aria-describedby="id_phone_one_of id_email_helptext"' in second
    assert "(optional)" not in first + second


def test_a_condition_is_said_in_place_of_optional():
    with override("en"):
        reason, note = shown(Sample(), "reason"), shown(Sample(), "note")
    assert ("(needed for a no)" in reason, "(optional)" in reason) == (True, False)
    assert "(optional)" in note


@pytest.mark.parametrize("typed", [{"phone": "1"}, {"email": "a@b.dk"}, {"phone": "1", "email": "a"}])
def test_one_of_the_fields_is_enough(typed: dict[str, str]):
    assert Sample(typed).is_valid()


def test_without_any_of_them_the_form_says_what_the_page_said():
    with override("en"):
        assert Sample({"note": "x", "phone": " "}).errors == {
            "phone": ["Fill in at least one of these: Phone, Email."]
        }


@pytest.mark.parametrize("form", every_form(), ids=lambda form: form.__qualname__)
def test_every_day_is_read_by_the_same_fields(form: Any):
    days = [field for field in form.base_fields.values() if isinstance(field, forms.fields.BaseTemporalField)]
    assert [type(field) for field in days if not isinstance(field, DayField | MomentField)] == []


@pytest.mark.parametrize("form", every_form(), ids=lambda form: form.__qualname__)
def test_every_number_is_read_by_the_same_fields(form: Any):
    """But the hidden ones, which nobody types."""
    numbers = [field for field in form.base_fields.values() if isinstance(field, forms.IntegerField)]
    typed = [field for field in numbers if not field.widget.is_hidden]
    assert [type(field) for field in typed if not isinstance(field, NumberField | WholeNumberField)] == []
