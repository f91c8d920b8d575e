"""A part and the versions of its call: it keeps its own, and goes on to a newer one by rule or by a yes."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from copractice.applications.files.letters import language_of, letter
from copractice.applications.models import Answer, Part
from copractice.applications.queries.deadlines import to_complete
from copractice.applications.queries.parts import newer_versions
from copractice.applications.rules import is_open_part, may_fill
from copractice.calls.models import CallVersion
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, require
from copractice.notices.actions import queue
from copractice.people.models import Person

NEEDED = ("version", "community", "deadline_change", "application__call", "application__deadline_change")


def locked(part: Part) -> Part:
    """Return the part as it stands now; nobody else changes it before the caller's transaction ends."""
    rows = Part.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related(*NEEDED).get(pk=part.pk)


@transaction.atomic
def open_part(*, part: Part, now: datetime) -> Part:
    """Return a part as its owner opens it: on the newest version that asks nothing that must be confirmed."""
    if not is_open_part(part, now) or not newer_versions(part).exists():
        return part
    part = locked(part)
    return follow(part=part) if is_open_part(part, now) else part


def follow(*, part: Part) -> Part:
    """Move a locked part to the newest version, unless one on the way there has to be confirmed first."""
    newer = list(newer_versions(part))
    if newer and not any(version.must_confirm for version in newer):
        _move(part, newer[-1])
    return part


@transaction.atomic
def confirm_version(*, part: Part, number: int, actor: Person, now: datetime) -> Part:
    """Take the newest version for one's part; `number` is the one that was read, so nothing unread is taken."""
    part = locked(part)
    require(may_fill(actor, part, now), _("This part cannot be changed any more."))
    newest = newer_versions(part).last()
    if newest is None:
        return part
    if newest.number != number:
        raise Refused(_("The call changed again meanwhile. Look at what is different now, then confirm it."))
    _move(part, newest)
    record(actor, "part.confirm_version", part, community_id=part.community_id, at=now)
    return part


@transaction.atomic
def tell(*, version_id: int, now: datetime) -> int:
    """Write to whoever has an open part and an address that a version has to be confirmed; return to how many."""
    version = CallVersion.objects.select_related("call__community").get(pk=version_id)
    rows = Part.objects.filter(application__call=version.call, version__number__lt=version.number)
    parts = [part for part in rows.select_related("owner", *NEEDED).order_by("pk") if is_open_part(part, now)]
    return sum(_is_told(part, version, now) for part in parts)


def _is_told(part: Part, version: CallVersion, now: datetime) -> bool:
    person, community = part.owner, version.call.community
    if person is None or not person.email:
        return False
    written = letter(
        "version_to_confirm",
        address=person.email,
        person=person,
        language=language_of(person, community),
        path=reverse("part", args=[community.slug, part.code]),
        words={"part": part, "call": version.call, "version": version, "deadline": to_complete(part)},
    )
    queue(**vars(written), community_id=community.pk, now=now)
    return True


def _move(part: Part, version: CallVersion) -> None:
    """Point a part and its answers at a version; what it does not ask any more stays where it was asked."""
    asked = dict(version.questions.filter(party=part.party).values_list("key", "pk"))
    answers = list(Answer.objects.select_for_update().filter(part=part).select_related("question"))
    for answer in answers:
        answer.question_id = asked.get(answer.question.key, answer.question_id)
    Answer.objects.bulk_update(answers, ["question"])
    part.version = version
    part.save(update_fields=["version"])
