"""A new deadline with its reason, for everybody or for some; the dates that hang on it may be named too."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from copractice.calls.actions.deadlines import NewDeadline
from copractice.calls.models import Call
from copractice.calls.states import Scope
from copractice.communities.forms import TextsForm, WallTimeField


class DeadlineForm(TextsForm):
    """Times are read off the clocks of the call's zone; a later date that is left empty moves by the same days.

    `seen` is what the preview showed, so that nothing is sent that was not seen.
    """

    form_key = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=32)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, data: Any = None, *, call: Call, scope: Scope) -> None:
        super().__init__(data, initial={"form_key": secrets.token_hex(16), "closes_at": call.closes_at})
        self.community, self.scope = call.community, scope
        self._ask_when("closes_at", call, _("New deadline"), required=True)
        if call.parties_by:
            self._ask_when("parties_by", call, _("Parties complete by"))
        if call.decides_by and scope == Scope.ALL:
            self._ask_when("decides_by", call, _("Decisions by"))
        public = scope == Scope.ALL
        label = _("Why, as the public will read it") if public else _("Why, as they will read it")
        self.ask("reason", self.community, label=label, widget=forms.Textarea, longest=1000)

    def new(self) -> NewDeadline:
        """Return what was typed as the action takes it."""
        data = self.cleaned_data
        return NewDeadline(
            closes_at=data["closes_at"],
            reason=self.texts("reason", self.community),
            scope=self.scope,
            parties_by=data.get("parties_by"),
            decides_by=data.get("decides_by"),
        )

    def _ask_when(self, name: str, call: Call, label: Any, *, required: bool = False) -> None:
        more = {} if required else {"help_text": _("Leave it empty to move it by the same days.")}
        self.fields[name] = WallTimeField(zone=call.time_zone, label=label, required=required, **more)
