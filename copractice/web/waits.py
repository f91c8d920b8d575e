"""What waits for a person and by when, over all stages and communities, the most pressing first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copractice.communities.models import Community
from copractice.communities.queries.imports import visible_to as imports_visible_to
from copractice.communities.states import ImportState
from copractice.convening.queries.convenings import led_by, open_for
from copractice.convening.states import ConveningState
from copractice.people.models import Person


@dataclass(frozen=True)
class Wait:
    """One thing that waits: what to do, for which community, where, the words of the button, and by when.

    `by` is told in the community's zone; it is None for what has no closing time.
    """

    title: str
    community: Community
    url: str
    act: str
    by: datetime | None = None


def waits_for(person: Person, now: datetime) -> list[Wait]:
    """Return what waits for a person, the soonest first; then, without a date, steps that others wait for."""
    waits = [*_steps(person, now), *_checked(person, now), *_votes(person, now)]
    return sorted(waits, key=lambda wait: (wait.by is None, wait.by or now))


def _steps(person: Person, now: datetime) -> Iterator[Wait]:
    for row, waiting in led_by(person, now):
        args = [row.community.slug, row.code]
        if row.state == ConveningState.OPEN:
            title = ngettext("%(n)d statement waits", "%(n)d statements wait", waiting) % {"n": waiting}
            url = reverse("moderation", args=args)
            yield Wait(title, row.community, url, _("Decide about them"), by=row.closes_at)
        else:
            title, url = (
                _("A closed convening waits for its priorities"),
                reverse("adopt_priorities", args=args),
            )
            yield Wait(title, row.community, url, _("Adopt priorities"))


def _checked(person: Person, now: datetime) -> Iterator[Wait]:
    title, act = _("An import is checked and waits for your word"), _("See what was found")
    for row in imports_visible_to(person, now).filter(state=ImportState.CHECKED):
        yield Wait(title, row.community, row.get_absolute_url(), act)


def _votes(person: Person, now: datetime) -> Iterator[Wait]:
    title, act = _("A convening is open: your votes count"), _("Go into the room")
    for row in open_for(person, now):
        yield Wait(title, row.community, reverse("room", args=[row.room_code]), act, by=row.closes_at)
