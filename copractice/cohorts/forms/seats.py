"""Inviting to a seat, answering an invitation, and wording a goal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from copractice.cohorts.actions.goals import LONGEST
from copractice.cohorts.actions.people import INVITED, Guest
from copractice.cohorts.models import Seat
from copractice.cohorts.states import ParticipantRole
from copractice.communities.forms import LineField, OwnWordsForm


class GuestForm(forms.Form):
    """Who is asked to take part, as what, and where the invitation goes."""

    name = LineField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(label=_("Takes part as"))

    def __init__(self, data: Any = None, *, seat: Seat) -> None:
        super().__init__(data, initial={"role": ParticipantRole.LEADER})
        roles = [role for role in INVITED if seat.umbrella_id or role != ParticipantRole.UMBRELLA_LEAD]
        self.fields["role"].choices = [(role.value, role.label) for role in roles]

    def guest(self) -> Guest:
        """Return who is invited, as the action takes it."""
        data = self.cleaned_data
        return Guest(data["name"], ParticipantRole(data["role"]), data["email"])


class AgainForm(forms.Form):
    """Where an invitation goes this time."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)


class YesForm(forms.Form):
    """The name by which somebody takes part."""

    name = LineField(label=_("Your name"), max_length=120, error_messages={"required": _("Type your name.")})


class GoalForm(OwnWordsForm):
    """A goal in a seat's own words."""

    longest = LONGEST
    text = forms.CharField(
        label=_("What you want to reach"),
        widget=forms.Textarea(attrs={"rows": 3}),
        strip=False,
        error_messages={"required": _("Write what you want to reach.")},
    )
    field_order = ("text", "language")
