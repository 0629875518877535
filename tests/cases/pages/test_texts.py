"""Texts are looked up once, and are the same that Django finds."""

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, ngettext
from django.utils.translation.trans_real import DjangoTranslation
from django.utils.translation.trans_real import translation as known

from cases.pages.texts import Remembered, remember_texts

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture(autouse=True)
def remembered():
    """As a process has it from its start; the test run has read its texts anew since then."""
    for language in LANGUAGES:
        if not isinstance(known(language)._catalog, Remembered):
            remember_texts()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_the_one_that_django_finds(language):
    ours, plain = known(language), DjangoTranslation(language)
    assert isinstance(ours._catalog, Remembered)
    texts = [key for key in plain._catalog.keys() if isinstance(key, str)]  # noqa: SIM118  it is no dict
    assert len(texts) > 100
    for _ in range(2):
        assert [ours.gettext(text) for text in texts] == [plain.gettext(text) for text in texts]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_that_nobody_knows_stays_as_it_is(language):
    with translation.override(language):
        assert [gettext("xyzzy"), gettext("xyzzy"), ngettext("plugh", "plughs", 2)] == ["xyzzy", "xyzzy", "plughs"]
