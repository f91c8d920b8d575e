"""The demo's chapter on Review: fifteen applications to B, three reviews each, two reviewers who step back."""

import random
from datetime import datetime

from copractice.calls.models import Call
from copractice.calls.queries.versions import criteria_of
from copractice.communities.actions import add_membership, affiliate
from copractice.communities.models import AffiliationRole, Membership, Organization, Role
from copractice.demo.applying import address_of
from copractice.demo.call_texts import TITLES
from copractice.demo.definition import Story
from copractice.people.actions.persons import make_person
from copractice.people.models import Person
from copractice.review.actions import assigning, calibrating, planning, reviewers, reviewing, ties
from copractice.review.models import Review, Reviewer, ReviewVersion, Score
from copractice.review.states import Perspective, ReviewState

P = Perspective
# Eight people who reviewed B; the third works for an applicant, which the records know.
PEOPLE = [
    ("Reviewer 01", P.BACKBONE),
    ("Reviewer 02", P.EMPLOYER),
    ("Reviewer 03", P.EMPLOYER),
    ("Reviewer 04", P.COMMUNITY),
    ("Reviewer 05", P.COMMUNITY),
    ("Reviewer 06", P.YOUTH),
    ("Reviewer 07", P.YOUTH),
    ("Reviewer 08", P.YOUTH),
]
EMPLOYED_BY = "Example Gateway Makerspace"
LENIENCY = {1: 0.3, 4: -0.7, 6: 0.6}  # by the number of the reviewer; the others are neither strict nor mild
STEPS_BACK = ("I coached their robotics team until last year.", "My sister joined their board.")
WHY = {  # by the score, what reviewers wrote beside it
    0: ("Nothing in the answers speaks to this.",),
    1: ("One sentence, and no example behind it.", "I looked for a plan and found a hope."),
    2: ("A start. Who does it, and when, stays open.", "Said clearly, but for one young person only."),
    3: (
        "An example, a person and a date. One more number would make it whole.",
        "It works today and could go further.",
        "The supervisor and the young person say the same thing.",
    ),
    4: ("They did it last year and say what they would change.", "Others could copy this page as it is."),
}
TO_PANEL = (
    "A plan that can be followed, and young people who are listened to.",
    "Good work that needs its umbrella's time. Ask them for it in writing.",
    "Strong on learning, thin on what happens after ten months.",
    "I would visit this place before I say no.",
)
TO_APPLICANT = (
    "Say who pays for the hours of the young people, and from when.",
    "Your example from last summer is the strongest part. Begin with it.",
    "Name one person who answers for the plan, and the day on which you look at it again.",
)
SEED = 6
FOREMOST = (
    10  # the institutions of the story, which applied first, are a little better than those who came after
)
LEVELS, LOWER = (2.3, 3.4), (1.6, 2.8)


def tell(*, now: datetime) -> None:
    """Plan, assign, score, step back, send and lock; all of it long before today."""
    call = Call.objects.select_related("community").get(
        community__slug="demo-stem", title__en=TITLES["B"]["en"]
    )
    story = Story(call.community, Person.objects.get(email="coordinator-01@example.org"), now)
    due = story.ago(405)
    terms = planning.Terms(3, due, shows_peers=False, perspectives={P.YOUTH: 1})
    planning.write_plan(call=call, terms=terms, revision=0, actor=story.by, now=story.ago(424))
    found = [_reviewer(story, call, label, seen) for label, seen in PEOPLE]
    for reviewer in found:
        actor = reviewer.membership.person
        ties.declare_ties(reviewer=reviewer, ties=[], actor=actor, now=story.ago(422))
    _assign(story, call, 421)
    _step_back(story, call)
    _assign(story, call, 416)
    _score(story, call)
    planning.lock_reviews(call=call, is_locked=True, actor=story.by, now=story.ago(404))
    calibrating.calibrate(call=call, now=story.ago(404))


