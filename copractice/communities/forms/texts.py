"""Fields and forms for what staff type: one-line names, a color, texts in each language of the community."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from copractice.communities.files import PAPER, clean_line, contrast
from copractice.communities.models import Community


class LineField(forms.CharField):
    """One line of text; a line of nothing but spaces counts as empty."""

    def to_python(self, value: Any) -> str:
        """Return the cleaned line."""
        return clean_line(super().to_python(value))


class AccentField(forms.CharField):
    """A color for links and buttons; refused when it could not be read on paper."""

    def validate(self, value: str) -> None:
        """Refuse what is no color, or too pale for text on paper and for white text on it."""
        super().validate(value)
        if value and not re.fullmatch("#[0-9a-fA-F]{6}", value):
            raise ValidationError(
                _("Write a color like #17607A: a number sign and six digits or letters A to F.")
            )
        if value and contrast(value, PAPER) < 4.5:
            raise ValidationError(
                _("This color is too pale: text needs a contrast of 4.5 to 1 on paper, this has %(found).1f.")
                % {"found": contrast(value, PAPER)}
            )


class TextsForm(forms.Form):
    """A form whose texts are asked once for each language of the community; the first one is required."""

    def ask(
        self, name: str, community: Community, *, label: Any, widget: Any, longest: int, **more: Any
    ) -> None:
        """Add one field for each language, named `name_en`, `name_es` and so on."""
        field = LineField if widget is forms.TextInput else forms.CharField
        for language in community.languages:
            first = language == community.languages[0]
            info = get_language_info(language)
            self.fields[f"{name}_{language}"] = field(
                label=label if len(community.languages) == 1 else f"{label} ({info['name_translated']})",
                widget=widget(attrs={"lang": language}),
                max_length=longest,
                required=first,
                **more,
            )

    def texts(self, name: str, community: Community) -> dict[str, str]:
        """Return the texts typed under a name, by language, without the empty ones."""
        typed = {language: self.cleaned_data[f"{name}_{language}"] for language in community.languages}
        return {language: text for language, text in typed.items() if text}


def initial_texts(community: Community, **texts: Mapping[str, str]) -> dict[str, str]:
    """Return initial values for fields made by `TextsForm.ask`."""
    return {
        f"{name}_{language}": by_language.get(language, "")
        for name, by_language in texts.items()
        for language in community.languages
    }
