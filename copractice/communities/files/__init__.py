"""What a community reads from outside and writes outside; free of Django, so that the command line may use it."""

from copractice.communities.files.accent import PAPER, accent_css, contrast, lightened
from copractice.communities.files.lines import clean_line
from copractice.communities.files.tables import BadTable, Fault, Row, gettext_noop, read_rows

__all__ = [
    "PAPER",
    "BadTable",
    "Fault",
    "Row",
    "accent_css",
    "clean_line",
    "contrast",
    "gettext_noop",
    "lightened",
    "read_rows",
]
