import pytest

from copractice.communities.files import accent_css, contrast, lightened
from copractice.communities.forms import LONGEST, PageForm, UpdateForm, clean_line
from tests.world import World


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Two   spaces ", "Two spaces"),
        ("safe\u202etxt.exe", "safetxt.exe"),
        ("\u2066hidden\u2069", "hidden"),
        ("\u200b \u200b", ""),
        ("O'Brien-Ñuñez 李", "O'Brien-Ñuñez 李"),
        ("مركز النهر", "مركز النهر"),
        ("a" + "\u0301" * 500, "á" + "\u0301" * 4),
        ("one\ntwo", "one two"),
    ],
)
def test_a_line_keeps_letters_and_loses_tricks(typed: str, kept: str) -> None:
    assert clean_line(typed) == kept


def update_form(world: World, **changes: str) -> UpdateForm:
    data = {"form_key": "1" * 32, "title_en": "Title", "body_en": "Text", "title_es": "", "body_es": ""}
    return UpdateForm(data | changes, community=world.here.community)


def test_an_update_needs_the_first_language_only(world: World) -> None:
    assert update_form(world).is_valid()
    assert list(update_form(world, title_en=" \u200b ").errors) == ["title_en"]


def test_a_text_of_50000_characters_fits_and_one_more_does_not(world: World) -> None:
    assert update_form(world, body_en="x" * LONGEST).is_valid()
    long = update_form(world, body_en="x" * (LONGEST + 1))
    assert list(long.errors) == ["body_en"]
    assert long["body_en"].value() == "x" * (LONGEST + 1)


def test_a_nul_is_refused_and_named(world: World) -> None:
    assert update_form(world, body_en="a\0b").errors == {"body_en": ["Null characters are not allowed."]}


def test_text_keeps_its_spaces_and_lines(world: World) -> None:
    form = update_form(world, body_en="  indented\n\n\nlast  ")
    assert form.is_valid()
    assert form.texts("body", world.here.community) == {"en": "  indented\n\n\nlast  "}


@pytest.mark.parametrize(
    ("accent", "fits"),
    [
        ("", True),
        ("#7C3F66", True),
        ("#D99A1C", False),
        ("red", False),
        ("#12345", False),
        ("#12345g", False),
    ],
)
def test_an_accent_is_a_color_that_can_be_read(world: World, accent: str, fits: bool) -> None:
    community = world.here.community
    data = {"name": "Here", "revision": "1", "headline_en": "H", "lead_en": "L", "about_en": "A"}
    form = PageForm(data | {"accent": accent}, community=community)
    assert ("accent" not in form.errors) is fits


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.478, abs=0.001)


def test_every_accent_that_is_taken_can_be_read_in_the_dark_too() -> None:
    for accent in ("#17607A", "#7C3F66", "#000000", "#0000FF", "#7A5E10"):
        assert contrast(lightened(accent), "#13191C") >= 4.5
    assert accent_css("") == ""
    assert accent_css("#7C3F66").startswith(":root { --river: light-dark(#7C3F66, #")
