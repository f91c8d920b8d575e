"""How allauth's sign-in speaks here: its mail goes through the outbox, its messages are our pages' own words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

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
