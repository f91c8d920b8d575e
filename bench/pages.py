"""Speed of pages and imports, on a PostgreSQL of its own; the peer is the target that the product set."""

import importlib
import json
import resource
import subprocess
import sys
from collections.abc import Iterator

from bench.__main__ import Row

# what is measured: (case, target in seconds)
TARGETS = {
    "import": ("30,000 votes, 1,000 statements", "10 s"),
    "freeze": ("count and draw 1,000 statements", "in the background"),
    "list": ("page of 100 of 1,000 statements", "0.150 s"),
    "filter": ("the same, filtered by words", "0.150 s"),
    "results": ("what unites and divides", "0.150 s"),
    "board": ("page of 100 of 1,000 applications", "0.150 s"),
    "board_filter": ("the same, filtered", "0.150 s"),
    "reminders": ("preview of 1,000 reminders", "-"),
    "reviews": ("board of 1,000 applications, 3,000 reviews", "0.200 s"),
    "score": ("one score of a review", "0.060 s"),
    "advice_board": ("page of 100 of 300 recommendations", "0.150 s"),
    "release": ("check of a release, with its PDF", "3 s"),
    "report": ("the public page of a report", "0.100 s"),
    "save": ("one answer of an application", "0.060 s"),
    "send": ("an application of three parts", "0.150 s"),
    "surge": ("200 applications sent at one moment", "none lost"),
}


def rows() -> Iterator[Row]:
    """Measure in a process of its own, since Django wants its settings before anything is imported."""
    done = subprocess.run([sys.executable, "-m", "bench.pages"], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    measured = json.loads(done.stdout.splitlines()[-1])
    for step, (case, target) in TARGETS.items():
        yield Row(step, case, measured[step], measured["peak_mb"], "", None, target)


def _measure() -> None:
    database = importlib.import_module("tests.postgres").database  # sets the environment
    try:
        database.start()
        importlib.import_module("django").setup()
        importlib.import_module("django.db").connection.creation.create_test_db(verbosity=0)
        management = importlib.import_module("django.core.management")
        management.call_command("collectstatic", interactive=False, verbosity=0)
        importlib.import_module("django.test.utils").setup_test_environment()
        seconds = importlib.import_module("bench.convening").measure()
        seconds |= importlib.import_module("bench.board").measure()
        seconds |= importlib.import_module("bench.review_board").measure()
        seconds |= importlib.import_module("bench.recommending").measure()
        seconds |= importlib.import_module("bench.sending").measure()
        importlib.import_module("django.db").connections.close_all()
    finally:
        database.remove()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(seconds | {"peak_mb": round(peak, 1)}))


if __name__ == "__main__":
    _measure()
