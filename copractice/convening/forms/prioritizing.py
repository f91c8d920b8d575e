"""What is pressed in the room beside votes: one of two statements, or can't decide; more or fewer dots."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from copractice.convening.analysis.pairing import Drawn
from copractice.convening.models import MOST_DOTS, Voter
from copractice.convening.states import PairChoice


@dataclass(frozen=True)
class Ticket:
    """What a page says of the pair it shows: both codes, and the chance with which it was drawn."""

    left: str
    right: str
    propensity: float | None

    @property
    def key(self) -> str:
        """Return the name of the pair in addresses and on the phone."""
        return f"{self.left}-{self.right}"


def signed(drawn: Drawn, voter: Voter) -> str:
    """Return the ticket of a drawn pair, so that the chance comes back as it was drawn, for this voter only."""
    said = [drawn.left.code, drawn.right.code, drawn.propensity]
    return signing.dumps(said, salt=f"convening.pair.{voter.pk}")


class PairForm(forms.Form):
    """One choice between two statements that this voter was shown."""

    ticket = forms.CharField(max_length=300)
    value = forms.TypedChoiceField(
        choices=PairChoice.choices, coerce=lambda typed: PairChoice(int(typed)), empty_value=None
    )

    def __init__(self, data: Any, *, voter: Voter) -> None:
        super().__init__(data)
        self.voter = voter

    def clean_ticket(self) -> Ticket:
        """Refuse a ticket that we did not write, or that was written for somebody else."""
        try:
            said = signing.loads(self.cleaned_data["ticket"], salt=f"convening.pair.{self.voter.pk}")
        except signing.BadSignature:
            raise forms.ValidationError(_("Open the room again.")) from None
        return Ticket(*said)


class DotsForm(forms.Form):
    """How many dots shall lie on a statement, and the page to come back to."""

    statement = forms.CharField(max_length=10)
    value = forms.IntegerField(min_value=0, max_value=MOST_DOTS)
    page = forms.IntegerField(min_value=1, max_value=10_000, required=False)
