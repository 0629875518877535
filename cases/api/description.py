"""The OpenAPI description as a page reads it: endpoints by record, each with what it takes and what it gives."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]
SHOWN_CODES = 12


@dataclass(frozen=True)
class Field:
    """One parameter, or one field of a body. `kind` is its type in the words of the standard."""

    name: str
    kind: str
    note: str
    is_required: bool


@dataclass(frozen=True)
class Endpoint:
    """One operation. `answer` lists the fields of a record, of each row where the answer is a list."""

    method: str
    path: str
    purpose: str
    parameters: list[Field]
    body: list[Field]
    answer: list[Field]


@dataclass(frozen=True)
class Section:
    """The endpoints of one kind of record."""

    name: str
    endpoints: list[Endpoint]


def sections(description: Schema) -> list[Section]:
    """Every endpoint of an OpenAPI 3 description, grouped as it groups them."""
    found: dict[str, list[Endpoint]] = {}
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            endpoint = _endpoint(description, path, method, operation)
            found.setdefault(operation["tags"][0], []).append(endpoint)
    return [Section(name, endpoints) for name, endpoints in found.items()]


def _endpoint(description: Schema, path: str, method: str, operation: Schema) -> Endpoint:
    answers = operation["responses"]
    answer: Schema = next((answers[code] for code in ("200", "201") if code in answers), {})
    return Endpoint(
        method=method.upper(),
        path=path,
        purpose=operation.get("description", ""),
        parameters=[_parameter(description, parameter) for parameter in operation.get("parameters", [])],
        body=list(_fields(description, _content(operation.get("requestBody", {})))),
        answer=list(_fields(description, _content(answer))),
    )


def _content(message: Schema) -> Schema:
    schema: Schema = message.get("content", {}).get("application/json", {}).get("schema", {})
    return schema


def _parameter(description: Schema, parameter: Schema) -> Field:
    schema = _resolved(description, parameter["schema"])
    return Field(parameter["name"], _kind(description, schema), "", is_required=parameter.get("required", False))


def _fields(description: Schema, schema: Schema) -> Iterator[Field]:
    schema = _resolved(description, schema)
    properties = schema.get("properties", {})
    if "results" in properties:
        yield from _fields(description, properties["results"]["items"])
        return
    for name, field in properties.items():
        resolved = _resolved(description, field)
        note = "" if "enum" in resolved else resolved.get("description", "")
        yield Field(name, _kind(description, field), note, is_required=name in schema.get("required", ()))


def _resolved(description: Schema, schema: Schema) -> Schema:
    """The schema itself, wherever it is written down; of several alternatives the first that says something."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return _resolved(description, description["components"]["schemas"][name])
    for word in ("allOf", "oneOf"):
        if word in schema:
            return {**_resolved(description, schema[word][0]), "nullable": schema.get("nullable", False)}
    return schema


def _kind(description: Schema, schema: Schema) -> str:
    schema = _resolved(description, schema)
    if schema.get("type") == "array":
        return f"[{_kind(description, schema['items'])}]"
    codes = [str(code) for code in schema.get("enum", []) if code not in {"", None}]
    text = " | ".join(codes[:SHOWN_CODES]) + (" | …" if len(codes) > SHOWN_CODES else "")
    text = text or str(schema.get("format", schema.get("type", "object")))
    return f"{text} | null" if schema.get("nullable") else text
