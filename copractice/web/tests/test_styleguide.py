"""The style guide shows every component, in both languages, and axe finds nothing in it."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page

from copractice.web.line import STAGES, Place, State, stations
from copractice.web.styleguide import ICONS, call_places

WEB = Path(__file__).resolve().parent.parent
COMPONENTS = sorted(
    path.relative_to(WEB / "templates" / "cotton") for path in (WEB / "templates" / "cotton").rglob("*.html")
)
GUIDE = "".join(path.read_text() for path in (WEB / "templates" / "web").glob("styleguide*.html"))
LAYOUTS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]


@pytest.mark.parametrize("path", COMPONENTS, ids=str)
def test_every_component_has_an_example(path: Path) -> None:
    name = str(path.with_suffix("")).replace("/", ".").removesuffix(".index")
    assert f"<c-{name} " in GUIDE or f"<c-{name}>" in GUIDE


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "title"), [("en", "One river, two inks"), ("es", "Un río, dos tintas")])
def test_the_style_guide_opens_in_both_languages(client: Client, language: str, title: str) -> None:
    page = client.get(reverse("styleguide"), headers={"accept-language": language}).content.decode()
    assert title in page
    assert f'<html lang="{language}">' in page


@pytest.mark.django_db
def test_drawings_keep_their_decimal_points_in_spanish(client: Client) -> None:
    page = client.get(reverse("styleguide"), headers={"accept-language": "es"}).content.decode()
    assert 'cx="54.2"' in page
    assert 'cx="54,2"' not in page


def test_the_drawing_has_words_and_the_list_has_the_links() -> None:
    html = render_to_string("web/_line.html", {"stations": stations(call_places()), "size": "slim"})
    assert html.count('role="img" aria-label="The line of nine stations.') == 2
    assert html.count('<ol class="stations"') == 2
    assert html.count('aria-current="step"') == 2


def opened(browser: Browser, url: str, width: int, theme: str) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(url)
    return page


@pytest.mark.slow
@pytest.mark.parametrize(("width", "theme"), LAYOUTS)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(
    site: str, browser: Browser, width: int, theme: str
) -> None:
    page = opened(browser, site + reverse("styleguide"), width, theme)
    closed = Axe().run(page)
    assert closed.violations_count == 0, closed.generate_report()
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
    unfolded = Axe().run(page)
    assert unfolded.violations_count == 0, unfolded.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.complaints == []
    page.context.close()


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1280])
def test_every_target_is_24_pixels_or_more(site: str, browser: Browser, width: int) -> None:
    page = opened(browser, site + reverse("styleguide"), width, "light")
    small = page.evaluate(
        """() => [...document.querySelectorAll('main button, main summary, main input, main select')]
            .map(element => [element.outerHTML.slice(0, 80), element.getBoundingClientRect()])
            .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24))
            .map(([text]) => text)"""
    )
    assert small == []
    page.context.close()


def test_the_style_guide_shows_every_icon_of_the_sheet() -> None:
    sheet = (WEB / "static" / "web" / "icons.svg").read_text()
    assert re.findall('<symbol id="([a-z]+)"', sheet) == list(ICONS)


MIDDLES = """size => {
    const middle = element => {
        const box = element.getBoundingClientRect()
        return [box.x + box.width / 2, box.y + box.height / 2]
    }
    const map = document.querySelector('#content .' + size)
    const marks = [...map.querySelectorAll('svg circle.river__disc, svg circle.river__now, svg circle.river__later')]
    const names = [...map.querySelectorAll('.station')]
    return names.map((name, i) => [name.className, middle(marks[i]), middle(name)])
}"""


@pytest.mark.slow
@pytest.mark.parametrize("now", range(1, 10))
def test_names_stand_by_their_marks_wherever_the_community_is(site: str, browser: Browser, now: int) -> None:
    places = {key: Place(State.DONE, "done") for key in list(STAGES)[: now - 1]}
    page = opened(browser, site + reverse("styleguide"), 1280, "light")
    for size, box in (("great", "great__map"), ("slim", "slim")):
        html = render_to_string("web/_line.html", {"stations": stations(places), "size": size})
        page.evaluate(
            "html => { document.querySelector('#content').innerHTML = html }",
            f'<div class="wrap"><div class="{size}">{html}</div></div>' if size == "great" else html,
        )
        for kind, (mark_x, mark_y), (name_x, name_y) in page.evaluate(MIDDLES, box):
            if size == "great" and "station--before" in kind:
                assert 40 <= name_x - mark_x <= 200
                assert abs(name_y - mark_y) <= 34
            elif size == "great" and "station--now" in kind:
                assert abs(name_x - mark_x) <= 2
                assert abs(name_y - mark_y) <= 2
            else:
                assert abs(name_x - mark_x) <= 2
                assert 25 <= name_y - mark_y <= 80
    page.context.close()
