"""Stories: entered by one writer, checked by another, taken back by either; consent is asked where it is kept."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.cohorts.models import Cohort, Participant
from copractice.consents.actions.asking import ask_guardian, ask_own
from copractice.consents.queries import guardianship_of, standing
from copractice.consents.states import Purpose
from copractice.impact.indicators import INDICATORS
from copractice.impact.models import Story
from copractice.impact.queries.stories import organizations_in
from copractice.impact.rules import author_of, may_check_story, may_write
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, require
from copractice.people.models import Person


@transaction.atomic
def ask_for_yes(*, participant: Participant, actor: Person, now: datetime) -> None:
    """Ask whoever told something, and under 18 a guardian too, whether it may be quoted; each is asked once."""
    community = participant.community
    require(may_write(actor, community, now), _("Only staff and evaluators can ask for a story."))
    person = participant.person
    if person is None:
        return
    ask_own(person=person, community=community, now=now, purposes=(Purpose.BE_QUOTED,))
    guardianship = guardianship_of(person, community, now)
    if guardianship:
        ask_guardian(guardianship=guardianship, now=now, purposes=(Purpose.BE_QUOTED,))


@transaction.atomic
def tell_story(
    *,
    participant: Participant,
    text: str,
    language: str,
    beside: str,
    purposes: Sequence[str],
    form_key: str,
    actor: Person,
    now: datetime,
) -> Story:
    """Enter what a participant told; refused without the yes to be quoted, or when it names an organization."""
    cohort = (
        Cohort.objects.select_for_update(of=("self",))
        .select_related("community")
        .get(pk=participant.cohort_id)
    )
    require(may_write(actor, cohort.community, now), _("Only staff and evaluators can enter a story."))
    require(
        beside in {"", *INDICATORS}, _("There is no such figure to stand beside. Choose one of the list.")
    )
    _require_yes(participant, cohort, now)
    _require_no_employer(text, cohort)
    story, is_new = Story.objects.get_or_create(
        community=cohort.community,
        form_key=form_key,
        defaults={
            "cohort": cohort,
            "participant": participant,
            "text": text,
            "language": language,
            "beside": beside,
            "purposes": sorted({Purpose.BE_QUOTED.value, *purposes}),
            "entered_by": author_of(actor, cohort.community, now),
            "entered_at": now,
        },
    )
    if is_new:
        record(actor, "story.enter", story, community_id=cohort.community_id, at=now)
    return story


@transaction.atomic
def check_story(*, story: Story, actor: Person, now: datetime) -> Story:
    """Say as a second person that nothing in a story tells who it is; from now on it is shown."""
    story = _locked(story)
    require(
        may_check_story(actor, story, now),
        _("A second writer checks a story, once. Ask somebody else to read it."),
    )
    _require_no_employer(story.text, story.cohort)
    story.checked_by, story.checked_at = author_of(actor, story.community, now), now
    story.save(update_fields=["checked_by", "checked_at"])
    record(actor, "story.check", story, community_id=story.community_id, at=now)
    return story


@transaction.atomic
def take_back_story(*, story: Story, actor: Person, now: datetime) -> Story:
    """Take a story off every page for good."""
    story = _locked(story)
    require(may_write(actor, story.community, now), _("Only staff and evaluators can take back a story."))
    require(story.withdrawn_at is None, _("This story was taken back already."))
    story.withdrawn_at = now
    story.save(update_fields=["withdrawn_at"])
    record(actor, "story.take_back", story, community_id=story.community_id, at=now)
    return story


def _locked(story: Story) -> Story:
    rows = Story.objects.select_for_update(of=("self",))
    return rows.select_related("community", "cohort", "entered_by").get(pk=story.pk)


def _require_yes(participant: Participant, cohort: Cohort, now: datetime) -> None:
    person = participant.person
    allowed = person is not None and standing(person, cohort.community, Purpose.BE_QUOTED, now)
    require(
        allowed,
        _(
            "There is no yes to be quoted, or it was taken back. The person, and under 18 a guardian too, "
            "is asked on their own page. Enter the story again once they said yes."
        ),
    )


def _require_no_employer(text: str, cohort: Cohort) -> None:
    named = [name for name in organizations_in(cohort) if name.casefold() in text.casefold()]
    if named:
        raise Refused(
            _("The story names %(name)s. Take the name out: it could tell who speaks.") % {"name": named[0]}
        )
