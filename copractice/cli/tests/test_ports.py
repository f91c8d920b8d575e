"""A port is free, or its owner is named."""

import os
import socket

import pytest

from copractice.cli.ports import owner, require_free
from copractice.cli.refusals import CannotRun


def test_a_free_port_passes() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    require_free(port, "127.0.0.1")


@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_a_taken_port_is_refused_with_its_owner(family: socket.AddressFamily, host: str) -> None:
    with socket.create_server((host, 0), family=family) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotRun, match=rf"^PORT: {port} is taken by process {os.getpid()} \("):
            require_free(port, "127.0.0.1")


def test_a_port_that_is_shared_gladly_is_refused_too() -> None:
    taken = socket.create_server(("127.0.0.1", 0), reuse_port=True)
    with taken, pytest.raises(CannotRun, match=r"^PORT: "):
        require_free(taken.getsockname()[1], "127.0.0.1")


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(CannotRun, match=r"^LISTEN: 192\.0\.2\.1 is no address of this machine"):
        require_free(1024, "192.0.2.1")


def test_a_port_without_a_known_owner_is_still_taken() -> None:
    assert owner(1) == "a process of another user"
