"""The tests' own server ends with the run, also when the run is killed."""

import os
import subprocess
import sys
from pathlib import Path

from copractice.cli.processes import command_of
from tests import postgres
from tests.faults.site import until

ROOT = Path(__file__).resolve().parents[2]
A_RUN = (
    "from tests.postgres import database; import sys, signal; database.start();"
    "print(database.process.pid, database.home.folder, flush=True); signal.pause()"
)


def test_a_killed_run_leaves_no_server_and_the_next_one_removes_its_folder() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    with subprocess.Popen(
        [sys.executable, "-c", A_RUN], cwd=ROOT, env=environment, stdout=subprocess.PIPE
    ) as run:
        server, folder = run.stdout.readline().decode().split()
        assert folder in command_of(int(server))
        run.kill()
    until(lambda: folder not in command_of(int(server)), "the end of the server")
    postgres.remove_leftovers()
    assert not Path(folder).exists()
