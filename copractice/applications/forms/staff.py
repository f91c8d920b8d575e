"""What staff type about an application: why it is ruled out, which organization a party is."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copractice.applications.models import Part
from copractice.communities.models import Organization


class RulingForm(forms.Form):
    """Why an application is ruled out, or in again."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The lead gets these words by mail."),
        error_messages={"required": gettext_lazy("Say why: the lead reads it.")},
    )


class MatchForm(forms.Form):
    """Which organization of the community's list a party is: one with a near name, any other, a new one, or none."""

    NEW, NONE = "new", "none"

    def __init__(
        self, data: Any = None, *, part: Part, near: Sequence[Organization], others: Sequence[Organization]
    ) -> None:
        self.known = {row.code: row for row in [*near, *others]}
        at_present = part.organization.code if part.organization else (near[0].code if near else self.NONE)
        super().__init__(data, initial={"organization": at_present})
        groups: list[tuple[str, Any]] = [(row.code, row.name) for row in near]
        if others:
            groups.append((_("Other organizations on the list"), [(row.code, row.name) for row in others]))
        if part.organization_name:
            words = _("Add “%(name)s” to the list") % {"name": part.organization_name}
            groups.append((self.NEW, words))
        groups.append((self.NONE, _("None on the list")))
        self.fields["organization"] = forms.ChoiceField(label=_("Organization on the list"), choices=groups)

    @property
    def is_new(self) -> bool:
        """Tell whether the organization is to be added."""
        return bool(self.cleaned_data["organization"] == self.NEW)

    def organization(self) -> Organization | None:
        """Return the organization that was chosen from the list."""
        return self.known.get(self.cleaned_data["organization"])
