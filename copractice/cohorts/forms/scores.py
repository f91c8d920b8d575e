"""The table in which the scores of one organization are entered."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from copractice.cohorts.actions.answering import Score, revision_of
from copractice.cohorts.models import AssessmentAnswer
from copractice.cohorts.queries.assessments import Item
from copractice.cohorts.states import Missing
from copractice.communities.queries import read_text

LOW, HIGH = Decimal(1), Decimal(5)
WHY = [
    ("", gettext_lazy("not known")),
    *((one.value, one.label) for one in (Missing.NOT_SEEN, Missing.NOT_FITTING)),
]


class ScoreField(forms.CharField):
    """A number from 1 to 5 with up to two decimals; empty is no score, never a zero.

    Digits of another width and a decimal comma are read as what they mean.
    """

    def to_python(self, value: Any) -> Decimal | None:
        """Return the number, or None for an empty field; refuse what is not on the scale."""
        plain = unicodedata.normalize("NFKC", super().to_python(value)).strip().replace(",", ".")
        if not plain:
            return None
        try:
            number = Decimal(plain) if plain.isascii() else Decimal("NaN")
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or not LOW <= number <= HIGH:
            raise ValidationError(
                _("A score is a number from 1 to 5, such as 3 or 3.5. Leave it empty if there is none.")
            )
        if number != round(number, 2):
            raise ValidationError(_("Write at most two decimals."))
        return round(number, 2)


@dataclass(frozen=True)
class ScoreRow:
    """One line of the table: the domain, its baseline if there is one, and the two fields."""

    item: Item
    before: str
    score: forms.BoundField
    why: forms.BoundField

    @property
    def said(self) -> str:
        """Return in words why there is no score, where that is known."""
        return str(Missing(self.why.value()).label) if self.why.value() else ""


class ScoresForm(forms.Form):
    """All scores of one organization, with the reason where one is missing."""

    def __init__(
        self,
        data: Any = None,
        *,
        items: Sequence[Item],
        known: Mapping[str, AssessmentAnswer],
        before: Mapping[str, AssessmentAnswer],
    ) -> None:
        super().__init__(data)
        self.items, self.before = items, before
        self.fields["base"] = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
        self.initial["base"] = revision_of(known)
        spoken = get_language() or "en"
        for item in items:
            name, row = read_text(item.text, spoken).text, known.get(item.key)
            self.fields[f"score-{item.key}"] = ScoreField(
                label=_("Score: %(name)s") % {"name": name},
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 4}),
            )
            self.fields[f"why-{item.key}"] = forms.ChoiceField(
                label=_("Why there is no score: %(name)s") % {"name": name}, choices=WHY, required=False
            )
            self.initial[f"score-{item.key}"] = _shown(row)
            self.initial[f"why-{item.key}"] = row.missing if row else ""

    def rows(self) -> Iterator[ScoreRow]:
        """Yield the lines of the table."""
        for item in self.items:
            yield ScoreRow(
                item,
                _shown(self.before.get(item.key)),
                self[f"score-{item.key}"],
                self[f"why-{item.key}"],
            )

    def scores(self) -> dict[str, Score]:
        """Return what was typed; a reason beside a score is dropped."""
        data = self.cleaned_data
        found = {item.key: data[f"score-{item.key}"] for item in self.items}
        return {
            key: Score(number, "" if number is not None else data[f"why-{key}"])
            for key, number in found.items()
        }


def _shown(row: AssessmentAnswer | None) -> str:
    """Return a score without zeros that say nothing: 3, 3.5."""
    return "" if row is None or row.number is None else f"{row.number.normalize():f}"
