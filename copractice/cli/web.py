"""The web server, as the supervisor starts it: one process with four threads behind a watching parent."""

import importlib
import multiprocessing
import os
import sys
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from copractice.cli.processes import follow

THREADS = 4
SECONDS_TO_END = 5  # a request that never ends must not hold up the end


def application() -> Any:
    """Return the application, inside the process that answers requests; it ends when its parent is killed."""
    parent = multiprocessing.parent_process()
    if parent and parent.pid:
        follow(parent.pid)
    return importlib.import_module("copractice.wsgi").application


def main() -> None:
    """Listen until told to end, or until the supervisor, named by its process number, is gone."""
    follow(int(sys.argv[1]))
    server = Server(
        "copractice.wsgi:application",
        address=os.environ["LISTEN"],
        port=int(os.environ["PORT"]),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        workers_kill_timeout=SECONDS_TO_END,
        log_level=LogLevels.warning,
    )
    server.serve(target_loader=application, wrap_loader=False)


if __name__ == "__main__":
    main()
