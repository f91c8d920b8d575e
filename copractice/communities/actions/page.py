"""Writing the public page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.communities.models import Community
from copractice.communities.rules import may_edit_page
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, require
from copractice.people.models import Person


@dataclass(frozen=True)
class Page:
    """What the public page says; texts by language."""

    name: str
    headline: Mapping[str, str]
    lead: Mapping[str, str]
    about: Mapping[str, str]
    contact_email: str
    accent: str


class Conflict(Refused):
    """Someone else saved the page since it was opened; nothing was overwritten."""


@transaction.atomic
def edit_page(*, community: Community, page: Page, revision: int, actor: Person, now: datetime) -> Community:
    """Replace the public page, if it still is the revision that the editor saw."""
    community = Community.objects.select_for_update().get(pk=community.pk)
    require(may_edit_page(actor, community, now), _("Only the community's staff can change this page."))
    if community.revision != revision:
        raise Conflict(
            _("Someone else saved this page while you were writing. Your text is below; nothing was saved.")
        )
    community.name = page.name
    community.headline = dict(page.headline)
    community.lead = dict(page.lead)
    community.about = dict(page.about)
    community.contact_email = page.contact_email
    community.accent = page.accent
    community.revision += 1
    community.save()
    record(actor, "community.edit", community, community_id=community.pk, at=now)
    return community
