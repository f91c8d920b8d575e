"""Sample ways to sign in: a passkey that no device holds, and an authenticator app."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

from copractice.people.models import Person

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def make_passkey(person: Person, name: str = "Phone") -> Authenticator:
    """Keep a passkey for a person; it has a name but no key that could sign."""
    return Authenticator.objects.create(user=person, type="webauthn", data={"name": name, "credential": {}})


def make_app(person: Person) -> Authenticator:
    """Keep an authenticator app for a person, whose codes `app_code` tells."""
    return TOTP.activate(person, SECRET).instance


def app_code(*, ahead: int = 0) -> str:
    """Return the code that the app shows now, or so many times 30 seconds from now."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + ahead))
