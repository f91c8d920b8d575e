"""The worker, as the supervisor starts it: does queued and periodic work until told to end."""

import sys

import django
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from copractice.cli.processes import follow

JOBS_AT_ONCE = 2
SECONDS_TO_END = 5.0  # a job that takes longer is given up and begun again by the next worker


def main() -> None:
    """Work until told to end, or until the supervisor, named by its process number, is gone."""
    follow(int(sys.argv[1]))
    django.setup()
    with app.replace_connector(DjangoConnector().get_worker_connector()) as worker:
        worker.run_worker(name="worker", concurrency=JOBS_AT_ONCE, shutdown_graceful_timeout=SECONDS_TO_END)


if __name__ == "__main__":
    main()
