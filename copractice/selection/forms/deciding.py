"""Decisions typed on one page: for each application the outcome, a place on the waiting list, and the reason."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copractice.calls.models import Call
from copractice.communities.forms import TextsForm, WallTimeField, initial_texts
from copractice.selection.actions.deciding import Drafted
from copractice.selection.actions.lettering import Text
from copractice.selection.analysis.desk import Row
from copractice.selection.analysis.letters import default_words, texts_of
from copractice.selection.models import Decision
from copractice.selection.states import Outcome

NO_OUTCOME = ("", gettext_lazy("Not decided"))
MOST_PLACES, MOST_REMARKS = 999, 20_000


class DraftsForm(forms.Form):
    """One line for each application; a line without an outcome says nothing.

    What stands is shown first; where nothing stands, what a run advises.
    """

    def __init__(self, data: Any = None, *, rows: Sequence[Row]) -> None:
        super().__init__(data)
        self.rows = rows
        for row in rows:
            self._ask(row)

    def lines(self) -> list[tuple[Row, list[BoundField]]]:
        """Return each application with its fields; the last one is hidden."""
        names = ("outcome", "place", "reason", "remarks", "revision")
        return [(row, [self[f"{name}_{row.application.code}"] for name in names]) for row in self.rows]

    def drafts(self) -> list[Drafted]:
        """Return what was typed as the action takes it."""
        found = []
        for row in self.rows:
            code = row.application.code
            outcome = self.cleaned_data[f"outcome_{code}"]
            if outcome:
                place = self.cleaned_data[f"place_{code}"] if outcome == Outcome.WAITLISTED else None
                reason = self.cleaned_data[f"reason_{code}"]
                remarks = self.cleaned_data[f"remarks_{code}"]
                revision = self.cleaned_data[f"revision_{code}"]
                found.append(Drafted(code, Outcome(outcome), place, reason, remarks, revision))
        return found

    def show_conflict(self, other: Decision) -> None:
        """Show the decision of somebody else beside what was typed, and let the next try be about that one."""
        code = other.application.code
        told = {
            "name": other.drafted_by.name,
            "outcome": other.get_outcome_display(),
            "reason": other.reason or _("no reason"),
        }
        said = _(
            "%(name)s decided this meanwhile: %(outcome)s (%(reason)s). "
            "Yours is not kept yet. Save again to put it in its place."
        )
        self.add_error(f"outcome_{code}", said % told)
        self.data = self.data.copy()
        self.data[f"revision_{code}"] = str(other.revision)

    def _ask(self, row: Row) -> None:
        code, old = row.application.code, row.decision
        outcome = old.outcome if old else row.advised or ""
        place = old.place if old else row.place
        self.fields[f"outcome_{code}"] = forms.ChoiceField(
            required=False,
            choices=[NO_OUTCOME, *Outcome.choices],
            initial=outcome,
            label=_labeled(_("Decision"), row),
        )
        self.fields[f"place_{code}"] = forms.IntegerField(
            required=False,
            min_value=1,
            max_value=MOST_PLACES,
            initial=place,
            label=_labeled(_("Place"), row),
        )
        self.fields[f"reason_{code}"] = forms.CharField(
            required=False,
            max_length=2000,
            initial=old.reason if old else "",
            widget=forms.Textarea(attrs={"rows": 2}),
            label=_labeled(_("Reason"), row),
        )
        self.fields[f"remarks_{code}"] = forms.CharField(
            required=False,
            max_length=MOST_REMARKS,
            initial=old.remarks if old else row.comments,
            widget=forms.Textarea(attrs={"rows": 2}),
            label=_labeled(_("From the reviews, in the lead's letter"), row),
        )
        self.fields[f"revision_{code}"] = forms.IntegerField(
            widget=forms.HiddenInput,
            min_value=0,
            max_value=2**31 - 1,
            initial=old.revision if old else 0,
        )


class AcceptForm(forms.Form):
    """Until when a seat can be taken."""

    def __init__(self, data: Any = None, *, call: Call, initial: Any = None) -> None:
        super().__init__(data, initial={"accept_by": initial} if initial else {})
        self.fields["accept_by"] = WallTimeField(zone=call.time_zone, label=_("Seats are taken by"))


class LettersForm(TextsForm):
    """What the letters say, for each outcome and in each language of the community."""

    is_paired = True  # two languages stand side by side
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, data: Any = None, *, call: Call) -> None:
        known = texts_of(call)
        initial: dict[str, Any] = {"revision": max((row.revision for row in known.values()), default=0)}
        self.community = call.community
        for outcome in Outcome:
            row = known.get(outcome)
            subject, body = (row.subject, row.body) if row else _defaults(self.community.languages, outcome)
            named = {f"subject_{outcome}": subject, f"body_{outcome}": body}
            initial |= initial_texts(self.community, **named)
        super().__init__(data, initial=initial)
        labels = {
            Outcome.SELECTED: (_("A seat: subject"), _("A seat: letter")),
            Outcome.WAITLISTED: (_("Waiting list: subject"), _("Waiting list: letter")),
            Outcome.NOT_SELECTED: (_("No seat: subject"), _("No seat: letter")),
        }
        for outcome, (subject_label, body_label) in labels.items():
            line, area = forms.TextInput, forms.Textarea
            self.ask(f"subject_{outcome}", self.community, label=subject_label, widget=line, longest=200)
            self.ask(f"body_{outcome}", self.community, label=body_label, widget=area, longest=5000)

    def letters(self) -> dict[Outcome, Text]:
        """Return what was typed as the action takes it."""
        return {
            outcome: Text(
                self.texts(f"subject_{outcome}", self.community),
                self.texts(f"body_{outcome}", self.community),
            )
            for outcome in Outcome
        }


def _labeled(word: str, row: Row) -> SafeString:
    """Return a label that is short to see and says whose it is to who hears it."""
    return format_html('{}<span class="visually-hidden"> {}</span>', word, row.facts.name)


def _defaults(languages: Sequence[str], outcome: Outcome) -> tuple[dict[str, str], dict[str, str]]:
    subject, body = {}, {}
    for language in languages:
        with translation.override(language):
            subject[language], body[language] = default_words(outcome)
    return subject, body
