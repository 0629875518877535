"""No sentence of a framework reaches a user: what a field, a record or the API says of bad input is in plain words."""

import gettext
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest
import rest_framework
from django import forms
from django.apps import apps
from django.core import validators
from django.db import models
from django.utils.translation import override, trans_real
from rest_framework import exceptions, serializers

from cases.pages.widgets import MomentField
from cases.staff.models import Organisation
from cases.teams.models import Team
from config.texts.wording import WORDS
from tests.api.conftest import client_of
from tests.factories.cases import staff
from tests.forms import every_form

LANGUAGES = ("da", "en")
KEYS = {key if isinstance(key, str) else key[0] for key in WORDS}
# Kinds of input that no page and no endpoint takes.
NOT_TAKEN = ("FileField", "ImageField", "DurationField", "URLField", "JSONField", "TimeField", "GenericIPAddressField")


def key_of(message: Any) -> str:
    """The sentence before it is translated; of a plural the singular."""
    arguments = getattr(message, "_args", ())
    words = getattr(message, "_kw", {})
    return str(words.get("singular") or (arguments[0] if arguments else message))


def framework_sentences() -> set[str]:
    """What Django's and REST framework's fields and validators say by themselves."""
    kinds: list[Any] = [*vars(forms.fields).values(), *vars(forms.models).values(), *vars(models.fields).values()]
    kinds += [*vars(serializers).values(), *vars(exceptions).values()]
    found = {
        key_of(message)
        for kind in kinds
        if inspect.isclass(kind)
        for message in [
            *(vars(kind).get("default_error_messages") or {}).values(),
            *filter(None, [vars(kind).get("default_detail")]),
        ]
    }
    found |= {key_of(kind.message) for kind in vars(validators).values() if getattr(kind, "message", None)}
    return found - {"", "None"}


def form_fields() -> Iterator[tuple[str, Any]]:
    """Every field of every form of ours."""
    for form in every_form():
        for field, bound in getattr(form, "base_fields", {}).items():
            yield f"{form.__name__}.{field}", bound


def messages_of(field: Any) -> Iterator[str]:
    """What a field can say: its own messages, and those of its validators where it has none for their code."""
    yield from (key_of(message) for message in field.error_messages.values())
    for validator in field.validators:
        message = getattr(validator, "message", None)
        if message is not None and getattr(validator, "code", "") not in field.error_messages:
            yield key_of(message)


def test_every_message_of_every_field_is_in_plain_words():
    raw = framework_sentences() - KEYS
    assert [f"{name}: {text}" for name, field in form_fields() for text in messages_of(field) if text in raw] == []


def test_every_message_of_a_record_that_a_form_leaves_to_it_is_in_plain_words():
    """Forms give days and numbers as such: of a record's messages those about codes and about what is missing remain."""
    for label in ("invalid_choice", "null", "blank", "unique"):
        assert key_of(models.Field.default_error_messages[label]) in KEYS
    assert {
        field.name
        for model in apps.get_app_config("cases").get_models()
        for field in model._meta.get_fields()
        if type(field).__name__ in NOT_TAKEN and not hasattr(model, "history_object")
    } <= {"before", "fields", "facts", "changes", "snapshot", "answers", "comments", "origins"}


class Kinds(forms.Form):
    """One field of each kind that our forms use."""

    text = forms.CharField(max_length=3)
    day = forms.DateField()
    moment = MomentField()
    whole = forms.IntegerField(min_value=0)
    most = forms.IntegerField(max_value=9)
    hours = forms.DecimalField(max_digits=4, decimal_places=1)
    digits = forms.DecimalField(max_digits=4, decimal_places=1)
    code = forms.ChoiceField(choices=[("a", "A")])
    codes = forms.MultipleChoiceField(choices=[("a", "A")])
    typed = forms.TypedChoiceField(choices=[("a", "A")])
    record = forms.ModelChoiceField(queryset=Team.objects.none())
    records = forms.ModelMultipleChoiceField(queryset=Team.objects.none())
    key = forms.UUIDField()
    email = forms.EmailField()
    slug = forms.SlugField()


class Fresh(forms.ModelForm):  # type: ignore[type-arg]
    """A record whose code is taken."""

    class Meta:
        model = Organisation
        fields = ("code", "name", "kind")


BAD = {
    "text": "mere end tre", "day": "31.02.2025", "moment": "i går", "whole": "-1", "most": "10", "hours": "1.25",
    "digits": "123456", "code": "b", "codes": ["b"], "typed": "b", "record": "7", "records": ["x"], "key": "1",
    "email": "ida", "slug": "å b",
}  # fmt: skip
NOT_NUMBERS = {"whole": "x", "most": "1.5", "hours": "x", "records": ["7"], "text": "a\x00"}


