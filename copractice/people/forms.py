"""What a person types at the door, and the settings of their own."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from copractice.people.models import tidy_address
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
