"""How a thing is measured: warm, several times, in a process of its own so that its memory is its own."""

import gc
import multiprocessing
import os
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

from django.db import connection, connections
from django.test.utils import CaptureQueriesContext


@dataclass(frozen=True)
class Figures:
    """Milliseconds for the middle and the slow end, queries of one turn, and memory above the start in MiB."""

    name: str
    median: float
    slow: float
    queries: int
    memory: float
    result: Any = None

    def line(self) -> str:
        return f"{self.name:<34} {self.median:>9.1f} {self.slow:>9.1f} {self.queries:>8} {self.memory:>9.1f}"


HEADING = f"{'':<34} {'median ms':>9} {'p95 ms':>9} {'queries':>8} {'MiB':>9}"


def measure(name: str, turn: Callable[[], Any], *, times: int = 20) -> Figures:
    """Take `times` turns after one to warm up, in a forked process."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    child = context.Process(target=_turns, args=(theirs, turn, times))
    child.start()
    theirs.close()  # so that a turn that fails ends this too
    seconds, queries, memory, result = ours.recv()
    child.join()
    milliseconds = sorted(second * 1000 for second in seconds)
    slow = quantiles(milliseconds, n=20)[-1] if len(milliseconds) > 1 else milliseconds[0]
    return Figures(name, median(milliseconds), slow, queries, memory, result)


def _turns(pipe: Any, turn: Callable[[], Any], times: int) -> None:
    gc.collect()
    gc.freeze()  # what the seeder left behind is not a page's to go through
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with CaptureQueriesContext(connection) as captured:
        result = turn()
    queries = len(captured)
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        result = turn()
        seconds.append(time.perf_counter() - start)
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    pipe.send((seconds, queries, memory, result))
    pipe.close()
    os._exit(0)
