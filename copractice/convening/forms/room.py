"""What people type and press in the room: the code on the wall, a vote, a statement."""

import re
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from copractice.communities.forms import LineField, OwnWordsForm
from copractice.convening.actions.room import LONGEST
from copractice.convening.models import ROOM_ALPHABET, ROOM_CODE_LENGTH
from copractice.convening.states import VoteValue


class JoinForm(forms.Form):
    """The code on the wall; read aloud, it may be typed with spaces, dashes and small letters."""

    code = forms.CharField(
        label=_("Code of the room"),
        max_length=40,
        error_messages={"required": _("Type the code that stands on the wall.")},
        widget=forms.TextInput(
            attrs={
                "class": "room-code-field",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )

    def clean_code(self) -> str:
        """Return the code as it is stored; what cannot be one is empty, and found nowhere."""
        typed = re.sub(r"[\s\-–—.]", "", self.cleaned_data["code"]).upper()
        is_code = len(typed) == ROOM_CODE_LENGTH and set(typed) <= set(ROOM_ALPHABET)
        return typed if is_code else ""


class VoteForm(forms.Form):
    """One vote, and the page to come back to."""

    statement = forms.CharField(max_length=10)
    value = forms.TypedChoiceField(
        choices=VoteValue.choices, coerce=lambda typed: VoteValue(int(typed)), empty_value=None
    )
    back = forms.ChoiceField(choices=[("mine", "mine")], required=False)
    page = forms.IntegerField(min_value=1, max_value=10_000, required=False)

    def way_on(self, room_code: str) -> str:
        """Return the address that the voter goes on to: the next statement, or the list they came from."""
        saved = {"saved": self.cleaned_data["statement"]}
        if not self.cleaned_data["back"]:
            return f"{reverse('room', args=[room_code])}?{urlencode(saved)}"
        saved["page"] = self.cleaned_data["page"] or 1
        return f"{reverse('my_votes', args=[room_code])}?{urlencode(saved)}"


class StatementForm(OwnWordsForm):
    """One thought; one line, however it was typed."""

    longest = LONGEST
    text = LineField(
        label=_("Your statement"),
        help_text=_("One thought that others can agree or disagree with. Your name is not shown."),
        widget=forms.Textarea(attrs={"rows": 4, "data-count": LONGEST}),
        error_messages={"required": _("Write your statement first.")},
    )
    field_order = ("text", "language")
