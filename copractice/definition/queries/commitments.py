"""Commitments: public once a version is published; who signed for an organization is read by staff alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from copractice.communities.models import Affiliation, AffiliationRole, Community, Organization
from copractice.communities.queries import organizations
from copractice.communities.queries.organizations import on_day
from copractice.definition.models import Commitment, CommitmentVersion, Signature
from copractice.definition.queries.members import Reader, run_by
from copractice.definition.states import CommitmentState
from copractice.people.models import Person

SIGN = (AffiliationRole.LEADER, AffiliationRole.EXECUTIVE, AffiliationRole.UMBRELLA_LEAD)


def visible_to(person: Reader, now: datetime) -> QuerySet[Commitment]:
    """Return the commitments that a person may read: published ones, and all of communities that one runs."""
    shown = Q(pk__in=CommitmentVersion.objects.exclude(state=CommitmentState.DRAFT).values("commitment"))
    runs = Q(community__in=run_by(person, now).values("community"))
    rows = Commitment.objects.filter(shown | runs)
    return rows.select_related("community", "priority__community", "definition__community").order_by(
        "created_at", "pk"
    )


def of_community(person: Reader, community: Community, now: datetime) -> QuerySet[Commitment]:
    """Return the commitments of one community that a person may read, the oldest first."""
    return visible_to(person, now).filter(community=community)


def versions_visible_to(person: Reader, now: datetime) -> QuerySet[CommitmentVersion]:
    """Return the versions that a person may read, the newest first; drafts only to staff."""
    runs = Q(community__in=run_by(person, now).values("community"))
    rows = CommitmentVersion.objects.filter(~Q(state=CommitmentState.DRAFT) | runs)
    return rows.select_related("community", "commitment").order_by("-number")


def with_standing(rows: QuerySet[Commitment], now: datetime) -> QuerySet[Commitment]:
    """Return the same commitments with `number`, the published version's, and `signed`, how many stand by it."""
    published = CommitmentVersion.objects.filter(
        commitment=OuterRef("pk"), state=CommitmentState.PUBLISHED
    ).order_by()
    live = Signature.objects.filter(
        on_day(now), version__commitment=OuterRef("pk"), version__state=CommitmentState.PUBLISHED
    ).order_by()
    counted = live.values("version").annotate(n=Count("pk")).values("n")
    return rows.annotate(number=Subquery(published.values("number")[:1]), signed=Subquery(counted[:1]))


def published_of(commitment: Commitment) -> CommitmentVersion | None:
    """Return the version that organizations can sign."""
    rows = CommitmentVersion.objects.filter(commitment=commitment, state=CommitmentState.PUBLISHED)
    return rows.select_related("community", "commitment").first()


def draft_of(commitment: Commitment) -> CommitmentVersion | None:
    """Return the draft of the next version."""
    return CommitmentVersion.objects.filter(commitment=commitment, state=CommitmentState.DRAFT).first()


def signatures_visible_to(person: Reader, now: datetime) -> QuerySet[Signature]:
    """Return the signatures, with names, that a person may read: as staff, or for an organization of theirs."""
    runs = Q(community__in=run_by(person, now).values("community"))
    own = Q(organization__in=signs_for(person, now).order_by().values("pk"))
    rows = Signature.objects.filter(runs | own).select_related(
        "community", "organization", "version__commitment__community", "recorded_by"
    )
    return rows.order_by("organization__sort_name", "pk")


def signs_for(person: Reader, now: datetime) -> QuerySet[Organization]:
    """Return the organizations that a person may sign for today, by name."""
    if not person.is_authenticated:
        return Organization.objects.none()
    places = Affiliation.objects.filter(on_day(now), person_id=person.pk, role__in=SIGN)
    return Organization.objects.filter(pk__in=places.values("organization")).order_by("sort_name", "pk")


def to_sign(person: Reader, commitment: Commitment, now: datetime) -> QuerySet[Organization]:
    """Return the organizations of a person that have not signed the published version."""
    signed = _live(commitment, now).values("organization")
    return signs_for(person, now).filter(community=commitment.community_id).exclude(pk__in=signed)


