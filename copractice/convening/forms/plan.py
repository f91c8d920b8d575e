"""What staff say of a convening before it opens."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from copractice.communities.analysis.instants import zone_name
from copractice.communities.forms import TextsForm, WallTimeField, initial_texts
from copractice.communities.models import Community
from copractice.convening.actions.lives import Plan
from copractice.convening.models import MOST_DOTS, MOST_SEATS, Convening

NO_EARLIER = date(1990, 1, 1)


class PlanForm(TextsForm):
    """Title, question, day and the two choices of a convening."""

    def __init__(
        self, data: Any = None, *, community: Community, now: datetime, convening: Convening | None = None
    ) -> None:
        super().__init__(data, initial=_initial(community, convening) if convening else {})
        self.community = community
        self.now = now
        self.ask("title", community, label=_("Title"), widget=forms.TextInput, longest=120)
        self.ask("question", community, label=_("Question to the room"), widget=forms.Textarea, longest=600)
        self.fields["held_on"] = forms.DateField(
            label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        )
        self.fields["closes_at"] = _closing_field(community)
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
        self.fields |= _ways_to_prioritize()

    def clean_held_on(self) -> date:
        """Refuse a day that is surely a slip."""
        day: date = self.cleaned_data["held_on"]
        if day < NO_EARLIER:
            raise forms.ValidationError(_("Write a day from 1990 on."))
        return day

    def clean_closes_at(self) -> datetime | None:
        """Refuse a closing time that has passed."""
        return _to_come(self.cleaned_data["closes_at"], self.now)

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
            closes_at=data["closes_at"],
            has_pairs=data["has_pairs"],
            dots_each=data["dots_each"] or 0,
            seats=data["seats"] or 6,
        )


class ClosingForm(forms.Form):
    """When voting closes, for a convening that is open or opens again."""

    def __init__(
        self, data: Any = None, *, community: Community, now: datetime, closes_at: datetime | None = None
    ) -> None:
        super().__init__(data, initial={"closes_at": closes_at})
        self.now = now
        self.fields["closes_at"] = _closing_field(community)

    def clean_closes_at(self) -> datetime | None:
        """Refuse a closing time that has passed."""
        return _to_come(self.cleaned_data["closes_at"], self.now)


def _ways_to_prioritize() -> dict[str, forms.Field]:
    """Return what is asked beside votes; chosen before the room opens, so that nobody picks the winner's way."""
    return {
        "has_pairs": forms.BooleanField(
            label=_("People also compare two statements at a time"), required=False
        ),
        "dots_each": forms.IntegerField(
            label=_("Dots for each person"),
            required=False,
            min_value=1,
            max_value=MOST_DOTS,
            help_text=_("To put on the statements that matter most. Leave it empty for no dots."),
        ),
        "seats": forms.IntegerField(
            label=_("How many statements the dots choose"),
            required=False,
            min_value=1,
            max_value=MOST_SEATS,
            initial=6,
            help_text=_("Six, if you leave it empty."),
        ),
    }


def _closing_field(community: Community) -> WallTimeField:
    zone = zone_name(community.time_zone)
    return WallTimeField(
        zone=community.time_zone,
        required=False,
        label=_("Voting closes"),
        help_text=format_lazy(_("In {zone}. Leave both empty to close it by hand."), zone=zone),
    )


def _to_come(closes_at: datetime | None, now: datetime) -> datetime | None:
    if closes_at is not None and closes_at <= now:
        raise forms.ValidationError(_("This time has passed. Choose a later one, or none."))
    return closes_at


def _initial(community: Community, convening: Convening) -> dict[str, object]:
    names = ("held_on", "closes_at", "headcount", "is_moderated", "hides_results", "has_pairs", "seats")
    texts = initial_texts(community, title=convening.title, question=convening.question)
    kept = {name: getattr(convening, name) for name in names}
    return texts | kept | {"dots_each": convening.dots_each or None}
