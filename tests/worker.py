"""The worker of background jobs, as tests let it run."""

from concurrent.futures import ThreadPoolExecutor

from procrastinate.contrib.django import app


def run_worker() -> None:
    """Let a real worker do what is queued, and stop.

    In a thread of its own: where a test has used a browser before, this one has an event loop already.
    """
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_run).result()


def _run() -> None:
    with app.replace_connector(app.connector.get_worker_connector()) as real:
        real.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)
