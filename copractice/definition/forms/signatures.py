"""Signing on the page, and writing down what was signed on paper."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from copractice.communities.forms import LineField
from copractice.communities.models import Organization
from copractice.definition.actions.signing import Signer
from copractice.definition.models import CommitmentVersion

NO_EARLIER = date(1990, 1, 1)


class SignForm(forms.Form):
    """For which organization, and by whom; `version` is the text that was read."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=10)
    organization = forms.ModelChoiceField(
        queryset=Organization.objects.none(),
        to_field_name="code",
        label=_("For the organization"),
        empty_label=None,
    )
    name = LineField(label=_("Your name"), max_length=120)
    role_title = LineField(
        label=_("Your function there"),
        max_length=120,
        required=False,
        help_text=_("Like “Executive director”."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        version: CommitmentVersion,
        organizations: QuerySet[Organization],
        name: str = "",
    ) -> None:
        super().__init__(data, initial={"version": version.code, "name": name})
        self.fields["organization"].queryset = organizations
        self.fields["organization"].initial = organizations.first()

    def signer(self) -> Signer:
        """Return who signs as the action takes it."""
        return Signer(name=self.cleaned_data["name"], role_title=self.cleaned_data["role_title"])


class PaperForm(SignForm):
    """A signature on paper: who signed, and the day under it."""

    since = forms.DateField(
        label=_("Signed on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: Any = None, *, today: date, **more: Any) -> None:
        super().__init__(data, **more)
        self.today = today
        self.fields["name"].label = _("Name under the paper")
        self.fields["role_title"].label = _("Function")
        self.fields["organization"].empty_label = _("Choose one")
        self.fields["organization"].initial = None

    def clean_since(self) -> date:
        """Refuse a day that is surely a slip."""
        day: date = self.cleaned_data["since"]
        if not NO_EARLIER <= day <= self.today:
            raise forms.ValidationError(
                _("Write the day under the paper: not in the future, not before 1990.")
            )
        return day
