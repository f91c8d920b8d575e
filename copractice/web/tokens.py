"""The colors of the pages, read from the style sheet that sets them."""

import re
from dataclasses import dataclass
from pathlib import Path

from copractice.communities.files import contrast

SHEET = Path(__file__).parent / "static" / "web" / "css" / "tokens.css"
PAIR = re.compile(r"--([a-z-]+): light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\);")


@dataclass(frozen=True)
class Color:
    """One color in both sets."""

    name: str
    light: str
    dark: str


def colors() -> dict[str, Color]:
    """Return every color by its name."""
    return {name: Color(name, light, dark) for name, light, dark in PAIR.findall(SHEET.read_text())}


def ratio(one: Color, ground: Color, theme: str) -> float:
    """Return the contrast of two colors in a set, light or dark, to one decimal."""
    pair = (one.dark, ground.dark) if theme == "dark" else (one.light, ground.light)
    return round(contrast(*pair), 1)
