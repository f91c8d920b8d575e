"""Somebody with a browser: signs in at the demo's door and posts updates, one after the other."""

import http.client
import re
import threading
from dataclasses import dataclass, field
from uuid import uuid4

CSRF = "0" * 32  # cookie and header may say anything, as long as they say the same
PERSONA = re.compile(r'/demo/sign-in/(\w+)/".*?Sign in as ([^<]+)<', re.DOTALL)


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 when nothing did."""

    status: int = 0
    text: str = ""


@dataclass
class Visitor:
    """One visitor of the site on a port."""

    port: int
    cookies: dict[str, str] = field(default_factory=lambda: {"csrftoken": CSRF})

    def ask(self, method: str, path: str, body: str = "") -> Answer:
        """Send one request and keep the cookies of the answer."""
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-CSRFToken": CSRF,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection = http.client.HTTPConnection("localhost", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException):
            return Answer()
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = CSRF if name == "csrftoken" else value
        return Answer(answer.status, text)

    def sign_in(self, persona: str) -> None:
        """Become a persona of the demo."""
        codes = {name: code for code, name in PERSONA.findall(self.ask("GET", "/demo/").text)}
        answer = self.ask("POST", f"/demo/sign-in/{codes[persona]}/")
        assert answer.status == 302, answer

    def post_update(self, slug: str) -> str | None:
        """Post an update and return its key when the site acknowledged it."""
        key = uuid4().hex
        answer = self.ask("POST", f"/c/{slug}/updates/new/", f"form_key={key}&title_en=Fault&body_en=Text")
        return key if answer.status == 302 else None


class Writer(threading.Thread):
    """A visitor who posts updates until told to stop, and remembers which ones were acknowledged."""

    def __init__(self, visitor: Visitor, slug: str) -> None:
        super().__init__(daemon=True)
        self.visitor, self.slug = visitor, slug
        self.acknowledged: list[str] = []
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.is_set():
            if key := self.visitor.post_update(self.slug):
                self.acknowledged.append(key)

    def stop(self) -> list[str]:
        """Stop and return the keys of all acknowledged updates."""
        self.stopping.set()
        self.join(30)
        return self.acknowledged
