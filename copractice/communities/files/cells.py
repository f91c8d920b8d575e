"""Cells of an imported table as values: a name, a choice in any of the site's languages, a day, an address."""

import time
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import TextChoices
from django.utils import translation

from copractice.communities.files.lines import clean_line
from copractice.communities.files.tables import Fault, Row, gettext_noop

C = TypeVar("C", bound=TextChoices)
T = TypeVar("T")
DAYS = ("%Y-%m-%d", "%m/%d/%Y")  # a spreadsheet turns the first into the second where months come first
EMPTY = gettext_noop("this cell is empty")
WEB = URLValidator(schemes=["http", "https"])


def text_in(row: Row, column: str, faults: list[Fault], *, longest: int, required: bool = False) -> str:
    """Return one line of text, empty when the column is not there; what is wrong is added to `faults`."""
    text = clean_line(row.cells.get(column, ""))
    if required and not text:
        faults.append(row.fault(column, EMPTY))
    if len(text) > longest:
        values = {"found": len(text), "longest": longest}
        faults.append(
            row.fault(column, gettext_noop("%(found)s characters; at most %(longest)s are kept"), values)
        )
    return text


def value_in(
    row: Row, column: str, faults: list[Fault], parse: Callable[[str], T], sentence: str
) -> T | None:
    """Return what a cell says; None for an empty cell, and for one that cannot be read, which is a fault."""
    text = clean_line(row.cells.get(column, ""))
    if not text:
        return None
    try:
        return parse(text)
    except (ValueError, KeyError, ValidationError):
        faults.append(row.fault(column, sentence, {"found": text[:100]}))
        return None


def is_empty(row: Row, column: str) -> bool:
    """Say whether a row has nothing to say in a column, or has no such column."""
    return not clean_line(row.cells.get(column, ""))


def words_of(choices: type[C]) -> dict[str, C]:
    """Return each choice by its code and by its words in every language of the site, in small letters."""
    found: dict[str, C] = {choice.value: choice for choice in choices}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {str(choice.label).casefold(): choice for choice in choices}
    return found


def day(text: str) -> date:
    """Return a day written 2023-03-19 or, month first, 3/19/2023."""
    for form in DAYS:
        try:
            found = date(*time.strptime(text, form)[:3])
        except ValueError:
            continue
        if found.year >= 1850:
            return found
    raise ValueError(text)


def web_address(text: str) -> str:
    """Return an address of the web; one without https:// gets it."""
    address = text if "://" in text else f"https://{text}"
    WEB(address)
    if len(address) > 200:
        raise ValueError(text)
    return address


def email_address(text: str) -> str:
    """Return an e-mail address, or refuse what is none."""
    validate_email(text)
    return text
