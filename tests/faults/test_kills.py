"""Kill each part of a running site: it comes back by itself or at the next start, and nothing stays behind."""

import os
import signal

import pytest

from copractice.cli import postgres
from tests.faults.site import PARTS, Site, children_of, until

pytestmark = pytest.mark.slow


def came_back(site: Site, part: str, killed: int) -> bool:
    return site.part(part) not in {0, killed} and site.status_of("/c/demo-stem/") == 200


@pytest.mark.parametrize("part", sorted(PARTS))
def test_a_killed_part_comes_back_while_the_rest_goes_on(site: Site, part: str) -> None:
    supervisor, killed = site.process.pid, site.kill(part)
    until(lambda: came_back(site, part, killed), f"a new {part}")
    assert site.process.pid == supervisor
    assert not site.has_ended()
    assert len(children_of(supervisor)) == len(PARTS)


def test_the_process_that_answers_requests_comes_back(site: Site) -> None:
    killed = site.part("web server")
    (answering,) = children_of(killed)
    os.kill(answering, signal.SIGKILL)
    until(lambda: came_back(site, "web server", killed), "a new web server")


def test_after_a_kill_of_everything_at_once_the_next_start_works(site: Site) -> None:
    site.kill_everything()
    site.start()
    assert site.status_of("/c/demo-stem/") == 200


def test_after_a_kill_of_the_supervisor_the_next_start_works_at_once(site: Site) -> None:
    site.end(signal.SIGKILL)
    site.start()
    assert site.status_of("/c/demo-stem/") == 200


# A start takes seconds: from here on a test that ends the site stands before one that begins with an ended one.


def leaves_nothing_running(site: Site, by: signal.Signals) -> bool:
    assert len(site.processes()) > len(PARTS)
    assert site.end(by) == 0
    return site.processes() == set() and site.status_of("/") == 0


def test_told_by_the_system_to_end_the_site_leaves_nothing_running(site: Site) -> None:
    assert leaves_nothing_running(site, signal.SIGTERM)


def test_a_database_that_was_left_running_is_stopped_by_the_next_start(ended: Site) -> None:
    left = postgres.start(ended.home)
    ended.start()
    assert left.wait(10) == 0
    assert ended.part("database") not in {0, left.pid}
    assert ended.status_of("/c/demo-stem/") == 200


def test_told_by_the_keyboard_to_end_the_site_leaves_nothing_running(site: Site) -> None:
    assert leaves_nothing_running(site, signal.SIGINT)


def test_a_stale_file_that_names_another_process_does_not_hold_up_the_start(ended: Site) -> None:
    stale = ended.home.data / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{ended.home.data}\n1\n5432\n{ended.home.sockets}\n\n\nready\n")
    ended.start()
    assert ended.status_of("/c/demo-stem/") == 200


def test_after_a_kill_of_the_supervisor_its_children_end_too(site: Site) -> None:
    site.end(signal.SIGKILL)
    until(lambda: site.processes() == set(), "the end of every process")
