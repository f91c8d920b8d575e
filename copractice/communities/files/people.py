"""A file of people: one row for each role, with the organization a person is in, if there is one."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from copractice.communities.files.cells import (
    EMPTY,
    day,
    email_address,
    is_empty,
    text_in,
    value_in,
    words_of,
)
from copractice.communities.files.tables import Fault, Row, gettext_noop
from copractice.communities.models import AffiliationRole, Role, sort_key
from copractice.people.models import tidy_address

COLUMNS = ("name", "email")
OTHERS = {
    "organizations": ("name", "kind"),
    "comments": ("comment-id", "comment-body"),
    "votes": ("voter-id", "vote"),
}
MOST = 500  # each role is given and logged one by one, in one transaction
NO_EMAIL = gettext_noop("“%(found)s” is no e-mail address; write it like name@example.org")
NO_ROLE = gettext_noop("“%(found)s” is no role; write member, facilitator, reviewer, evaluator or funder")
NO_PLACE = gettext_noop(
    "“%(found)s” is no role in an organization; write leader, supervisor, umbrella_lead or executive"
)
NO_DAY = gettext_noop("“%(found)s” is no day; write it like 2023-03-19")
NO_YOUTH = gettext_noop("employed youth do not come in by a file; add each one on the organization’s page")
LONGEST_NAME = 120


@dataclass(frozen=True)
class PersonRow:
    """One row as it was read; `organization` is a sort name, empty when there is none."""

    line: int
    name: str
    email: str
    role: Role
    organization: str
    organization_role: AffiliationRole | None
    since: date | None


def read_person(row: Row) -> tuple[PersonRow, list[Fault]]:
    """Return what a row says, and everything that is wrong with it."""
    faults: list[Fault] = []
    if is_empty(row, "email"):
        faults.append(row.fault("email", EMPTY))
    place = value_in(row, "organization_role", faults, _place, NO_PLACE)
    organization = text_in(row, "organization", faults, longest=160)
    if place is AffiliationRole.EMPLOYED_YOUTH:
        faults.append(row.fault("organization_role", NO_YOUTH))
    if organization and is_empty(row, "organization_role"):
        faults.append(row.fault("organization_role", EMPTY))
    if place and not organization:
        faults.append(row.fault("organization", EMPTY))
    read = PersonRow(
        line=row.line,
        name=text_in(row, "name", faults, longest=LONGEST_NAME, required=True),
        email=value_in(row, "email", faults, _address, NO_EMAIL) or "",
        role=value_in(row, "role", faults, _role, NO_ROLE) or Role.MEMBER,
        organization=sort_key(organization),
        organization_role=place,
        since=value_in(row, "since", faults, day, NO_DAY),
    )
    return read, faults


@cache
def _role_words() -> dict[str, Role]:
    return words_of(Role)


@cache
def _place_words() -> dict[str, AffiliationRole]:
    return words_of(AffiliationRole)


def _role(text: str) -> Role:
    return _role_words()[text.casefold()]


def _place(text: str) -> AffiliationRole:
    return _place_words()[text.casefold()]


def _address(text: str) -> str:
    return email_address(tidy_address(text))
