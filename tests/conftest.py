"""What every test begins with."""

import gc
from collections.abc import Iterator
from uuid import uuid4

import hypothesis
import pytest
import time_machine
from django.core.servers.basehttp import WSGIRequestHandler
from django.utils.translation import override
from django.utils.translation.reloader import translation_file_changed
from hypothesis import HealthCheck
from hypothesis import settings as invented
from pytest_django import Settings

from config.texts.messages import catalogue_file, compile_catalogue
from tests.clock import NOW

pytest_plugins = ["tests.reruns", "tests.schedule"]
# Hypothesis measures with the machine's own clock: on a busy machine a test would fail for being slow.
invented.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
invented.load_profile("unhurried")


def pytest_configure(config: pytest.Config) -> None:
    """Pages are read in Danish, on a fresh clone too: compile the texts, once, before further processes start.

    Django has looked for them by now, and must look again. Examples that are made up have no deadline: it would be
    measured by the machine's clock, and a busy machine is no fault.
    """
    gc.disable()  # until the tests are collected
    # Django's server sends head and body apart, and the second would wait 40 ms for the reader to confirm the first.
    WSGIRequestHandler.disable_nagle_algorithm = True
    hypothesis.settings.register_profile("house", deadline=None)
    hypothesis.settings.load_profile("house")
    if not hasattr(config, "workerinput"):
        compile_catalogue()
        translation_file_changed(sender=None, file_path=catalogue_file().with_suffix(".mo"))


def pytest_collection_finish() -> None:
    """What is loaded by now stays. Looking through it for garbage again and again took a tenth of the suite's time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


OF_THIS_RUN = uuid4().hex


@pytest.fixture(autouse=True)
def danish() -> Iterator[None]:
    """The users' first language, whatever the test before left behind in the thread."""
    with override("da"):
        yield


@pytest.fixture(autouse=True)
def own_cache(settings: Settings) -> None:
    """An empty cache that no test before and none beside this one shares, on the server that all of them use.

    Drawings, which are kept by what is drawn, are drawn once for all tests: that takes longer than all else on a page.

    Emptying the server instead would take the counted requests out of the hands of a test that runs at the same time.
    """
    settings.CACHES = {
        "default": settings.CACHES["default"] | {"KEY_PREFIX": uuid4().hex},
        "charts": settings.CACHES["charts"] | {"KEY_PREFIX": OF_THIS_RUN},
    }


@pytest.fixture(scope="session", autouse=True)
def stopped_clock() -> Iterator[time_machine.Traveller]:
    """The clock stands still for the whole run, so that data which several tests share is made at NOW as well."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def clock(stopped_clock: time_machine.Traveller) -> Iterator[time_machine.Traveller]:
    """It is NOW when a test begins. A test that needs time to pass moves the clock, and it is set back afterwards."""
    yield stopped_clock
    stopped_clock.move_to(NOW)
