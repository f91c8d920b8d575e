"""What members say of a version, and how staff settle an objection."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from copractice.communities.forms import OwnWordsForm, TextsForm
from copractice.communities.models import Community
from copractice.definition.actions.voices import LONGEST


class VoiceForm(OwnWordsForm):
    """What a member says of a version."""

    longest = LONGEST
    text = forms.CharField(widget=forms.Textarea)
    form_key = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=32)
    field_order = ("text", "language")

    def __init__(self, data: Any = None, *, community: Community, label: Any, help_text: Any) -> None:
        super().__init__(data, community=community, initial={"form_key": secrets.token_hex(16)})
        self.fields["text"].label, self.fields["text"].help_text = label, help_text


def comment_form(community: Community, data: Any = None) -> VoiceForm:
    """Return the form of a comment."""
    return VoiceForm(
        data,
        community=community,
        label=_("Your comment"),
        help_text=_("Members of the community read it with your name. The public does not."),
    )


def objection_form(community: Community, data: Any = None) -> VoiceForm:
    """Return the form of an objection."""
    return VoiceForm(
        data,
        community=community,
        label=_("Why you cannot agree"),
        help_text=_("Say what would go wrong, and what wording would let you agree."),
    )


class SettleForm(TextsForm):
    """How an objection was settled, and the words for it."""

    name = forms.ChoiceField(
        label=_("What came of it"),
        widget=forms.RadioSelect,
        choices=[
            ("resolve", _("Resolved: its author's concern is met")),
            ("keep", _("Kept as dissent: we disagree, and its words stand beside the text")),
        ],
    )

    def __init__(self, data: Any = None, *, community: Community) -> None:
        super().__init__(data)
        self.ask(
            "resolution",
            community,
            label=_("How it was settled"),
            widget=forms.Textarea,
            longest=2000,
            help_text=_("Public once the version is adopted, without the author's name."),
        )
