"""The public page and its updates, as staff write them."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from copractice.communities.actions import Page
from copractice.communities.forms.texts import AccentField, LineField, TextsForm, initial_texts
from copractice.communities.models import Community

LONGEST = 50_000


class PageForm(TextsForm):
    """The public page."""

    name = LineField(label=_("Name of the community"), max_length=120)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, data: Any = None, *, community: Community) -> None:
        initial = initial_texts(
            community, headline=community.headline, lead=community.lead, about=community.about
        )
        fields = ("name", "contact_email", "accent", "revision")
        super().__init__(data, initial=initial | {name: getattr(community, name) for name in fields})
        self.community = community
        self.ask("headline", community, label=_("Headline"), widget=forms.TextInput, longest=120)
        self.ask("lead", community, label=_("Lead"), widget=forms.Textarea, longest=600)
        self.ask("about", community, label=_("About"), widget=forms.Textarea, longest=LONGEST, strip=False)
        self.fields["contact_email"] = forms.EmailField(
            label=_("Address for questions"),
            required=False,
            help_text=_("Printed at the foot of every page."),
        )
        self.fields["accent"] = AccentField(
            label=_("Accent color"),
            required=False,
            max_length=7,
            help_text=_("In place of river blue, like #17607A. Leave it empty to keep river blue."),
        )

    def page(self) -> Page:
        """Return what was typed as the action takes it."""
        data = self.cleaned_data
        return Page(
            name=data["name"],
            headline=self.texts("headline", self.community),
            lead=self.texts("lead", self.community),
            about=self.texts("about", self.community),
            contact_email=data["contact_email"],
            accent=data["accent"],
        )


class UpdateForm(TextsForm):
    """A dated notice for the public page."""

    form_key = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=32)

    def __init__(self, data: Any = None, *, community: Community) -> None:
        super().__init__(data, initial={"form_key": secrets.token_hex(16)})
        self.community = community
        self.ask("title", community, label=_("Title"), widget=forms.TextInput, longest=120)
        self.ask("body", community, label=_("Text"), widget=forms.Textarea, longest=LONGEST, strip=False)
