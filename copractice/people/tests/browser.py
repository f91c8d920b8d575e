"""What a person does at the door, as requests of one browser."""

import re

from django.http import HttpResponse
from django.test import Client

from copractice.notices.models import Notice

SIGN_IN = "/sign-in/"
CODE = "/sign-in/code/"
FAULT = "This code does not work here. It may be mistyped, used already or too old."


def ask(browser: Client, email: str = "ana@example.org", **more: str) -> HttpResponse:
    """Ask for a code."""
    return browser.post(SIGN_IN, {"email": email, **more})


def mailed_code() -> str:
    """Return the code in the newest message of the outbox."""
    text = Notice.objects.filter(kind="login_code").latest("pk").text
    [code] = re.findall(r"\b[B-Z]{4}-[B-Z]{4}\b", text)
    return code


def type_code(browser: Client, code: str, **more: str) -> HttpResponse:
    """Type a code."""
    return browser.post(CODE, {"code": code, **more})


def is_in(browser: Client) -> bool:
    """Say whether this browser is signed in."""
    return "_auth_user_id" in browser.session


def make_older(browser: Client, *, seconds: int) -> None:
    """Let the code that this browser waits for be so many seconds older."""
    session = browser.session
    session["account_login"]["state"]["stages"]["login_by_code"]["data"]["at"] -= seconds
    session.save()


def plain(response: HttpResponse) -> bytes:
    """Return the bytes of a page without its form tokens, which differ each time."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", response.content)
