"""Giving a role."""

from django import forms
from django.utils.translation import gettext_lazy as _

from copractice.communities.forms.texts import LineField
from copractice.communities.models import Role


class RoleForm(forms.Form):
    """A role for a person, by their address."""

    name = LineField(label=_("Name"), max_length=120, help_text=_("As this community knows the person."))
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.TypedChoiceField(label=_("Role"), choices=Role.choices, coerce=Role)
