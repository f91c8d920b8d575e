"""`copractice serve`: the one supervisor; database, web server and worker are its children.

Ctrl-C ends all of them. A child that dies is started again. When the supervisor itself is killed, its
children end too, and the next start waits for that.
"""

import argparse
import http.client
import os
import signal
import sys
import threading
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from copractice.cli import postgres
from copractice.cli.children import Child, end_all, tend
from copractice.cli.claims import Lock, claim_lock, use_lock, wait_for
from copractice.cli.environment import is_embedded, prepare
from copractice.cli.folders import Home
from copractice.cli.ports import require_free
from copractice.cli.processes import end, spawn
from copractice.cli.refusals import REFUSED, CannotRun

NAME = "copractice serve"
SECONDS_FOR_OTHERS = 60
TICK = 0.2


def main(argv: list[str]) -> int:
    """Serve the site until told to end."""
    parser = argparse.ArgumentParser(prog=NAME, description=__doc__.splitlines()[0])
    parser.add_argument("--demo", action="store_true", help="make the demo first, when the database is empty")
    args = parser.parse_args(argv)
    home = prepare()
    _read_settings()
    with ExitStack() as stack:
        use = _claim(home, stack)
        require_free(int(os.environ["PORT"]), os.environ["LISTEN"])
        stop = _stop_on_signals()
        children = [_database(home, stop)] if is_embedded(home) else []
        stack.callback(_end, children)
        for child in children:
            tend(child, now=time.monotonic(), say=_say)
        use.take(shared=True)
        if _prepared(["migrate"], stop) and (not args.demo or _prepared(["demo", "--if-empty"], stop)):
            children += [_python(name, use) for name in ("web server", "worker")]
            _supervise(children, stop)
    return 0


def _read_settings() -> None:
    """Refuse bad settings before anything starts, and pass on the address to listen on."""
    try:
        listen, anchors = settings.LISTEN, Path(settings.ANCHOR_FILE)
    except ImproperlyConfigured as error:
        raise CannotRun(str(error)) from None
    try:
        anchors.parent.mkdir(parents=True, exist_ok=True)
        anchors.open("a").close()
    except OSError as error:
        raise CannotRun(f"ANCHOR_FILE: {anchors} cannot be written to: {error.strerror}") from None
    os.environ["LISTEN"] = "127.0.0.1" if listen == "localhost" else listen


def _stop_on_signals() -> threading.Event:
    """Return an event that Ctrl-C and an order to end set; a closed terminal too, unless under `nohup`."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda _number, _frame: stop.set())
    return stop


def _claim(home: Home, stack: ExitStack) -> Lock:
    """Become the one supervisor, and wait until the last one's children are gone."""
    claim, use = claim_lock(home), use_lock(home)
    stack.callback(claim.close)
    stack.callback(use.close)
    if not claim.take():
        holder = claim.holder()
        if holder.startswith(NAME):
            raise CannotRun(f"it runs already: {holder}")
        wait_for(claim.take, seconds=SECONDS_FOR_OTHERS, otherwise=f"{holder} still has the database; end it")
    claim.sign(f"{NAME}, process {os.getpid()}, {settings.SITE_URL}")
    wait_for(
        use.take,
        seconds=SECONDS_FOR_OTHERS,
        otherwise=f"a process of an earlier run still holds {use.path}; end it and start again",
    )
    return use


def _database(home: Home, stop: threading.Event) -> Child:
    return Child("database", partial(postgres.start, home, stopped=stop.is_set))


def _python(name: str, use: Lock) -> Child:
    command = [sys.executable, "-m", f"copractice.cli.{name.split()[0]}", str(os.getpid())]
    return Child(name, partial(spawn, command, ends_by=signal.SIGKILL, keep=[use.fd]))


def _prepared(command: list[str], stop: threading.Event) -> bool:
    """Run a command to its end; returns False when the supervisor was told to end meanwhile."""
    process = spawn([sys.executable, "-m", "copractice.cli", *command], ends_by=signal.SIGKILL)
    while process.poll() is None and not stop.wait(0.02):
        pass
    if process.poll() is None:
        end(process, signal.SIGINT, 5)
    elif process.returncode == REFUSED:  # it said why
        raise SystemExit(REFUSED)
    elif process.returncode:
        raise CannotRun(f"`copractice {' '.join(command)}` did not succeed")
    return not stop.is_set()


def _supervise(children: list[Child], stop: threading.Event) -> None:
    announced = False
    while not stop.is_set():
        for child in children:
            tend(child, now=time.monotonic(), say=_say)
        if not announced and _answers():
            _say(f"Open {settings.SITE_URL} in a browser. Ctrl-C ends everything.")
            announced = True
        stop.wait(TICK)
    _say("Ending.")


def _answers() -> bool:
    connection = http.client.HTTPConnection(os.environ["LISTEN"], int(os.environ["PORT"]), timeout=5)
    try:
        connection.request("HEAD", "/", headers={"Host": settings.SITE_HOST})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _end(children: list[Child]) -> None:
    """End web server and worker first, then the database that they use."""
    end_all(child for child in children if child.name != "database")
    for child in children:
        if child.name == "database" and child.process:
            postgres.stop(child.process)


def _say(text: str) -> None:
    print(text, flush=True)
