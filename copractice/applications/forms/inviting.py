"""Inviting a party, inviting again, replacing one, and answering an invitation."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copractice.applications.actions.accepting import Yes
from copractice.applications.actions.inviting import Guest
from copractice.calls.states import Party
from copractice.communities.forms.texts import LineField

OLDEST = 80


class AddressForm(forms.Form):
    """Where an invitation goes: by mail, or without an address as a code on paper."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("Leave it empty if the person has none: then you get a code to print."),
        error_messages={
            "invalid": gettext_lazy("This is not an e-mail address. Write it like name@example.org.")
        },
    )


class GuestForm(AddressForm):
    """Who is asked to fill a part."""

    name = LineField(
        label=gettext_lazy("Name of the person"),
        max_length=120,
        error_messages={"required": gettext_lazy("Type the name of the person.")},
    )
    organization_name = LineField(label=gettext_lazy("Organization"), max_length=160, required=False)

    field_order = ("party", "name", "organization_name", "email", "reason")

    def guest(self, party: Party) -> Guest:
        """Return who was named, as the action takes it."""
        data = self.cleaned_data
        return Guest(party, data["name"], data["organization_name"], data["email"])


class InviteForm(GuestForm):
    """A new party, of a kind for which there is room."""

    party = forms.TypedChoiceField(
        label=gettext_lazy("Who is it?"), coerce=Party, widget=forms.RadioSelect, empty_value=None
    )

    def __init__(self, data: Any = None, *, parties: Sequence[Party]) -> None:
        super().__init__(data, initial={"party": parties[0] if parties else ""})
        self.fields["party"].choices = [(party.value, party.label) for party in parties]
        if len(parties) == 1:
            self.fields["party"].widget = forms.HiddenInput()
        if list(parties) == [Party.YOUTH]:
            del self.fields["organization_name"]
        if list(parties) == [Party.UMBRELLA]:
            self.fields["organization_name"].required = True
            self.fields["organization_name"].error_messages["required"] = _no_umbrella()

    def clean(self) -> dict[str, Any]:
        """Ask an umbrella for its name; a young person's organization is the lead's."""
        data = super().clean() or {}
        if data.get("party") == Party.UMBRELLA and not data.get("organization_name"):
            self.add_error("organization_name", _no_umbrella())
        if data.get("party") == Party.YOUTH or "organization_name" not in self.fields:
            data["organization_name"] = ""
        return data


class SubstituteForm(GuestForm):
    """Who takes a party's place, and why."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Staff read this. Leave out what is private."),
        error_messages={"required": gettext_lazy("Say why this party is replaced.")},
    )

    def __init__(self, data: Any = None, *, party: str) -> None:
        super().__init__(data)
        if party == Party.YOUTH:
            self.fields["organization_name"].widget = forms.HiddenInput()


class AcceptForm(forms.Form):
    """The name to appear in the application, and of a young person the month of birth, never the day."""

    name = LineField(
        label=gettext_lazy("Your name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Type your name.")},
    )

    def __init__(self, data: Any = None, *, name: str, asks_birth: bool, now: datetime) -> None:
        super().__init__(data, initial={"name": name})
        self.now = now
        if asks_birth:
            months = [("", _("Month")), *((str(number), name) for number, name in MONTHS.items())]
            years = [("", _("Year")), *((str(y), str(y)) for y in range(now.year, now.year - OLDEST, -1))]
            missing = {"required": _("Choose the month and the year in which you were born.")}
            self.fields["birth_month"] = forms.ChoiceField(
                label=_("Birth month"), choices=months, error_messages=missing
            )
            self.fields["birth_year"] = forms.ChoiceField(
                label=_("Birth year"), choices=years, error_messages=missing
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a month that has not come yet."""
        data = super().clean() or {}
        month = self._month(data)
        if month and month > self.now.date():
            raise ValidationError(_("This month has not come yet."))
        return data

    def yes(self) -> Yes:
        """Return what was said, as the action takes it."""
        return Yes(self.cleaned_data["name"], self._month(self.cleaned_data))

    def _month(self, data: dict[str, Any]) -> date | None:
        month, year = data.get("birth_month"), data.get("birth_year")
        return date(int(year), int(month), 1) if month and year else None


def _no_umbrella() -> str:
    return _("Type the name of the umbrella organization.")
