"""Who may write, freeze, publish and take back; asked by actions to guard and by pages to show a button."""

from datetime import datetime

from copractice.communities.models import Community, Membership
from copractice.communities.rules import Visitor, may_run
from copractice.impact.models import Release, Story
from copractice.impact.queries.reports import check_failed, rosters_elsewhere, series_before, written_by
from copractice.impact.states import ReleaseState
from copractice.people.models import Person


def may_write(person: Visitor, community: Community, now: datetime) -> bool:
    """Staff and evaluators write reports, freeze them, and enter stories."""
    return written_by(person, now).filter(community=community).exists()


def author_of(person: Person, community: Community, now: datetime) -> Membership:
    """Return the membership in whose name a person writes; raises when there is none."""
    return written_by(person, now).filter(community=community).order_by("since", "pk")[0]


def may_publish(person: Visitor, community: Community, now: datetime) -> bool:
    """Staff publish and withdraw; an evaluator does not."""
    return may_run(person, community, now)


def is_current(release: Release) -> bool:
    """Say whether nothing was published since a release was checked that its figures would have to respect.

    That is a release of its cohort, and one of another cohort that counts a young person of its own.
    """
    elsewhere = rosters_elsewhere(release.report.cohort)
    counted = {name for roster in elsewhere for name in roster.get("people", ())}
    mine = set(release.snapshot.get("young", {}).get("people", ()))
    series = list(series_before(release).values_list("code", flat=True))
    return series == list(release.earlier) and mine.isdisjoint(counted)


def may_be_published(release: Release) -> bool:
    """A checked release is published while its check knows everything that is out."""
    return release.state == ReleaseState.CHECKED and is_current(release)


def may_check_again(person: Visitor, release: Release, now: datetime) -> bool:
    """Who writes reports has a frozen release checked again when its check broke off."""
    return may_write(person, release.community, now) and check_failed(release)


def may_check_story(person: Visitor, story: Story, now: datetime) -> bool:
    """Another writer than the one who entered a story reads it once more for what tells who it is."""
    is_open = story.checked_at is None and story.withdrawn_at is None
    return is_open and story.entered_by.person_id != person.pk and may_write(person, story.community, now)
