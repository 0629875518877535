"""What caseworkers and leads do all day, for locust: `tests/bench/load.py` starts it against a real server.

Each has an address of their own on this machine, so that the limits on guessing passwords count them one by one.
"""

import itertools
import os
import random
import re
from typing import Any

from locust import HttpUser, between, task
from requests.adapters import HTTPAdapter

WORKERS = os.environ["LOAD_WORKERS"].split()
LEAD = os.environ["LOAD_LEAD"]
PASSWORD = os.environ["LOAD_PASSWORD"]
FOUND = 302

_numbers = itertools.count(1)


class _From(HTTPAdapter):
    """Connections that come from one address."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, source_address=(self.address, 0), **kwargs)


class Someone(HttpUser):
    """Somebody who has logged in."""

    abstract = True
    wait_time = between(2, 6)
    email = ""

    def on_start(self) -> None:
        """Log in."""
        number = next(_numbers)
        self.client.mount("http://", _From(f"127.0.{1 + number // 250}.{1 + number % 250}"))
        self.client.headers["Accept-Language"] = "da"
        self.people: list[str] = []
        page = self.client.get("/account/login/", name="Log in: the form").text
        values = {
            "csrfmiddlewaretoken": _value(page, "csrfmiddlewaretoken"),
            "login": self.email,
            "password": PASSWORD,
        }
        self._send("/account/login/", values, "Log in")
        self.list()

    def list(self) -> None:
        """See the young people, and know some of them afterwards."""
        self._know(self.client.get("/people/", name="List of young people").text)

    def person(self) -> None:
        """Open one of those known."""
        self.client.get(f"/people/{random.choice(self.people)}/", name="Person page")

    def _know(self, page: str) -> None:
        self.people = sorted(set(re.findall(r'href="/people/(B\d+)/"', page))) or self.people

    def _send(self, address: str, values: dict[str, str], name: str) -> None:
        with self.client.post(address, values, name=name, allow_redirects=False, catch_response=True) as answer:
            if answer.status_code != FOUND:
                answer.failure(f"{name} was answered with {answer.status_code}")
                self.environment.process_exit_code = 1  # also of a login, which is not counted any more at the end


class Caseworker(Someone):
    """My day, the list, young people, and a contact now and then."""

    weight = 12

    def on_start(self) -> None:
        self.email = random.choice(WORKERS)
        super().on_start()

    @task(3)
    def my_day(self) -> None:
        self._know(self.client.get("/my-day/", name="My day").text)

    @task(2)
    def look_at_the_list(self) -> None:
        self.list()

    @task(6)
    def open_somebody(self) -> None:
        self.person()

    @task(3)
    def log_a_contact(self) -> None:
        """Open the form, write for a while, save."""
        reference = random.choice(self.people)
        address = f"/contacts/new/?person={reference}"
        page = self.client.get(address, name="Contact form").text
        self.wait()
        filled_in = ("csrfmiddlewaretoken", "client_key", "happened_at", "happened_at_time")
        values = {name: _value(page, name) for name in filled_in}
        values |= {
            "people": reference,
            "kind": "phone",
            "outcome": "reached",
            "minutes": "20",
            "note": "Aftalt nyt møde.",
        }
        self._send(address, values, "Saving a contact")


class Lead(Someone):
    """The board, and what lies behind its numbers."""

    weight = 1
    email = LEAD

    @task(3)
    def board(self) -> None:
        self.client.get("/board/", name="Board")

    @task
    def look_at_the_list(self) -> None:
        self.list()

    @task(2)
    def open_somebody(self) -> None:
        self.person()


def _value(page: str, name: str) -> str:
    """What a field of the page holds."""
    found = re.search(rf'name="{name}"[^>]*? value="([^"]*)"', page)
    return found[1] if found else ""
