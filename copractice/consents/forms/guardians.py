"""Naming a guardian, checking, changing and ending; and the name that is one line without an address in it."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from copractice.communities.forms import LineField
from copractice.consents.states import Check
from copractice.people.models import tidy_address

ADDRESS_LIKE = re.compile(r"://|www\.|[@<>]", re.IGNORECASE)


class NameField(LineField):
    """A person's name; it goes into mail to others, so nothing that looks like a link is taken."""

    def validate(self, value: str) -> None:
        """Refuse what is no name."""
        super().validate(value)
        if value and ADDRESS_LIKE.search(value):
            raise ValidationError(_("Write a name here, without a web or e-mail address."))


class GuardianForm(forms.Form):
    """A guardian by name, and by address if there is one."""

    name = NameField(label=_("Guardian's name"), max_length=120)
    email = forms.EmailField(
        label=_("Guardian's e-mail address"),
        max_length=254,
        required=False,
        help_text=_("Leave it empty if there is none. The program's staff then hand over a printed code."),
        error_messages={"invalid": _("This is not an e-mail address. Write it like name@example.org.")},
    )
    language = forms.ChoiceField(label=_("Guardian's language"), choices=settings.LANGUAGES)

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        spoken = (get_language() or "en").split("-")[0]
        super().__init__(data, initial={"language": spoken} | (initial or {}))

    def clean_email(self) -> str | None:
        """Return the address in its one spelling, or None without one."""
        return tidy_address(self.cleaned_data["email"]) or None


class NameGuardianForm(GuardianForm):
    """A young person names themself and the guardian."""

    youth_name = NameField(
        label=_("Your own name"), max_length=120, help_text=_("As your guardian and the program know you.")
    )
    field_order = ["youth_name", "name", "email", "language"]


class ChangeGuardianForm(GuardianForm):
    """Staff put another guardian on record."""

    why = LineField(
        label=_("Why"), max_length=300, help_text=_("Stays with the record. Families can ask to read it.")
    )


class CheckForm(forms.Form):
    """How staff made sure who a guardian is."""

    how = forms.TypedChoiceField(
        label=_("How did you check?"), choices=Check.choices, coerce=Check, widget=forms.RadioSelect
    )
    note = LineField(
        label=_("Note"),
        max_length=300,
        required=False,
        help_text=_("For example which number you called. No details about the family."),
    )


class EndForm(forms.Form):
    """Why a guardianship ends; a guardian need not say it."""

    why = LineField(label=_("Why"), max_length=300, required=False)

    def __init__(self, data: Any = None, *, must_say: bool) -> None:
        super().__init__(data)
        self.fields["why"].required = must_say


class YesNoForm(forms.Form):
    """A yes or a no, by its button."""

    says = forms.TypedChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))], coerce=lambda value: value == "yes", empty_value=None
    )
