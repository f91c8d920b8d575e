"""The demo on a running site, and browsers that hear every complaint and every call to another host."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from copractice.people.models import Person
from tests.demo_copy import lay_down_demo

Visit = Callable[..., Page]


@pytest.fixture
def demo(site: str) -> str:
    """Return the address of the demo, made in this run."""
    lay_down_demo()
    return site


@pytest.fixture
def visit(browser: Browser, demo: str) -> Iterator[Visit]:
    """Open browsers, one signed in for each persona; at the end none may have complained or called away."""
    contexts = []
    heard: list[str] = []

    def opened(persona: str = "", **options: object) -> Page:
        context = browser.new_context(
            base_url=demo, **({"viewport": {"width": 390, "height": 844}} | options)
        )
        contexts.append(context)
        if persona:
            context.add_cookies([session_of(persona, demo)])
        page = context.new_page()
        listen(page, demo, heard)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert heard == []


def session_of(persona: str, site: str) -> dict[str, str]:
    """Return the cookie of a browser where this persona is signed in."""
    client = Client()
    client.force_login(Person.objects.get(email=f"{persona.lower().replace(' ', '-')}@example.org"))
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": site}


def listen(page: Page, site: str, heard: list[str]) -> None:
    """Write down errors in the page's console, and requests to any other host."""
    page.on(
        "console", lambda said: heard.append(f"{page.url}: {said.text}") if said.type == "error" else None
    )
    page.on("pageerror", lambda error: heard.append(f"{page.url}: {error}"))
    page.on("request", lambda asked: None if asked.url.startswith(site) else heard.append(asked.url))
