"""A reviewed call for the test world: a plan, three reviewers, two applications, and who reviews what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from copractice.applications.actions import sending
from copractice.applications.models import Application
from copractice.calls.models import Call
from copractice.calls.states import Party
from copractice.communities.actions import add_membership
from copractice.communities.models import (
    Community,
    Membership,
    Organization,
    OrganizationKind,
    Role,
    sort_key,
)
from copractice.people.models import Person
from copractice.review.actions import assigning, planning, reviewers, reviewing, ties
from copractice.review.models import AssignmentRun, Review, Reviewer, ReviewPlan, Tie
from copractice.review.queries.writing import lines_of
from copractice.review.states import Grade, Perspective
from tests.world_applications import begin, finish, join
from tests.world_calls import make_call

SEED = 7


@dataclass(frozen=True)
class Reviewed:
    """A call past its close with two sent applications, each assigned to two of three reviewers."""

    call: Call
    plan: ReviewPlan
    applications: list[Application]
    reviewers: list[Reviewer]
    run: AssignmentRun
    tie: Tie

    @property
    def reviews(self) -> list[Review]:
        """Return all reviews, in the order of applications and reviewers."""
        rows = Review.objects.select_related(
            "community", "assignment__application__call", "assignment__reviewer__membership__person"
        )
        return list(rows.filter(assignment__reviewer__call=self.call).order_by("assignment"))

    @property
    def review(self) -> Review:
        """Return one of them."""
        return self.reviews[0]


def person_of(review: Review) -> Person:
    """Return who writes a review."""
    return review.assignment.reviewer.membership.person


def make_reviewed(community: Community, actor: Person, now: datetime) -> Reviewed:
    """Make a call whose applications are assigned and wait for their reviews."""
    call = make_call(community, actor, now, title="Reviewed call")
    applications = [send_one(call, now, number) for number in (1, 2)]
    call = close(call, now)
    plan = plan_it(call, actor, now)
    found = [add(call, actor, now, number) for number in (1, 2, 3)]
    for reviewer in found:
        declare(reviewer, now)
    elsewhere = make_organization(community, "Far Away Works", now)
    tie = Tie.objects.create(
        community=community,
        reviewer=found[0],
        organization=elsewhere,
        grade=Grade.BARRED,
        origin="staff",
        note="Worked there.",
        since=now,
    )
    run = assign(call, actor, now)
    return Reviewed(call, plan, applications, found, run, tie)


def send_one(
    call: Call, now: datetime, number: int, *, age: int = 16, organization: Organization | None = None
) -> Application:
    """Have an application sent that all its parties completed."""
    name = organization.name if organization else f"Example House {number}"
    lead = begin(call, now, name=f"lead-{number}-{call.code}", organization=name)
    if organization:
        lead.organization = organization
        lead.save(update_fields=["organization"])
    others = [
        join(lead, Party.UMBRELLA, now, name=f"umbrella-{number}-{call.code}"),
        join(lead, Party.YOUTH, now, name=f"youth-{number}-{call.code}", age=age),
    ]
    for part in [lead, *others]:
        finish(part, now)
    return sending.send(application=lead.application, actor=lead.owner, now=now)


def close(call: Call, now: datetime) -> Call:
    """Have a call's deadline over for two hours."""
    dates = {"opens_at": now - timedelta(days=20), "closes_at": now - timedelta(hours=2)}
    Call.objects.filter(pk=call.pk).update(**dates)
    return Call.objects.select_related("community").get(pk=call.pk)


def plan_it(call: Call, actor: Person, now: datetime, **more: object) -> ReviewPlan:
    """Plan two reviews each, due in ten days."""
    said = {"reviews_each": 2, "due_at": now + timedelta(days=10)} | more
    before = ReviewPlan.objects.filter(call=call).first()
    revision = before.revision if before else 0
    return planning.write_plan(
        call=call, terms=planning.Terms(**said), revision=revision, actor=actor, now=now
    )


def make_member(community: Community, number: int, now: datetime) -> Membership:
    """Make somebody with the role of a reviewer."""
    person = Person.objects.create_user(f"reader{number}@{community.slug}.example.org")
    return add_membership(
        person=person,
        community=community,
        role=Role.REVIEWER,
        name=f"Reader {number} of {community.slug}",
        actor=None,
        now=now,
    )


def add(
    call: Call,
    actor: Person,
    now: datetime,
    number: int,
    *,
    most: int = 8,
    perspective: Perspective = Perspective.COMMUNITY,
) -> Reviewer:
    """Make a person who reviews for a call."""
    member = make_member(call.community, number, now)
    load = reviewers.Load(perspective, 0, most)
    return reviewers.add_reviewer(call=call, membership=member, load=load, actor=actor, now=now)


def declare(reviewer: Reviewer, now: datetime, said: Sequence[ties.Said] = ()) -> Reviewer:
    """Have a reviewer declare ties; none if nothing is said."""
    actor = reviewer.membership.person
    return ties.declare_ties(reviewer=reviewer, ties=said, actor=actor, now=now)


def assign(call: Call, actor: Person, now: datetime, seed: int = SEED) -> AssignmentRun:
    """Have the engine propose, and confirm it."""
    run = assigning.start_run(call=call, actor=actor, now=now, seed=seed)
    assigning.propose(run_id=run.pk, now=now)
    run.refresh_from_db()
    return assigning.confirm_run(run=run, actor=actor, now=now)


def score(review: Review, now: datetime, *values: str, comment: str = "Because of the plan.") -> Review:
    """Write scores into a review, the last value for all criteria that are left, and a comment to each."""
    actor = person_of(review)
    for place, line in enumerate(lines_of(review)):
        value = values[min(place, len(values) - 1)]
        by = {"review": review, "base": 0, "actor": actor, "now": now}
        reviewing.save(key=line.value.key, text=value, **by)
        reviewing.save(key=line.comment.key, text=comment, **by)
    return review


def send(review: Review, now: datetime, *values: str) -> Review:
    """Score a review and send it."""
    return reviewing.send_review(review=score(review, now, *values), actor=person_of(review), now=now)


def make_organization(community: Community, name: str, now: datetime) -> Organization:
    """Make an employer of the community."""
    return Organization.objects.create(
        community=community,
        name=name,
        sort_name=sort_key(name),
        kinds=[OrganizationKind.EMPLOYER],
        created_at=now,
    )
