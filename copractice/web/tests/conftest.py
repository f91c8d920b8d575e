"""A site that a browser can open, with its files under their hashed names."""

from collections.abc import Callable, Iterator

import pytest
from django.test.testcases import LiveServerThread


def whole_site(application: Callable[..., object]) -> Callable[..., object]:
    """Leave the files to WhiteNoise as on a real site; Django's own helper knows no hashed names."""
    return application


@pytest.fixture
def site(transactional_db: None) -> Iterator[str]:
    """Return the address of the running site."""
    thread = LiveServerThread("localhost", whole_site)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://localhost:{thread.port}"
    thread.terminate()
