"""A commitment as staff write it."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from copractice.communities.forms import TextsForm, initial_texts
from copractice.communities.forms.page import LONGEST
from copractice.communities.models import Community
from copractice.convening.models import Priority
from copractice.definition.actions.pledging import Frame, Pledge
from copractice.definition.forms.choices import RecordChoice
from copractice.definition.forms.definitions import Revision, ask_name
from copractice.definition.models import Commitment, CommitmentVersion, Definition


class FrameForm(TextsForm):
    """What a commitment is called, and what it grew from."""

    def __init__(
        self,
        data: Any = None,
        *,
        community: Community,
        priorities: QuerySet[Priority],
        definitions: QuerySet[Definition],
        commitment: Commitment | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(community, commitment) if commitment else {})
        self.community = community
        ask_name(self, community, priorities)
        self.fields["definition"] = RecordChoice(
            definitions, label=_("Rests on the definition"), empty_label=_("None")
        )
        if commitment:
            self.fields["revision"] = Revision()

    def frame(self) -> Frame:
        """Return what was typed as the action takes it."""
        data = self.cleaned_data
        return Frame(
            title=self.texts("title", self.community),
            priority=data["priority"],
            definition=data["definition"],
        )


class PledgeForm(TextsForm):
    """What organizations promise, and until when the promise stands."""

    def __init__(
        self,
        data: Any = None,
        *,
        community: Community,
        today: date,
        draft: CommitmentVersion | None = None,
        before: CommitmentVersion | None = None,
    ) -> None:
        shown = draft or before
        initial = initial_texts(community, text=shown.text if shown else {})
        initial |= {
            "revision": draft.revision if draft else 0,
            "renews_on": draft.renews_on if draft else None,
        }
        super().__init__(data, initial=initial)
        self.community, self.today = community, today
        self.ask(
            "text",
            community,
            label=_("What an organization promises"),
            widget=forms.Textarea,
            longest=LONGEST,
            strip=False,
            help_text=_("A blank line begins a paragraph, a dash a list, *stars* stress a word."),
        )
        self.fields["renews_on"] = forms.DateField(
            label=_("To be renewed on"),
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            help_text=_("If the promise is made for a time. Leave it empty otherwise."),
        )
        self.fields["revision"] = Revision()

    def clean_renews_on(self) -> date | None:
        """Refuse a day that has passed."""
        day: date | None = self.cleaned_data["renews_on"]
        if day and day <= self.today:
            raise forms.ValidationError(_("This day is not in the future. Choose a later one."))
        return day

    def pledge(self) -> Pledge:
        """Return what was typed as the action takes it."""
        return Pledge(text=self.texts("text", self.community), renews_on=self.cleaned_data["renews_on"])


def _initial(community: Community, commitment: Commitment) -> dict[str, object]:
    names = ("priority", "definition", "revision")
    texts: dict[str, object] = dict(initial_texts(community, title=commitment.title))
    return texts | {name: getattr(commitment, name) for name in names}
