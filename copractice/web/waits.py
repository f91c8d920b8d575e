"""What waits for a person, over all stages and communities, the most pressing first."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copractice.communities.queries.imports import visible_to as imports_visible_to
from copractice.communities.states import ImportState
from copractice.convening.queries.convenings import led_by, open_for
from copractice.convening.states import ConveningState
from copractice.people.models import Person


@dataclass(frozen=True)
class Wait:
    """One thing that waits: what to do, for which community, where, and the words of the button."""

    title: str
    community: str
    url: str
    act: str


def waits_for(person: Person, now: datetime) -> list[Wait]:
    """Return what waits for a person: steps that others wait for come before votes."""
    return [*_steps(person, now), *_checked(person, now), *_votes(person, now)]


def _steps(person: Person, now: datetime) -> list[Wait]:
    waits = []
    for row, waiting in led_by(person, now):
        args = [row.community.slug, row.code]
        if row.state == ConveningState.OPEN:
            title = ngettext("%(n)d statement waits", "%(n)d statements wait", waiting) % {"n": waiting}
            waits.append(
                Wait(title, row.community.name, reverse("moderation", args=args), _("Decide about them"))
            )
        else:
            title = _("A closed convening waits for its priorities")
            url = reverse("adopt_priorities", args=args)
            waits.append(Wait(title, row.community.name, url, _("Adopt priorities")))
    return waits


def _checked(person: Person, now: datetime) -> list[Wait]:
    rows = imports_visible_to(person, now).filter(state=ImportState.CHECKED)
    title = _("An import is checked and waits for your word")
    return [Wait(title, row.community.name, row.get_absolute_url(), _("See what was found")) for row in rows]


def _votes(person: Person, now: datetime) -> list[Wait]:
    title = _("A convening is open: your votes count")
    return [
        Wait(title, row.community.name, reverse("room", args=[row.room_code]), _("Go into the room"))
        for row in open_for(person, now)
    ]