def not_signed(commitment: Commitment, now: datetime) -> QuerySet[Organization]:
    """Return the organizations of the community that have not signed the published version; for its staff."""
    rows = Organization.objects.filter(community=commitment.community_id)
    return rows.exclude(pk__in=_live(commitment, now).values("organization")).order_by("sort_name", "pk")


def waiting_for(person: Person, now: datetime) -> list[tuple[Commitment, Organization]]:
    """Return which commitments wait for the signature of which organization of a person."""
    places = Affiliation.objects.filter(on_day(now), person_id=person.pk, role__in=SIGN)
    live = Signature.objects.filter(on_day(now), version=OuterRef("pk"))
    versions = CommitmentVersion.objects.filter(state=CommitmentState.PUBLISHED)
    waits = []
    for organization in Organization.objects.filter(pk__in=places.values("organization")).order_by(
        "sort_name"
    ):
        unsigned = versions.filter(community=organization.community_id).exclude(
            Exists(live.filter(organization=organization))
        )
        rows = unsigned.select_related("commitment__community").order_by("published_at", "pk")
        waits += [(version.commitment, organization) for version in rows]
    return waits


@dataclass(frozen=True)
class Signatories:
    """Who stands by a version: the organizations that the reader may know of, and how many more there are."""

    shown: Sequence[Signature]
    hidden: int

    @property
    def total(self) -> int:
        """Return how many organizations signed."""
        return len(self.shown) + self.hidden


def signatories_of(version: CommitmentVersion, person: Reader, now: datetime) -> Signatories:
    """Return the organizations whose signature stands under a version, by name."""
    rows = list(
        Signature.objects.filter(on_day(now), version=version)
        .select_related("organization__community", "recorded_by")
        .order_by("organization__sort_name", "pk")
    )
    known = set(
        organizations.visible_to(person, now)
        .filter(pk__in=[row.organization_id for row in rows])
        .values_list("pk", flat=True)
    )
    shown = [row for row in rows if row.organization_id in known]
    return Signatories(shown, len(rows) - len(shown))


def earlier_only(commitment: Commitment, person: Reader, now: datetime) -> Signatories:
    """Return the organizations that stand by an earlier version alone, each by the newest that they signed."""
    rows = Signature.objects.filter(
        on_day(now), version__commitment=commitment, version__state=CommitmentState.SUPERSEDED
    ).exclude(organization__in=_live(commitment, now).values("organization"))
    newest = rows.order_by("organization", "-version__number").distinct("organization").values("pk")
    listed = list(
        Signature.objects.filter(pk__in=newest)
        .select_related("organization__community", "version", "recorded_by")
        .order_by("organization__sort_name", "pk")
    )
    seen = organizations.visible_to(person, now).filter(pk__in=[row.organization_id for row in listed])
    known = set(seen.values_list("pk", flat=True))
    shown = [row for row in listed if row.organization_id in known]
    return Signatories(shown, len(listed) - len(shown))


def signed_in(community: Community, now: datetime) -> int:
    """Return how many organizations stand by a published commitment of the community."""
    rows = Signature.objects.filter(
        on_day(now), community=community, version__state=CommitmentState.PUBLISHED
    )
    return rows.aggregate(n=Count("organization", distinct=True))["n"] or 0


def signers_of(version: CommitmentVersion, now: datetime) -> QuerySet[Person]:
    """Return who can sign again: the people who may sign for the organizations that stand by a version."""
    live = Signature.objects.filter(on_day(now), version=version)
    places = Affiliation.objects.filter(
        on_day(now), role__in=SIGN, organization__in=live.values("organization"), community=F("community")
    )
    return Person.objects.filter(pk__in=places.values("person")).order_by("pk")


def _live(commitment: Commitment, now: datetime) -> QuerySet[Signature]:
    return Signature.objects.filter(
        on_day(now), version__commitment=commitment, version__state=CommitmentState.PUBLISHED
    )
