"""Records of the Define stage for tests: a definition in consultation after one that stands, a signed commitment."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from copractice.communities.models import Affiliation, Community, Organization
from copractice.convening.models import Priority
from copractice.definition.actions import consulting, drafting, pledging, signing, voices
from copractice.definition.models import (
    Comment,
    Commitment,
    Definition,
    DefinitionVersion,
    Objection,
    Signature,
)
from copractice.people.models import Person


@dataclass(frozen=True)
class Defined:
    """What a community agreed: version 1 adopted with a dissent, version 2 in consultation with an objection."""

    definition: Definition
    adopted: DefinitionVersion
    consulted: DefinitionVersion
    dissent: Objection
    comment: Comment
    objection: Objection
    commitment: Commitment
    signature: Signature


def make_draft(community: Community, actor: Person, now: datetime, text: str = "First words") -> Definition:
    """Draft a definition whose words name the community, so that a leak can be seen."""
    return drafting.draft_definition(
        community=community,
        title={"en": f"Definition of {community.slug}"},
        priority=None,
        words=drafting.Words(text={"en": f"{text} of {community.slug}"}, why={"en": "It was asked for."}),
        actor=actor,
        now=now,
    )


def put_to_members(
    definition: Definition, actor: Person, now: datetime, until: datetime
) -> DefinitionVersion:
    """Open the consultation of a definition's draft."""
    version = definition.versions.get(state="draft")
    return consulting.consult(version=version, until=until, revision=version.revision, actor=actor, now=now)


def object_to(version: DefinitionVersion, author: Person, now: datetime, key: str = "a" * 32) -> Objection:
    """Let a member object."""
    return voices.object_to(
        version=version,
        text=f"Words against version {version.number} in {version.community.slug}",
        language="en",
        form_key=key,
        actor=author,
        now=now,
    )


def end_consultation(version: DefinitionVersion, now: datetime) -> None:
    """Let the time of a consultation be over at `now`."""
    days = {"opened_at": now - timedelta(days=10), "consults_until": now - timedelta(days=1)}
    DefinitionVersion.objects.filter(pk=version.pk).update(**days)


def make_adopted_version(community: Community, actor: Person, author: Person, now: datetime) -> Objection:
    """Adopt a first version at `now`, over a dissent; return the dissent."""
    definition = make_draft(community, actor, now)
    version = put_to_members(definition, actor, now, now + timedelta(days=1))
    dissent = object_to(version, author, now)
    dissent = voices.settle(
        row=dissent, name="keep", resolution={"en": "We chose otherwise."}, actor=actor, now=now
    )
    end_consultation(version, now)
    consulting.adopt(version=version, note={"en": "At the meeting."}, actor=actor, now=now)
    return dissent


def make_commitment(
    community: Community, actor: Person, now: datetime, priority: Priority | None = None
) -> Commitment:
    """Publish a commitment."""
    commitment = pledging.draft_commitment(
        community=community,
        frame=pledging.Frame({"en": f"Commitment of {community.slug}"}, priority),
        pledge=pledging.Pledge({"en": f"We of {community.slug} promise it."}),
        actor=actor,
        now=now,
    )
    pledging.publish(commitment=commitment, revision=1, actor=actor, now=now)
    return commitment


def make_defined(
    community: Community,
    people: dict[str, Person],
    organization: Organization,
    priority: Priority,
    now: datetime,
) -> Defined:
    """Make one record of each kind; the funder, an executive, is who speaks and signs."""
    actor, author = people["coordinator"], people["funder"]
    dissent = make_adopted_version(community, actor, author, now)
    definition = dissent.version.definition
    drafting.write_draft(
        definition=definition,
        words=drafting.Words(text={"en": f"Second words of {community.slug}"}, why={"en": "Shorter."}),
        revision=0,
        actor=actor,
        now=now,
    )
    consulted = put_to_members(definition, actor, now, now + timedelta(days=14))
    said = {"language": "en", "actor": author, "now": now}
    comment = voices.comment(
        version=consulted, text=f"A comment in {community.slug}", form_key="b" * 32, **said
    )
    commitment = make_commitment(community, actor, now, priority)
    signature = signing.sign(
        version=commitment.versions.get(),
        organization=organization,
        signer=signing.Signer(f"Signer of {community.slug}", "Director"),
        actor=author,
        now=now,
    )
    return Defined(
        definition=definition,
        adopted=definition.versions.get(state="adopted"),
        consulted=consulted,
        dissent=dissent,
        comment=comment,
        objection=object_to(consulted, author, now, "c" * 32),
        commitment=commitment,
        signature=signature,
    )


def make_consultations(place: Affiliation, actor: Person, now: datetime) -> str:
    """Add to a community a draft, a consultation that is over, and an open one with an objection.

    `place` is of a member, who speaks. Returns the address where comments are written: a form leads there.
    """
    community, member = place.community, place.person
    make_draft(community, actor, now)
    over = put_to_members(make_draft(community, actor, now), actor, now, now + timedelta(days=1))
    end_consultation(over, now)
    version = put_to_members(make_draft(community, actor, now), actor, now, now + timedelta(days=9))
    object_to(version, member, now)
    make_commitment(community, actor, now)
    return f"{version.get_absolute_url()}comment/"
