"""An organization's facts, its ties and its people, as staff write them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from copractice.communities.actions.organizations import Facts
from copractice.communities.forms.texts import LineField
from copractice.communities.models import AffiliationRole, Membership, Organization, OrganizationKind

NO_EARLIER = date(1850, 1, 1)


class DayField(forms.DateField):
    """A day from a calendar; one that is surely a slip is refused."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)

    def validate(self, value: date | None) -> None:
        """Refuse a day before any organization of ours."""
        super().validate(value)
        if value and value < NO_EARLIER:
            raise ValidationError(_("Write a day from 1850 on."))


class OrganizationForm(forms.Form):
    """The facts of an organization."""

    name = LineField(label=_("Name"), max_length=160)
    kinds = forms.TypedMultipleChoiceField(
        label=_("What it does here"),
        choices=OrganizationKind.choices,
        coerce=OrganizationKind,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One may be several: an umbrella can be an employer too."),
    )
    city = LineField(label=_("City"), max_length=80, required=False)
    county = LineField(label=_("County"), max_length=80, required=False)
    website = forms.URLField(
        label=_("Website"),
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text=_("Like https://www.example.org."),
    )
    is_public = forms.TypedChoiceField(
        label=_("Who sees it"),
        choices=[("yes", _("Everybody")), ("no", _("Only staff and its own people"))],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect,
        help_text=_("People in it are never shown to the public."),
    )
    revision = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, initial=0, required=False
    )

    def __init__(self, data: Any = None, *, organization: Organization | None = None) -> None:
        names = ("name", "kinds", "city", "county", "website", "revision")
        initial = {name: getattr(organization, name) for name in names} if organization else {}
        if organization:
            initial["is_public"] = "yes" if organization.is_public else "no"
        super().__init__(data, initial=initial)

    def clean_website(self) -> str:
        """Take addresses of the web only."""
        website: str = self.cleaned_data["website"]
        if website and not website.startswith(("http://", "https://")):
            raise ValidationError(_("Write an address that begins with https://."))
        return website

    def facts(self) -> Facts:
        """Return what was typed as the action takes it."""
        data = self.cleaned_data
        return Facts(**{name: value for name, value in data.items() if name != "revision"})


class LinkForm(forms.Form):
    """An umbrella for an organization, from a day on."""

    umbrella = forms.ChoiceField(label=_("Umbrella organization"))
    since = DayField(label=_("Since"))

    def __init__(self, data: Any = None, *, umbrellas: Iterable[Organization], today: date) -> None:
        super().__init__(data, initial={"since": today})
        self.rows = {row.code: row for row in umbrellas}
        self.fields["umbrella"].choices = [("", "")] + [(code, row.name) for code, row in self.rows.items()]

    def clean_umbrella(self) -> Organization:
        """Return the organization behind the code; one of another community is no choice."""
        return self.rows[self.cleaned_data["umbrella"]]


class AffiliationForm(forms.Form):
    """A person's role in an organization, from a day on."""

    membership = forms.ChoiceField(
        label=_("Person"),
        help_text=_("Everyone with a role in this community. Give a role first to someone new."),
    )
    role = forms.TypedChoiceField(
        label=_("Role in the organization"),
        choices=[("", ""), *AffiliationRole.choices],
        coerce=AffiliationRole,
    )
    since = DayField(label=_("Since"))

    def __init__(self, data: Any = None, *, people: Iterable[Membership], today: date) -> None:
        super().__init__(data, initial={"since": today})
        self.rows = {row.code: row for row in people}
        self.fields["membership"].choices = [("", "")] + [(code, row.name) for code, row in self.rows.items()]

    def clean_membership(self) -> Membership:
        """Return the membership behind the code; one of another community is no choice."""
        return self.rows[self.cleaned_data["membership"]]


class EndForm(forms.Form):
    """The first day on which something no longer holds."""

    until = DayField(label=_("First day on which it no longer holds"))

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"until": today})
