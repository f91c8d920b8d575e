"""A story as a writer enters it."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from copractice.cohorts.models import Participant
from copractice.cohorts.states import ParticipantRole
from copractice.communities.models import Community
from copractice.consents.states import Purpose
from copractice.impact.indicators import INDICATORS

LONGEST = 1200


class StoryForm(forms.Form):
    """Who told it, in which language, in which words, beside which figure, and whether the name may stand with it."""

    text = forms.CharField(
        label=_("The story, in their own words"),
        max_length=LONGEST,
        widget=forms.Textarea,
        help_text=_("Take out what tells who it is: names, places, organizations."),
    )
    named = forms.BooleanField(
        label=_("With the name, if the person agrees to be named. Never a young person’s."), required=False
    )
    form_key = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=32)

    def __init__(self, data: Any = None, *, community: Community, tellers: list[Participant]) -> None:
        super().__init__(data, initial={"form_key": secrets.token_hex(16)})
        self.tellers = {row.code: row for row in tellers}
        people = [(row.code, _named(row)) for row in tellers]
        languages = [(code, get_language_info(code)["name_translated"]) for code in community.languages]
        names = [("", _("no figure")), *((key, row.name) for key, row in INDICATORS.items())]
        asked = {
            "participant": forms.ChoiceField(label=_("Who told it"), choices=people),
            "language": forms.ChoiceField(label=_("Language of the story"), choices=languages),
        }
        beside = forms.ChoiceField(label=_("Stands beside"), choices=names, required=False)
        self.fields = {**asked, **self.fields, "beside": beside}

    def told(self) -> dict[str, Any]:
        """Return what was typed as the action takes it."""
        data = self.cleaned_data
        return {
            "participant": self.tellers[data["participant"]],
            "language": data["language"],
            "text": data["text"],
            "beside": data["beside"],
            "purposes": [Purpose.BE_NAMED.value] if data["named"] else [],
            "form_key": data["form_key"],
        }


def _named(row: Participant) -> str:
    return f"{row.name}, {ParticipantRole(row.role).label}"
