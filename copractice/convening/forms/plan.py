"""What staff say of a convening before it opens."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from copractice.communities.forms import TextsForm, initial_texts
from copractice.communities.models import Community
from copractice.convening.actions.lives import Plan
from copractice.convening.models import Convening

NO_EARLIER = date(1990, 1, 1)


class PlanForm(TextsForm):
    """Title, question, day and the two choices of a convening."""

    def __init__(self, data: Any = None, *, community: Community, convening: Convening | None = None) -> None:
        super().__init__(data, initial=_initial(community, convening) if convening else {})
        self.community = community
        self.ask("title", community, label=_("Title"), widget=forms.TextInput, longest=120)
        self.ask("question", community, label=_("Question to the room"), widget=forms.Textarea, longest=600)
        self.fields["held_on"] = forms.DateField(
            label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        )
        self.fields["headcount"] = forms.IntegerField(
            label=_("People in the room"),
            required=False,
            min_value=1,
            max_value=100_000,
            help_text=_("If you count heads. Not everyone in the room has to vote."),
        )
        self.fields["is_moderated"] = forms.BooleanField(
            label=_("Statements wait until staff accept them"), required=False, initial=True
        )
        self.fields["hides_results"] = forms.BooleanField(
            label=_("Results stay hidden until the close, from staff too"), required=False, initial=True
        )

    def clean_held_on(self) -> date:
        """Refuse a day that is surely a slip."""
        day: date = self.cleaned_data["held_on"]
        if day < NO_EARLIER:
            raise forms.ValidationError(_("Write a day from 1990 on."))
        return day

    def plan(self) -> Plan:
        """Return what was typed as the action takes it."""
        data = self.cleaned_data
        return Plan(
            title=self.texts("title", self.community),
            question=self.texts("question", self.community),
            held_on=data["held_on"],
            headcount=data["headcount"],
            is_moderated=data["is_moderated"],
            hides_results=data["hides_results"],
        )


def _initial(community: Community, convening: Convening) -> dict[str, object]:
    names = ("held_on", "headcount", "is_moderated", "hides_results")
    texts = initial_texts(community, title=convening.title, question=convening.question)
    return texts | {name: getattr(convening, name) for name in names}
