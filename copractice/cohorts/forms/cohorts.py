"""What staff type about a cohort and its seats."""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from copractice.applications.forms.staff import MatchForm
from copractice.applications.models import Part
from copractice.calls.forms.drafting import revision_field
from copractice.calls.forms.page import form_key_field
from copractice.calls.models import Call, Question
from copractice.cohorts.actions.cohorts import Terms
from copractice.cohorts.models import Cohort
from copractice.cohorts.states import ExitReason
from copractice.communities.forms import TextsForm, initial_texts
from copractice.communities.models import Community, Organization
from copractice.communities.queries import read_text

LONGEST_HOTLINE = 300


def day_field(label: Any) -> forms.DateField:
    """Return a field for a day, with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, widget=widget, error_messages={"invalid": _("Write the day like 2026-11-24.")}
    )


class CohortForm(TextsForm):
    """A cohort's name, its first and last day, and the hotline that stands where youth write."""

    def __init__(
        self, data: Any = None, *, community: Community, calls: Sequence[Call], cohort: Cohort | None = None
    ) -> None:
        self.community, self.calls = community, {call.code: call for call in calls}
        super().__init__(data, initial=_initial(community, calls, cohort))
        self.ask("title", community, label=_("Name of the cohort"), widget=forms.TextInput, longest=120)
        if cohort is None:
            names = [(code, read_text(call.title, _spoken()).text) for code, call in self.calls.items()]
            self.fields["call"] = forms.ChoiceField(
                label=_("Call it grows from"),
                choices=[*names, ("", _("No call: its seats are entered by hand"))],
                required=False,
            )
        self.fields["starts_on"] = day_field(_("First day"))
        self.fields["ends_on"] = day_field(_("Last day"))
        told = _("It stands wherever young people write. This site is not the place to report harm.")
        self.ask(
            "hotline",
            community,
            label=_("Hotline"),
            widget=forms.TextInput,
            longest=LONGEST_HOTLINE,
            help_text=told,
        )
        self.fields["revision" if cohort else "form_key"] = revision_field() if cohort else form_key_field()

    def terms(self) -> Terms:
        """Return what was typed as the action takes it."""
        data, texts = self.cleaned_data, self.texts
        hotline = texts("hotline", self.community)
        return Terms(texts("title", self.community), data["starts_on"], data["ends_on"], hotline)

    def call(self) -> Call | None:
        """Return the call that was chosen, if any."""
        return self.calls.get(self.cleaned_data["call"])


class SeatForm(forms.Form):
    """An organization and its umbrella for a seat that is entered by hand."""

    organization = forms.ChoiceField(label=_("Organization"))
    umbrella = forms.ChoiceField(label=_("Umbrella organization"), required=False)

    def __init__(
        self, data: Any = None, *, organizations: Sequence[Organization], umbrellas: Sequence[Organization]
    ) -> None:
        super().__init__(data)
        self.known = {row.code: row for row in [*organizations, *umbrellas]}
        self.fields["organization"].choices = [(row.code, row.name) for row in organizations]
        self.fields["umbrella"].choices = [("", _("None")), *((row.code, row.name) for row in umbrellas)]

    def organizations(self) -> tuple[Organization, Organization | None]:
        """Return what was chosen."""
        data = self.cleaned_data
        return self.known[data["organization"]], self.known.get(data["umbrella"])


class ExitForm(forms.Form):
    """Since when somebody is gone, and why, in a group that a report can count."""

    reason = forms.ChoiceField(label=_("Why"), choices=ExitReason.choices, widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"on": today})
        self.fields["on"] = day_field(_("Last day"))


class SeatingForm(forms.Form):
    """Which questions become goals, and, where it is not known yet, which organization of the list a party is."""

    goals = forms.MultipleChoiceField(
        label=_("Answers that become goals"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Texts to which a criterion of the rubric belongs. Nobody types them again."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        questions: Sequence[Question],
        parts: Sequence[Part],
        near: dict[int, Sequence[Organization]],
        everybody: Sequence[Organization],
    ) -> None:
        super().__init__(data, initial={"goals": [row.key for row in questions]})
        spoken = _spoken()
        self.fields["goals"].choices = [(row.key, read_text(row.text, spoken).text) for row in questions]
        if not questions:
            del self.fields["goals"]
        self.parts = parts
        self.matches = {part.pk: self._match(part, near[part.pk], everybody) for part in parts}

    def _match(
        self, part: Part, near: Sequence[Organization], everybody: Sequence[Organization]
    ) -> MatchForm:
        others = [row for row in everybody if row not in near]
        field = MatchForm(None, part=part, near=near, others=others)
        self.fields[f"match-{part.code}"] = field.fields["organization"]
        words = _("%(name)s on the list: %(party)s")
        self.fields[f"match-{part.code}"].label = words % {
            "name": part.organization_name or part.name,
            "party": part.get_party_display(),
        }
        self.initial[f"match-{part.code}"] = field.initial["organization"]
        return field

    def chosen(self, part: Part) -> tuple[Organization | None, bool]:
        """Return which organization a party is, or that it is to be added."""
        value = self.cleaned_data[f"match-{part.code}"]
        return self.matches[part.pk].known.get(value), value == MatchForm.NEW


def _initial(community: Community, calls: Sequence[Call], cohort: Cohort | None) -> dict[str, Any]:
    if cohort:
        names = ("starts_on", "ends_on", "revision")
        texts = initial_texts(community, title=cohort.title, hotline=cohort.hotline)
        return texts | {name: getattr(cohort, name) for name in names}
    newest = calls[0] if calls else None
    hotline = newest.hotline if newest else {}
    first = {"form_key": secrets.token_hex(16), "call": newest.code if newest else ""}
    return first | initial_texts(community, hotline=hotline)


def _spoken() -> str:
    return get_language() or "en"
