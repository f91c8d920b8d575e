"""The supervisor's children: started again when they die, later each time, and given up in the end."""

import signal
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from subprocess import TimeoutExpired

from copractice.cli.processes import Process, kill_group
from copractice.cli.refusals import CannotRun

PAUSES = (0.0, 1.0, 2.0, 4.0, 8.0, 16.0)  # before each new start in a row
STEADY = 10.0  # seconds after which a child counts as well started
SECONDS_TO_END = 10.0  # a little more than web server and worker allow themselves


@dataclass
class Child:
    """One process that has to run for as long as the supervisor does."""

    name: str
    launch: Callable[[], Process]
    process: Process | None = None
    started: float = 0.0
    deaths: int = 0
    due: float = 0.0


def tend(child: Child, *, now: float, say: Callable[[str], None]) -> None:
    """Start a child that does not run when it is due; refuse to go on when it keeps dying."""
    if child.process is not None:
        code = child.process.poll()
        if code is None:
            return
        kill_group(child.process)  # what it left running would keep its port
        child.process = None
        _plan_start(child, code, now)
        say(f"The {child.name} ended ({_reason(code)}); it is started again.")
    if now >= child.due:
        child.process = child.launch()
        child.started = now


def end_all(children: Iterable[Child]) -> None:
    """Ask children to end, all at once, and kill what is left after a while."""
    processes = [child.process for child in children if child.process is not None]
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + SECONDS_TO_END
    for process in processes:
        with suppress(TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
        kill_group(process)


def _plan_start(child: Child, code: int, now: float) -> None:
    """Set the time of a dead child's next start, or refuse to go on."""
    steady = now - child.started > STEADY
    child.deaths = 1 if steady else child.deaths + 1
    if child.deaths > len(PAUSES):
        raise CannotRun(
            f"the {child.name} ended {child.deaths} times in a row ({_reason(code)}); see what it said"
        )
    child.due = now + PAUSES[child.deaths - 1]


def _reason(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
