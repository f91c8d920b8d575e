"""Checks on data that stands beside the repository; collected only where that folder exists."""

from pathlib import Path

FOLDERS = [parent / "shared" / "data" for parent in Path(__file__).parents]
DATA = next((folder for folder in FOLDERS if folder.is_dir()), None)

collect_ignore_glob = [] if DATA else ["test_*.py"]


def pytest_report_header() -> str:
    return f"external data: {'found' if DATA else 'not found, tests/external is not collected'}"
