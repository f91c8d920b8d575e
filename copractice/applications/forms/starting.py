"""Starting an application: who asks, and for which organization."""

import secrets
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from copractice.communities.forms.texts import LineField


class KnockForm(forms.Form):
    """Name and address of somebody who is not signed in."""

    name = LineField(label=_("Your name"), max_length=120, error_messages={"required": _("Type your name.")})
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("We send one message there, to be sure that it is yours."),
        error_messages={
            "required": _("Type your e-mail address."),
            "invalid": _("This is not an e-mail address. Write it like name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class StartForm(forms.Form):
    """The organization that applies, and the name of who leads."""

    form_key = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=32)
    organization_name = LineField(
        label=_("Name of your organization"),
        max_length=160,
        help_text=_("The institution that employs young people, as the public knows it."),
        error_messages={"required": _("Type the name of your organization.")},
    )
    name = LineField(
        label=_("Your name"),
        max_length=120,
        help_text=_("The parties that you invite see it."),
        error_messages={"required": _("Type your name.")},
    )

    def __init__(self, data: Any = None, *, name: str = "", organizations: Sequence[str] = ()) -> None:
        first = organizations[0] if organizations else ""
        initial = {"form_key": secrets.token_hex(16), "name": name, "organization_name": first}
        super().__init__(data, initial=initial)
        self.organizations = organizations
        if len(organizations) > 1:
            self.fields["organization_name"].widget.attrs["list"] = "organizations"