def own_words(language: str) -> set[str]:
    """What the frameworks' own catalogues say for the sentences."""
    homes = [
        Path(str(package.__file__)).parent / place
        for package, place in ((django, "conf/locale"), (rest_framework, "locale"))
    ]
    natives = [gettext.translation("django", home, [language], fallback=True) for home in homes]
    keys = framework_sentences()
    plurals = {native.ngettext(key, key, n) for native in natives for key in keys for n in (1, 2)}
    return plurals | {native.gettext(key) for native in natives for key in keys}


def pattern(sentence: str) -> re.Pattern[str]:
    """A sentence with any values in it."""
    return re.compile(".+".join(map(re.escape, re.split(r"%\(\w+\)[sdr]|%d|\{\w+\}", sentence))))


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", [BAD, NOT_NUMBERS, {}], ids=["wrong", "of another kind", "nothing"])
def test_bad_input_is_answered_in_plain_words(language, typed):
    with override(language):
        form = Kinds(typed)
        said = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
        assert set(typed or Kinds.base_fields) <= set(said)
        assert raw_among(said, language) == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_that_is_taken_is_said_in_plain_words(language):
    Organisation.objects.create(code="kbh", name="København", kind="municipal_unit")
    with override(language):
        form = Fresh({"code": "kbh", "name": "", "kind": "x"})
        assert raw_among({name: list(map(str, texts)) for name, texts in form.errors.items()}, language) == []
        assert set(form.errors) == {"code", "name", "kind"}


BODIES = [
    {"people": "A1", "happened_at": "i går", "kind": "x", "outcome": "x", "minutes": "x", "client_key": "1"},
    {"people": [], "happened_at": None, "kind": "", "outcome": None, "minutes": 2000, "note": "n" * 20_001},
    {"people": ["A1", 7], "happened_at": "2025-02-31T10:00", "minutes": -1, "note": ["x"], "confirm": ["note"]},
    {},
    ["x"],
]


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_the_api_answers_in_plain_words(language, body):
    worker = staff(language=language)
    response = client_of(worker).post("/api/v1/contacts/", body, format="json", headers={"Accept-Language": language})
    assert response.status_code == 400
    assert raw_among({name: list(flat(texts)) for name, texts in response.json().items()}, language) == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_api_says_what_is_wrong_with_a_request_in_plain_words(language):
    member = client_of(staff(language=language))
    headers = {"Accept-Language": language}
    answers = [
        member.post("/api/v1/contacts/", "{", content_type="application/json", headers=headers),
        member.post("/api/v1/contacts/", "x", content_type="text/plain", headers=headers),
        member.delete("/api/v1/contacts/", headers=headers),
        member.get("/api/v1/people/A9/", headers=headers),
        member.get("/api/v1/people/?page=x", headers=headers),
        member.get("/api/v1/people/?first_met_from=x", headers=headers),
        client_of(None).get("/api/v1/people/", headers=headers),
        client_of(None).get("/api/v1/people/", headers=headers | {"Authorization": "Token x"}),
    ]
    assert [answer.status_code for answer in answers] == [400, 415, 405, 404, 400, 400, 401, 401]
    said = {str(number): list(flat(list(answer.json().values()))) for number, answer in enumerate(answers)}
    assert raw_among(said, language) == []


def flat(value: Any) -> Iterator[str]:
    """The texts of an answer."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from flat(item)
    else:
        yield str(value)


def raw_among(said: dict[str, list[str]], language: str) -> list[str]:
    """The answers that are a framework's own, with or without a value in them."""
    raw = [pattern(sentence) for sentence in own_words(language) | framework_sentences()]
    return [f"{name}: {text}" for name, texts in said.items() for text in texts if any(p.fullmatch(text) for p in raw)]


def test_a_raw_sentence_is_found():
    with override("en"):
        assert raw_among({"day": ["Enter a valid date."]}, "en") == ["day: Enter a valid date."]
        text = "Select a valid choice. b is not one of the available choices."
        assert raw_among({"code": [text]}, "en") == [f"code: {text}"]
    assert raw_among({"day": ["Indtast en gyldig dato."]}, "da") == ["day: Indtast en gyldig dato."]


def test_the_words_are_those_of_the_catalogues():
    """Both catalogues come before the frameworks' own."""
    for language, text in (("da", "Udfyld feltet."), ("en", "Fill in this field.")):
        assert trans_real.translation(language).gettext("This field is required.") == text
