"""The month of birth, never the day."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from copractice.consents.actions.births import OLDEST


class BirthMonthForm(forms.Form):
    """Month and year in which somebody was born."""

    def __init__(self, data: Any = None, *, now: datetime) -> None:
        super().__init__(data)
        months = [("", _("Month")), *((str(number), name) for number, name in MONTHS.items())]
        years = [("", _("Year")), *((str(y), str(y)) for y in range(now.year, now.year - OLDEST, -1))]
        missing = {"required": _("Choose the month and the year of birth.")}
        self.fields["month"] = forms.ChoiceField(
            label=_("Month of birth"), choices=months, error_messages=missing
        )
        self.fields["year"] = forms.ChoiceField(
            label=_("Year of birth"), choices=years, error_messages=missing
        )

    def chosen(self) -> date:
        """Return the month as its first day."""
        return date(int(self.cleaned_data["year"]), int(self.cleaned_data["month"]), 1)
