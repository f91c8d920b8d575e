"""The browser in which a young person named a guardian, so that it never checks itself.

A random value in a signed cookie that scripts cannot read; the database has its hash. It shows the same
browser and no more: another browser on the same phone goes unseen.
"""

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from copractice.consents.actions.guardians import note_same_browser
from copractice.consents.models import Guardianship

COOKIE = "device"
SALT = "consents.device"
COOKIE_SECONDS = 2 * 365 * 24 * 3600


def device_of(request: HttpRequest) -> str:
    """Return the browser's own value, or a new one."""
    return request.get_signed_cookie(COOKIE, default="", salt=SALT) or secrets.token_hex(16)


def device_hash(device: str) -> str:
    """Return what is stored of it."""
    return hashlib.sha256(device.encode()).hexdigest()


def remember(response: HttpResponse, device: str) -> None:
    """Let the browser keep its value."""
    response.set_signed_cookie(
        COOKIE,
        device,
        salt=SALT,
        max_age=COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def look_at_browser(request: HttpRequest, guardianship: Guardianship, now: datetime) -> None:
    """Note it when a guardian's page is opened in the browser in which the guardian was named."""
    known = request.get_signed_cookie(COOKIE, default="", salt=SALT)
    if known and not guardianship.doubt and device_hash(known) == guardianship.named_from:
        note_same_browser(guardianship=guardianship, actor=request.user, now=now)
