"""Where a person belongs: each community with their roles there, and the pages that are theirs, the newest first."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from copractice.applications.queries.applications import of_party, with_lead
from copractice.cohorts.queries import cohorts
from copractice.cohorts.queries.people import participants_of
from copractice.communities.models import Community, Membership, Role
from copractice.communities.queries import memberships, read_text
from copractice.consents.queries.consents import families_of
from copractice.people.models import Person
from copractice.recommendations.queries.people import seats_kept_by
from copractice.review.queries.reviews import calls_of

AT_ONCE = 6
Found = tuple[Community, "Link"]


@dataclass(frozen=True)
class Link:
    """A page that is a person's own: its words with their language, its address, and what it is."""

    words: str
    url: str
    note: str = ""
    language: str = ""


@dataclass(frozen=True)
class Belonging:
    """A community with the roles that a person holds there and the pages that are theirs."""

    community: Community
    roles: list[Membership] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    @property
    def first(self) -> list[Link]:
        """Return the links that a page shows at once."""
        return self.links[:AT_ONCE]

    @property
    def rest(self) -> list[Link]:
        """Return the links that a page shows when asked."""
        return self.links[AT_ONCE:]


def belongings_of(person: Person, now: datetime) -> list[Belonging]:
    """Return where a person belongs, by the communities' names."""
    held = list(memberships.held_by(person, now))
    found: dict[int, Belonging] = {}
    for row in held:
        found.setdefault(row.community_id, Belonging(row.community)).roles.append(row)
    for community, link in _links(person, held, now):
        links = found.setdefault(community.pk, Belonging(community)).links
        if link not in links:
            links.append(link)
    return sorted(found.values(), key=lambda row: (row.community.name, row.community.pk))


def _links(person: Person, held: list[Membership], now: datetime) -> Iterator[Found]:
    yield from _cohorts(person, now)
    yield from _boards(person, held, now)
    yield from _recommendations(person, now)
    yield from _reviews(person, now)
    yield from _reports(held)
    yield from _applications(person)
    for community in families_of(person, now):
        yield community, Link(_("Every yes and no, and who looked"), reverse("family", args=[community.slug]))


def _cohorts(person: Person, now: datetime) -> Iterator[Found]:
    """Yield the cohorts that a person takes part in."""
    for row in participants_of(person, now):
        url = reverse("my_cohort", args=[row.community.slug, row.cohort.code])
        yield row.community, _titled(row.cohort.title, url, _("your sessions"))


def _boards(person: Person, held: list[Membership], now: datetime) -> Iterator[Found]:
    """Yield the boards of the cohorts that a person facilitates."""
    led = [row.community for row in held if row.role == Role.FACILITATOR]
    for row in cohorts.visible_to(person, now).filter(community__in=led):
        url = reverse("cohort_board", args=[row.community.slug, row.code])
        yield row.community, _titled(row.title, url, _("who is present"))


def _recommendations(person: Person, now: datetime) -> Iterator[Found]:
    """Yield the list of recommendations where a person writes or answers some."""
    for rows in (participants_of(person, now), seats_kept_by(person, now).select_related("community")):
        for row in rows:
            yield (
                row.community,
                Link(_("Recommendations"), reverse("recommendations", args=[row.community.slug])),
            )


def _reviews(person: Person, now: datetime) -> Iterator[Found]:
    """Yield the calls that a person reviews for."""
    for row in calls_of(person, now):
        url = reverse("my_reviews", args=[row.community.slug, row.call.code])
        yield row.community, _titled(row.call.title, url, _("your reviews"))


def _reports(held: list[Membership]) -> Iterator[Found]:
    """Yield the reports where a person writes or reads them by role."""
    for row in held:
        if row.role in {Role.EVALUATOR, Role.FUNDER}:
            yield row.community, Link(_("Reports"), reverse("reports", args=[row.community.slug]))


def _applications(person: Person) -> Iterator[Found]:
    """Yield the applications that a person has a part in."""
    rows: QuerySet[Any] = with_lead(of_party(person))
    for row in rows:
        note = row.organization_name or _("application %(code)s") % {"code": row.code}
        yield row.community, _titled(row.call.title, row.get_absolute_url(), note)


def _titled(texts: dict[str, str], url: str, note: str) -> Link:
    title = read_text(texts, get_language() or "en")
    return Link(title.text, url, note, title.language)
