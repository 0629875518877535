"""A request to stop is heard even if it comes in the one moment in which it wakes nobody.

That moment lies between the last look at the signals and the sleep, too short to be hit on purpose. Here the signal
goes to a second thread instead: the system then interrupts that thread, and the main one sleeps on just the same.
"""

import os
import signal
import subprocess
import sys

import pytest

from config.env import ROOT
from tests.local.conftest import environment

pytestmark = pytest.mark.services

HEADER = """
import os, signal, sys, threading, time, traceback
from pathlib import Path
from config.local.commands import call
from config.local.errors import StoppedError
from config.local.launcher import wait
from config.local.places import Places
from config.local.processes import Crew, Program
from config.local.waiting import stoppable

def asleep():
    # The main thread listens for signals, has then come into a function called "wait", and sleeps there. In this
    # order: while a thread starts, the main one is in a "wait" as well.
    if not callable(signal.getsignal(signal.SIGTERM)):
        return False
    frames = traceback.walk_stack(sys._current_frames()[threading.main_thread().ident])
    waits = any(frame.f_code.co_name == "wait" for frame, _line in frames)
    state = Path("/proc/self/task", str(os.getpid()), "stat").read_text().rpartition(")")[2].split()[0]
    return waits and state == "S"

def ask():
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    while not asleep():
        time.sleep(0.01)
    os.kill(os.getpid(), signal.SIGTERM)

places = Places(Path(os.environ["DATA_DIR"]))
places.make()
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
threading.Thread(target=ask).start()
"""
WAIT = """
crew = Crew(places)
crew.start(Program("sleeper", ["sleep", "60"], stop_signal=signal.SIGINT), os.environ)
try:
    with stoppable():
        wait(crew)
except StoppedError:
    crew.stop()
    print("stopped")
"""
CALL = """
# The child inherits what is blocked here.
child = "import signal, time; signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM}); time.sleep(60)"
with stoppable():
    print("exit code", call([sys.executable, "-c", child], os.environ))
"""


@pytest.mark.parametrize(
    ("what", "said"),
    [(WAIT, "stopped\n"), (CALL, f"exit code {128 + signal.SIGTERM}\n")],
    ids=["wait", "call"],
)
def test_a_signal_that_wakes_nobody_is_heard(data, what, said):
    done = subprocess.run(
        [sys.executable, "-c", HEADER + what],
        cwd=ROOT,
        env=environment(data) | {"PYTHONPATH": os.fspath(ROOT)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.stdout, done.stderr) == (said, "")
