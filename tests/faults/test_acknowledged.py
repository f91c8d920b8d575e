"""What the site acknowledged is there, whole and once, whatever was killed meanwhile."""

import signal
from collections import Counter

import psycopg
import pytest

from tests.faults.site import Site, until
from tests.faults.visitor import Visitor, Writer

pytestmark = pytest.mark.slow


def stored(site: Site) -> Counter[str]:
    with psycopg.connect(site.home.database_url) as database:
        return Counter(key for (key,) in database.execute("SELECT form_key FROM communities_update"))


def test_every_acknowledged_update_survives_the_kill_of_each_part(site: Site) -> None:
    visitor = Visitor(site.port)
    visitor.sign_in("Coordinator 01")
    writer = Writer(visitor, "demo-stem")
    writer.start()
    for part in ("database", "web server", "worker"):
        before = len(writer.acknowledged)
        until(lambda before=before: len(writer.acknowledged) > before + 5, "updates before the kill")
        site.kill(part)
    before = len(writer.acknowledged)
    until(lambda: len(writer.acknowledged) > before + 5, "updates after the kills")
    site.end(signal.SIGKILL)
    site.start()
    until(lambda: len(writer.acknowledged) > before + 12, "updates after the next start")
    acknowledged = writer.stop()
    counts = stored(site)
    assert [key for key in acknowledged if counts[key] != 1] == []
    verified = site.run("log", "verify")
    assert (verified.returncode, verified.stderr) == (0, "")
