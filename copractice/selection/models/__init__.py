"""What selecting stores, split by subject."""

from copractice.selection.models.decisions import Decision, Letter, LetterText, Override
from copractice.selection.models.runs import Draw, SelectionRun

__all__ = ["Decision", "Draw", "Letter", "LetterText", "Override", "SelectionRun"]
