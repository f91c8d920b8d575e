"""Every pair of text and ground in the table of colors, recomputed from the style sheet."""

import re

import pytest

from copractice.communities.files import contrast
from copractice.web.tokens import SHEET, Color, colors, ratio

THEMES = ("light", "dark")
INKS = ("ink", "muted", "river", "river-deep", "clay", "leaf", "sun-ink", "plum", "bronze")
GROUNDS = ("paper", "card", "sunk")
TINTS = ("river-tint", "clay-tint", "leaf-tint", "sun-tint", "plum-tint", "bronze-tint")
# As written in the table of the design: on paper, then on the ink's own tint (ink and muted: on sunk).
PUBLISHED = {
    ("light", "ink"): (15.4, 14.1),
    ("light", "muted"): (6.2, 5.6),
    ("light", "river"): (6.7, 6.0),
    ("light", "clay"): (5.5, 4.9),
    ("light", "leaf"): (5.8, 5.2),
    ("light", "sun-ink"): (7.4, 6.9),
    ("light", "plum"): (7.3, 6.3),
    ("light", "bronze"): (5.9, 5.2),
    ("dark", "ink"): (14.9, 15.7),
    ("dark", "muted"): (8.3, 8.8),
    ("dark", "river"): (9.3, 7.1),
    ("dark", "clay"): (8.9, 7.2),
    ("dark", "leaf"): (9.8, 7.7),
    ("dark", "sun-ink"): (11.4, 9.1),
    ("dark", "plum"): (8.8, 7.3),
    ("dark", "bronze"): (9.8, 7.9),
}
OWN_TINT = {"ink": "sunk", "muted": "sunk", "sun-ink": "sun-tint"}


def of(color: Color, theme: str) -> str:
    return color.dark if theme == "dark" else color.light


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS + TINTS)
@pytest.mark.parametrize("ink", INKS)
def test_text_can_be_read_on_every_ground(ink: str, ground: str, theme: str) -> None:
    known = colors()
    assert contrast(of(known[ink], theme), of(known[ground], theme)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["river", "river-deep", "clay"])
def test_a_button_can_be_read(ground: str, theme: str) -> None:
    known = colors()
    assert contrast(of(known["on-river"], theme), of(known[ground], theme)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_a_field_can_be_seen(ground: str, theme: str) -> None:
    known = colors()
    assert contrast(of(known["edge"], theme), of(known[ground], theme)) >= 3


@pytest.mark.parametrize(("theme", "ink"), PUBLISHED)
def test_the_published_contrasts_are_true(theme: str, ink: str) -> None:
    known = colors()
    tint = known[OWN_TINT.get(ink, f"{ink}-tint")]
    assert (ratio(known[ink], known["paper"], theme), ratio(known[ink], tint, theme)) == PUBLISHED[theme, ink]


def test_sun_is_for_marks_and_never_the_color_of_text() -> None:
    sheets = "".join(path.read_text() for path in SHEET.parent.rglob("*.css"))
    assert re.findall(r"(?<![-\w])color: var\(--sun\)", sheets) == []


def test_old_browsers_get_the_light_set_whole() -> None:
    fallback = dict(re.findall(r"--([a-z-]+): (#[0-9A-F]{6});", SHEET.read_text()))
    assert fallback == {name: color.light for name, color in colors().items()}


def test_no_style_sheet_names_a_color_but_the_table() -> None:
    named = {
        path.name: re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text())
        for path in SHEET.parent.rglob("*.css")
        if path != SHEET
    }
    assert {name: found for name, found in named.items() if found} == {}
