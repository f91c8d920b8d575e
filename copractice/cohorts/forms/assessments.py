"""What facilitators and staff type about assessments: name, times, domains, and one question at a time."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copractice.calls.forms.drafting import revision_field
from copractice.calls.forms.page import form_key_field
from copractice.cohorts.actions.assessments import MOST_ITEMS, Terms
from copractice.cohorts.files.starts import DOMAINS, QUESTIONS, TITLES
from copractice.cohorts.models import Assessment, Cohort
from copractice.cohorts.queries.assessments import Item, Option
from copractice.cohorts.states import Asks, AssessmentKind, ItemKind
from copractice.communities.forms import LineField, TextsForm, WallTimeField, initial_texts
from copractice.communities.models import Community

OPEN_FOR = timedelta(days=21)
LONGEST_QUESTION = 240
LINES = 4000
MOST_OPTIONS = 20


class AssessmentForm(TextsForm):
    """The name of an assessment, whom it asks, where its measure comes from, and when it is open.

    `start` says what a new one begins with: a baseline with its domains, an endline, or a survey with
    questions that are ready. Without it the form changes an assessment that is there.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        cohort: Cohort,
        start: str = "",
        now: datetime,
        assessment: Assessment | None = None,
    ) -> None:
        self.community, self.start = cohort.community, start
        super().__init__(data, initial=_initial(cohort.community, start, now, assessment))
        zone = self.community.time_zone
        self.ask("title", self.community, label=gettext_lazy("Name"), widget=forms.TextInput, longest=120)
        if start and start != "endline":
            told = gettext_lazy("Adults and young people are always counted apart.")
            choices = [one for one in Asks.choices if start == "baseline" or one[0] != Asks.ORGANIZATIONS]
            self.fields["asks"] = forms.ChoiceField(
                label=gettext_lazy("Who answers"), choices=choices, widget=forms.RadioSelect, help_text=told
            )
        self.fields["opens_at"] = WallTimeField(zone=zone, label=gettext_lazy("Opens"))
        self.fields["closes_at"] = WallTimeField(zone=zone, label=gettext_lazy("Closes"))
        if start == "baseline":
            self._ask_domains()
        self.fields["source"] = LineField(
            label=gettext_lazy("Instrument and edition"),
            max_length=200,
            required=False,
            help_text=gettext_lazy("If it is one that others publish. Only names and scores are kept here."),
        )
        self.fields["revision" if assessment else "form_key"] = (
            revision_field() if assessment else form_key_field()
        )

    def _ask_domains(self) -> None:
        told = gettext_lazy(
            "One on each line, in the same order in each language. Each is scored from 1 to 5."
        )
        self.ask(
            "domains",
            self.community,
            label=gettext_lazy("Domains"),
            widget=forms.Textarea,
            longest=LINES,
            help_text=told,
        )

    def clean(self) -> dict[str, Any]:
        """Refuse domains that do not stand side by side in two languages."""
        data = super().clean() or {}
        if self.start == "baseline":
            _check_lines(self, "domains", MOST_ITEMS)
        return data

    def terms(self) -> Terms:
        """Return what was typed as the action takes it."""
        data = self.cleaned_data
        title = self.texts("title", self.community)
        return Terms(title, data["source"], data["opens_at"], data["closes_at"])

    def kind(self) -> AssessmentKind:
        """Return what is prepared."""
        return AssessmentKind.BASELINE if self.start == "baseline" else AssessmentKind.SURVEY

    def items(self) -> Sequence[Item]:
        """Return what is asked: the domains that were typed, or the questions that are ready."""
        if self.start != "baseline":
            return QUESTIONS[self.start]
        texts = _side_by_side(self.texts("domains", self.community), self.community)
        return [Item(f"q{place}", text, ItemKind.SCALE) for place, text in enumerate(texts, start=1)]


