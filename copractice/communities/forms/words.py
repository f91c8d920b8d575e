"""The form of a person's own words: kept once, in the language they were written in."""

from typing import Any

from django import forms
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from copractice.communities.models import Community


class OwnWordsForm(forms.Form):
    """Words and their language; each form of this kind adds its own field `text` and says how long it may be."""

    longest: int
    language = forms.ChoiceField(label=_("Language of your words"))

    def __init__(
        self, data: Any = None, *, community: Community, initial: dict[str, str] | None = None
    ) -> None:
        spoken = (get_language() or "en").split("-")[0]
        first = spoken if spoken in community.languages else community.languages[0]
        super().__init__(data, initial={"language": first} | (initial or {}))
        names = {code: get_language_info(code)["name_local"].capitalize() for code in community.languages}
        self.fields["language"].choices = list(names.items())
        if len(names) == 1:
            self.fields["language"].widget = forms.HiddenInput()

    def clean_text(self) -> str:
        """Refuse what is too long and say by how much; cutting it short would change what it says."""
        text: str = self.cleaned_data["text"]
        if len(text) > self.longest:
            raise forms.ValidationError(
                _("This has %(length)d characters, and %(longest)d fit. Shorten it by %(over)d.")
                % {"length": len(text), "longest": self.longest, "over": len(text) - self.longest}
            )
        return text
