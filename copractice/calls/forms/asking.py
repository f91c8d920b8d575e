"""Who applies, what each is asked, and how answers are scored."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from copractice.calls.actions.parties import Kind
from copractice.calls.actions.questions import BOUNDS, Ask
from copractice.calls.actions.rubric import HEAVIEST, Measure
from copractice.calls.analysis.readiness import ANCHORS
from copractice.calls.forms.drafting import code_field, named, revision_field
from copractice.calls.models import Call, Criterion, PartKind, Question
from copractice.calls.states import YOUTH_AUDIENCES, Audience, Party, QuestionKind
from copractice.communities.files import clean_line
from copractice.communities.forms import TextsForm, initial_texts
from copractice.communities.models import Community, new_code
from copractice.communities.queries import read_text
from copractice.convening.models import Priority
from copractice.definition.models import Commitment

MOST_PARTS = 20


class PartiesForm(TextsForm):
    """For each party whether it is asked, how many parts it has, how long it takes and what it is told."""

    def __init__(self, data: Any = None, *, call: Call, kinds: Iterable[PartKind]) -> None:
        self.community = call.community
        known = {kind.party: kind for kind in kinds}
        initial: dict[str, Any] = {"revision": call.revision}
        for party in Party:
            initial |= _initial_kind(self.community, party, known.get(party))
        super().__init__(data, initial=initial)
        for party in Party:
            self._ask_about(party)
        self.fields["revision"] = revision_field()

    def clean(self) -> None:
        """Refuse a party that is asked without saying how many parts, and how long they take."""
        for party in self._asked():
            for name in () if party is Party.EMPLOYER else ("minimum", "maximum", "minutes"):
                if f"{party}_{name}" not in self.errors and self.cleaned_data.get(f"{party}_{name}") is None:
                    self.add_error(f"{party}_{name}", _("Write a number."))

    def groups(self) -> list[tuple[Party, list[forms.BoundField]]]:
        """Return the fields party by party, as the page shows them."""
        return [
            (party, [self[name] for name in self.fields if name.startswith(f"{party}_")]) for party in Party
        ]

    def kinds(self) -> dict[Party, Kind]:
        """Return the parties that are asked."""
        data = self.cleaned_data
        return {
            party: Kind(
                minimum=1 if party is Party.EMPLOYER else data[f"{party}_minimum"],
                maximum=1 if party is Party.EMPLOYER else data[f"{party}_maximum"],
                intro=self.texts(f"{party}_intro", self.community),
                minutes=data[f"{party}_minutes"],
            )
            for party in self._asked()
        }

    def _asked(self) -> list[Party]:
        data = self.cleaned_data
        return [party for party in Party if party is Party.EMPLOYER or data.get(f"{party}_asked")]

    def _ask_about(self, party: Party) -> None:
        if party is not Party.EMPLOYER:
            self.fields[f"{party}_asked"] = yes_or_no(
                _("Part of an application"), yes=_("takes part"), no=_("does not take part")
            )
            number = {"max_value": MOST_PARTS, "required": False}
            self.fields[f"{party}_minimum"] = forms.IntegerField(label=_("At least"), min_value=0, **number)
            self.fields[f"{party}_maximum"] = forms.IntegerField(label=_("At most"), min_value=1, **number)
        self.fields[f"{party}_minutes"] = forms.IntegerField(
            label=_("Minutes it takes"), min_value=1, max_value=600, required=party is Party.EMPLOYER
        )
        told = {"label": _("What it is told before it begins"), "widget": forms.Textarea, "longest": 600}
        ask_freely(self, f"{party}_intro", self.community, **told)


class AskForm(TextsForm):
    """One question to one party."""

    def __init__(
        self, data: Any = None, *, community: Community, party: Party, question: Question | None = None
    ) -> None:
        self.community = community
        super().__init__(data, initial=_initial_ask(community, question))
        self.ask("text", community, label=_("Question"), widget=forms.TextInput, longest=300)
        ask_freely(self, "help", community, label=_("Help below it"), widget=forms.Textarea, longest=600)
        kinds = {"label": _("Kind of answer"), "choices": QuestionKind.choices, "coerce": QuestionKind}
        self.fields["kind"] = forms.TypedChoiceField(widget=forms.RadioSelect, **kinds)
        choices = {"label": _("Choices"), "widget": forms.Textarea, "longest": 10_000}
        ask_freely(
            self, "choices", community, help_text=_("For one of several: one on each line."), **choices
        )
        self._ask_bounds()
        read_by = YOUTH_AUDIENCES if party is Party.YOUTH else tuple(Audience)
        self.fields["audience"] = forms.TypedChoiceField(
            label=_("Who reads the answer"),
            choices=[(audience.value, audience.label) for audience in read_by],
            coerce=Audience,
            widget=forms.RadioSelect,
        )
        self.fields["is_required"] = yes_or_no(_("Answer"), yes=_("needs an answer"), no=_("optional"))
        self.fields["revision" if question else "key"] = revision_field() if question else code_field()

    def clean(self) -> None:
        """Refuse choices that do not match line by line in every language."""
        lines = self._lines()
        if len({len(rows) for rows in lines.values()}) > 1:
            name = f"choices_{self.community.languages[-1]}"
            self.add_error(name, _("Write as many lines here as in the first language, in the same order."))
        for language, rows in lines.items():
            if len(set(rows)) < len(rows):
                self.add_error(f"choices_{language}", _("Two choices are the same. Change one of them."))

    def asked(self) -> Ask:
        """Return what was typed as the action takes it."""
        data, lines = self.cleaned_data, self._lines()
        places = range(len(next(iter(lines.values()), [])))
        return Ask(
            text=self.texts("text", self.community),
            help=self.texts("help", self.community),
            kind=data["kind"],
            audience=data["audience"],
            is_required=data["is_required"],
            limit=data["limit"],
            smallest=data["smallest"],
            largest=data["largest"],
            choices=[{language: rows[place] for language, rows in lines.items()} for place in places],
        )

    def _ask_bounds(self) -> None:
        bounds = {"required": False, "min_value": -BOUNDS, "max_value": BOUNDS}
        self.fields["limit"] = forms.IntegerField(
            label=_("Limit"),
            required=False,
            min_value=1,
            max_value=50_000,
            help_text=_("Words for text, megabytes for a file."),
        )
        self.fields["smallest"] = forms.IntegerField(label=_("Smallest number"), **bounds)
        self.fields["largest"] = forms.IntegerField(label=_("Largest number"), **bounds)

    def _lines(self) -> dict[str, list[str]]:
        """Return the choices by language, without languages that have none."""
        typed = {name: self.cleaned_data.get(f"choices_{name}") or "" for name in self.community.languages}
        split = {name: [clean_line(line) for line in text.splitlines()] for name, text in typed.items()}
        kept = {name: [line for line in lines if line] for name, lines in split.items()}
        return {name: lines for name, lines in kept.items() if lines}


class MeasureForm(TextsForm):
    """One criterion of the rubric."""

    def __init__(
        self,
        data: Any = None,
        *,
        call: Call,
        questions: Sequence[Question],
        priorities: Iterable[Priority],
        commitments: Iterable[Commitment],
        criterion: Criterion | None = None,
    ) -> None:
        self.community = call.community
        self.priorities = {row.code: row for row in priorities}
        self.commitments = {row.code: row for row in commitments}
        super().__init__(data, initial=_initial_measure(self.community, criterion))
        self.ask("title", self.community, label=_("Criterion"), widget=forms.TextInput, longest=120)
        about = {
            "label": _("What it is about, and why it is asked"),
            "widget": forms.Textarea,
            "longest": 1000,
        }
        ask_freely(self, "description", self.community, **about)
        self._ask_weight()
        for score in range(ANCHORS):
            looks = _("What a %(score)d looks like") % {"score": score}
            self.ask(f"anchor{score}", self.community, label=looks, widget=forms.TextInput, longest=300)
        self.fields["question_keys"] = forms.MultipleChoiceField(
            label=_("Questions that speak to it"),
            choices=[(row.key, _labeled(row)) for row in questions],
            widget=forms.CheckboxSelectMultiple,
        )
        self._ask_source("priority", _("Priority it grew from"), self.priorities)
        self._ask_source("commitment", _("Commitment it asks about"), self.commitments)
        self.fields["revision" if criterion else "code"] = revision_field() if criterion else code_field()

    def measure(self) -> Measure:
        """Return what was typed as the action takes it."""
        data = self.cleaned_data
        return Measure(
            title=self.texts("title", self.community),
            description=self.texts("description", self.community),
            weight=data["weight"],
            is_informational=data["is_informational"],
            anchors=[self.texts(f"anchor{score}", self.community) for score in range(ANCHORS)],
            question_keys=data["question_keys"],
            priority=self.priorities.get(data["priority"]),
            commitment=self.commitments.get(data["commitment"]),
        )

    def _ask_weight(self) -> None:
        self.fields["weight"] = forms.IntegerField(
            label=_("Weight"), min_value=0, max_value=HEAVIEST, initial=1
        )
        self.fields["is_informational"] = yes_or_no(
            _("In the total"), yes=_("only informs: it never enters a total"), no=_("counts with its weight")
        )

    def _ask_source(self, name: str, label: str, rows: Mapping[str, Any]) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=named(rows.values()), required=False)


def yes_or_no(label: str, *, yes: str, no: str) -> forms.Field:
    """Return a choice of two, told in words, that cleans to True or False."""
    return forms.TypedChoiceField(
        label=label,
        choices=[(True, yes), (False, no)],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )


def ask_freely(form: TextsForm, name: str, community: Community, **more: Any) -> None:
    """Ask for a text in each language of which none is required."""
    form.ask(name, community, **more)
    form.fields[f"{name}_{community.languages[0]}"].required = False


def _initial_kind(community: Community, party: Party, kind: PartKind | None) -> dict[str, Any]:
    names = ("minimum", "maximum", "minutes")
    values = {f"{party}_{name}": getattr(kind, name) if kind else None for name in names}
    texts = initial_texts(community, **{f"{party}_intro": kind.intro if kind else {}})
    return values | texts | {f"{party}_asked": kind is not None}


def _initial_ask(community: Community, question: Question | None) -> dict[str, Any]:
    if question is None:
        return {"key": new_code(), "is_required": True}
    names = ("kind", "audience", "is_required", "limit", "smallest", "largest", "revision")
    texts = initial_texts(community, text=question.text, help=question.help)
    lines = {
        f"choices_{language}": "\n".join(choice.get(language, "") for choice in question.choices)
        for language in community.languages
    }
    return texts | lines | {name: getattr(question, name) for name in names}


def _initial_measure(community: Community, criterion: Criterion | None) -> dict[str, Any]:
    if criterion is None:
        return {"code": new_code(), "is_informational": False}
    names = ("weight", "is_informational", "question_keys", "revision")
    anchors = {f"anchor{score}": text for score, text in enumerate(criterion.anchors)}
    texts = initial_texts(community, title=criterion.title, description=criterion.description, **anchors)
    sources = {name: getattr(criterion, name) for name in ("priority", "commitment")}
    codes = {name: row.code if row else "" for name, row in sources.items()}
    return texts | codes | {name: getattr(criterion, name) for name in names}


def _labeled(question: Question) -> str:
    text = read_text(question.text, get_language() or "en").text
    return f"{question.get_party_display()} {question.number}: {text}"
