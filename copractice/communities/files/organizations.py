"""A file of organizations: one row each, with kinds and, if there is one, the umbrella it stands under."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from copractice.communities.files.cells import EMPTY, day, is_empty, text_in, value_in, web_address, words_of
from copractice.communities.files.tables import Fault, Row, gettext_noop
from copractice.communities.models import OrganizationKind, sort_key

COLUMNS = ("name", "kind")
OTHERS = {
    "people": ("name", "email"),
    "comments": ("comment-id", "comment-body"),
    "votes": ("voter-id", "vote"),
}
MOST = 10_000
NO_DAY = gettext_noop("“%(found)s” is no day; write it like 2023-03-19")
NO_SINCE = gettext_noop("an umbrella needs the day since when; write it like 2023-03-19")
NO_ADDRESS = gettext_noop("“%(found)s” is no web address; write it like https://www.example.org")
NO_KIND = gettext_noop(
    "“%(found)s” is no kind; write employer, umbrella, youth_serving, facilitator or funder, several with ;"
)
LONGEST_NAME = 160
LONGEST_PLACE = 80


@dataclass(frozen=True)
class OrganizationRow:
    """One row as it was read; `umbrella` is a sort name."""

    line: int
    name: str
    key: str
    kinds: tuple[OrganizationKind, ...]
    city: str
    county: str
    website: str
    umbrella: str
    umbrella_since: date | None


def read_organization(row: Row) -> tuple[OrganizationRow, list[Fault]]:
    """Return what a row says, and everything that is wrong with it."""
    faults: list[Fault] = []
    name = text_in(row, "name", faults, longest=LONGEST_NAME, required=True)
    umbrella = text_in(row, "umbrella", faults, longest=LONGEST_NAME)
    since = value_in(row, "umbrella_since", faults, day, NO_DAY)
    if umbrella and is_empty(row, "umbrella_since"):
        faults.append(row.fault("umbrella_since", NO_SINCE))
    if is_empty(row, "kind"):
        faults.append(row.fault("kind", EMPTY))
    read = OrganizationRow(
        line=row.line,
        name=name,
        key=sort_key(name),
        kinds=value_in(row, "kind", faults, _kinds, NO_KIND) or (),
        city=text_in(row, "city", faults, longest=LONGEST_PLACE),
        county=text_in(row, "county", faults, longest=LONGEST_PLACE),
        website=value_in(row, "website", faults, web_address, NO_ADDRESS) or "",
        umbrella=sort_key(umbrella),
        umbrella_since=since,
    )
    return read, faults


@cache
def _words() -> dict[str, OrganizationKind]:
    return words_of(OrganizationKind)


def _kinds(text: str) -> tuple[OrganizationKind, ...]:
    words = [word.strip().casefold() for word in text.split(";")]
    return tuple(dict.fromkeys(_words()[word] for word in words if word))
