"""A request may name any charset that Python knows, also those that are none of text."""

from wsgiref.util import setup_testing_defaults

import pytest
from django.core.handlers.wsgi import WSGIRequest

from config.web.wsgi import readable

KINDS = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")
STRANGE = ("hex", '"hex"', "rot13", "punycode", "undefined", "idna", "zlib", "no-such-thing", "a\x00b")


@pytest.mark.parametrize("charset", STRANGE)
@pytest.mark.parametrize("kind", KINDS)
def test_a_strange_charset_is_no_fault(charset, kind):
    environ = {"QUERY_STRING": "navn=S%C3%B8ren", "CONTENT_TYPE": readable(f"{kind}; charset={charset}")}
    setup_testing_defaults(environ)
    assert (WSGIRequest(environ).GET["navn"], environ["CONTENT_TYPE"]) == ("Søren", kind)


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "latin1"])
def test_a_charset_of_text_is_kept(charset):
    assert readable(f"text/plain; charset={charset}") == f"text/plain; charset={charset}"
