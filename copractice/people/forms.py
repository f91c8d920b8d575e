"""What a person types or shows at the door, and the settings of their own."""

import json
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from copractice.people.models import Person, tidy_address
from copractice.people.queries import time_zones


def zone_choices() -> list[tuple[str, Any]]:
    """Return the time zones by region, each under the name of its place."""
    by_region = [(region, [_named(zone) for zone in zones]) for region, zones in time_zones().items()]
    return [("", _("The community's own")), *by_region]


def _named(zone: str) -> tuple[str, str]:
    return zone, zone.partition("/")[2].replace("_", " ").replace("/", ", ")


class SignInForm(forms.Form):
    """The address that a code is sent to."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={
            "required": _("Type your e-mail address."),
            "invalid": _("This is not an e-mail address. Write it like name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
    )

    def clean_email(self) -> str:
        """Return the address in its one spelling."""
        return tidy_address(self.cleaned_data["email"])


class CodeForm(forms.Form):
    """The code from the mail; the dash and the case do not matter."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Eight letters. It works once, for 10 minutes, and only in this browser."),
        error_messages={"required": _("Type the code from the message.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "autofocus": True,
                "spellcheck": "false",
            }
        ),
    )


class LanguageForm(forms.Form):
    """The language to read in."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class SettingsForm(LanguageForm):
    """Language and time zone."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=zone_choices,
        help_text=_("Dates are shown in this zone, beside the community's own."),
    )


# What a browser's answer may break on: it is made elsewhere, and anybody can send anything.
BROKEN = (ValidationError, ValueError, TypeError, KeyError, AttributeError, IndexError)
LONGEST_ANSWER = 20_000


class PasskeyNameForm(forms.Form):
    """What a person calls a passkey."""

    name = forms.CharField(
        label=_("Name of this passkey"),
        max_length=60,
        help_text=_("So that you know it again, like “My phone”."),
        error_messages={"required": _("Give the passkey a name.")},
    )


class NewPasskeyForm(PasskeyNameForm):
    """A passkey that the browser has just made, with its name."""

    credential = forms.JSONField(widget=forms.HiddenInput)

    def clean_credential(self) -> dict[str, Any]:
        """Return the browser's answer when it is an answer to what this session asked."""
        credential: dict[str, Any] = self.cleaned_data["credential"]
        try:
            auth.parse_registration_response(credential)
            is_verified = auth.complete_registration(credential).is_user_verified() and _can_be_kept(
                credential
            )
        except BROKEN:
            is_verified = False
        if not is_verified:
            raise ValidationError(_("The passkey was not made. Try once more."))
        return credential


def _can_be_kept(credential: dict[str, Any]) -> bool:
    text = json.dumps(credential)
    return len(text) <= LONGEST_ANSWER and "\\u0000" not in text


class PasskeyForm(forms.Form):
    """A passkey that a browser shows: of the person who is named, or of whoever it says."""

    credential = forms.JSONField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_credential(self) -> Authenticator:
        """Return the passkey that was shown; unknown, forged and late answers read the same."""
        credential = self.cleaned_data["credential"]
        try:
            auth.parse_authentication_response(credential)
            person = self.person or auth.extract_user_from_response(credential)
            return auth.complete_authentication(person, credential)
        except BROKEN as error:
            raise ValidationError(
                _("This passkey did not work. Try once more, or use another way.")
            ) from error


class FactorCodeForm(forms.Form):
    """A code from the authenticator app, or from the list of recovery codes."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        error_messages={"required": _("Type the code from your app, or a recovery code.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )

    def shown(self, person: Person) -> Authenticator | None:
        """Use up the code and return what it came from; None when it fits nothing of this person."""
        rows = Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.WEBAUTHN)
        typed = self.cleaned_data["code"].replace(" ", "")
        return next((row for row in rows if row.wrap().validate_code(typed)), None)


class AppForm(forms.Form):
    """The first code of an authenticator app, which proves that it has read the secret."""

    code = forms.CharField(
        label=_("Code from the app"),
        max_length=40,
        help_text=_("Six digits. The app shows new ones every 30 seconds."),
        error_messages={"required": _("Type the six digits that the app shows.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = secret

    def clean_code(self) -> str:
        """Return the code when the app and the site's clock agree."""
        code: str = self.cleaned_data["code"].replace(" ", "")
        if not validate_totp_code(self.secret, code):
            raise ValidationError(
                _("This is not the code of this moment. Wait for the next one, and check the phone's clock.")
            )
        return code
