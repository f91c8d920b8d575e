"""The rules of a run, and who is in a draw."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from copractice.calls.models import Call
from copractice.communities.forms import LineField
from copractice.engine.beacons import FEWEST_ROLLS, public_dice, public_number
from copractice.selection.analysis.advice import Rules
from copractice.selection.analysis.desk import Row

MOST = 500


class RulesForm(forms.Form):
    """What the cohort has to keep; an empty field asks nothing."""

    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=MOST)
    waiting = forms.IntegerField(
        label=_("Places on the waiting list"), min_value=0, max_value=MOST, initial=2
    )
    umbrella_most = forms.IntegerField(
        label=_("At most under one umbrella"), min_value=1, max_value=MOST, required=False
    )
    umbrella_each = forms.BooleanField(label=_("Each umbrella has a seat"), required=False)
    newcomers_least = forms.IntegerField(
        label=_("Seats for first-time organizations, at least"), min_value=0, max_value=MOST, required=False
    )
    county_most = forms.IntegerField(
        label=_("At most from one county"), min_value=1, max_value=MOST, required=False
    )
    kind_most = forms.IntegerField(
        label=_("At most of one kind of organization"), min_value=1, max_value=MOST, required=False
    )

    def __init__(self, data: Any = None, *, call: Call) -> None:
        super().__init__(data, initial={"seats": call.seats})

    def rules(self) -> Rules:
        """Return what was typed as the action takes it."""
        typed = self.cleaned_data
        return Rules(**typed | {"newcomers_least": typed["newcomers_least"] or 0})


class DrawForm(forms.Form):
    """Who is in a draw, for how many seats, and which public number decides."""

    among = forms.MultipleChoiceField(
        label=_("Applications in the draw"), widget=forms.CheckboxSelectMultiple
    )
    seats = forms.IntegerField(label=_("Seats to draw"), min_value=1, max_value=MOST)
    kind = forms.ChoiceField(
        label=_("The number that decides"),
        choices=[
            ("beacon", _("a round of a public beacon that has not been published yet")),
            ("dice", _("twenty dice, thrown before witnesses")),
        ],
    )
    source = LineField(label=_("Beacon"), max_length=80, initial="drand quicknet", required=False)
    round = forms.IntegerField(label=_("Round of the beacon"), min_value=1, max_value=2**53, required=False)

    def __init__(self, data: Any = None, *, rows: Sequence[Row], level: Sequence[str] = ()) -> None:
        super().__init__(data, initial={"among": list(level)})
        self.fields["among"].choices = [(row.application.code, row.facts.name) for row in rows]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a beacon without its name or round."""
        typed = super().clean() or {}
        if typed.get("kind") == "beacon":
            for name in ("source", "round"):
                if not typed.get(name) and name not in self.errors:
                    self.add_error(name, _("A beacon needs its name and the round."))
        return typed

    def beacon(self) -> dict[str, object]:
        """Return the number that was named, as the document says it."""
        typed = self.cleaned_data
        if typed["kind"] == "dice":
            return public_dice(FEWEST_ROLLS)
        return public_number(re.sub(r"\s+", " ", typed["source"]), typed["round"])


class NumberForm(forms.Form):
    """The public number, once it is known."""

    number = forms.CharField(
        label=_("The number"), max_length=400, widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"})
    )


class PromoteForm(forms.Form):
    """Why the next on the waiting list gets a seat."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, required=False, widget=forms.Textarea)
