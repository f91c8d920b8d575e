"""The words that people wrote in an assessment, without their names: who reads whose."""

from datetime import datetime

from copractice.cohorts.models import Assessment, AssessmentAnswer
from copractice.cohorts.queries.assessments import YOUTH, items_of, members_of
from copractice.cohorts.queries.reflections import tied_to
from copractice.cohorts.states import ItemKind, ParticipantRole
from copractice.communities.models import Community, Membership, Role
from copractice.communities.queries.memberships import current
from copractice.consents.queries import standing_many
from copractice.consents.states import Purpose
from copractice.people.models import Person


def words_in(
    assessment: Assessment, group: str, person: Person, now: datetime
) -> dict[str, list[AssessmentAnswer]]:
    """Return by item what a group wrote, in the order of the words, which says nothing of who wrote them.

    Of young people only facilitators read it, only where the consent to take part still stands, and nobody
    what a young person of an organization wrote that is their own. Whether a group may be read at all is
    decided by its size, in `analysis`.
    """
    rows = AssessmentAnswer.objects.filter(assessment=assessment, item__in=_word_items(assessment))
    rows = rows.filter(participant__in=members_of(assessment, group)).exclude(text="")
    if group == YOUTH:
        here = Membership.objects.filter(
            current(now), person=person, community=assessment.community_id, role=Role.FACILITATOR
        )
        rows = rows.exclude(tied_to(person, now)) if here.exists() else rows.none()
        writers = set(rows.order_by().values_list("participant__person", flat=True))
        rows = rows.filter(
            participant__person__in=standing_many(writers, assessment.community, Purpose.TAKE_PART, now)
        )
    found: dict[str, list[AssessmentAnswer]] = {}
    for row in sorted(rows, key=lambda row: row.text.casefold()):
        found.setdefault(row.item, []).append(row)
    return found


def written_by(person: Person, community: Community) -> list[int]:
    """Return which words a person wrote as a young participant, for the family's list of who looked."""
    rows = AssessmentAnswer.objects.filter(
        community=community, participant__person=person, participant__role=ParticipantRole.EMPLOYED_YOUTH
    )
    return list(rows.values_list("pk", flat=True))


def _word_items(assessment: Assessment) -> list[str]:
    return [item.key for item in items_of(assessment) if item.kind == ItemKind.TEXT]