def _reviewer(story: Story, call: Call, label: str, perspective: Perspective) -> Reviewer:
    membership = Membership.objects.filter(community=call.community, name=label).first()
    if membership is None:
        joined = story.ago(430)
        person = make_person(email=address_of(label), actor=None, now=joined, time_zone="America/Chicago")
        membership = add_membership(
            person=person,
            community=call.community,
            role=Role.REVIEWER,
            name=label,
            actor=None,
            now=joined,
        )
    if label == "Reviewer 03":
        affiliate(
            organization=Organization.objects.get(community=call.community, name=EMPLOYED_BY),
            membership=membership,
            role=AffiliationRole.SUPERVISOR,
            since=story.ago(428).date(),
            actor=story.by,
            now=story.ago(428),
        )
    load = reviewers.Load(perspective, 0, 8)
    return reviewers.add_reviewer(
        call=call, membership=membership, load=load, actor=story.by, now=story.ago(423)
    )


def _assign(story: Story, call: Call, days: int) -> None:
    now = story.ago(days)
    run = assigning.start_run(call=call, actor=story.by, now=now, seed=SEED)
    assigning.propose(run_id=run.pk, now=now)
    run.refresh_from_db()
    assigning.confirm_run(run=run, actor=story.by, now=now)


def _reviews(call: Call) -> list[Review]:
    rows = Review.objects.filter(assignment__reviewer__call=call, state=ReviewState.DRAFT)
    needed = ("community", "assignment__reviewer__membership__person", "assignment__application__call")
    return list(rows.select_related(*needed).order_by("assignment__application__created_at", "pk"))


def _step_back(story: Story, call: Call) -> None:
    """Let the second and the fifth reviewer find a tie in one application each."""
    for label, reason in zip(("Reviewer 02", "Reviewer 05"), STEPS_BACK, strict=True):
        review = next(row for row in _reviews(call) if row.assignment.reviewer.membership.name == label)
        actor = review.assignment.reviewer.membership.person
        reviewing.recuse(review=review, reason=reason, actor=actor, now=story.ago(418))


def _score(story: Story, call: Call) -> None:
    """Score every application around a quality of its own, then send each review in the week that follows."""
    rng, criteria, now = random.Random(SEED), list(criteria_of(call)), story.ago(414)  # noqa: S311
    reviews = _reviews(call)
    order = sorted({row.assignment.application_id for row in reviews})
    quality = {one: rng.uniform(*(LEVELS if at < FOREMOST else LOWER)) for at, one in enumerate(order)}
    scores, versions = [], []
    for review in reviews:
        number = int(review.assignment.reviewer.membership.name[-2:])
        level = quality[review.assignment.application_id] + LENIENCY.get(number, 0.0)
        of = {"community_id": review.community_id, "review": review}
        for criterion in criteria:
            value = min(4, max(0, round(rng.gauss(level, 0.5))))
            why = WHY[value][len(scores) % len(WHY[value])]
            score = Score(criterion=criterion, value=value, comment=why, revision=1, comment_revision=1, **of)
            score.saved_at = now
            scores.append(score)
            for field, text in ((f"score-{criterion.code}", str(value)), (f"comment-{criterion.code}", why)):
                kept = {"field": field, "text": text, "kind": "saved", "base": 0, "revision": 1}
                versions.append(ReviewVersion(saved_at=now, **kept, **of))
    Score.objects.bulk_create(scores)
    ReviewVersion.objects.bulk_create(versions)
    for place, review in enumerate(reviews):
        actor, at = review.assignment.reviewer.membership.person, story.ago(413 - place % 7)
        by = {"review": review, "actor": actor, "now": at}
        reviewing.save(key="closing-comment", text=TO_PANEL[place % len(TO_PANEL)], base=0, **by)
        if place % 2 == 0:
            reviewing.save(
                key="closing-applicant", text=TO_APPLICANT[place % len(TO_APPLICANT)], base=0, **by
            )
        reviewing.send_review(**by)
