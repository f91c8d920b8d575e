"""Answers for all, and information sessions."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from copractice.calls.actions.sessions import Meeting
from copractice.calls.forms.drafting import revision_field
from copractice.calls.models import Call, InformationSession
from copractice.communities.forms import LONGEST, TextsForm, WallTimeField, initial_texts


def form_key_field() -> forms.Field:
    """Return the hidden field by which a form that is sent twice is known."""
    return forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=32)


class FaqForm(TextsForm):
    """A question that people asked, with the answer for all."""

    def __init__(self, data: Any = None, *, call: Call) -> None:
        super().__init__(data, initial={"form_key": secrets.token_hex(16)})
        self.community = call.community
        self.ask("question", self.community, label=_("Question"), widget=forms.TextInput, longest=300)
        self.ask("answer", self.community, label=_("Answer"), widget=forms.Textarea, longest=LONGEST)
        self.fields["form_key"] = form_key_field()


class MeetingForm(TextsForm):
    """An information session, in the time zone of its call."""

    def __init__(self, data: Any = None, *, call: Call, session: InformationSession | None = None) -> None:
        super().__init__(data, initial=_initial(call, session))
        self.community = call.community
        self.ask("title", self.community, label=_("Title"), widget=forms.TextInput, longest=120)
        self.ask("place", self.community, label=_("Place"), widget=forms.TextInput, longest=200)
        self.fields["link"] = forms.URLField(
            label=_("Link to join"), required=False, assume_scheme="https", max_length=200
        )
        self.fields["starts_at"] = WallTimeField(zone=call.time_zone, label=_("Begins"))
        self.fields["ends_at"] = WallTimeField(zone=call.time_zone, label=_("Ends"))
        self.fields["revision" if session else "form_key"] = revision_field() if session else form_key_field()

    def meeting(self) -> Meeting:
        """Return what was typed as the action takes it."""
        data = self.cleaned_data
        return Meeting(
            title=self.texts("title", self.community),
            place=self.texts("place", self.community),
            link=data["link"],
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
        )


def _initial(call: Call, session: InformationSession | None) -> dict[str, Any]:
    if session is None:
        return {"form_key": secrets.token_hex(16)}
    names = ("link", "starts_at", "ends_at", "revision")
    texts = initial_texts(call.community, title=session.title, place=session.place)
    return texts | {name: getattr(session, name) for name in names}
