"""Who reviews for a call: added from the reviewers of the community, with loads and a perspective."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.calls.models import Call
from copractice.communities.models import Membership
from copractice.ledger.actions import record
from copractice.ledger.states import require
from copractice.notices.actions import send_notice
from copractice.people.models import Person
from copractice.review.actions.planning import held_plan
from copractice.review.actions.ties import end_review, keep_found
from copractice.review.models import Review, Reviewer
from copractice.review.queries.desk import candidates
from copractice.review.rules import may_plan
from copractice.review.states import Perspective, ReviewState


@dataclass(frozen=True)
class Load:
    """From where somebody reviews, and how many applications at least and at most."""

    perspective: Perspective
    least: int
    most: int


@transaction.atomic
def add_reviewer(*, call: Call, membership: Membership, load: Load, actor: Person, now: datetime) -> Reviewer:
    """Have somebody with the role of a reviewer review for a call, and ask for the ties by mail."""
    plan = held_plan(call)
    require(may_plan(actor, plan.call, now), _("Only staff choose reviewers."))
    free = candidates(plan.call, now).filter(pk=membership.pk).exists()
    require(free, _("Choose somebody with the role of a reviewer who does not review for this call yet."))
    _require_load(load)
    reviewer = Reviewer.objects.create(
        community_id=plan.community_id,
        call=plan.call,
        membership=membership,
        perspective=load.perspective,
        least=load.least,
        most=load.most,
        since=now,
    )
    keep_found([reviewer], now)
    where = plan.community_id
    send_notice("review_invited", to=membership.person, about=reviewer, community_id=where, now=now)
    record(actor, "reviewer.add", reviewer, community_id=plan.community_id, at=now)
    return reviewer


@transaction.atomic
def change_reviewer(*, reviewer: Reviewer, load: Load, actor: Person, now: datetime) -> Reviewer:
    """Change loads and perspective; assignments that stand are not touched."""
    held_plan(reviewer.call)
    require(may_plan(actor, reviewer.call, now), _("Only staff change reviewers."))
    require(reviewer.until is None, _("This person reviews no more for this call."))
    _require_load(load)
    reviewer.perspective, reviewer.least, reviewer.most = load.perspective, load.least, load.most
    reviewer.save(update_fields=["perspective", "least", "most"])
    record(actor, "reviewer.change", reviewer, community_id=reviewer.community_id, at=now)
    return reviewer


@transaction.atomic
def end_reviewer(*, reviewer: Reviewer, reason: str, actor: Person, now: datetime) -> Reviewer:
    """Have somebody review no more for a call: drafts end with the reason, sent reviews stay."""
    held_plan(reviewer.call)
    require(may_plan(actor, reviewer.call, now), _("Only staff end this."))
    require(bool(reason.strip()), _("Say why, for the record."))
    reviewer = Reviewer.objects.select_for_update(of=("self",)).get(pk=reviewer.pk)
    require(reviewer.until is None, _("That is done already."))
    drafts = Review.objects.select_for_update(of=("self",)).select_related("assignment")
    for review in drafts.filter(assignment__reviewer=reviewer, state=ReviewState.DRAFT).order_by("pk"):
        end_review(review, reason.strip(), now)
    reviewer.until = now
    reviewer.save(update_fields=["until"])
    record(actor, "reviewer.end", reviewer, community_id=reviewer.community_id, at=now)
    return reviewer


def _require_load(load: Load) -> None:
    require(
        0 <= load.least <= load.most <= 200,
        _("The fewest reviews are 0 or more and not above the most, and the most are 200."),
    )
