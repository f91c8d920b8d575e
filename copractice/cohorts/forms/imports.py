"""Handing in a file of past cohorts."""

from django.utils.translation import gettext_lazy as _

from copractice.communities.forms import ImportForm, TableField


class PastForm(ImportForm):
    """A file of past cohorts."""

    cohorts = TableField(label=_("File of past cohorts"), help_text=_("CSV in UTF-8, at most 2,000 rows."))
