"""The demo's mark on every page, and the personas that a visitor can become with one click."""

from django.conf import settings
from django.http import HttpRequest

from copractice.demo.queries import demo_is_open, personas


def demo(request: HttpRequest) -> dict[str, object]:
    """Return whether this is the demo, and whom one may sign in as; personas are fetched when shown."""
    is_open = demo_is_open(local=settings.LOCAL, listen=settings.LISTEN)
    return {"demo": is_open, "personas": personas if is_open else []}
