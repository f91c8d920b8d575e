"""Messages about a call, written in the language of whoever gets them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from copractice.communities.models import Community
from copractice.people.models import Person


@dataclass(frozen=True)
class Letter:
    """A message ready for the outbox."""

    kind: str
    address: str
    subject: str
    text: str
    person: Person | None


def language_of(person: Person | None, community: Community) -> str:
    """Return the language that somebody is written to in: their own, else the community's first."""
    return person.language if person else community.languages[0]


def letter(
    kind: str, *, address: str, person: Person | None, language: str, path: str, words: Mapping[str, Any]
) -> Letter:
    """Return a message by its templates; `path` is the address on this site that it leads to."""
    told = {**words, "link": f"{settings.SITE_URL}{path}"}
    with translation.override(language):
        return Letter(
            kind=kind,
            address=address,
            subject=render_to_string(f"notices/{kind}.subject.txt", told).strip(),
            text=render_to_string(f"notices/{kind}.txt", told).strip() + "\n",
            person=person,
        )
