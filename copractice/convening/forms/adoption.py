"""Adopting in two steps: number the statements, then word each priority and say why."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from copractice.communities.forms import TextsForm
from copractice.communities.models import Community
from copractice.convening.actions.adopting import MOST, Choice
from copractice.convening.models import Statement


class NumbersForm(forms.Form):
    """For each statement the number of the priority it belongs to; empty for most of them."""

    def __init__(self, data: Any = None, *, statements: Sequence[Statement]) -> None:
        super().__init__(data)
        self.statements = statements
        for statement in statements:
            self.fields[f"number_{statement.code}"] = forms.IntegerField(
                label=_("Priority number for statement %(number)s") % {"number": statement.number},
                required=False,
                min_value=1,
                max_value=MOST,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "number-box"}),
            )

    def clean(self) -> dict[str, Any]:
        """Ask for at least one number."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(data.values()):
            raise forms.ValidationError(_("Give at least one statement the number of its priority."))
        return data

    def grouped(self) -> list[list[Statement]]:
        """Return the numbered statements, one list for each priority, in the order of their numbers."""
        by_number: dict[int, list[Statement]] = {}
        for statement in self.statements:
            number = self.cleaned_data[f"number_{statement.code}"]
            if number:
                by_number.setdefault(number, []).append(statement)
        return [by_number[number] for number in sorted(by_number)]


class WordsForm(TextsForm):
    """The words of one priority in each language, and why it was adopted."""

    def __init__(
        self, data: Any = None, *, community: Community, statements: Sequence[Statement], prefix: str
    ) -> None:
        first = statements[0]
        written_in = first.language if first.language in community.languages else community.languages[0]
        super().__init__(data, prefix=prefix, initial={f"title_{written_in}": first.text[:200]})
        self.community, self.statements = community, statements
        self.ask("title", community, label=_("Priority"), widget=forms.TextInput, longest=200)
        self.ask("reason", community, label=_("Why it was adopted"), widget=forms.Textarea, longest=2000)

    def choice(self) -> Choice:
        """Return the priority as the action takes it."""
        return Choice(
            title=self.texts("title", self.community),
            reason=self.texts("reason", self.community),
            statements=self.statements,
        )
