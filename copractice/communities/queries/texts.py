"""Texts that staff write once for each language, read in the reader's language or, openly, in another."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Reading:
    """A text as a reader gets it, the language it is in, and whether that is not the one asked for."""

    text: str
    language: str
    is_fallback: bool


def read_text(texts: Mapping[str, str], language: str) -> Reading:
    """Return the text in `language`, else in the first language that has one; empty when none has."""
    wanted = language.split("-")[0]
    for candidate in (wanted, *texts):
        if texts.get(candidate):
            return Reading(texts[candidate], candidate, candidate != wanted)
    return Reading("", wanted, False)
