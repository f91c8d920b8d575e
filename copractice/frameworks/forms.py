"""Choosing a framework, and aligning a record to an item."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from copractice.communities.forms import TextsForm
from copractice.communities.models import Community
from copractice.frameworks.models import FrameworkItem, Strength


class AlignForm(TextsForm):
    """An item, how closely a record serves it, and why; the record is the page's own."""

    def __init__(self, data: Any = None, *, community: Community, items: Iterable[FrameworkItem]) -> None:
        super().__init__(data)
        self.community = community
        self.rows = {item.code: item for item in items}
        self.fields["item"] = forms.ChoiceField(label=_("Item"), choices=_choices(self.rows.values()))
        self.fields["strength"] = forms.TypedChoiceField(
            label=_("How closely"), choices=Strength.choices, coerce=Strength, widget=forms.RadioSelect
        )
        self.ask("rationale", community, label=_("Why"), widget=forms.Textarea, longest=600)

    def clean_item(self) -> FrameworkItem:
        """Return the item behind the code; one of another community is no choice."""
        return self.rows[self.cleaned_data["item"]]

    def rationale(self) -> dict[str, str]:
        """Return the reason by language."""
        return self.texts("rationale", self.community)


def _choices(items: Iterable[FrameworkItem]) -> list[Any]:
    groups = groupby(items, key=lambda item: item.framework.name)
    named = [(name, [(item.code, _label(item)) for item in rows]) for name, rows in groups]
    return [("", ""), *named]


def _label(item: FrameworkItem) -> str:
    return f"{item.ref} {item.title}".strip()
