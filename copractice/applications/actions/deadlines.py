"""Moving a deadline for everybody, for one application or for one party: previewed, then done and told at once."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from copractice.applications.analysis.telling import (
    Audience,
    Reader,
    Target,
    Told,
    audience_of,
    deadline_now,
    deadline_without,
)
from copractice.applications.files.letters import Letter, language_of, letter
from copractice.applications.models import Application
from copractice.applications.rules import may_handle
from copractice.calls.actions.deadlines import NewDeadline, change_deadline, checked
from copractice.calls.analysis.timetable import Timetable
from copractice.calls.models import Call, DeadlineChange
from copractice.calls.rules import may_move_earlier, may_write
from copractice.communities.analysis.instants import in_words
from copractice.ledger.states import require
from copractice.notices.actions import queue
from copractice.people.models import Person


@dataclass(frozen=True)
class Preview:
    """What a new deadline would do: every date it shifts, and every message it sends."""

    dates: Timetable
    audience: Audience
    letters: list[Letter]
    languages: dict[str, int]

    def sample(self, told: Told) -> Letter | None:
        """Return the first message to one group, to be read before anything is sent."""
        places = [reader.told for reader in self.audience.readers]
        return self.letters[places.index(told)] if told in places else None


def preview(*, call: Call, target: Target, new: NewDeadline, actor: Person, now: datetime) -> Preview:
    """Return what a new deadline would do, or refuse it with the reason; nothing is stored or sent."""
    require(may_write(actor, call.community, now), _("Only the community's staff can do this."))
    audience = audience_of(call, target, new.closes_at)
    _check_target(call, target, new, actor, now)
    dates = checked(call, new, has_drafts=audience.has_drafts, actor=actor, now=now)
    letters = [_letter(reader, call, new) for reader in audience.readers]
    languages = Counter(language_of(reader.person, call.community) for reader in audience.readers)
    return Preview(dates, audience, letters, dict(languages))


@transaction.atomic
def move_deadline(
    *, call: Call, target: Target, new: NewDeadline, form_key: str, actor: Person, now: datetime
) -> DeadlineChange:
    """Move a deadline and write to everybody whom it concerns; the same form sent twice moves and tells once."""
    target = _held(call, target)
    call = Call.objects.select_for_update(of=("self",)).select_related("community").get(pk=call.pk)
    known = DeadlineChange.objects.filter(community_id=call.community_id, form_key=form_key).first()
    if known:
        return known
    seen = preview(call=call, target=target, new=new, actor=actor, now=now)
    change = change_deadline(
        call=call,
        new=new,
        form_key=form_key,
        has_drafts=seen.audience.has_drafts,
        told=len(seen.letters),
        actor=actor,
        now=now,
    )
    granted = target.part or target.application
    if granted:
        granted.deadline_change = change
        granted.save(update_fields=["deadline_change"])
    for written in seen.letters:
        queue(**vars(written), community_id=call.community_id, now=now)
    return change


def _held(call: Call, target: Target) -> Target:
    """Return the target as it stands now; until the end nobody sends an application whose deadline moves."""
    rows = Application.objects.select_for_update(of=("self",), no_key=True).filter(call=call).order_by("pk")
    if target.application is None:
        list(rows)
        return target
    needed = ("call", "community", "deadline_change")
    application = rows.select_related(*needed).get(pk=target.application.pk)
    if target.part is None:
        return Target(application)
    parts = application.parts.select_for_update(of=("self",), no_key=True)
    return Target(application, parts.select_related("deadline_change").get(pk=target.part.pk))


def _check_target(call: Call, target: Target, new: NewDeadline, actor: Person, now: datetime) -> None:
    """Refuse what gives one application or party nothing, takes time away, or serves the actor."""
    if target.application is None:
        return
    require(
        may_handle(actor, target.application, now),
        _("You are a party of this application. Another member of the staff decides about its deadline."),
    )
    least, at_present = deadline_without(call, target), deadline_now(call, target)
    told = {"deadline": in_words(least, call.time_zone)}
    require(new.closes_at > least, _("They have until %(deadline)s anyway. Choose a later time.") % told)
    require(
        new.closes_at >= at_present or may_move_earlier(actor, call.community, now),
        _("They were given more time than this, and only an owner takes it away. Choose a later time."),
    )


def _letter(reader: Reader, call: Call, new: NewDeadline) -> Letter:
    application = reader.part.application
    paths = {
        Told.DRAFT: reverse("part", args=[call.community.slug, reader.part.code]),
        Told.INVITED: call.get_absolute_url(),
        Told.SENT: application.get_absolute_url(),
    }
    words = {
        "call": call,
        "part": reader.part,
        "application": application,
        "reason": dict(new.reason),
        "old": reader.old_at,
        "new": reader.new_at,
        "is_later": reader.new_at > reader.old_at,
    }
    return letter(
        f"deadline_{reader.told.value}",
        address=reader.address,
        person=reader.person,
        language=language_of(reader.person, call.community),
        path=paths[reader.told],
        words=words,
    )
