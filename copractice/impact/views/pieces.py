"""Stored figures, and stories beside them, as pages read them."""

from collections.abc import Sequence
from dataclasses import dataclass

from copractice.impact.analysis.printing import Printed
from copractice.impact.analysis.words import Shown
from copractice.impact.models import Figure
from copractice.impact.queries.stories import Told

LEADING_STORY = "evidenced"  # the figure whose story stands by itself on a report


@dataclass(frozen=True)
class Voice:
    """A story with the figure that it explains, as the page prints that figure; None for no figure."""

    told: Told
    figure: Shown | None


def voices(told: Sequence[Told], rows: Sequence[Shown]) -> dict[str, object]:
    """Return the story that stands by itself on a page, and the others, each with its figure."""
    whole = {row.figure.indicator: row for row in rows if not row.figure.age}
    found = [Voice(one, whole.get(one.story.beside)) for one in told]
    beside = [voice for voice in found if voice.told.story.beside == LEADING_STORY]
    first = next(iter(beside), None)
    return {
        "leading_story": first,
        "stories": [voice for voice in found if voice is not first or len(rows) == 1],
    }


def printed_of(figure: Figure) -> Printed:
    """Return a stored figure as it is printed."""
    return Printed(
        indicator=figure.indicator,
        age=figure.age,
        is_shown=figure.is_shown,
        rule=figure.rule,
        value=figure.value,
        of=figure.of,
        n=figure.n,
        missing=figure.missing,
        as_of=figure.as_of.isoformat(),
    )
