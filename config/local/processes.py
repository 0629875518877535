"""Child processes that end with the launcher, and the finding of those that did not."""

import json
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from config.local.account import Account
from config.local.places import Places, write_private
from config.local.waiting import LINUX, tied, tries

LOG_LIMIT = 5 * 2**20  # bytes before a log file is set aside
ORPHAN_PATIENCE = 3.0  # seconds that a process of a killed launcher gets to end by itself
TAIL = 8  # lines


@dataclass(frozen=True)
class Program:
    """How to start one program, and how to stop it: its polite signal and the seconds it may take.

    `clear` is called before each start: it clears away what a killed predecessor has left.
    """

    name: str
    command: Sequence[str]
    stop_signal: int = signal.SIGTERM
    patience: float = 15.0
    account: Account | None = None
    pass_fds: tuple[int, ...] = ()
    clear: Callable[[], None] | None = None


@dataclass(frozen=True)
class Child:
    """A running program."""

    program: Program
    env: Mapping[str, str]
    process: subprocess.Popen[bytes]
    log: Path
    log_start: int

    def said(self) -> str:
        """What it has written to its log since it started."""
        with self.log.open("rb") as file:
            file.seek(self.log_start)
            return file.read().decode(errors="replace")

    def ended(self) -> bool:
        """Whether the process is gone."""
        return self.process.poll() is not None

    def epitaph(self) -> str:
        """How it ended, with the last lines of its log."""
        lines = "".join(f"\n    {line}" for line in self.said().splitlines()[-TAIL:])
        return f"{self.program.name} {self.end()}; see {self.log}.{lines}"

    def end(self) -> str:
        """How it ended, in words."""
        code = self.process.returncode
        return f"was killed by signal {-code}" if code < 0 else f"stopped (exit code {code})"

    def stop(self) -> None:
        """Stop it politely, then by force, with everything that it started."""
        if self.process.poll() is None:
            self.process.send_signal(self.program.stop_signal)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(self.program.patience)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Crew:
    """The children of one launcher, stopped in the reverse order of their start."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.children: list[Child] = []

    def start(self, program: Program, env: Mapping[str, str]) -> Child:
        """Start a program that writes to its log and that the kernel ends if the launcher is killed."""
        child = self._launch(program, env)
        self.children.append(child)
        self._remember()
        return child

    def restart(self, dead: Child) -> None:
        """Start a program again that has ended, in the same place of the order."""
        dead.stop()  # what it started may still run
        self.children[self.children.index(dead)] = self._launch(dead.program, dead.env)
        self._remember()

    def _launch(self, program: Program, env: Mapping[str, str]) -> Child:
        log = self.places.logs / f"{program.name}.log"
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))
        if program.clear is not None:
            program.clear()
        with log.open("ab") as output:
            start = output.tell()
            process = subprocess.Popen(
                program.command,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=tied(program.stop_signal, program.account.become if program.account else None),
                pass_fds=program.pass_fds,
            )
        return Child(program, env, process, log, start)

    def dead(self) -> Child | None:
        """A child that has ended, if any."""
        return next((child for child in self.children if child.ended()), None)

    def stop(self) -> None:
        """Stop all children, the last started first."""
        while self.children:
            self.children[-1].stop()
            self.children.pop()
        self._remember()

    def _remember(self) -> None:
        pids = [child.process.pid for child in self.children]
        write_private(self.places.run / "processes.json", [[pid, birth(pid)] for pid in pids])


def birth(pid: int) -> str:
    """When a process was started, as the system tells it; empty when it is gone. Tells reused numbers apart."""
    if LINUX:
        try:
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
        fields = stat.rpartition(")")[2].split()
        # Field 3 of proc(5) is the state, field 22 the start time.
        return "" if fields[0] == "Z" else fields[19]
    found = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return found.stdout.strip()


def end_orphans(places: Places) -> None:
    """End what a killed launcher left running on these folders."""
    path = places.run / "processes.json"
    if not path.exists():
        return
    try:
        remembered: list[tuple[int, str]] = [(int(pid), str(born)) for pid, born in json.loads(path.read_text())]
    except ValueError:
        remembered = []
    for pid, born in reversed(remembered):
        if born:
            end_process(pid, born)
    path.unlink()


def end_process(pid: int, born: str) -> None:
    """Wait for one process to end; help it with a signal to its group, at last by force."""
    for force in (0, signal.SIGINT, signal.SIGKILL):
        if force:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, force)
        for _ in tries(ORPHAN_PATIENCE):
            if birth(pid) != born:
                return
