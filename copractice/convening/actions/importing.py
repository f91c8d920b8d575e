"""Importing a conversation held elsewhere: checked, then written as a closed convening, undone if it must be."""

import hashlib
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from copractice.communities.actions.import_steps import (
    Count,
    Report,
    at_work,
    finish_check,
    finish_run,
    finish_undo,
    locked,
    set_progress,
    told_if_it_fails,
)
from copractice.communities.files import gettext_noop
from copractice.communities.models import Import
from copractice.communities.queries.imports import open_file
from copractice.communities.states import ImportState
from copractice.convening.files.conversation import Conversation, read_conversation
from copractice.convening.models import Convening, Pair, Priority, Statement, Vote, Voter
from copractice.convening.states import ConveningState, StatementState
from copractice.ledger.states import require

KIND = "convening.conversation"
BATCH = 5000
READING = gettext_noop("Reading votes")
WRITING = gettext_noop("Writing votes")


def check(*, import_id: int, now: datetime) -> None:
    """Read both files and report what would be written."""
    row = at_work(import_id, ImportState.CHECKING)
    if row is None:
        return
    with told_if_it_fails(import_id=import_id, now=now):
        conversation = _read(row)
        finish_check(import_id=import_id, report=_report(conversation), now=now)


def run(*, import_id: int, now: datetime) -> None:
    """Write the convening with its statements, voters and votes, all or nothing."""
    row = at_work(import_id, ImportState.IMPORTING)
    if row is None:
        return
    with told_if_it_fails(import_id=import_id, now=now):
        conversation = _read(row)
        set_progress(
            import_id=row.pk, done=len(conversation.votes), total=len(conversation.votes), phrase=WRITING
        )
        _write(import_id, conversation, now)


def undo(*, import_id: int, now: datetime) -> None:
    """Take the convening away again, unless priorities were adopted from it."""
    if at_work(import_id, ImportState.UNDOING) is None:
        return
    with told_if_it_fails(import_id=import_id, now=now), transaction.atomic():
        row = locked(import_id, ImportState.UNDOING)
        if row is None:
            return
        convenings = Convening.objects.select_for_update().filter(pk__in=row.written["convenings"])
        adopted = Priority.objects.filter(convening__in=convenings)
        require(not adopted.exists(), _("Priorities were adopted from this conversation, so it has to stay."))
        Vote.objects.filter(statement__convening__in=convenings)._raw_delete("default")
        Pair.objects.filter(voter__convening__in=convenings)._raw_delete("default")
        convenings.delete()
        finish_undo(row=row, now=now)


def _read(row: Import) -> Conversation:
    with_lines = sum(file.size for file in row.files.filter(role="votes")) // 50

    def progress(done: int) -> None:
        set_progress(import_id=row.pk, done=done, total=max(done, with_lines), phrase=READING)

    return read_conversation(open_file(row, "comments"), open_file(row, "votes"), progress=progress)


def _report(conversation: Conversation) -> Report:
    states = [comment.state for comment in conversation.comments.values()]
    counts = [
        Count(gettext_noop("statements, accepted"), states.count(StatementState.ACCEPTED)),
        Count(gettext_noop("statements, waiting for a moderator"), states.count(StatementState.WAITING)),
        Count(gettext_noop("statements, rejected and never shown"), states.count(StatementState.REJECTED)),
        Count(gettext_noop("people who voted"), len(conversation.people)),
        Count(gettext_noop("votes that count, the last of each person"), len(conversation.votes)),
        Count(
            gettext_noop("earlier votes that were changed later"),
            conversation.events - len(conversation.votes),
        ),
    ]
    return Report(counts=counts)


@transaction.atomic
def _write(import_id: int, conversation: Conversation, now: datetime) -> None:
    row = locked(import_id, ImportState.IMPORTING)
    if row is None:
        return
    times = [at for _value, at in conversation.votes.values()] or [now]
    convening = closed_convening(row, opened=min(times), closed=max(times), now=now)
    voters = voters_named(row, convening, conversation.people, now)
    statements = _statements(row, convening, conversation, voters)
    votes = [
        Vote(
            community_id=row.community_id, voter=voters[who], statement=statements[number], value=value, at=at
        )
        for (who, number), (value, at) in conversation.votes.items()
    ]
    Vote.objects.bulk_create(votes, batch_size=BATCH)
    app.configure_task("convening.freeze").defer(convening_id=convening.pk)
    path = convening.get_absolute_url()
    finish_run(row=row, written={"convenings": [convening.pk]}, result_path=path, now=now)


def closed_convening(
    row: Import, *, opened: datetime, closed: datetime, now: datetime, has_pairs: bool = False
) -> Convening:
    """Make the closed convening that an import fills."""
    held_on = row.context.get("held_on")
    return Convening.objects.create(
        community=row.community,
        title=row.context["title"],
        question=row.context["question"],
        attribution=row.context["attribution"],
        held_on=date.fromisoformat(held_on) if held_on else opened.date(),
        state=ConveningState.CLOSED,
        is_moderated=True,
        hides_results=False,
        has_pairs=has_pairs,
        opened_at=opened,
        closed_at=closed,
        created_at=now,
    )


def voters_named(row: Import, convening: Convening, names: list[str], now: datetime) -> dict[str, Voter]:
    """Make a voter for each name of a file; the name itself is not kept."""
    voters = [
        Voter(
            community_id=row.community_id,
            convening=convening,
            key_hash=hashlib.sha256(f"import {row.code} {name}".encode()).hexdigest(),
            joined_at=now,
        )
        for name in names
    ]
    return dict(zip(names, Voter.objects.bulk_create(voters, batch_size=BATCH), strict=True))


def _statements(
    row: Import, convening: Convening, conversation: Conversation, voters: dict[str, Voter]
) -> dict[int, Statement]:
    statements = [
        Statement(
            community_id=row.community_id,
            convening=convening,
            number=comment.number,
            text=comment.text,
            language=row.context["language"],
            author=voters.get(comment.author),
            state=comment.state,
            written_at=comment.at,
        )
        for comment in conversation.comments.values()
    ]
    written = Statement.objects.bulk_create(statements, batch_size=BATCH)
    return {statement.number: statement for statement in written}
