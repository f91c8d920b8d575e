"""Definitions and their versions: public from the consultation on; drafts are for the staff alone."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from copractice.communities.models import Community
from copractice.definition.models import Comment, Definition, DefinitionVersion, Objection
from copractice.definition.queries.members import Reader, mine, run_by
from copractice.definition.states import IN_WORK, ObjectionState, VersionState
from copractice.people.models import Person


def visible_to(person: Reader, now: datetime) -> QuerySet[Definition]:
    """Return the definitions that a person may read: one that has a version they may read."""
    shown = Q(pk__in=versions_visible_to(person, now).order_by().values("definition"))
    runs = Q(community__in=run_by(person, now).values("community"))
    rows = Definition.objects.filter(shown | runs).select_related("community", "priority__community")
    return rows.order_by("created_at", "pk")


def of_community(person: Reader, community: Community, now: datetime) -> QuerySet[Definition]:
    """Return the definitions of one community that a person may read, the oldest first."""
    return visible_to(person, now).filter(community=community)


def versions_visible_to(person: Reader, now: datetime) -> QuerySet[DefinitionVersion]:
    """Return the versions that a person may read, the newest first."""
    runs = Q(community__in=run_by(person, now).values("community"))
    rows = DefinitionVersion.objects.filter(~Q(state=VersionState.DRAFT) | runs)
    return rows.select_related("community", "definition", "adopted_by").order_by("-number")


def with_standing(rows: QuerySet[Definition]) -> QuerySet[Definition]:
    """Return the same definitions with `number`, that of the adopted version, if there is one."""
    adopted = DefinitionVersion.objects.filter(definition=OuterRef("pk"), state=VersionState.ADOPTED)
    return rows.annotate(number=Subquery(adopted.values("number")[:1]))


def newest_read(definition: Definition) -> DefinitionVersion | None:
    """Return the newest version that members have read: the next one is written from its text."""
    rows = DefinitionVersion.objects.filter(definition=definition).exclude(state=VersionState.DRAFT)
    return rows.order_by("-number").first()


def before(version: DefinitionVersion) -> DefinitionVersion | None:
    """Return the version before this one."""
    rows = DefinitionVersion.objects.filter(definition=version.definition_id, number__lt=version.number)
    return rows.order_by("-number").first()


def in_work(definition: Definition) -> DefinitionVersion | None:
    """Return the version that is a draft or in consultation."""
    return DefinitionVersion.objects.filter(definition=definition, state__in=IN_WORK).first()


def comments_visible_to(person: Reader, now: datetime) -> QuerySet[Comment]:
    """Return the comments that members of the community read: all that were not taken back."""
    rows = Comment.objects.filter(withdrawn_at=None, community__in=mine(person, now).values("community"))
    return rows.select_related("author", "community", "version").order_by("at", "pk")


def objections_visible_to(person: Reader, now: datetime) -> QuerySet[Objection]:
    """Return the objections that a person may read.

    Members read every one. The public reads, without the author's name, those that were resolved or kept as
    dissent, once the version is no longer in consultation.
    """
    told = Q(state__in=[ObjectionState.RESOLVED, ObjectionState.KEPT])
    over = Q(version__state__in=[VersionState.ADOPTED, VersionState.SUPERSEDED])
    belongs = Q(community__in=mine(person, now).values("community"))
    rows = Objection.objects.filter(belongs | (told & over))
    return rows.select_related("author", "community", "version__community").order_by("at", "pk")


def stood_aside(version: DefinitionVersion) -> int:
    """Return how many objections ended by their author standing aside."""
    return Objection.objects.filter(version=version, state=ObjectionState.STOOD_ASIDE).count()


def consultations_for(person: Person, now: datetime) -> QuerySet[DefinitionVersion]:
    """Return the open consultations of a person's communities in which the person has not spoken yet."""
    rows = DefinitionVersion.objects.filter(
        state=VersionState.IN_CONSULTATION,
        consults_until__gt=now,
        community__in=mine(person, now).values("community"),
    )
    commented = Comment.objects.filter(author__person=person).values("version")
    objected = Objection.objects.filter(author__person=person).values("version")
    quiet = rows.exclude(pk__in=commented).exclude(pk__in=objected)
    return quiet.select_related("community").order_by("consults_until", "pk")


def led_by(person: Person, now: datetime) -> list[tuple[DefinitionVersion, int]]:
    """Return the consultations that wait for their staff, each with how many objections are open in it.

    A consultation waits while an objection is open, and once its time is over.
    """
    unsettled = Count("objections", filter=Q(objections__state=ObjectionState.OPEN))
    rows = DefinitionVersion.objects.filter(
        state=VersionState.IN_CONSULTATION, community__in=run_by(person, now).values("community")
    )
    waits = rows.annotate(unsettled=unsettled).filter(Q(unsettled__gt=0) | Q(consults_until__lte=now))
    ordered = waits.select_related("community").order_by("consults_until", "pk")
    return [(row, row.unsettled) for row in ordered]


@dataclass(frozen=True)
class Standing:
    """How far a community's definition is: the number that is adopted, and whether one is in consultation."""

    definition: Definition
    adopted: int | None
    consults: int | None


def standing_in(community: Community) -> Standing | None:
    """Return how the community's first definition stands, as everybody may know it; None without one."""
    rows = DefinitionVersion.objects.filter(community=community).exclude(state=VersionState.DRAFT)
    first = rows.select_related("definition__community").order_by("definition__created_at", "pk").first()
    if first is None:
        return None
    numbers = dict(
        rows.filter(
            definition=first.definition, state__in=[VersionState.ADOPTED, VersionState.IN_CONSULTATION]
        )
        .order_by("number")
        .values_list("state", "number")
    )
    return Standing(
        first.definition, numbers.get(VersionState.ADOPTED), numbers.get(VersionState.IN_CONSULTATION)
    )
