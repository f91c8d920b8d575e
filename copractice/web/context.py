"""What the base template shows on every page: the community in hand, its menu, and who is signed in."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from copractice.applications.queries.parts import name_in_parts
from copractice.communities import rules
from copractice.communities.models import Community
from copractice.communities.queries import memberships
from copractice.consents.queries.guardianships import name_in_family
from copractice.web.line import Station, stations_of
from copractice.web.places import places_of

# address: the entry of the menu that leads there; what only staff open stands in a menu of its own
PAGES = {
    "community": _("About"),
    "organizations": _("Organizations"),
    "priorities": _("Priorities"),
    "definitions": _("Definition"),
    "calls": _("Calls"),
    "cohorts": _("Cohorts"),
    "reports": _("Reports"),
    "updates": _("Updates"),
}
STAFF_PAGES = {
    "people": _("People"),
    "frameworks": _("Frameworks"),
    "imports": _("Imports"),
    "notices": _("Notices"),
    "log": _("Log"),
}
# package: the station that its pages belong to
STATION_OF = {
    "convening": "convene",
    "definition": "define",
    "calls": "call",
    "applications": "apply",
    "review": "review",
    "selection": "select",
    "cohorts": "practice",
    "impact": "report",
    "recommendations": "recommend",
}


@dataclass(frozen=True)
class NavItem:
    """One entry of the menu."""

    label: Promise
    url: str
    is_here: bool


def page(request: HttpRequest) -> dict[str, object]:
    """Return the base template's variables; `request.community` is set where a page belongs to one."""
    community: Community | None = getattr(request, "community", None)
    return {
        "community": community,
        "nav_items": _nav(request, community, PAGES) if community else [],
        "staff_items": _staff_nav(request, community) if community else [],
        "stations": SimpleLazyObject(lambda: _stations(request, community)),
        "person_name": _name(request),
    }


def _stations(request: HttpRequest, community: Community | None) -> tuple[Station, ...]:
    """Return the line with the page's own station marked; asked for only by pages that draw it."""
    package = request.resolver_match.func.__module__.split(".")[1] if request.resolver_match else ""
    here = STATION_OF.get(package, "")
    if community is None:
        return ()
    call = getattr(request, "call_of_line", None)  # of a page that looks back at one cohort
    return stations_of(community, places_of(community, timezone.now(), call), here=here)


def _name(request: HttpRequest) -> str:
    person = getattr(request, "user", None)  # a request that was refused early has none
    if person is None or not person.is_authenticated:
        return ""
    known = memberships.name_of(person) or name_in_parts(person) or name_in_family(person)
    return known or gettext("Signed in")


def _staff_nav(request: HttpRequest, community: Community) -> list[NavItem]:
    may_run = rules.may_run(request.user, community, timezone.now())
    return _nav(request, community, STAFF_PAGES) if may_run else []


def _nav(request: HttpRequest, community: Community, pages: Mapping[str, Promise]) -> list[NavItem]:
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [
        NavItem(label, reverse(name, args=[community.slug]), here == name) for name, label in pages.items()
    ]
