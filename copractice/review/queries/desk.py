"""What staff see of reviewing: reviewers with their loads, runs, and what was scored; never of a tied call."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from copractice.applications.models import Application
from copractice.applications.queries.applications import visible_to as applications_visible_to
from copractice.calls.models import Call
from copractice.communities.models import Community, Membership, Role
from copractice.communities.queries.memberships import STAFF, current
from copractice.people.models import Person
from copractice.review.models import Assignment, AssignmentRun, Review, Reviewer, ReviewPlan
from copractice.review.queries.reviews import UNSEEN
from copractice.review.queries.ties import barred_for, barred_from
from copractice.review.states import Grade, ReviewState, RunState


def run_by(person: Person, now: datetime) -> QuerySet[Membership]:
    """Return the memberships by which a person runs communities."""
    return Membership.objects.filter(current(now), person_id=person.pk, role__in=STAFF)


def run_reviewers(person: Person, now: datetime) -> QuerySet[Reviewer]:
    """Return the reviewers of the communities that a person runs."""
    rows = Reviewer.objects.filter(community__in=run_by(person, now).values("community"))
    return rows.select_related("community", "call__community", "membership__person")


def run_runs(person: Person, now: datetime) -> QuerySet[AssignmentRun]:
    """Return the assignment runs of the communities that a person runs, the newest first."""
    rows = AssignmentRun.objects.filter(community__in=run_by(person, now).values("community"))
    return rows.select_related("community", "call__community", "made_by", "confirmed_by").order_by("-pk")


def run_reviews(person: Person, now: datetime) -> QuerySet[Review]:
    """Return the reviews of the communities that a person runs; no right to an application with a tie."""
    rows = Review.objects.filter(community__in=run_by(person, now).values("community"))
    needed = ("community", "assignment__application__call__community", "assignment__reviewer__membership")
    return rows.select_related(*needed)


def candidates(call: Call, now: datetime) -> QuerySet[Membership]:
    """Return who has the role of a reviewer and does not review for this call yet, by name."""
    rows = Membership.objects.filter(current(now), community=call.community_id, role=Role.REVIEWER)
    taken = Reviewer.objects.filter(call=call).values("membership")
    return rows.exclude(pk__in=taken).order_by("sort_name", "pk")


def holding_now(call: Call, now: datetime) -> QuerySet[Reviewer]:
    """Return who reviews for a call now."""
    on = Q(until__isnull=True) | Q(until__gt=now)
    held = Q(membership__until__isnull=True) | Q(membership__until__gt=now)
    rows = Reviewer.objects.filter(on, held, call=call)
    return rows.select_related("membership__person").order_by("pk")


def list_of(call: Call, person: Person, now: datetime) -> list[Reviewer]:
    """Return a call's reviewers by name with `asked`, `sent` and `ties`, counted without what bars the reader."""
    barred = barred_from(person, call, now)
    seen = ~Q(assignments__application__in=barred) & ~Q(assignments__application__state__in=UNSEEN)
    live = seen & Q(assignments__until__isnull=True)
    rows = Reviewer.objects.filter(call=call).select_related("membership")
    rows = rows.annotate(
        asked=Count("assignments", filter=live, distinct=True),
        sent=Count(
            "assignments",
            filter=live & Q(assignments__review__state=ReviewState.SUBMITTED),
            distinct=True,
        ),
        tied=Count("ties", filter=Q(ties__until__isnull=True, ties__grade=Grade.BARRED), distinct=True),
    )
    return list(rows.order_by("membership__sort_name", "pk"))


def newest_run(call: Call) -> AssignmentRun | None:
    """Return the last run of a call that was not dropped."""
    rows = AssignmentRun.objects.filter(call=call).exclude(state=RunState.DROPPED)
    return rows.select_related("community").order_by("-pk").first()


def kept_runs() -> QuerySet[AssignmentRun]:
    """Return every run that has a result, over all communities, to be made again."""
    rows = AssignmentRun.objects.filter(result__isnull=False)
    return rows.select_related("community", "call").order_by("community", "pk")


def has_begun(call: Call) -> bool:
    """Tell whether anything of a call was ever assigned."""
    return Assignment.objects.filter(reviewer__call=call).exists()


def to_review(call: Call) -> QuerySet[Application]:
    """Return the applications of a call that are reviewed: sent, not withdrawn, not ruled out."""
    return Application.objects.filter(call=call).exclude(state__in=UNSEEN).order_by("code")


def is_short(plan: ReviewPlan) -> bool:
    """Tell whether an application lacks reviewers; for staff without a tie, since it counts all of them."""
    return live_pairs(plan.call).count() < plan.reviews_each * to_review(plan.call).count()


def live_pairs(call: Call) -> QuerySet[Assignment]:
    """Return the assignments of a call that stand."""
    rows = Assignment.objects.filter(reviewer__call=call, until__isnull=True)
    return rows.exclude(application__state__in=UNSEEN).exclude(review__state=ReviewState.RECUSED)


def application_for(person: Person, community: Community, code: str, now: datetime) -> Application | None:
    """Return an application to staff who may see its reviews: not tied to it, no own review of it open."""
    runs = run_by(person, now).values("community")
    rows = applications_visible_to(person, now).filter(community=community, community__in=runs, code=code)
    application = rows.exclude(state__in=UNSEEN).first()
    if application is None or application.pk in barred_from(person, application.call, now):
        return None
    return application


def reviews_of(application: Application, now: datetime) -> list[Review]:
    """Return the reviews of an application that were sent and count, in the order of their codes; for staff."""
    rows = live_pairs(application.call).filter(application=application)
    reviews = Review.objects.filter(assignment__in=rows.values("pk"))
    reviews = reviews.select_related("assignment__reviewer__membership")
    found = list(reviews.order_by("code"))
    people = {review.assignment.reviewer.membership.person_id for review in found}
    tied = barred_for(people, application.call, now)
    return [
        review
        for review in found
        if application.pk not in tied[review.assignment.reviewer.membership.person_id]
    ]


def comments_to_applicants(call: Call, applications: Collection[int], now: datetime) -> dict[int, str]:
    """Return what reviewers wrote to each applicant, of the reviews that count, without a word of who wrote it.

    Ties and unsent reviews of the reader are the caller's to leave out.
    """
    rows = live_pairs(call).filter(application__in=applications, review__state=ReviewState.SUBMITTED)
    rows = rows.exclude(review__comment_to_applicant="").select_related("review", "reviewer__membership")
    found = list(rows.order_by("review__code"))
    tied = barred_for({row.reviewer.membership.person_id for row in found}, call, now)
    texts: dict[int, list[str]] = defaultdict(list)
    for row in found:
        if row.application_id not in tied[row.reviewer.membership.person_id]:
            texts[row.application_id].append(row.review.comment_to_applicant.strip())
    return {application: "\n\n".join(said) for application, said in texts.items()}
