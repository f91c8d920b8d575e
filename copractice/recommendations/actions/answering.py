"""What an organization does with a recommendation: it answers, takes steps, and shows evidence."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from copractice.applications.actions.answering import storable
from copractice.applications.actions.uploading import MEGABYTE, MEGABYTES, ORPHANED_AFTER, Sent
from copractice.applications.files import stored
from copractice.applications.files.uploads import BadFile, Checked, checked
from copractice.communities.queries.organizations import local_day
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, move, require
from copractice.people.models import Person
from copractice.recommendations.actions.telling import tell_author, tell_facilitators
from copractice.recommendations.actions.writing import held
from copractice.recommendations.models import Evidence, Recommendation, Response, Step
from copractice.recommendations.queries.people import named, people_of
from copractice.recommendations.rules import is_author, may_answer, may_take_steps
from copractice.recommendations.states import (
    MOVES,
    STEP_MOVES,
    Answer,
    Change,
    RecommendationState,
    StepState,
)

MOST_BYTES = MEGABYTES * MEGABYTE


@dataclass(frozen=True)
class Plan:
    """What a step is, who does it, what kind of change it is, and by when."""

    title: str
    owner: str
    kind: Change
    due_on: date | None


@transaction.atomic
def answer(
    *, recommendation: Recommendation, said: Answer, reason: str, actor: Person, now: datetime
) -> Response:
    """Answer a recommendation, once; after the due day the answer is taken and marked as late.

    Declined needs a reason, adapted what is done differently.
    """
    row = held(recommendation)
    require(
        not is_author(actor, row), _("You wrote this one. Somebody else of your organization answers it.")
    )
    require(
        row.state == RecommendationState.OFFERED,
        _("This one is answered or taken back already. Open the page again."),
    )
    require(may_answer(actor, row, now), _("Only leaders, umbrella leads and executives answer."))
    reason = storable(reason).strip()
    require(said != Answer.DECLINED or reason != "", _("Say why not: its author reads the reason."))
    require(said != Answer.ADAPTED or reason != "", _("Say what you do differently from what was asked."))
    response = Response.objects.create(
        community_id=row.community_id,
        recommendation=row,
        answer=said,
        reason=reason,
        by=actor,
        name=named(actor, row, people_of(row.seat, now)),
        at=now,
        is_late=row.due_on is not None and local_day(row.community, now) > row.due_on,
    )
    row.state = move(MOVES, RecommendationState(row.state), "answer")
    row.save(update_fields=["state"])
    record(actor, "recommendation.answer", response, community_id=row.community_id, at=now)
    _tell("recommendation_answered", row, now)
    return response


@transaction.atomic
def add_step(
    *, recommendation: Recommendation, plan: Plan, form_key: str, actor: Person, now: datetime
) -> Step:
    """Write down a step; the first one puts the recommendation in practice. The same form twice is one step."""
    row = _kept(recommendation, actor, now)
    before = Step.objects.filter(community=row.community_id, form_key=form_key).first()
    if before:
        return before
    step = Step.objects.create(
        community_id=row.community_id,
        response=row.response,
        title=plan.title,
        owner=plan.owner,
        kind=plan.kind,
        due_on=plan.due_on,
        form_key=form_key,
        added_at=now,
    )
    if row.state == RecommendationState.ANSWERED:
        row.state = move(MOVES, RecommendationState(row.state), "begin")
        row.save(update_fields=["state"])
    record(actor, "step.add", step, community_id=row.community_id, at=now)
    _tell("recommendation_moved", row, now)
    return step


@transaction.atomic
def move_step(*, step: Step, name: str, actor: Person, now: datetime) -> Step:
    """Finish, drop or reopen a step."""
    row = _kept(step.response.recommendation, actor, now)
    step = Step.objects.select_for_update().get(pk=step.pk)
    step.state = move(STEP_MOVES, StepState(step.state), name)
    step.ended_at = None if step.state == StepState.OPEN else now
    step.save(update_fields=["state", "ended_at"])
    record(actor, f"step.{name}", step, community_id=row.community_id, at=now)
    _tell("recommendation_moved", row, now)
    return step


def add_evidence(
    *,
    step: Step,
    note: str,
    link: str,
    file: Sent | None,
    form_key: str,
    folder: Path,
    actor: Person,
    now: datetime,
) -> Evidence:
    """Show that a step happened: by a note, a link or a file, which is on the disk before a row names it.

    Refuses what is no PDF, PNG or JPEG or holds what acts by itself, and evidence that shows nothing.
    """
    note = storable(note).strip()
    require(bool(note or link or file), _("Write a note, give a link, or choose a file."))
    require(may_take_steps(actor, step.response.recommendation, now), _not_yours())
    before = Evidence.objects.filter(community=step.community_id, form_key=form_key).first()
    if before:
        return before
    taken = _stored(file, folder) if file else None
    return _shown(step, Evidence(note=note, link=link, form_key=form_key), taken, actor, now)


@transaction.atomic
def _shown(step: Step, row: Evidence, file: Checked | None, actor: Person, now: datetime) -> Evidence:
    recommendation = _kept(step.response.recommendation, actor, now)
    before = Evidence.objects.filter(community=step.community_id, form_key=row.form_key).first()
    if before:  # sent twice at once; a file of the second is swept, since no row names it
        return before
    row.community_id, row.step, row.by, row.at = step.community_id, step, actor, now
    row.name = named(actor, recommendation, people_of(recommendation.seat, now))
    if file:
        row.file_name, row.stored, row.content_type = file.name, file.stored, file.content_type
        row.size, row.sha256 = len(file.content), hashlib.sha256(file.content).hexdigest()
    row.save(force_insert=True)
    record(actor, "evidence.add", row, community_id=row.community_id, at=now)
    _tell("recommendation_moved", recommendation, now)
    return row


def sweep_evidence(*, folder: Path, now: datetime) -> int:
    """Drop the files that no evidence names: of requests that were cut off; returns how many."""
    old = set(stored.names_before(folder, now - ORPHANED_AFTER))
    orphans = old - set(Evidence.objects.filter(stored__in=old).values_list("stored", flat=True))
    for name in orphans:
        stored.remove(folder, name)
    return len(orphans)


def _kept(recommendation: Recommendation, actor: Person, now: datetime) -> Recommendation:
    row = held(recommendation)
    require(may_take_steps(actor, row, now), _not_yours())
    return row


def _not_yours() -> str:
    return _("Steps are written by the organization that said yes, until the recommendation is closed.")


def _stored(file: Sent, folder: Path) -> Checked:
    if file.size > MOST_BYTES:
        raise Refused(
            _("This file has %(found)s, and %(most)s fit. Send a smaller one.")
            % {"found": filesizeformat(file.size), "most": filesizeformat(MOST_BYTES)}
        )
    try:
        taken = checked(file.name, file.content)
        stored.store(folder, taken.stored, taken.content)
    except BadFile as bad:
        raise Refused(bad.sentence) from None
    except OSError:
        raise Refused(_("The site has no room for this file now. Tell the staff, and try again.")) from None
    return taken


def _tell(kind: str, row: Recommendation, now: datetime) -> None:
    """Tell the author and the facilitators of a turn that the organization made."""
    tell_author(kind, row, now)
    tell_facilitators("recommendation_moved", row, now, without=row.learning.participant.person_id)
