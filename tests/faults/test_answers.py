"""Kill a real site in the middle of saves: every answer that was acknowledged is there, word for word."""

import json
import signal
import socket
import subprocess
import sys
import threading
from urllib.parse import urlencode

import psycopg
import pytest

from tests.faults.site import Site, until
from tests.faults.visitor import CSRF, Visitor

pytestmark = pytest.mark.slow

PEOPLE = ("coordinator-01@example.org", "member-01@example.org")  # who opens a call, and who applies
SAVED = """
SELECT version.text, version.revision FROM applications_answerversion version
JOIN applications_answer answer ON answer.id = version.answer_id
JOIN applications_part part ON part.id = answer.part_id
WHERE part.code = %s AND version.kind = 'saved' ORDER BY version.revision
"""


def begun(site: Site) -> dict[str, str]:
    """Have a persona start an application; return the code of their part and a question's key."""
    key = (site.home.folder / "secret_key").read_text()
    more = {"SECRET_KEY": key, "DATABASE_URL": site.home.database_url}
    made = subprocess.run(
        [
            sys.executable,
            "manage.py",
            "shell",
            "--no-imports",
            "--command",
            f"from tests.faults.parts import begin; begin('demo-stem', *{PEOPLE!r})",
        ],
        env=site.environment(DJANGO_SETTINGS_MODULE="copractice.settings", **more),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(made.stdout)


class Typist(threading.Thread):
    """Somebody whose browser saves a longer text again and again, each on the revision it heard of last."""

    def __init__(self, visitor: Visitor, part: str, question: str) -> None:
        super().__init__(daemon=True)
        self.visitor, self.path, self.question = visitor, f"/c/demo-stem/parts/{part}/answers/", question
        self.acknowledged: list[str] = []
        self.stopping = threading.Event()

    def run(self) -> None:
        base, number, unheard = 0, 0, ""
        while not self.stopping.is_set():
            text = f"Word {number} of a long answer"
            sent = {"question": self.question, "text": text, "revision": base, "previous": unheard}
            answer = self.visitor.ask("POST", self.path, urlencode(sent))
            unheard = text
            if answer.status == 200 and 'data-kind="saved"' in answer.text:
                self.acknowledged.append(text)
                base, number = base + 1, number + 1

    def stop(self) -> list[str]:
        """Stop and return every text that was acknowledged."""
        self.stopping.set()
        self.join(30)
        return self.acknowledged


def test_every_acknowledged_save_survives_the_kill_of_web_server_and_database(site: Site) -> None:
    place = begun(site)
    visitor = Visitor(site.port)
    visitor.sign_in("Member 01")
    typist = Typist(visitor, place["part"], place["question"])
    typist.start()
    for part in ("web server", "database", "web server"):
        before = len(typist.acknowledged)
        until(lambda before=before: len(typist.acknowledged) > before + 10, "saves before the kill")
        site.kill(part)
    before = len(typist.acknowledged)
    until(lambda: len(typist.acknowledged) > before + 10, "saves after the kills")
    site.end(signal.SIGKILL)
    site.start()
    acknowledged = typist.stop()
    with psycopg.connect(site.home.database_url) as database:
        (fsync,) = database.execute("SHOW fsync").fetchone()
        rows = database.execute(SAVED, [place["part"]]).fetchall()
    assert fsync == "on"
    assert len(acknowledged) > 40
    assert [text for text in acknowledged if text not in {row[0] for row in rows}] == []
    assert [revision for _text, revision in rows] == list(range(1, len(rows) + 1))


def test_a_file_over_the_limit_is_refused_before_it_has_come_in(site: Site) -> None:
    place = begun(site)
    visitor = Visitor(site.port)
    visitor.sign_in("Member 01")
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    with socket.create_connection(("localhost", site.port), timeout=20) as line:
        head = [
            f"POST /c/demo-stem/parts/{place['part']}/answers/ HTTP/1.1",
            f"Host: localhost:{site.port}",
            f"Cookie: {cookies}",
            f"X-CSRFToken: {CSRF}",
            "Content-Type: multipart/form-data; boundary=x",
            f"Content-Length: {11 * 2**20}",
        ]
        line.sendall("\r\n".join([*head, "", "--x"]).encode())
        assert line.recv(100).startswith(b"HTTP/1.1 413 ")
