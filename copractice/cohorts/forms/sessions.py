"""What facilitators and staff type about sessions and resources."""

import secrets
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from copractice.calls.forms.drafting import revision_field
from copractice.calls.forms.page import form_key_field
from copractice.cohorts.actions.sessions import Meeting
from copractice.cohorts.models import Cohort, Session
from copractice.communities.forms import LONGEST, LineField, TextsForm, WallTimeField, initial_texts
from copractice.communities.queries import read_text

TEXTS = ("title", "agenda")
FIELDS = ("place", "link", "starts_at", "ends_at", "revision")


class SessionForm(TextsForm):
    """A session in the time zone of its community."""

    def __init__(self, data: Any = None, *, cohort: Cohort, session: Session | None = None) -> None:
        self.community = cohort.community
        super().__init__(data, initial=_initial(cohort, session))
        zone = self.community.time_zone
        self.ask("title", self.community, label=_("Title"), widget=forms.TextInput, longest=120)
        self.fields["starts_at"] = WallTimeField(zone=zone, label=_("Begins"))
        self.fields["ends_at"] = WallTimeField(zone=zone, label=_("Ends"))
        told = _("Only people of the cohort see place and link.")
        self.fields["place"] = LineField(label=_("Place"), max_length=160, required=False, help_text=told)
        self.fields["link"] = forms.URLField(
            label=_("Link to join"), required=False, assume_scheme="https", max_length=200
        )
        self.ask("agenda", self.community, label=_("Agenda"), widget=forms.Textarea, longest=LONGEST)
        for language in self.community.languages:
            self.fields[f"agenda_{language}"].required = False
        self.fields["revision" if session else "form_key"] = revision_field() if session else form_key_field()

    def meeting(self) -> Meeting:
        """Return what was typed as the action takes it."""
        data, texts = self.cleaned_data, {name: self.texts(name, self.community) for name in TEXTS}
        return Meeting(**texts, **{name: data[name] for name in FIELDS if name != "revision"})


class ResourceForm(TextsForm):
    """Something to read or use, for the whole cohort or one session."""

    def __init__(self, data: Any = None, *, cohort: Cohort, sessions: Sequence[Session]) -> None:
        self.community, self.sessions = cohort.community, {row.code: row for row in sessions}
        super().__init__(data, initial={"form_key": secrets.token_hex(16)})
        self.ask("title", self.community, label=_("Title"), widget=forms.TextInput, longest=160)
        self.fields["link"] = forms.URLField(label=_("Link"), assume_scheme="https", max_length=500)
        spoken = get_language() or "en"
        names = [(row.code, read_text(row.title, spoken).text) for row in sessions]
        self.fields["session"] = forms.ChoiceField(
            label=_("For"), choices=[("", _("The whole cohort")), *names], required=False
        )
        self.fields["form_key"] = form_key_field()

    def resource(self) -> dict[str, Any]:
        """Return what was typed as the action takes it."""
        data = self.cleaned_data
        words = {"title": self.texts("title", self.community), "session": self.sessions.get(data["session"])}
        return words | {"link": data["link"], "form_key": data["form_key"]}


def _initial(cohort: Cohort, session: Session | None) -> dict[str, Any]:
    if session is None:
        return {"form_key": secrets.token_hex(16)}
    texts = initial_texts(cohort.community, title=session.title, agenda=session.agenda)
    return texts | {name: getattr(session, name) for name in FIELDS}
