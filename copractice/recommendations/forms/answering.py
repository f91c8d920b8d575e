"""What an organization is asked: its answer, a step, and evidence for it."""

import secrets
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from copractice.applications.actions.answering import LONGEST
from copractice.applications.actions.uploading import MEGABYTES, Sent
from copractice.applications.forms.part import ACCEPTED
from copractice.communities.forms import LineField, TextsForm
from copractice.recommendations.actions.answering import Plan
from copractice.recommendations.models import Recommendation
from copractice.recommendations.states import Answer, Change

WORDS = {
    Answer.ADOPTED: _("Adopted: we do it as it is written"),
    Answer.ADAPTED: _("Adapted: we do it, with a change"),
    Answer.DECLINED: _("Declined: we do not do it"),
}


def form_key() -> forms.Field:
    """Return the hidden key by which the same form sent twice is known."""
    return forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=32)


class AnswerForm(forms.Form):
    """The answer, and the words that a change or a no needs."""

    answer = forms.ChoiceField(label=_("Your answer"), choices=list(WORDS.items()), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("In your words"),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=LONGEST,
        help_text=_("What you change, or why you decline. Its author reads this."),
    )


class StepForm(forms.Form):
    """One step: what, who, what kind of change, by when."""

    title = LineField(label=_("What you do"), max_length=160)
    owner = LineField(
        label=_("Who does it"), max_length=120, help_text=_("A name or a role, like shift lead.")
    )
    kind = forms.ChoiceField(
        label=_("What it changes"),
        choices=[("", _("Choose one")), *Change.choices],
        help_text=_("The report counts changes by kind."),
    )
    due_on = forms.DateField(
        label=_("By when"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    form_key = form_key()

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"form_key": secrets.token_hex(16)})

    def plan(self) -> Plan:
        """Return the step."""
        said = self.cleaned_data
        due_on: date | None = said["due_on"]
        return Plan(said["title"], said["owner"], Change(said["kind"]), due_on)


class DueForm(TextsForm):
    """The new day of an answer, and why it moves."""

    def __init__(self, data: Any = None, *, row: Recommendation) -> None:
        super().__init__(data)
        self.fields["to"] = forms.DateField(
            label=_("New day"),
            initial=row.due_on + timedelta(days=14) if row.due_on else None,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )
        self.ask("why", row.community, label=_("Why"), widget=forms.Textarea, longest=600)


class EvidenceForm(forms.Form):
    """A note, a link or a file that shows that a step happened."""

    note = forms.CharField(
        label=_("What shows it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=LONGEST,
        help_text=_("Like: On time in 12 of 13 weeks. Name no young person."),
    )
    link = forms.URLField(label=_("A link"), required=False, max_length=500, assume_scheme="https")
    file = forms.FileField(
        label=_("A file"),
        required=False,
        allow_empty_file=True,
        help_text=_("PDF, PNG or JPEG, at most %(most)d MB.") % {"most": MEGABYTES},
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    form_key = form_key()

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"form_key": secrets.token_hex(16)})

    def sent(self) -> Sent | None:
        """Return the file as it was sent."""
        file = self.cleaned_data["file"]
        return Sent(file.name or "", file.size or 0, file.read()) if file else None