class ItemForm(TextsForm):
    """One question: its words, how it is answered, and the options of a list."""

    def __init__(self, data: Any = None, *, assessment: Assessment, item: Item | None = None) -> None:
        self.community, self.item = assessment.community, item
        super().__init__(data, initial=_initial_item(assessment, item))
        is_scored = assessment.asks == Asks.ORGANIZATIONS
        label = gettext_lazy("Domain") if is_scored else gettext_lazy("Question")
        self.ask("text", self.community, label=label, widget=forms.TextInput, longest=LONGEST_QUESTION)
        if not is_scored:
            self.fields["kind"] = forms.ChoiceField(
                label=gettext_lazy("How it is answered"), choices=ItemKind.choices, widget=forms.RadioSelect
            )
            told = gettext_lazy(
                "For a list: one on each line. The last one stands for none of the others, such as “None of these”: "
                "results say how many chose any but the last."
            )
            self.ask(
                "options",
                self.community,
                label=gettext_lazy("Answers of the list"),
                widget=forms.Textarea,
                longest=LINES,
                help_text=told,
            )
            for language in self.community.languages:
                self.fields[f"options_{language}"].required = False
        self.fields["revision"] = revision_field()

    def clean(self) -> dict[str, Any]:
        """Refuse options that do not stand side by side in two languages."""
        data = super().clean() or {}
        if data.get("kind") == ItemKind.CHOICE:
            _check_lines(self, "options", MOST_OPTIONS)
        return data

    def written(self) -> Item:
        """Return the question as the action takes it."""
        kind = ItemKind(self.cleaned_data.get("kind", ItemKind.SCALE))
        texts: list[dict[str, str]] = []
        if kind == ItemKind.CHOICE:
            texts = _side_by_side(self.texts("options", self.community), self.community)
        options = tuple(Option(chr(ord("a") + place), text) for place, text in enumerate(texts))
        key = self.item.key if self.item else ""
        return Item(key, self.texts("text", self.community), kind, options)


def _check_lines(form: AssessmentForm | ItemForm, name: str, most: int) -> None:
    """Refuse lines that another language has more or fewer of, and too many."""
    first, *others = form.community.languages
    n = len(_lines(form.cleaned_data.get(f"{name}_{first}", "")))
    for language in others:
        lines = _lines(form.cleaned_data.get(f"{name}_{language}", ""))
        if lines and len(lines) != n:
            told = _("These are %(here)d lines, and %(first)d in the first language. Write each in both.")
            form.add_error(f"{name}_{language}", told % {"here": len(lines), "first": n})
    if n > most:
        form.add_error(f"{name}_{first}", _("At most %(most)d lines.") % {"most": most})


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _side_by_side(texts: Mapping[str, str], community: Community) -> list[dict[str, str]]:
    """Return the lines of each language put together, line by line; the first language has them all."""
    first = community.languages[0]
    lines = {language: _lines(text) for language, text in texts.items()}
    return [
        {language: rows[place] for language, rows in lines.items() if place < len(rows)}
        for place in range(len(lines.get(first, [])))
    ]


def _joined(rows: Sequence[Mapping[str, str]], community: Community) -> dict[str, str]:
    return {language: "\n".join(row.get(language, "") for row in rows) for language in community.languages}


def _initial(
    community: Community, start: str, now: datetime, assessment: Assessment | None
) -> dict[str, Any]:
    if assessment:
        names = ("source", "opens_at", "closes_at", "revision")
        texts = initial_texts(community, title=assessment.title)
        return texts | {name: getattr(assessment, name) for name in names}
    zone = ZoneInfo(community.time_zone)
    opens = (now.astimezone(zone) + timedelta(days=1)).replace(hour=8, minute=0, second=0, microsecond=0)
    closes = (opens + OPEN_FOR).replace(hour=23, minute=59)
    first = {"form_key": secrets.token_hex(16), "opens_at": opens, "closes_at": closes}
    first["asks"] = {"baseline": Asks.ORGANIZATIONS, "later": Asks.YOUTH}.get(start, Asks.EVERYBODY)
    domains = _joined(DOMAINS, community)
    return first | initial_texts(community, title=TITLES[start], domains=domains)


def _initial_item(assessment: Assessment, item: Item | None) -> dict[str, Any]:
    first: dict[str, Any] = {"revision": assessment.revision, "kind": ItemKind.SCALE}
    if item is None:
        return first
    options = _joined([option.text for option in item.options], assessment.community)
    return first | {"kind": item.kind} | initial_texts(assessment.community, text=item.text, options=options)
