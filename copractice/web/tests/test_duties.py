"""The privacy notice and the accessibility statement: in both languages, one click from every page."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from copractice.communities.models import Community
from tests.world import World

TEXTS = Path(__file__).resolve().parent.parent / "templates" / "web"
NAMES = ["privacy", "accessibility"]
TITLES = [
    ("privacy", "en", "What this site knows about you, and who reads it"),
    ("privacy", "es", "Qué sabe este sitio de ti y quién lo lee"),
    ("accessibility", "en", "This site is for everyone. If it shuts you out, tell us."),
    ("accessibility", "es", "Este sitio es para todas las personas. Si te deja fuera, dínoslo."),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "language", "title"), TITLES)
def test_each_opens_in_both_languages(client: Client, name: str, language: str, title: str) -> None:
    page = client.get(reverse(name), headers={"accept-language": language}).content.decode()
    assert f"<h1>{title}</h1>" in page
    assert f'<html lang="{language}">' in page


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_say_the_same_number_of_things(name: str) -> None:
    counts = [
        {
            tag: (TEXTS / f"{name}.{language}.html").read_text().count(tag)
            for tag in ("<section", "<p>", "<li>", "term=")
        }
        for language, _language in settings.LANGUAGES
    ]
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("name", "language", "_title"), TITLES)
def test_each_entry_of_the_contents_leads_somewhere(name: str, language: str, _title: str) -> None:
    text = (TEXTS / f"{name}.{language}.html").read_text()
    places = re.findall(r'<section id="(\w+)">', text)
    assert re.findall(r'href="#(\w+)"', text) == places
    assert places


@pytest.mark.parametrize("cookie", ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_notice_names_the_cookies(cookie: str, language: str) -> None:
    assert f'term="{getattr(settings, cookie)}"' in (TEXTS / f"privacy.{language}.html").read_text()


def test_the_notice_names_every_cookie_that_the_code_sets() -> None:
    package = TEXTS.parents[2]
    code = "".join(path.read_text() for path in package.glob("*/views/*.py"))
    named = (TEXTS / "privacy.en.html").read_text()
    assert all(f'term="{cookie}"' in named for cookie in re.findall(r'^COOKIE = "(\w+)"', code, re.MULTILINE))
    set_here = re.findall(r"set(?:_signed)?_cookie\(\s*([\w.]+)", code)
    assert sorted(set(set_here)) == ["COOKIE", "settings.LANGUAGE_COOKIE_NAME"]


def test_both_say_whom_to_ask(client: Client, world: World) -> None:
    assert "Whoever invited you to this site." in client.get(reverse("privacy")).content.decode()
    Community.objects.filter(slug="here").update(contact_email="ask@example.org")
    for name in NAMES:
        page = client.get(reverse(name)).content.decode()
        assert page.count('href="mailto:ask@example.org"') == 1
        assert "Whoever invited you" not in page


def test_every_page_leads_to_both(client: Client, world: World) -> None:
    for path in (
        reverse("front"),
        "/c/here/",
        reverse("account_login"),
        reverse("join"),
        "/c/here/updates/",
        "/no-page/",
    ):
        page = client.get(path, follow=True).content.decode()
        assert f'href="{reverse("privacy")}"' in page, path
        assert f'href="{reverse("accessibility")}"' in page, path
