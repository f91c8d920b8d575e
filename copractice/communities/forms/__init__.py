"""What staff type in a community; kept whatever is wrong."""

from copractice.communities.files import clean_line
from copractice.communities.forms.imports import ImportForm, TableField
from copractice.communities.forms.members import RoleForm
from copractice.communities.forms.page import LONGEST, PageForm, UpdateForm
from copractice.communities.forms.texts import LineField, TextsForm, initial_texts
from copractice.communities.forms.walltime import WallTimeField
from copractice.communities.forms.words import OwnWordsForm

__all__ = [
    "LONGEST",
    "ImportForm",
    "LineField",
    "OwnWordsForm",
    "PageForm",
    "RoleForm",
    "TableField",
    "TextsForm",
    "UpdateForm",
    "WallTimeField",
    "clean_line",
    "initial_texts",
]
