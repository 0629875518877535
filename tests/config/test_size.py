"""What is too large is refused before it is read; the page says so in the visitor's language."""

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import RequestFactory

from config.web.size import SizeLimit

BOUNDARY = "multipart/form-data; boundary=x"


@pytest.mark.parametrize("path", ["/account/login/", "/", "/no/such/page/"])
def test_a_large_request_is_refused_wherever_it_goes_and_whoever_sends_it(client, path):
    """Nothing of it is read: the session's database is not asked, for this test may ask none."""
    answer = client.post(path, CONTENT_LENGTH=str(200 * 2**20), content_type=BOUNDARY)
    assert answer.status_code == 413
    assert "Der blev sendt for meget på én gang" in answer.content.decode()
    assert "default-src" in answer["Content-Security-Policy"]


def test_a_program_gets_json(client):
    answer = client.post("/api/v1/contacts/", CONTENT_LENGTH="99999999", content_type="application/json")
    assert (answer.status_code, answer.json()) == (413, {"detail": "Der blev sendt for meget på én gang"})


def test_the_page_is_in_the_language_of_the_browser(client):
    answer = client.post("/account/login/", CONTENT_LENGTH="99999999", headers={"accept-language": "en"})
    assert "Too much was sent at once" in answer.content.decode()


def test_what_does_not_say_how_large_it_is_is_refused():
    class Unread:
        def read(self, *_size: int) -> bytes:
            pytest.fail("it was read")

    request = RequestFactory(headers={"Accept-Language": "en"}).post(
        "/account/login/", content_type=BOUNDARY, HTTP_TRANSFER_ENCODING="chunked"
    )
    del request.META["CONTENT_LENGTH"]
    request.META["wsgi.input"] = Unread()
    assert SizeLimit(_unexpected)(request).status_code == 411
    request.path_info = "/api/v1/contacts/"
    assert SizeLimit(_unexpected)(request).content == b'{"detail": "Send along how much it is, as Content-Length."}'


@pytest.mark.django_db
def test_the_largest_that_is_allowed_is_read(client):
    form = {"login": "a@example.org", "password": "x" * (settings.LARGEST_REQUEST - 1000)}
    assert client.post("/account/login/", form).status_code == 200


def test_more_than_a_form_has_is_for_the_pages_that_take_files_alone(client):
    """Above the size of a form, and below that of a spreadsheet."""
    answer = client.post("/account/login/", CONTENT_LENGTH=str(settings.LARGEST_REQUEST + 1), content_type=BOUNDARY)
    assert answer.status_code == 413


def _unexpected(request: HttpRequest) -> None:
    pytest.fail("it was passed on")
