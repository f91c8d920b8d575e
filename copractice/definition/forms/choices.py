"""Records to choose from, under the words that staff gave them."""

from typing import Any

from django import forms
from django.utils.translation import get_language

from copractice.communities.queries import read_text
from copractice.convening.models import Priority
from copractice.definition.models import Definition


class RecordChoice(forms.ModelChoiceField):
    """One record of the community or none, by its public code, shown by its title in the reader's language."""

    def __init__(self, queryset: Any, **more: Any) -> None:
        super().__init__(queryset=queryset, to_field_name="code", required=False, **more)

    def label_from_instance(self, obj: Priority | Definition) -> str:
        """Return the title."""
        return read_text(obj.title, get_language() or "en").text
