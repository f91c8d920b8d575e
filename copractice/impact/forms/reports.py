"""Title, lead and sections of a report, and the reason for which a release is withdrawn."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from copractice.cohorts.models import Cohort
from copractice.communities.forms import TextsForm, initial_texts
from copractice.communities.models import Community
from copractice.impact.models import Report
from copractice.impact.states import Section

LONGEST = 50_000


def revision_field() -> forms.IntegerField:
    """Return the hidden field that says which revision somebody worked on."""
    return forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class HeadForm(TextsForm):
    """Title and lead; for a new report also its cohort."""

    form_key = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=32)

    def __init__(
        self,
        data: Any = None,
        *,
        community: Community,
        cohorts: list[Cohort] | None = None,
        report: Report | None = None,
    ) -> None:
        initial: dict[str, Any] = {"form_key": secrets.token_hex(16)}
        if report:
            initial |= initial_texts(community, title=report.title, lead=report.lead)
            initial["revision"] = report.revision
        super().__init__(data, initial=initial)
        self.community = community
        if report:
            self.fields["revision"] = revision_field()
        else:
            choices = [(cohort.code, cohort_title(cohort)) for cohort in cohorts or []]
            self.fields["cohort"] = forms.ChoiceField(label=_("Cohort"), choices=choices)
        self.ask("title", community, label=_("Title"), widget=forms.TextInput, longest=120)
        self.ask("lead", community, label=_("Lead"), widget=forms.Textarea, longest=600)


class SectionForm(TextsForm):
    """One section in Markdown; figures are called by name."""

    revision = revision_field()

    def __init__(self, data: Any = None, *, report: Report, section: Section) -> None:
        community = report.community
        texts = report.sections.get(section.value, {})
        super().__init__(data, initial=initial_texts(community, text=texts) | {"revision": report.revision})
        self.ask("text", community, label=_("Text"), widget=forms.Textarea, longest=LONGEST, strip=False)
        for name in self.fields:
            self.fields[name].required = name == "revision"


class WithdrawForm(TextsForm):
    """Why a release is withdrawn."""

    def __init__(self, data: Any = None, *, community: Community) -> None:
        super().__init__(data)
        self.ask("why", community, label=_("Why it is withdrawn"), widget=forms.Textarea, longest=600)


def cohort_title(cohort: Cohort) -> str:
    """Return a cohort's title in the first language that it has."""
    return next(iter(cohort.title.values()), cohort.code)
