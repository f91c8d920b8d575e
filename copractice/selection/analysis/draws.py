"""Draws made again from what is stored."""

from copractice.engine import draw as engine
from copractice.engine.results import as_json
from copractice.selection.models import Draw


def differences(draw: Draw) -> list[str]:
    """Draw again with the stored document and number, and name what is not the same."""
    try:
        again = as_json(engine.pick(draw.document, draw.commitment, draw.beacon))
    except ValueError:
        return ["document"]
    return [] if again == draw.picked else ["result"]
