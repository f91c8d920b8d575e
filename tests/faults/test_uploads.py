"""A file far over the limit, sent to a real site: refused in one sentence, held by nobody."""

import http.client
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.site import Site
from tests.faults.visitor import CSRF, Visitor

BOUNDARY = "-" * 30
PATH = "/c/demo-stem/organizations/import/"
SIZE = 300_000_000


def parts(size: int) -> Iterator[bytes]:
    """Yield the body of the form, made while it is sent."""
    head = 'Content-Disposition: form-data; name="{}"{}\r\n\r\n'
    yield f"--{BOUNDARY}\r\n{head.format('form_key', '')}{'9' * 32}\r\n--{BOUNDARY}\r\n".encode()
    yield head.format("organizations", '; filename="big.csv"').encode()
    for _ in range(size // 1_000_000):
        yield b"0" * 1_000_000
    yield f"\r\n--{BOUNDARY}--\r\n".encode()


def send(visitor: Visitor, size: int) -> tuple[int, str]:
    """Hand in a file of zeros and return status and page."""
    headers = {
        "Cookie": "; ".join(f"{name}={value}" for name, value in visitor.cookies.items()),
        "X-CSRFToken": CSRF,
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Content-Length": str(sum(map(len, parts(0))) + size),
    }
    connection = http.client.HTTPConnection("localhost", visitor.port, timeout=120)
    connection.request("POST", PATH, parts(size), headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def most_memory(pid: int) -> int:
    """Return the most memory that a process has held, in megabytes."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc", str(pid), "status").read_text())
    assert found
    return int(found[1]) // 1000


@pytest.mark.slow
def test_three_hundred_megabytes_are_refused_and_held_by_nobody(site: Site) -> None:
    visitor = Visitor(site.port)
    visitor.sign_in("Coordinator 01")
    assert send(visitor, 1_000_000)[0] == 302
    before = most_memory(site.part("web server"))
    status, text = send(visitor, SIZE)
    assert (status, "an import takes 20.0" in text) == (400, True)
    assert most_memory(site.part("web server")) - before < 60
