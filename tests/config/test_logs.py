"""Logs say what happened and where, and nothing that somebody typed or that a row holds."""

import json
import logging
import logging.config
import subprocess
import sys
from datetime import timedelta
from types import SimpleNamespace, TracebackType
from typing import Any

import pytest
import structlog
from django.conf import settings
from gunicorn.config import Config
from gunicorn.glogging import SafeAtoms

from cases.accounts.invitations import invitation_path
from config.env import ROOT
from config.web.gunicorn import AccessLog, access_log_format
from config.web.logs import REQUEST_ID_HEADER, TaskFailures
from tests.factories.cases import UserFactory

PLANTED = "Ægir Plantet-Navn"


def written(record: logging.LogRecord) -> dict[str, Any]:
    """The line that a record becomes."""
    # The configurator empties what it is given.
    described = dict(settings.LOGGING["formatters"]["event"])
    formatter = logging.config.DictConfigurator({}).configure_formatter(described)
    TaskFailures().filter(record)
    line: dict[str, Any] = json.loads(formatter.format(record))
    return line


def save() -> None:
    try:
        int(PLANTED)
    except ValueError as error:
        raise RuntimeError(f"could not save {PLANTED}") from error


def failure() -> tuple[type[BaseException], BaseException, TracebackType | None]:
    with pytest.raises(RuntimeError) as caught:
        save()
    return caught.type, caught.value, caught.tb


def test_an_exception_is_named_with_its_place_but_not_with_what_it_said():
    line = written(logging.LogRecord("cases.views", logging.ERROR, __file__, 1, "Saving failed", (), failure()))
    assert line["event"] == "Saving failed"
    assert [part["type"] for part in line["exception"]] == ["builtins.RuntimeError", "builtins.ValueError"]
    assert line["exception"][1]["where"][-1].endswith(" save")
    assert PLANTED not in json.dumps(line, ensure_ascii=False)


def test_a_failed_task_is_named_without_its_arguments_and_the_words_of_its_exception():
    context = {
        "name": "reporting.midterm.tasks.produce",
        "id": "8a1f",
        "description": "raised unexpected",
        "exc": f"ValueError('{PLANTED}')",
        "traceback": PLANTED,
        "args": f"('{PLANTED}',)",
        "kwargs": "{}",
        "hostname": "worker@here",
        "internal": False,
    }
    text = "Task %(name)s[%(id)s] %(description)s: %(exc)s"
    record = logging.LogRecord("celery.app.trace", logging.ERROR, __file__, 1, text, (context,), None)
    assert written(record)["event"] == "Task reporting.midterm.tasks.produce[8a1f] raised unexpected: ValueError"


@pytest.mark.django_db
def test_an_answer_carries_the_number_of_its_request(client):
    sent = client.get("/healthz", headers={REQUEST_ID_HEADER: "from-the-proxy-1"})
    assert sent[REQUEST_ID_HEADER] == "from-the-proxy-1"
    forged = client.get("/healthz", headers={REQUEST_ID_HEADER: "<b>not a number</b>"})
    assert len(forged[REQUEST_ID_HEADER]) == 32


@pytest.mark.django_db
def test_lines_of_a_request_have_its_number_and_the_user_but_no_query(client):
    user = UserFactory(email="plantet@example.org")
    client.force_login(user)
    records = []
    handler = logging.Handler()
    handler.emit = lambda record: records.append(written(record) | structlog.contextvars.get_contextvars())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        client.get("/no-such-page/", {"q": PLANTED}, headers={REQUEST_ID_HEADER: "0123456789"})
        client.post("/healthz", {"name": PLANTED}, headers={REQUEST_ID_HEADER: "0123456789"})
    finally:
        logger.removeHandler(handler)
    assert [line["event"] for line in records] == ["Not Found: /no-such-page/", "Method Not Allowed (POST): /healthz"]
    assert {line["request_id"] for line in records} == {"0123456789"}
    assert PLANTED not in json.dumps(records, ensure_ascii=False)
    assert "plantet@example.org" not in json.dumps(records)


def access_line(path: str) -> dict[str, Any]:
    """The line that the web server writes for a page that was read."""
    response = SimpleNamespace(status="200 OK", headers=[], sent=0)
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "RAW_URI": path, "SERVER_PROTOCOL": "HTTP/1.1"}
    atoms = AccessLog(Config()).atoms(response, SimpleNamespace(headers=[]), environ, timedelta(milliseconds=7))
    line: dict[str, Any] = json.loads(access_log_format % SafeAtoms(atoms))
    return line


@pytest.mark.django_db
def test_the_key_of_an_invitation_stands_in_no_line():
    invitation = invitation_path(UserFactory())
    assert access_line(invitation) == {
        "event": "request",
        "method": "GET",
        "path": "/account/password/reset/key/.../",
        "status": 200,
        "milliseconds": 7,
    }
    text = "Internal Server Error: %s"
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, text, (invitation,), None)
    assert written(record)["event"] == "Internal Server Error: /account/password/reset/key/.../"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/account/confirm-email/MQ:1abc-_x/", "/account/confirm-email/.../"),
        ("/account/password/reset/", "/account/password/reset/"),
        ("/people/U00042/", "/people/U00042/"),
    ],
)
def test_only_keys_are_left_out_of_a_path(path, shown):
    assert access_line(path)["path"] == shown


def test_what_the_server_itself_says_of_a_request_holds_nothing_of_it(caplog):
    """Planted: a name in the address and in the exception, as gunicorn formats them."""
    log = AccessLog(Config())
    log.error_log.addHandler(caplog.handler)
    try:
        log.warning("Invalid request from ip=192.0.2.7: Invalid HTTP Version: 'Plantet HTTP/1.1'")
        try:
            {}["Plantet"]
        except KeyError:
            log.exception("Error handling request %s %s", "GET", "/people/?navn=Plantet")
        log.warning("Reloader is on.")
    finally:
        log.error_log.removeHandler(caplog.handler)
    assert [text in caplog.text for text in ("Plantet", "192.0.2.7")] == [False, False]
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == [
        "Invalid request",
        "Error handling request",
        "Reloader is on.",
    ]
    assert "builtins.KeyError" in caplog.text


SAY = """
import logging.config
import subprocess
import sys
from config.web.logs import configuration
logging.config.dictConfig(configuration(level="INFO", as_json=sys.argv[1] == "json"))
try:
    {}["Plantet"]
except KeyError:
    logging.getLogger("reporting.midterm.tasks").exception("Ended")
logging.getLogger("django.security.DisallowedHost").error("Invalid HTTP_HOST header: anna-hemmelig.example")
logging.getLogger("django.request").error("Kept")
"""


@pytest.mark.parametrize("form", ["json", "console"])
def test_neither_a_strange_host_nor_what_an_exception_says_is_repeated(form):
    command = [sys.executable, "-c", SAY, form]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stderr
    words = ("hemmelig", "Plantet", "Logging error", "Kept", "Ended", "builtins.KeyError", "<string>:8 <module>")
    assert [word in said for word in words] == [False, False, False, True, True, True, True]
