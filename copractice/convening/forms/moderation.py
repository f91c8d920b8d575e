"""What moderators choose: the statement that another one goes into."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from copractice.convening.models import Statement


class MergeForm(forms.Form):
    """A statement of the same convening, by its public code."""

    into = forms.ModelChoiceField(
        queryset=Statement.objects.none(),
        to_field_name="code",
        error_messages={
            "required": _("Choose the statement that says the same."),
            "invalid_choice": _("Choose an accepted statement of this convening."),
        },
    )

    def __init__(self, data: Any = None, *, targets: QuerySet[Statement]) -> None:
        super().__init__(data)
        self.fields["into"].queryset = targets
