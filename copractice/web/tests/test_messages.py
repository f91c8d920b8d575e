"""Every translatable string is said in every language, with the same placeholders."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from copractice.web import messages

PLACEHOLDER = re.compile(r"%\([a-z_]+\)[#0-9.]*[a-z]|%[sd]|</?[a-z]+>")


@pytest.fixture(scope="module")
def gathered() -> Catalog:
    return messages.gather()


@pytest.fixture(scope="module")
def spanish() -> Catalog:
    return messages.read("es")


def said(catalog: Catalog) -> dict[tuple[str, str | None], list[str]]:
    """Return what a catalog says, by the string's first form and its context."""
    return {
        (message.id[0] if isinstance(message.id, tuple) else message.id, message.context): (
            list(message.string) if isinstance(message.string, tuple) else [message.string]
        )
        for message in catalog
        if message.id and not message.fuzzy
    }


def test_strings_come_from_python_templates_and_components(gathered: Catalog) -> None:
    places = {place for message in gathered for place, _line in message.locations}
    assert "copractice/web/line.py" in places
    assert "copractice/web/templates/base.html" in places
    assert "copractice/web/templates/cotton/field.html" in places
    assert not {place for place in places if "/tests/" in place}


def test_every_string_is_said_in_spanish(gathered: Catalog, spanish: Catalog) -> None:
    known = said(spanish)
    missing = [key[0] for key in said(gathered) if not all(known.get(key, [""]))]
    assert missing == [], "run `make messages` and translate what it names"


def test_nothing_in_the_spanish_catalog_is_guessed(spanish: Catalog) -> None:
    assert [message.id for message in spanish if message.id and message.fuzzy] == []


def test_a_translation_has_the_placeholders_of_its_string(spanish: Catalog) -> None:
    waiting = messages.untranslated(spanish)
    for message in spanish:
        if not message.id or message in waiting:
            continue
        asked = message.id if isinstance(message.id, tuple) else (message.id,)
        given = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = sorted(PLACEHOLDER.findall(asked[-1]))
        assert [sorted(PLACEHOLDER.findall(text)) for text in given[-1:]] == [wanted], message.id


def test_gathering_twice_writes_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    target.parent.mkdir(parents=True)
    target.write_bytes(messages.path_of("es").read_bytes())
    monkeypatch.setattr(messages, "LOCALES", tmp_path)
    messages.update("es")
    first = target.read_bytes()
    messages.update("es")
    assert target.read_bytes() == first
