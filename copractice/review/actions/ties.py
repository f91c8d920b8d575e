"""Ties: declared by reviewers, entered by staff, found in the records; a tie that bars seals at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.ledger.actions import record
from copractice.ledger.states import move, require
from copractice.people.models import Person
from copractice.review.actions.planning import held_plan
from copractice.review.models import Review, Reviewer, Tie
from copractice.review.queries.ties import applicants_of, barred_from, found_for
from copractice.review.rules import may_plan
from copractice.review.states import REVIEW_MOVES, Grade, Origin, ReviewState

BY_TIE = "A tie became known."  # stored untranslated; readers get it in their language


@dataclass(frozen=True)
class Said:
    """One tie that a reviewer or staff names: the applicant by the key of the form, and what it does."""

    key: str
    grade: Grade
    note: str = ""


@transaction.atomic
def declare_ties(*, reviewer: Reviewer, ties: Iterable[Said], actor: Person, now: datetime) -> Reviewer:
    """Declare one's own ties, none too; from then on the reviewer's applications come into sight."""
    held_plan(reviewer.call)
    require(reviewer.membership.person_id == actor.pk, _("Each reviewer declares their own ties."))
    _keep(reviewer, ties, Origin.DECLARED, now)
    reviewer.declared_at = reviewer.declared_at or now
    reviewer.save(update_fields=["declared_at"])
    keep_found([reviewer], now)
    seal(reviewer, now)
    record(actor, "tie.declare", reviewer, community_id=reviewer.community_id, at=now)
    return reviewer


@transaction.atomic
def add_tie(*, reviewer: Reviewer, tie: Said, actor: Person, now: datetime) -> Reviewer:
    """Enter a tie that staff know of; a draft that it bars is sealed at once."""
    held_plan(reviewer.call)
    require(may_plan(actor, reviewer.call, now), _("Only staff enter ties of others."))
    require(bool(tie.note.strip()), _("Say how you know of this tie."))
    _keep(reviewer, [tie], Origin.STAFF, now)
    seal(reviewer, now)
    record(actor, "tie.add", reviewer, community_id=reviewer.community_id, at=now)
    return reviewer


@transaction.atomic
def end_tie(*, tie: Tie, actor: Person, now: datetime) -> Tie:
    """End a tie that was declared or entered; reviews that it ended stay ended."""
    held_plan(tie.reviewer.call)
    require(may_plan(actor, tie.reviewer.call, now), _("Only staff end ties."))
    require(tie.origin != Origin.COMPUTED, _("This tie stands in the records. Change it there."))
    tie = Tie.objects.select_for_update().get(pk=tie.pk)
    require(tie.until is None, _("That is done already."))
    tie.until = now
    tie.save(update_fields=["until"])
    record(actor, "tie.end", tie, community_id=tie.community_id, at=now)
    return tie


def keep_found(reviewers: Iterable[Reviewer], now: datetime) -> None:
    """Keep as ties what the records say of these reviewers of one call; inside the caller's transaction."""
    rows = list(reviewers)
    if not rows:
        return
    found = found_for({row.membership.person_id for row in rows}, rows[0].call, now)
    made = {"grade": Grade.BARRED, "origin": Origin.COMPUTED, "since": now}
    ties = []
    for row in rows:
        of = {"community_id": row.community_id, "reviewer": row} | made
        one = found[row.membership.person_id]
        ties += [Tie(organization_id=pk, **of) for pk in sorted(one.organizations)]
        ties += [Tie(application_id=pk, **of) for pk in sorted(one.applications)]
    Tie.objects.bulk_create(ties, ignore_conflicts=True)


def seal(reviewer: Reviewer, now: datetime) -> None:
    """End every review of an application that a reviewer is barred from; inside the caller's transaction."""
    barred = barred_from(reviewer.membership.person, reviewer.call, now)
    rows = Review.objects.select_for_update(of=("self",)).select_related("assignment")
    rows = rows.filter(assignment__reviewer=reviewer, assignment__application__in=barred)
    for review in rows.exclude(state=ReviewState.RECUSED).order_by("pk"):
        end_review(review, BY_TIE, now)


def end_review(review: Review, reason: str, now: datetime) -> None:
    """Recuse a held review and end its assignment; its text stays, out of everybody's sight."""
    review.state = move(REVIEW_MOVES, ReviewState(review.state), "recuse")
    review.recused_because = reason
    review.save(update_fields=["state", "recused_because"])
    assignment = review.assignment
    assignment.until, assignment.ended_because = now, reason
    assignment.save(update_fields=["until", "ended_because"])


def _keep(reviewer: Reviewer, ties: Iterable[Said], origin: Origin, now: datetime) -> None:
    known = {one.key: one for one in applicants_of(reviewer, now)}
    for said in ties:
        require(said.key in known, _("This list changed meanwhile. Open the page again."))
        one = known[said.key]
        same = {"organization": one.organization, "application": one.application, "origin": origin}
        # Said again with another grade, the newer word holds.
        Tie.objects.filter(reviewer=reviewer, until__isnull=True, **same).update(until=now)
        Tie.objects.create(
            community_id=reviewer.community_id,
            reviewer=reviewer,
            grade=said.grade,
            note=said.note.strip(),
            since=now,
            **same,
        )
