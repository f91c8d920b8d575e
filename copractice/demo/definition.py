"""The demo's chapter on Define: four versions of a definition, what members said, and a commitment that 17 signed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from copractice.communities import actions
from copractice.communities.models import (
    Affiliation,
    AffiliationRole,
    Community,
    Organization,
    OrganizationKind,
)
from copractice.convening.models import Priority
from copractice.definition.actions import consulting, drafting, pledging, signing, voices
from copractice.definition.models import Commitment, CommitmentVersion, Definition, DefinitionVersion
from copractice.definition.queries.members import name_in
from copractice.demo import definition_texts as texts
from copractice.people.models import Person

LASTS = timedelta(days=21)
# Who joined for the commitment alone, signed on paper; the last one is not listed publicly.
JOINED = [
    ("Example Kite Hill Science Club", OrganizationKind.YOUTH_SERVING, "Ferguson"),
    ("Example Lantern Street Studio", OrganizationKind.YOUTH_SERVING, "St. Louis"),
    ("Example Tall Oak Repair School", OrganizationKind.EMPLOYER, "Granite City"),
    ("Example Two Rivers Youth Lab", OrganizationKind.YOUTH_SERVING, "East St. Louis"),
]
NOT_LISTED = "Example Two Rivers Youth Lab"
SIGNED_FIRST = 9  # organizations that signed version 1
ONLY_FIRST = "Example Cahokia Energy Co-op"


@dataclass(frozen=True)
class Story:
    """Where the chapter plays, who runs it, and the day it is told."""

    community: Community
    by: Person
    now: datetime

    def ago(self, days: int) -> datetime:
        """Return the instant so many days back."""
        return self.now - timedelta(days=days)


def tell(*, now: datetime) -> None:
    """Write four versions with what members said of them, and a commitment in two versions."""
    stem = Community.objects.get(slug="demo-stem")
    story = Story(stem, Person.objects.get(email="coordinator-01@example.org"), now)
    definition = _define(story)
    _sign(story, _commit(story, definition))


def _define(story: Story) -> Definition:
    quality, first = Priority.objects.get(community=story.community, position=2), _words(1, texts.FIRST)
    definition = drafting.draft_definition(
        community=story.community,
        title=texts.TITLE,
        priority=quality,
        words=first,
        actor=story.by,
        now=story.ago(640),
    )
    _adopt(story, _consulted(story, definition, 636), 610)
    _write(story, definition, 2, texts.SECOND, 505)
    _adopt(story, _consulted(story, definition, 500), 472)
    _write(story, definition, 3, texts.THIRD, 335)
    _replace(story, _consulted(story, definition, 330))
    _write(story, definition, 4, texts.FOURTH, 295)
    version = _consulted(story, definition, 290)
    _object(story, version, "Leader 09", texts.DISSENT, "keep", texts.KEPT, 280)
    _adopt(story, version, 255)
    return definition


def _words(number: int, text: texts.Words) -> drafting.Words:
    return drafting.Words(text=text, why=texts.WHY[number - 1])


def _write(story: Story, definition: Definition, number: int, text: texts.Words, days: int) -> None:
    drafting.write_draft(
        definition=definition, words=_words(number, text), revision=0, actor=story.by, now=story.ago(days)
    )


def _consulted(story: Story, definition: Definition, days: int) -> DefinitionVersion:
    """Put the draft to the members and let them comment, one a day."""
    opened = story.ago(days)
    version = DefinitionVersion.objects.get(definition=definition, state="draft")
    version = consulting.consult(
        version=version, until=opened + LASTS, revision=version.revision, actor=story.by, now=opened
    )
    said = [row for row in texts.COMMENTS if row[0] == version.number]
    for day, (_number, author, language, words) in enumerate(said, start=2):
        voices.comment(
            version=version,
            text=words,
            language=language,
            form_key=f"{version.number}{day:031d}",
            actor=_person(author),
            now=opened + timedelta(days=day),
        )
    return version


def _adopt(story: Story, version: DefinitionVersion, days: int) -> None:
    consulting.adopt(version=version, note=texts.NOTES[version.number], actor=story.by, now=story.ago(days))


def _replace(story: Story, version: DefinitionVersion) -> None:
    """Take up an objection: it is resolved by the version that comes next."""
    _object(story, version, "Leader 03", texts.OBJECTION, "resolve", texts.RESOLVED, 322)
    consulting.replace(version=version, actor=story.by, now=story.ago(305))


def _object(
    story: Story,
    version: DefinitionVersion,
    author: str,
    words: str,
    name: str,
    answer: texts.Words,
    days: int,
) -> None:
    objection = voices.object_to(
        version=version,
        text=words,
        language="en",
        form_key=f"{version.number:032d}",
        actor=_person(author),
        now=story.ago(days),
    )
    voices.settle(row=objection, name=name, resolution=answer, actor=story.by, now=story.ago(days - 12))


def _commit(story: Story, definition: Definition) -> Commitment:
    frame = pledging.Frame(
        texts.COMMITMENT, Priority.objects.get(community=story.community, position=1), definition
    )
    pledge = pledging.Pledge(texts.PLEDGES[0])
    return pledging.draft_commitment(
        community=story.community, frame=frame, pledge=pledge, actor=story.by, now=story.ago(500)
    )


def _sign(story: Story, commitment: Commitment) -> None:
    """Nine sign version 1; all but one of them, and eight more, sign version 2."""
    places = _places(story)
    first = pledging.publish(commitment=commitment, revision=1, actor=story.by, now=story.ago(494))
    early = [place for place in places if place.organization.name != ONLY_FIRST][: SIGNED_FIRST - 1]
    early += [place for place in places if place.organization.name == ONLY_FIRST]
    for day, place in enumerate(early):
        _sign_on_page(story, first, place, 450 - 2 * day)
    pledging.write_pledge(
        commitment=commitment,
        pledge=pledging.Pledge(texts.PLEDGES[1], renews_on=story.ago(-120).date()),
        revision=0,
        actor=story.by,
        now=story.ago(250),
    )
    second = pledging.publish(commitment=commitment, revision=1, actor=story.by, now=story.ago(245))
    for day, place in enumerate(place for place in places if place.organization.name != ONLY_FIRST):
        _sign_on_page(story, second, place, 240 - 3 * day)
    for day, (name, kind, city) in enumerate(JOINED):
        _sign_on_paper(story, second, actions.Facts(name, [kind], city, is_public=name != NOT_LISTED), day)


def _places(story: Story) -> list[Affiliation]:
    """Return who signs for the organizations of the file: leaders and umbrella leads, one for each."""
    roles = [AffiliationRole.LEADER, AffiliationRole.UMBRELLA_LEAD]
    rows = Affiliation.objects.filter(community=story.community, role__in=roles)
    return list(rows.select_related("organization", "person").order_by("since", "pk"))


def _sign_on_page(story: Story, version: CommitmentVersion, place: Affiliation, days: int) -> None:
    signing.sign(
        version=version,
        organization=place.organization,
        signer=signing.Signer(name_in(place.person, story.community), str(place.get_role_display())),
        actor=place.person,
        now=story.ago(days),
    )


def _sign_on_paper(story: Story, version: CommitmentVersion, facts: actions.Facts, day: int) -> None:
    organization: Organization = actions.add_organization(
        community=story.community, facts=facts, actor=story.by, now=story.ago(200 - day)
    )
    signing.record_signature(
        version=version,
        organization=organization,
        signer=signing.Signer(f"Leader {61 + day}", "Director"),
        since=story.ago(199 - day).date(),
        actor=story.by,
        now=story.ago(198 - day),
    )


def _person(label: str) -> Person:
    return Person.objects.get(email=f"{label.lower().replace(' ', '-')}@example.org")
