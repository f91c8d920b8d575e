"""The front door: a visitor reads, becomes a coordinator with one click, edits, posts, and finds it in the log."""

import re

import pytest
from playwright.sync_api import Page, expect

from copractice.communities.models import Update
from copractice.ledger.models import LogEntry
from copractice.notices.models import Notice
from tests.journeys.conftest import Visit

WITH_AND_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
WIDE = {"width": 1280, "height": 900}
HEADLINE = "We agree on what good looks like. Then we practice it."


def become(page: Page, persona: str) -> None:
    """Sign in from the demo's page with one click."""
    page.goto("/demo/")
    page.get_by_role("button", name=f"Sign in as {persona}").first.click()
    page.wait_for_url(re.compile(r"/c/demo-[a-z]+/$"))


def acts(page: Page) -> list[str]:
    """Return the acts that the log's page shows, the newest first."""
    return page.locator("tbody tr td:nth-child(4)").all_inner_texts()


@WITH_AND_WITHOUT
def test_a_visitor_becomes_a_coordinator_edits_posts_and_finds_the_acts_in_the_log(
    visit: Visit, scripts: bool
) -> None:
    page = visit(java_script_enabled=scripts, viewport=WIDE)
    page.goto("/")
    page.get_by_role("link", name="Demo STEM Ecosystem").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    expect(page.get_by_text("community members met in early 2018")).to_be_visible()
    expect(page.get_by_role("link", name="Edit this page")).to_have_count(0)

    page.get_by_role("link", name="Try a role").click()
    page.get_by_role("button", name="Sign in as Coordinator 01").first.click()
    page.wait_for_url("**/c/demo-stem/")

    page.get_by_role("link", name="Edit this page").click()
    page.get_by_label("Headline (English)").fill("One line, nine stations.")
    page.get_by_role("button", name="Save the page").click()
    expect(page.get_by_text("The page is saved and public.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("One line, nine stations.")

    page.get_by_role("navigation").get_by_role("link", name="Updates").click()
    page.get_by_role("link", name="Write an update").click()
    page.get_by_label("Title (English)").fill("The doors are open")
    page.get_by_label("Text (English)").fill("Come in, **all of you**.")
    page.get_by_role("button", name="Post the update").click()
    expect(page.get_by_text("The update is posted.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("The doors are open")

    page.locator("summary", has_text="Staff").click()
    page.get_by_role("navigation").get_by_role("link", name="Log", exact=True).click()
    assert acts(page)[:2] == ["update.post", "community.edit"]
    expect(page.locator("tbody tr").first).to_contain_text("Coordinator 01")

    page.locator("summary", has_text="Coordinator 01").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/c/demo-stem/")
    expect(page.get_by_role("link", name="The doors are open")).to_be_visible()
    expect(page.locator("strong", has_text="all of you")).to_be_visible()


@WITH_AND_WITHOUT
def test_the_other_communitys_coordinator_finds_nothing(visit: Visit, scripts: bool) -> None:
    page = visit(java_script_enabled=scripts)
    become(page, "Coordinator 51")
    assert page.url.endswith("/c/demo-makers/")
    before = LogEntry.objects.count()
    for path in ("edit/", "log/", "people/", "notices/", "updates/new/", "imports/"):
        assert (path, page.request.get(f"/c/demo-stem/{path}").status) == (path, 404)
        assert (path, page.request.get(f"/c/demo-makers/{path}").status) == (path, 200)
    page.goto("/c/demo-stem/")
    expect(page.get_by_role("link", name="Edit this page")).to_have_count(0)
    token = page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value")
    typed = {"csrfmiddlewaretoken": token, "form_key": "1" * 32, "title_en": "Mine", "body_en": "Mine"}
    assert page.request.post("/c/demo-stem/updates/new/", form=typed).status == 404
    assert LogEntry.objects.count() == before


@WITH_AND_WITHOUT
def test_a_code_from_the_mail_leads_back_to_the_page_that_was_asked_for(visit: Visit, scripts: bool) -> None:
    page = visit(java_script_enabled=scripts)
    page.goto("/c/demo-stem/log/")
    expect(page.get_by_text("This page is closed, or it does not exist.")).to_be_visible()
    page.get_by_label("E-mail address").fill("Owner-01@Example.org")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", name="Type your code")).to_be_visible()
    [code] = re.findall(r"\b[B-Z]{4}-[B-Z]{4}\b", Notice.objects.get(kind="login_code").text)
    page.get_by_label("Code").fill(code.lower().replace("-", " "))
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/c/demo-stem/log/")
    expect(page.get_by_role("heading", name="Log of acts")).to_be_visible()


def test_the_whole_way_in_spanish(visit: Visit) -> None:
    page = visit(viewport=WIDE)
    page.goto("/c/demo-stem/")
    page.get_by_role("button", name="Español").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Acordamos qué es lo bueno. Después lo practicamos."
    )
    page.get_by_role("link", name="Probar un papel").click()
    page.get_by_role("button", name="Entrar como Coordinator 01").first.click()
    page.wait_for_url("**/c/demo-stem/")
    page.get_by_text("Coordinator 01").first.click()
    page.get_by_role("button", name="Español").first.click()  # for the persona, whose own language it is now
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.goto("/c/demo-stem/updates/new/")
    page.get_by_label("Título (Inglés)").fill("The doors are open")
    page.get_by_label("Texto (Inglés)").fill("Come in.")
    page.get_by_label("Título (Español)").fill("Las puertas están abiertas")
    page.get_by_label("Texto (Español)").fill("Pasen.")
    page.get_by_role("button", name="Publicar la novedad").click()
    expect(page.get_by_text("La novedad está publicada.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Las puertas están abiertas")
    page.goto("/c/demo-stem/log/")
    expect(page.get_by_role("heading", name="Registro de actos")).to_be_visible()
    assert acts(page)[0] == "update.post"


@WITH_AND_WITHOUT
def test_a_double_click_posts_once(visit: Visit, scripts: bool) -> None:
    page = visit("Coordinator 01", java_script_enabled=scripts)
    page.goto("/c/demo-stem/updates/new/")
    page.get_by_label("Title (English)").fill("Pressed twice")
    page.get_by_label("Text (English)").fill("Once is enough.")
    page.get_by_role("button", name="Post the update").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pressed twice")
    assert Update.objects.filter(title__en="Pressed twice").count() == 1
    page.goto("/c/demo-stem/log/")
    assert acts(page)[0] == "update.post"
    assert acts(page)[1] != "update.post"


def test_a_visitor_on_a_phone_reaches_every_page_of_the_menu(visit: Visit) -> None:
    page = visit()
    page.goto("/c/demo-stem/")
    menu = page.locator(".header__menu")
    names = [name.strip() for name in menu.get_by_role("link", include_hidden=True).all_text_contents()]
    assert {"About", "Updates", "Sign in"} <= set(names)
    for name in names:
        page.goto("/c/demo-stem/")
        menu.locator("summary").click()
        place = menu.get_by_role("link", name=name, exact=True)
        path = place.get_attribute("href")
        place.click()
        page.wait_for_url(f"**{path}")
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
