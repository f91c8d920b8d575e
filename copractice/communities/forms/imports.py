"""Handing in a file for an import."""

import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from copractice.communities.actions.imports import Given
from copractice.communities.files.uploads import LARGEST


class TableField(forms.FileField):
    """One CSV file; what is too large is refused by its size, before it is read."""

    def __init__(self, **more: Any) -> None:
        widget = forms.FileInput(attrs={"accept": ".csv,text/csv"})
        super().__init__(**{"widget": widget, "max_length": 255} | more)
        self.error_messages["required"] = _("Choose a file.")
        self.error_messages["empty"] = _("This file is empty. Choose another one.")

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        """Refuse a file over the limit with its size."""
        if data and data.size > LARGEST:
            raise ValidationError(
                _("This file has %(found)s; an import takes %(most)s. Split it and import its parts.")
                % {"found": filesizeformat(data.size), "most": filesizeformat(LARGEST)}
            )
        return super().clean(data, initial)


class ImportForm(forms.Form):
    """A form with files; each kind adds its own fields, a `TableField` for each file's role."""

    form_key = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=32)

    def __init__(self, data: Any = None, files: Any = None, **more: Any) -> None:
        super().__init__(data, files, initial={"form_key": secrets.token_hex(16)}, **more)

    def given(self) -> list[Given]:
        """Return the files that were handed in, by the names of their fields."""
        found = {name: self.cleaned_data[name] for name in self.fields if name in self.files}
        return [Given(role=name, name=file.name, content=file.read()) for name, file in found.items()]


class OrganizationsFileForm(ImportForm):
    """A file of organizations."""

    organizations = TableField(
        label=_("File of organizations"), help_text=_("CSV in UTF-8, at most 10,000 rows.")
    )


class PeopleFileForm(ImportForm):
    """A file of people."""

    people = TableField(label=_("File of people"), help_text=_("CSV in UTF-8, at most 500 rows."))
    tell = forms.TypedChoiceField(
        label=_("Tell them by e-mail"),
        choices=[
            ("no", _("No, I tell them myself")),
            ("yes", _("Yes, each gets a message when the rows are imported")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
