"""What cannot be taken apart, and what fails: said in the visitor's language, to programs as JSON."""

import pytest
from django.test import Client
from django.urls import re_path

from config.web.urls import handler500  # noqa: F401  of the address plan below
from tests.architecture.faulty import page

pytestmark = pytest.mark.django_db

MANY = "&".join(f"a{n}" for n in range(1001))
# An address plan of this file, in which both kinds of visitors meet a fault.
urlpatterns = [re_path("^(?:api/)?page/$", page)]
SAID = {"da": "Det kunne vi ikke forstå", "en": "The request could not be understood"}


@pytest.mark.parametrize("language", SAID)
def test_what_cannot_be_taken_apart_is_refused_in_the_visitors_language(client, language):
    headers = {"Accept-Language": language}
    for answer in (
        client.post("/account/login/", b"x", content_type="multipart/form-data", headers=headers),
        client.post("/account/login/", MANY, content_type="application/x-www-form-urlencoded", headers=headers),
        client.get(f"/account/login/?{MANY}", headers=headers),
    ):
        assert answer.status_code == 400
        assert SAID[language] in answer.content.decode()
    answer = client.get(f"/api/v1/people/?{MANY}", headers=headers)
    assert (answer.status_code, answer.json()) == (400, {"detail": SAID[language]})


def test_a_fault_of_ours_is_json_to_a_program(settings):
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False, headers={"Accept-Language": "en"})
    answer = client.get("/api/page/?page=x")
    assert (answer.status_code, answer.json()) == (500, {"detail": "Something went wrong here"})
    answer = client.get("/page/?page=x")
    assert (answer.status_code, "The fault is ours" in answer.content.decode()) == (500, True)
