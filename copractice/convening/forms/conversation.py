"""Handing in a conversation that was held elsewhere."""

from typing import Any

from django import forms
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from copractice.communities.forms.imports import ImportForm, TableField
from copractice.communities.forms.texts import LineField
from copractice.communities.models import Community


class HeldElsewhereForm(ImportForm):
    """What the files do not say of a convening that was held elsewhere."""

    title = LineField(label=_("Title"), max_length=120)
    question = forms.CharField(label=_("The question people answered"), widget=forms.Textarea, max_length=600)
    language = forms.ChoiceField(label=_("Language of the statements"))
    held_on = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    attribution = forms.CharField(
        label=_("Attribution"),
        required=False,
        widget=forms.Textarea,
        max_length=2000,
        help_text=_("If the license of the data asks for one: it is printed under the results."),
    )
    files_first: tuple[str, ...] = ()

    def __init__(self, data: Any = None, files: Any = None, *, community: Community) -> None:
        super().__init__(data, files)
        self.order_fields(["form_key", "title", "question", "language", *self.files_first])
        self.fields["language"].choices = [
            (code, get_language_info(code)["name_translated"]) for code in community.languages
        ]

    def context(self) -> dict[str, Any]:
        """Return what the import keeps beside the files."""
        data = self.cleaned_data
        return {
            "title": {data["language"]: data["title"]},
            "question": {data["language"]: data["question"]},
            "language": data["language"],
            "held_on": data["held_on"].isoformat() if data["held_on"] else "",
            "attribution": data["attribution"],
        }


class ConversationForm(HeldElsewhereForm):
    """Two files of a Polis export."""

    comments = TableField(
        label="comments.csv", help_text=_("One row for each statement, from the Polis export.")
    )
    votes = TableField(
        label="votes.csv", help_text=_("One row for each vote ever cast, from the same export.")
    )
    files_first = ("comments", "votes")

    def __init__(self, data: Any = None, files: Any = None, *, community: Community) -> None:
        super().__init__(data, files, community=community)
        self.fields["held_on"].help_text = _("Leave it empty to take the day of the first vote.")


class PairsForm(HeldElsewhereForm):
    """Two files of an All Our Ideas export, which name no day."""

    ideas = TableField(label="ideas.csv", help_text=_("One row for each idea: idea_id, idea_text, active."))
    votes = TableField(
        label="votes.csv", help_text=_("One row for each choice: session, winner, loser, valid.")
    )
    files_first = ("ideas", "votes")

    def __init__(self, data: Any = None, files: Any = None, *, community: Community) -> None:
        super().__init__(data, files, community=community)
        self.fields["held_on"].required = True
