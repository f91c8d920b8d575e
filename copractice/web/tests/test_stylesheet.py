"""One style sheet for every page, made of all its parts."""

from pathlib import Path

from django.conf import settings
from django.test import Client

from copractice.web.stylesheet import FOLDER, PARTS, WHOLE
from copractice.web.tokens import SHEET


def test_every_part_is_in_the_whole_once_and_in_order() -> None:
    parts = [(SHEET.parent / name).read_text("utf-8") for name in PARTS]
    assert Path(settings.STATIC_ROOT, WHOLE).read_text("utf-8") == "\n".join(parts)


def test_no_part_is_forgotten() -> None:
    """The styleguide's own sheet is asked for on its page alone."""
    there = {path.relative_to(SHEET.parent).as_posix() for path in SHEET.parent.rglob("*.css")}
    assert there - set(PARTS) == {"styleguide.css"}


def test_a_page_asks_for_one_sheet(client: Client, db: None) -> None:
    assert client.get("/sign-in/").content.decode().count('rel="stylesheet"') == 1


def test_the_whole_names_fonts_by_their_content() -> None:
    css = next(Path(settings.STATIC_ROOT, FOLDER).glob("whole.*.css")).read_text("utf-8")
    assert 'url("../fonts/newsreader-latin.woff2")' not in css
