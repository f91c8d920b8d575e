"""What staff type in a community; kept whatever is wrong."""

from copractice.communities.forms.members import RoleForm
from copractice.communities.forms.page import LONGEST, PageForm, UpdateForm
from copractice.communities.forms.texts import LineField, TextsForm, clean_line, initial_texts

__all__ = [
    "LONGEST",
    "LineField",
    "PageForm",
    "RoleForm",
    "TextsForm",
    "UpdateForm",
    "clean_line",
    "initial_texts",
]
