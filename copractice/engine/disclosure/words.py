"""Quotes and themes (rule R11): consent for each quote, a second pair of eyes, no employer, no thin theme."""

from dataclasses import dataclass

from copractice.engine.disclosure import bands
from copractice.engine.disclosure.showing import FEWEST_YOUTHS


@dataclass(frozen=True)
class Quote:
    """A youth's words: who agreed to print them, who took out what identifies, and the employers' names.

    `guardian` is None for an adult, who agrees alone.
    """

    text: str
    youth: bool
    guardian: bool | None
    redacted_by: tuple[str, ...]
    employers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Theme:
    """What several youths said, in the coordinator's words, and how many youths that were."""

    text: str
    youths: int


def why_not(quote: Quote) -> str | None:
    """Return why a quote must not be printed, or None.

    >>> why_not(Quote("I run the saw now.", youth=True, guardian=None, redacted_by=("ana", "ben")))
    >>> why_not(Quote("I run the saw now.", youth=True, guardian=False, redacted_by=("ana", "ben")))
    'R11: the guardian has not agreed to this quote'
    """
    if not quote.youth:
        return "R11: the youth has not agreed to this quote"
    if quote.guardian is False:
        return "R11: the guardian has not agreed to this quote"
    if len(set(quote.redacted_by)) < 2:
        return "R11: two different people must redact a quote"
    named = [name for name in quote.employers if name.casefold() in quote.text.casefold()]
    return f"R11: the quote names {named[0]}" if named else None


def printed_theme(theme: Theme) -> dict[str, str]:
    """Return a theme with its band of youths; ValueError if it is thinner than ten youths."""
    if theme.youths < FEWEST_YOUTHS:
        raise ValueError(
            f"R11: the theme {theme.text!r} comes from {theme.youths} youths, not {FEWEST_YOUTHS}"
        )
    return {"text": theme.text, "n": bands.n_band(theme.youths)}
