"""The message catalogues, kept without GNU gettext: all texts in Danish, and the frameworks' own in plain English.

Source strings are English; the catalogue holds no dates and no line numbers, so that two people adding texts rarely
meet in the same line. `python -m config.texts` is the command for it.
"""

import io
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from tokenize import TokenError
from typing import Any, cast

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from config.env import ROOT
from config.texts.wording import WORDS

SOURCES = ("cases", "config", "housing", "reporting", "templates")
SKIPPED = ("migrations", "node_modules", "static", "__pycache__")
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_noop": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """\
# Danish texts of Hjemvej. Kept by `make messages`; the English source strings are the keys.
msgid ""
msgstr ""
"Language: da\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
WORDING = "config/texts/wording.py"
CONTEXT_MARK = "\x04"
PLACEHOLDER = re.compile(r"%\((\w+)\)[#0 +-]*[\d.]*[a-z]|%[sdf]|(?<!\{)\{(\w*)[^{}]*\}(?!\})")


class MessagesError(Exception):
    """A fault that the person running the command can mend; its text is the sentence to show."""


def extract(root: Path = ROOT) -> Catalog:
    """Every translatable string of the code and the templates, each with the files that use it."""
    catalog = Catalog(locale="da", fuzzy=False)
    for path in _source_files(root):
        name = path.relative_to(root).as_posix()
        try:
            found = list(_strings_of(path))
        except (SyntaxError, UnicodeDecodeError, TokenError) as error:
            message = f"{name} cannot be read: {error}"
            raise MessagesError(message) from error
        for context, ids in found:
            catalog.add(ids, locations=[(name, 0)], context=context)
    return catalog


def _source_files(root: Path) -> Iterator[Path]:
    for top in SOURCES:
        for path in sorted((root / top).rglob("*")):
            inside = path.relative_to(root).parts[:-1]
            if path.suffix in {".py", ".html", ".txt"} and not set(inside) & set(SKIPPED):
                yield path


def _strings_of(path: Path) -> Iterator[tuple[str | None, str | tuple[str, ...]]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # The template compiler leaves indented Python behind, which no tokenizer accepts.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).split("\n"))
    source = io.BytesIO(text.encode())
    # Babel types its arguments more narrowly than it reads them.
    calls: Iterable[Any] = extract_python(source, cast("Any", KEYWORDS), [], {"encoding": "utf-8"})
    for _line, function, messages, _comments in calls:
        arguments = messages if isinstance(messages, (list, tuple)) else (messages,)
        found = _call(KEYWORDS[function], tuple(arguments))
        if found:
            yield found


def _call(
    spec: tuple[Any, ...] | None, arguments: tuple[str | None, ...]
) -> tuple[str | None, str | tuple[str, ...]] | None:
    """Context and ids of one call, or nothing where an argument is not a literal string."""
    context: str | None = None
    ids: list[str] = []
    for item in spec or (1,):
        position = item[0] if isinstance(item, tuple) else item
        value = arguments[position - 1] if position <= len(arguments) else None
        if not value:
            return None
        if isinstance(item, tuple):
            context = value
        else:
            ids.append(value)
    return context, ids[0] if len(ids) == 1 else tuple(ids)


def catalogue_file(root: Path = ROOT) -> Path:
    """Where the Danish texts lie."""
    return root / "locale" / "da" / "LC_MESSAGES" / "django.po"


def read(root: Path = ROOT) -> Catalog:
    """The catalogue as it lies in the tree; an empty one when there is none yet."""
    path = catalogue_file(root)
    if not path.exists():
        return Catalog(locale="da", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="da", abort_invalid=True)


def merge(found: Catalog, kept: Catalog) -> Catalog:
    """The found strings with the texts that the kept catalogue has for exactly the same ids; no guessing."""
    for message in _messages(found):
        old = kept.get(_singular(message), message.context)
        if old is not None and bool(old.pluralizable) == bool(message.pluralizable) and _same_plural(old, message):
            message.string = old.string
            message.flags |= old.flags & {"fuzzy"}
    return found


def write(catalog: Catalog, root: Path = ROOT) -> None:
    """Write the catalogue in one step: sorted, without dates, line numbers or obsolete entries."""
    body = io.BytesIO()
    write_po(body, catalog, width=0, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False)
    path = catalogue_file(root)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".po.new")
    fresh.write_bytes(HEADER.encode() + body.getvalue().strip() + b"\n")
    fresh.replace(path)


