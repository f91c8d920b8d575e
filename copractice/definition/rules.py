"""Who may do what with a definition and with a commitment."""

from datetime import datetime

from copractice.communities.models import Community, Organization
from copractice.communities.queries.memberships import roles_of
from copractice.communities.rules import Visitor, may_run
from copractice.definition.models import Comment, DefinitionVersion, Objection, Signature
from copractice.definition.queries.commitments import signs_for
from copractice.definition.states import ObjectionState, VersionState


def may_write(person: Visitor, community: Community, now: datetime) -> bool:
    """Staff draft definitions and commitments, open consultations, adopt and publish."""
    return may_run(person, community, now)


def is_open(version: DefinitionVersion, now: datetime) -> bool:
    """Say whether a version takes comments and objections: in consultation, until its time is over."""
    return (
        version.state == VersionState.IN_CONSULTATION
        and version.consults_until is not None
        and now < version.consults_until
    )


def belongs(person: Visitor, community: Community, now: datetime) -> bool:
    """Whoever has a role in the community is heard."""
    return bool(roles_of(person, community, now))


def may_speak(person: Visitor, version: DefinitionVersion, now: datetime) -> bool:
    """Members comment and object while the consultation is open."""
    return is_open(version, now) and belongs(person, version.community, now)


def may_take_back(person: Visitor, comment: Comment, now: datetime) -> bool:
    """Its author takes a comment back; staff too, for what should not stand there."""
    if comment.withdrawn_at is not None or not person.is_authenticated:
        return False
    return comment.author.person_id == person.pk or may_run(person, comment.community, now)


def may_stand_aside(person: Visitor, objection: Objection) -> bool:
    """Only its author stands aside from an objection, while it is open."""
    is_own = person.is_authenticated and objection.author.person_id == person.pk
    return is_own and objection.state == ObjectionState.OPEN


def may_settle(person: Visitor, objection: Objection, now: datetime) -> bool:
    """Staff resolve an open objection or keep it as dissent."""
    return objection.state == ObjectionState.OPEN and may_run(person, objection.community, now)


def may_sign(person: Visitor, organization: Organization, now: datetime) -> bool:
    """Its leader, its executive, and the umbrella's lead sign for an organization."""
    return signs_for(person, now).filter(pk=organization.pk).exists()


def may_end(person: Visitor, signature: Signature, now: datetime) -> bool:
    """Who may sign for the organization ends its signature; staff do it when they are told on paper."""
    if signature.until is not None:
        return False
    return may_sign(person, signature.organization, now) or may_run(person, signature.community, now)
