"""Every field of every record is declared neutral, personal or sensitive."""

from collections.abc import Iterator

from django.apps import apps

from cases.records.classification import Kind, declared, kind_of
from tests.architecture.source import APPS

BASE = {"id", "registered_at", "version", "confirmed"}


def undeclared(label: str, fields: set[str]) -> Iterator[str]:
    """Fields without a class, and classes without a field."""
    for name in sorted((fields | BASE) ^ (declared(label) | BASE)):
        yield f"{label}.{name}"


def models() -> Iterator[tuple[str, set[str]]]:
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            if not hasattr(model, "history_object"):
                fields = {*model._meta.concrete_fields, *model._meta.many_to_many}
                yield model._meta.label, {field.name for field in fields}


def test_every_field_has_a_class():
    assert [fault for label, fields in models() for fault in undeclared(label, fields)] == []


def test_an_undeclared_field_is_found():
    fields = declared("cases.Team") | {"secret"}
    assert list(undeclared("cases.Team", fields)) == ["cases.Team.secret"]
    assert list(undeclared("cases.Team", fields - {"secret", "name"})) == ["cases.Team.name"]


def test_free_text_is_sensitive():
    assert kind_of("cases.Contact", "note") == Kind.SENSITIVE
    assert kind_of("cases.Person", "cpr_encrypted") == Kind.PERSONAL
