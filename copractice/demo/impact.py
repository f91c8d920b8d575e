"""The demo's chapter on Report: a short one on cohort A, and on cohort B the whole, with stories and two taken back."""

from datetime import datetime, timedelta

from django.db.models import Q

from copractice.cohorts.models import Cohort, Participant
from copractice.cohorts.states import ParticipantRole
from copractice.communities.models import Community, Membership, new_code
from copractice.consents.actions.answers import answer_consent
from copractice.consents.models import Consent
from copractice.consents.queries import minors_among
from copractice.consents.queries.guardianships import live
from copractice.consents.states import ConsentState, Purpose
from copractice.demo import impact_texts as texts
from copractice.demo.cohort_texts import TITLES
from copractice.demo.definition import Story
from copractice.impact.actions import releasing, telling, writing
from copractice.impact.models import Release
from copractice.impact.states import Section
from copractice.people.models import Person

REVOKED = 2


def tell(*, now: datetime) -> None:
    """Tell both reports: A's of last winter, B's of yesterday."""
    stem = Community.objects.get(slug="demo-stem")
    story = Story(stem, Person.objects.get(email="coordinator-01@example.org"), now)
    evaluator = Membership.objects.select_related("person").get(community=stem, name="Evaluator 01").person
    a, b = (_cohort(stem, key) for key in ("A", "B"))
    _report(story, a, (texts.TITLE_OF_A, texts.LEAD_OF_A), texts.SECTIONS_OF_A, evaluator, days=40)
    tellers = _tell_stories(story, b, evaluator, story.ago(6))
    _report(story, b, (texts.TITLE_OF_B, texts.LEAD_OF_B), texts.SECTIONS_OF_B, evaluator, days=3)
    for teller in tellers[:REVOKED]:
        _answer(teller, story.ago(1), says_yes=False)


def _cohort(community: Community, key: str) -> Cohort:
    rows = Cohort.objects.select_related("community")
    return rows.get(community=community, title__en=TITLES[key]["en"])


def _report(
    story: Story,
    cohort: Cohort,
    head: tuple[texts.Words, texts.Words],
    sections: dict[str, texts.Words],
    evaluator: Person,
    *,
    days: int,
) -> Release | None:
    """Have the evaluator write and freeze a report, and the coordinator publish it a day later."""
    at, key = story.ago(days), new_code().ljust(32, "0")
    by = {"actor": evaluator, "now": at}
    title, lead = head
    report = writing.begin_report(cohort=cohort, title=title, lead=lead, form_key=key, **by)
    for name, text in sections.items():
        report = writing.write_section(
            report=report, section=Section(name), text=text, revision=report.revision, **by
        )
    frozen = releasing.freeze(report=report, **by)
    release = releasing.check(release_id=frozen.pk, now=at + timedelta(minutes=1))
    if release is None:
        return None
    return releasing.publish(release=release, actor=story.by, now=at + timedelta(days=1))


def _tell_stories(story: Story, cohort: Cohort, evaluator: Person, at: datetime) -> list[Participant]:
    """Have twelve people say yes and their stories entered and checked; return the young tellers, minors last."""
    rows = Participant.objects.filter(cohort=cohort, person__isnull=False)
    rows = rows.select_related("person", "community", "cohort", "seat").order_by("name", "pk")
    minors = minors_among([row.person_id or 0 for row in rows], cohort.community, at)
    young = sorted((row for row in rows if row.is_youth), key=lambda row: row.person_id in minors)
    adults = [row for row in rows if row.role == ParticipantRole.LEADER]
    told = []
    for tale in texts.TALES:
        teller = (young if tale.youth else adults)[sum(other.youth == tale.youth for other, _ in told)]
        told.append((tale, teller))
        telling.ask_for_yes(participant=teller, actor=evaluator, now=at)
        _answer(teller, at, says_yes=True)
        kept = telling.tell_story(
            participant=teller,
            text=tale.text,
            language=tale.language,
            beside=tale.beside,
            purposes=[],
            form_key=new_code().ljust(32, "0"),
            actor=evaluator,
            now=at,
        )
        telling.check_story(story=kept, actor=story.by, now=at)
    return [teller for tale, teller in told if tale.youth]


def _answer(teller: Participant, at: datetime, *, says_yes: bool) -> None:
    """Answer for a person, and under 18 for the guardian of that day, whether they may be quoted."""
    rows = Consent.objects.filter(person=teller.person, community=teller.community, purpose=Purpose.BE_QUOTED)
    rows = rows.filter(Q(guardianship=None) | Q(guardianship__in=live(at).values("pk")))
    rows = rows.exclude(state=ConsentState.GIVEN) if says_yes else rows.filter(state=ConsentState.GIVEN)
    for consent in rows.select_related("giver", "community", "guardianship"):
        answer_consent(consent=consent, says_yes=says_yes, language="en", actor=consent.giver, now=at)
