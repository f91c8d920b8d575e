"""The life of an import: checked before anything is written, undone as long as nothing builds on it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportState(TextChoices):
    """Where an import stands."""

    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked, nothing written yet")
    IMPORTING = "importing", _("being written")
    DONE = "done", _("done")
    FAILED = "failed", _("nothing was imported")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")


S = ImportState
IMPORT_MOVES = {  # move: (from, to)
    "pass": ({S.CHECKING}, S.CHECKED),
    "confirm": ({S.CHECKED}, S.IMPORTING),
    "finish": ({S.IMPORTING}, S.DONE),
    "fail": ({S.CHECKING, S.CHECKED, S.IMPORTING}, S.FAILED),
    "undo": ({S.DONE}, S.UNDOING),
    "keep": ({S.UNDOING}, S.DONE),
    "take_back": ({S.UNDOING}, S.UNDONE),
}
AT_WORK = frozenset({S.CHECKING, S.IMPORTING, S.UNDOING})
