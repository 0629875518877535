"""The message catalogue: what is extracted, what is kept, and what counts as a fault."""

import pytest

from config.texts import messages

PLURAL = "{% blocktranslate count n=n trimmed %}\n   {{ n }} day\n{% plural %}\n {{ n }} days\n{% endblocktranslate %}"


@pytest.fixture
def tree(tmp_path):
    """A small project: one module, one page, and places that are not read."""
    for name in messages.SOURCES:
        (tmp_path / name).mkdir()
    (tmp_path / "cases" / "views.py").write_text(
        "from django.utils.translation import gettext as _, ngettext, pgettext\n"
        'a = _("Log contact")\nb = pgettext("month", "May")\nc = ngettext("one person", "%(n)s persons", 2)\nd = _(a)\n'
    )
    (tmp_path / "templates" / "page.html").write_text(
        f'<p>{{% translate "Log contact" %}}</p>\n  {{{{ _("By you")|upper }}}}\n{PLURAL}\n'
    )
    (tmp_path / "cases" / "migrations").mkdir()
    (tmp_path / "cases" / "migrations" / "0001.py").write_text('a = _("Old name")\n')
    return tmp_path


def test_strings_of_code_and_pages_are_found_with_their_files(tree):
    found = {
        message.id: [name for name, _line in message.locations] for message in messages.extract(tree) if message.id
    }
    assert found == {
        "Log contact": ["cases/views.py", "templates/page.html"],
        "May": ["cases/views.py"],
        ("one person", "%(n)s persons"): ["cases/views.py"],
        "By you": ["templates/page.html"],
        ("%(n)s day", "%(n)s days"): ["templates/page.html"],
    }


def test_a_file_that_cannot_be_read_is_named(tree):
    (tree / "cases" / "broken.py").write_text("a = _('never closed\n")
    with pytest.raises(messages.MessagesError, match=r"cases/broken\.py cannot be read"):
        messages.extract(tree)


TEXTS = {
    "Log contact": "Notér kontakt",
    "month\x04May": "maj",
    "one person": ["en person", "%(n)s personer"],
    "By you": "Af dig",
    "%(n)s day": ["%(n)s dag", "%(n)s dage"],
}


def test_filled_catalogue_has_no_faults_and_does_not_change_when_updated_again(tree):
    assert messages.fill(TEXTS, tree) == []
    assert messages.faults(tree) == []
    before = messages.catalogue_file(tree).read_bytes()
    messages.update(tree)
    assert messages.catalogue_file(tree).read_bytes() == before
    assert b"POT-Creation-Date" not in before
    assert b"views.py:" not in before


def test_texts_that_nobody_asks_for_are_returned(tree):
    assert messages.fill(TEXTS | {"Gone": "Væk"}, tree) == ["Gone"]


def test_a_plural_needs_two_forms(tree):
    with pytest.raises(messages.MessagesError, match="'one person' needs a list of two forms"):
        messages.fill({"one person": "en person"}, tree)


def test_every_kind_of_fault_is_named(tree):
    messages.fill(TEXTS, tree)
    page = tree / "templates" / "page.html"
    page.write_text(page.read_text().replace("By you", "By them"))
    catalogue = messages.catalogue_file(tree)
    text = catalogue.read_text().replace('msgstr "maj"', 'msgstr ""').replace("%(n)s dage", "%(m)s dage")
    catalogue.write_text(text.replace('msgid "Log contact"', '#, fuzzy\nmsgid "Log contact"'))
    assert sorted(messages.faults(tree)) == [
        "marked fuzzy: 'Log contact'",
        "no Danish text: 'month\\x04May'",
        "no longer used (run `make messages`): 'By you'",
        "not in the catalogue (run `make messages`): 'By them'",
        "placeholders differ: '%(n)s day'",
    ]


def test_update_keeps_texts_and_drops_what_is_no_longer_used(tree):
    messages.fill(TEXTS, tree)
    page = tree / "templates" / "page.html"
    page.write_text(page.read_text().replace("By you", "By them"))
    assert messages.missing(messages.update(tree)) == {"By them": ""}
    assert messages.read(tree).get("By you") is None
    assert messages.read(tree).get("Log contact").string == "Notér kontakt"


def test_compiled_catalogue_is_what_django_reads(tree):
    messages.fill(TEXTS, tree)
    messages.compile_catalogue(tree)
    compiled = messages.catalogue_file(tree).with_suffix(".mo").read_bytes()
    assert "Notér kontakt".encode() in compiled
