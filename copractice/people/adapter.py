"""How allauth's sign-in speaks here: its mail goes through the outbox, its messages are our pages' own words."""

import hashlib
from base64 import urlsafe_b64encode
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from qrcode.image.svg import SvgPathImage

from copractice.people.models import Person

# Headers by which a mail tells the outbox what it is, and that staff never read it; the outbox takes them off.
KIND = "X-Notice-Kind"
HIDDEN = "X-Notice-Hidden"


class AccountAdapter(DefaultAccountAdapter):
    """Names each mail for the outbox, marks it secret, and opens no other way in than the e-mailed code."""

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Render a sign-in mail; its text is never shown to staff and is deleted once sent."""
        kind = template_prefix.rpartition("/")[2]
        named = {**(headers or {}), KIND: kind, HIDDEN: "yes"}
        return super().render_mail(template_prefix, email, context, headers=named)

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Say nothing: the pages themselves say what happened, in the same words for every address."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse sign-up: persons are made by an invitation."""
        return False

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        """Send an inactive person back to the door, as anybody without an account."""
        return redirect("account_login")


class FactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of apps and recovery codes locked, and names a person to devices by their address."""

    def encrypt(self, text: str) -> str:
        """Lock a secret, so that a copy of the database alone gives no code."""
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Unlock a secret; when the site's key was changed, return one that nobody knows, so nothing fits."""
        try:
            return _lock().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return generate_totp_secret()

    def build_totp_svg(self, url: str) -> str:
        """Draw the picture that an authenticator app scans, to stand in the page."""
        picture = qrcode.make(url, image_factory=SvgPathImage)
        return picture.to_string(encoding="unicode")

    def get_public_key_credential_user_entity(self, user: Person) -> dict[str, Any]:
        """Return what a device shows of the person when it asks for a passkey."""
        entity = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": entity["name"]}


def _lock() -> Fernet:
    key = hashlib.sha256(b"people.second_factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(urlsafe_b64encode(key))
