"""Gathers every translatable string into the catalogs: `python -m copractice.web.messages`.

Reads Python files and templates with Babel, so that no other program is needed; what a catalog already
says is kept, what is new waits empty, and what is gone is dropped.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
LOCALES = PACKAGE / "locale"
SOURCE = "en"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def gather() -> Catalog:
    """Return every string that Python files and templates mark for translation."""
    catalog = Catalog(domain="django", charset="utf-8")
    for path in sorted(_sources()):
        where = path.relative_to(PACKAGE.parent).as_posix()
        for _line, ids, comments, context in extract("python", BytesIO(_readable(path)), KEYWORDS):
            catalog.add(ids, locations=[(where, 0)], auto_comments=comments, context=context)
    return catalog


def path_of(language: str) -> Path:
    """Return the file of a language's catalog."""
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """Return a language's catalog as it is written, empty where there is none yet."""
    if not path_of(language).exists():
        return Catalog(locale=language, domain="django", fuzzy=False)
    with path_of(language).open("rb") as stream:
        return read_po(stream, locale=language, domain="django")


def untranslated(catalog: Catalog) -> list[Message]:
    """Return the strings without a translation, or with one that was only guessed."""
    return [message for message in catalog if message.id and (message.fuzzy or not _is_said(message))]


def update(language: str) -> Catalog:
    """Bring a language's catalog in line with the sources and write it; return it."""
    catalog = read(language)
    catalog.update(gather(), no_fuzzy_matching=True, update_creation_date=False)
    path_of(language).parent.mkdir(parents=True, exist_ok=True)
    with path_of(language).open("wb") as stream:
        write_po(stream, catalog, width=100, ignore_obsolete=True, include_lineno=False)
    return catalog


def _sources() -> Iterator[Path]:
    for pattern in ("*.py", "templates/**/*.html", "templates/**/*.txt"):
        for path in PACKAGE.rglob(pattern):
            if not {"tests", "migrations"} & set(path.parts):
                yield path


def _readable(path: Path) -> bytes:
    """Return a source as Python; a template becomes calls of gettext, its text blanked out."""
    text = path.read_text()
    if path.suffix != ".py":
        # Within parentheses Python takes the template's indents for what they are, blanks.
        text = f"({templatize(text)})"
    return text.encode()


def _is_said(message: Message) -> bool:
    said = message.string
    return all(said) if isinstance(said, tuple | list) else bool(said)


def main() -> None:
    """Update every catalog but the source's own, and say what waits for a translator."""
    for language, _name in settings.LANGUAGES:
        if language == SOURCE:
            continue
        waiting = untranslated(update(language))
        for message in waiting:
            sys.stdout.write(f"{language}: {message.id!r}\n")
        sys.stdout.write(f"{language}: {len(waiting)} strings wait for a translation\n")


if __name__ == "__main__":
    main()
