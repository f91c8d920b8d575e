"""Saving a reflection: whatever is sent is kept first, then it is said what became of it.

A save is no act of the log; a reflection has its own history, of which nothing is thrown away.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.applications.actions.answering import storable
from copractice.applications.states import SaveKind
from copractice.cohorts.models import Participant, Reflection, ReflectionVersion, Session
from copractice.cohorts.rules import may_reflect
from copractice.ledger.states import require
from copractice.people.models import Person


@dataclass(frozen=True)
class Save:
    """What became of a text, what the reflection says now, and what was sent."""

    kind: SaveKind
    reflection: Reflection
    said: str


@transaction.atomic
def save(
    *,
    session: Session,
    participant: Participant,
    text: str,
    base: int,
    language: str,
    actor: Person,
    now: datetime,
    previous: str | None = None,
) -> Save:
    """Keep a text, and let it be the reflection if it may.

    `base` is the revision that the browser had; beside a newer one the text is kept as a *conflict*.
    `previous` is a text of the same browser that may have arrived unheard. When the cohort is over, or the
    session has not begun, it is kept as *late*. Only what cannot be stored is refused.
    """
    require(participant.person_id == actor.pk, _("Only whose reflection this is can write it."))
    text = storable(text)
    participant = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    reflection, _new = Reflection.objects.get_or_create(
        session=session,
        participant=participant,
        defaults={"community_id": session.community_id, "language": language},
    )
    if reflection.text == text:
        return Save(SaveKind.SAVED, reflection, text)
    is_next = base + 1 == reflection.revision and previous is not None and previous == reflection.text
    kind = SaveKind.SAVED if base == reflection.revision or is_next else SaveKind.CONFLICT
    kind = kind if may_reflect(participant, session, now) else SaveKind.LATE
    if kind == SaveKind.SAVED:
        reflection.text, reflection.language = text, language
        reflection.revision, reflection.saved_at = reflection.revision + 1, now
        reflection.save()
    _keep(reflection, Save(kind, reflection, text), base, now)
    return Save(kind, reflection, text)


def _keep(reflection: Reflection, save: Save, base: int, now: datetime) -> None:
    """Write the version, unless the newest one kept beside it says the same: a browser that asks again."""
    newest = reflection.versions.order_by("-saved_at", "-pk").first()
    if save.kind != SaveKind.SAVED and newest and (newest.kind, newest.text) == (save.kind, save.said):
        return
    ReflectionVersion.objects.create(
        community_id=reflection.community_id,
        reflection=reflection,
        kind=save.kind,
        text=save.said,
        base=base,
        revision=reflection.revision if save.kind == SaveKind.SAVED else None,
        saved_at=now,
    )
