"""The way of a call's text: written, published, followed by a next version that says what it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from copractice.calls.actions.drafting import check_revision, draft_in, written
from copractice.calls.analysis.changes import changes_between
from copractice.calls.analysis.readiness import gaps_of
from copractice.calls.models import Call, CallVersion, Question
from copractice.calls.queries.calls import to_open
from copractice.calls.queries.versions import draft_of, published_of
from copractice.calls.rules import is_published, may_start_version
from copractice.calls.states import MOVES, CallState
from copractice.communities.queries.memberships import author_membership
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, move, require
from copractice.people.models import Person


@dataclass(frozen=True)
class Words:
    """What a version says, by language; `title` is the call's, and stays once the call was read."""

    title: Mapping[str, str]
    summary: Mapping[str, str]
    text: Mapping[str, str]


@transaction.atomic
def write(*, call: Call, words: Words, revision: int, actor: Person, now: datetime) -> CallVersion:
    """Write the draft of a version, if it still is as its writer saw it."""
    call = written(call, actor, now)
    version = draft_in(call)
    check_revision(version, revision)
    if not is_published(call):
        call.title = dict(words.title)
        call.save(update_fields=["title"])
    version.summary, version.text = dict(words.summary), dict(words.text)
    version.revision += 1
    version.save()
    record(actor, "call.write", version, community_id=call.community_id, at=now)
    return version


@transaction.atomic
def announce(*, call: Call, actor: Person, now: datetime) -> Call:
    """Publish a call that opens by itself when its opening time comes."""
    call = written(call, actor, now)
    require(
        call.opens_at is not None and call.opens_at > now,
        _("A call is announced when its opening lies ahead. Open it now, or choose a later opening."),
    )
    require(call.state == CallState.DRAFT and not is_published(call), _("This call is public already."))
    _publish_first(call, actor, now)
    record(actor, "call.announce", call, community_id=call.community_id, at=now)
    return call


@transaction.atomic
def open_call(*, call: Call, actor: Person | None, now: datetime) -> Call:
    """Take applications from now on; without an actor the clock opens an announced call at its time."""
    if actor:
        call = written(call, actor, now)
    else:
        call = Call.objects.select_for_update(of=("self",)).select_related("community").get(pk=call.pk)
        require(to_open(now).filter(pk=call.pk).exists(), _("The opening time has not come yet."))
    call.state = move(MOVES, CallState(call.state), "open")
    if actor and not is_published(call):
        _publish_first(call, actor, now)
    call.opened_at = now
    call.opens_at = min(now, call.opens_at or now)
    call.save()
    record(actor, "call.open", call, community_id=call.community_id, at=now)
    return call


def open_due(*, now: datetime) -> int:
    """Open the announced calls whose time has come, each on its own; return how many were opened."""
    opened = 0
    for call in to_open(now):
        try:
            open_call(call=call, actor=None, now=now)
        except Refused:  # staff opened it since it was found
            continue
        opened += 1
    return opened


@transaction.atomic
def start_version(*, call: Call, actor: Person, now: datetime) -> CallVersion:
    """Begin the next version of a published call as a copy of the one that holds; a draft that is there stays."""
    call = written(call, actor, now)
    require(may_start_version(call), _version_time())
    known = draft_of(call)
    if known:
        return known
    holds = _holding(call)
    version = CallVersion.objects.create(
        community_id=call.community_id,
        call=call,
        number=holds.number + 1,
        summary=holds.summary,
        text=holds.text,
        created_at=now,
    )
    copies = list(holds.questions.order_by("party", "number"))
    for question in copies:
        question.pk, question.version, question.revision = None, version, 1
    Question.objects.bulk_create(copies)
    record(actor, "call.start_version", version, community_id=call.community_id, at=now)
    return version


@transaction.atomic
def publish_version(
    *, call: Call, why: Mapping[str, str], revision: int, actor: Person, now: datetime
) -> CallVersion:
    """Publish the next version, as its writer last saw it, with what changed and why.

    Where it asks more than before, whoever is at work is written to in the background.
    """
    call = written(call, actor, now)
    version, holds = draft_in(call), _holding(call)
    require(may_start_version(call), _version_time())
    check_revision(version, revision)
    changed = changes_between(holds, version)
    require(
        bool(changed), _("This version says the same as the one before. Change something, or discard it.")
    )
    require(bool(why.get(call.community.languages[0])), _("Say what changed and why: it stays on the page."))
    _require_whole(call, version, now)
    version.must_confirm = changed.must_confirm
    version.why = dict(why)
    _publish(version, actor, now)
    record(actor, "call.publish_version", version, community_id=call.community_id, at=now)
    if version.must_confirm:
        app.configure_task("applications.tell_version").defer(version_id=version.pk)
    return version


@transaction.atomic
def discard_version(*, call: Call, actor: Person, now: datetime) -> None:
    """Throw away the draft of a next version; the one that holds stays."""
    call = written(call, actor, now)
    require(is_published(call), _("The first version is not thrown away: change it instead."))
    version = draft_in(call)
    record(actor, "call.discard_version", version, community_id=call.community_id, at=now)
    version.delete()


def _version_time() -> str:
    return _("A call changes by a new version between its publication and its deadline, not now.")


def _holding(call: Call) -> CallVersion:
    version = published_of(call)
    if version is None:
        raise Refused(_version_time())
    return version


def _publish_first(call: Call, actor: Person, now: datetime) -> None:
    version = draft_in(call)
    _require_whole(call, version, now)
    _publish(version, actor, now)


def _require_whole(call: Call, version: CallVersion, now: datetime) -> None:
    gaps = gaps_of(call, version, now)
    require(not gaps, " ".join(gaps))


def _publish(version: CallVersion, actor: Person, now: datetime) -> None:
    version.published_at = now
    version.published_by = author_membership(actor, version.call.community, now)
    version.save()