def update(root: Path = ROOT) -> Catalog:
    """Extract all strings and bring the catalogue in step with them."""
    catalog = merge(extract(root), read(root))
    write(catalog, root)
    return catalog


def missing(catalog: Catalog) -> dict[str, str | list[str]]:
    """The strings that have no Danish text yet, in the form that `fill` reads."""
    return {
        _key(message): ["", ""] if message.pluralizable else ""
        for message in _messages(catalog)
        if not all(_texts(message.string))
    }


def faults(root: Path = ROOT) -> list[str]:
    """What is wrong with the catalogue, one sentence a fault; empty when all is well."""
    found, kept = extract(root), read(root)
    kept_keys = {_key(message) for message in _messages(kept)}
    found_keys = {_key(message) for message in _messages(found)}
    sentences = [f"not in the catalogue (run `make messages`): {key!r}" for key in sorted(found_keys - kept_keys)]
    sentences += [f"no longer used (run `make messages`): {key!r}" for key in sorted(kept_keys - found_keys)]
    sentences += [f"no Danish text: {key!r}" for key in missing(kept)]
    for message in _messages(kept):
        if message.fuzzy:
            sentences.append(f"marked fuzzy: {_key(message)!r}")
        if all(_texts(message.string)) and not _placeholders_agree(message):
            sentences.append(f"placeholders differ: {_key(message)!r}")
    return sentences


def fill(texts: Mapping[str, str | list[str]], root: Path = ROOT) -> list[str]:
    """Put Danish texts into the catalogue; return the keys that no source string has."""
    catalog = merge(extract(root), read(root))
    by_key = {_key(message): message for message in _messages(catalog)}
    for key, text in texts.items():
        message = by_key.get(key)
        if message is None:
            continue
        if bool(message.pluralizable) != isinstance(text, list):
            form = "a list of two forms" if message.pluralizable else "one text"
            sentence = f"{key!r} needs {form}"
            raise MessagesError(sentence)
        message.string = text if isinstance(text, str) else tuple(text)
        message.flags.discard("fuzzy")
    write(catalog, root)
    return sorted(set(texts) - set(by_key))


def compile_catalogue(root: Path = ROOT) -> None:
    """Write the binary catalogues that Django reads, unless they are newer than their source."""
    danish = catalogue_file(root)
    _compile(danish, danish.with_suffix(".mo"), lambda: read(root))
    english = root / "locale" / "en" / "LC_MESSAGES" / "django.mo"
    _compile(root / WORDING, english, english_words)


def english_words() -> Catalog:
    """The plain English of the frameworks' sentences; every other English text is its own key."""
    catalog = Catalog(locale="en", fuzzy=False)
    for ids, text in WORDS.items():
        catalog.add(ids, text)
    return catalog


def _compile(source: Path, target: Path, load: Callable[[], Catalog]) -> None:
    if not source.exists() or (target.exists() and target.stat().st_mtime >= source.stat().st_mtime):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(f".mo.{os.getpid()}")
    with fresh.open("wb") as file:
        write_mo(file, load())
    fresh.replace(target)


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _same_plural(old: Message, new: Message) -> bool:
    return not new.pluralizable or tuple(old.id) == tuple(new.id)


def _key(message: Message) -> str:
    context = f"{message.context}{CONTEXT_MARK}" if message.context else ""
    return context + _singular(message)


def _texts(string: object) -> tuple[str, ...]:
    if isinstance(string, (tuple, list)):
        return tuple(str(part) for part in string)
    return (str(string or ""),)


def _placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text.replace("%%", ""))}


def _placeholders_agree(message: Message) -> bool:
    """Every text has the placeholders of its source; the singular may leave the number out.

    Of a framework's sentence it may leave out any: plain words seldom repeat what was typed.
    """
    ids, texts = _texts(message.id), _texts(message.string)
    if any(name == WORDING for name, _line in message.locations):
        known = {place for text in ids for place in _placeholders(text)}
        return all(_placeholders(text) <= known for text in texts)
    if not message.pluralizable:
        return _placeholders(ids[0]) == _placeholders(texts[0])
    known = _placeholders(ids[0]) | _placeholders(ids[1])
    return _placeholders(texts[-1]) == _placeholders(ids[1]) and _placeholders(texts[0]) <= known
