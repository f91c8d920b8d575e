"""Writing learnings and drafts: whatever is sent is kept first, then it is said what became of it.

A save is no act of the log; the texts have their own history, of which nothing is thrown away.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.applications.actions.answering import storable
from copractice.applications.states import SaveKind
from copractice.cohorts.models import Goal, Participant, Session
from copractice.cohorts.states import ParticipantRole
from copractice.consents.queries import is_minor
from copractice.ledger.states import Refused, require
from copractice.people.models import Person
from copractice.recommendations.models import Learning, Recommendation, TextVersion
from copractice.recommendations.queries.learnings import is_veiled
from copractice.recommendations.rules import is_author, may_learn, may_write, may_write_learning
from copractice.recommendations.states import Field

LONGEST_TITLE = 120


@dataclass(frozen=True)
class Source:
    """What a learning grows from: a goal, a session, or neither."""

    goal: Goal | None = None
    session: Session | None = None


@dataclass(frozen=True)
class Said:
    """What a browser sent for one field; `base` is the revision that it had before."""

    field: Field
    text: str
    base: int
    previous: str | None = None


@dataclass(frozen=True)
class Save:
    """What became of a text, what stands in the field now with its revision, and what was sent."""

    kind: SaveKind
    field: Field
    text: str
    revision: int
    said: str


@transaction.atomic
def begin_learning(
    *, participant: Participant, source: Source, language: str, actor: Person, now: datetime
) -> Learning:
    """Begin a learning; an empty one from the same source is gone on with, so that none is begun twice."""
    participant = held_author(participant)
    require(
        may_learn(actor, participant, now),
        _("You can write this once your cohort has begun, while you take part."),
    )
    goal, session = source.goal, source.session
    require(
        (goal is None or goal.seat_id == participant.seat_id)
        and (session is None or session.cohort_id == participant.cohort_id),
        _("This is not of your cohort. Choose a goal or a session of yours."),
    )
    empty = Learning.objects.filter(participant=participant, goal=goal, session=session, revision=0).first()
    return empty or Learning.objects.create(
        community_id=participant.community_id,
        participant=participant,
        goal=goal,
        session=session,
        language=language,
        begun_at=now,
    )


@transaction.atomic
def save_learning(*, learning: Learning, said: Said, language: str, actor: Person, now: datetime) -> Save:
    """Keep a text, and let it be the learning if it may; used or out of time, it is kept as *late*."""
    require(learning.participant.person_id == actor.pk, _("Only whose learning this is can write it."))
    held_author(learning.participant)
    learning = _learning(learning.pk)
    may = may_write_learning(actor, learning, now)
    save = _weighed(said, learning.text, learning.revision, may=may)
    if save.kind == SaveKind.SAVED and save.revision != learning.revision:
        learning.text, learning.language = save.text, language
        learning.revision, learning.saved_at = save.revision, now
        learning.save(update_fields=["text", "language", "revision", "saved_at"])
        _keep(TextVersion(learning=learning), save, said, now)
    elif save.kind != SaveKind.SAVED:
        _keep(TextVersion(learning=learning), save, said, now)
    return save


@transaction.atomic
def begin_recommendation(*, learning: Learning, actor: Person, now: datetime) -> Recommendation:
    """Begin a recommendation from a learning, to the organization of the author's own seat and to no other.

    A draft from the same learning is gone on with. For somebody under 18 it begins in the cohort's name. Of what
    went out in the cohort's name nothing else is made, since two from one learning tell on each other.
    """
    held_author(learning.participant)
    learning = _learning(learning.pk)
    participant = learning.participant
    require(participant.person_id == actor.pk, _("Only whose learning this is can use it."))
    if participant.seat is None or not may_learn(actor, participant, now):
        raise Refused(_("You can write this once your cohort has begun, while you take part."))
    require(learning.text != "", _("Write first what you learned. Then make it a recommendation."))
    require(
        not is_veiled(learning),
        _(
            "What you learned here is used in the cohort’s name, and a second use could tell who wrote it. "
            "Write down something else that you learned."
        ),
    )
    draft = Recommendation.objects.filter(learning=learning, state="draft", handed_at__isnull=True).first()
    is_young = participant.role == ParticipantRole.EMPLOYED_YOUTH
    return draft or Recommendation.objects.create(
        community_id=learning.community_id,
        learning=learning,
        seat=participant.seat,
        language=learning.language,
        in_cohort_name=is_young and is_minor(actor, participant.community, now),
        begun_at=now,
    )


@transaction.atomic
def save_recommendation(
    *, recommendation: Recommendation, said: Said, language: str, actor: Person, now: datetime
) -> Save:
    """Keep a title or a text of a draft; once it left the author's hands, it is kept as *late*."""
    row = held(recommendation)
    require(is_author(actor, row), _("Only whose recommendation this is can write it."))
    is_title = said.field == Field.TITLE
    text, revision = (row.title, row.title_revision) if is_title else (row.text, row.revision)
    save = _weighed(said, text, revision, may=may_write(actor, row, now))
    if save.kind == SaveKind.SAVED and save.revision != revision:
        if is_title:
            row.title, row.title_revision = save.text, save.revision
        else:
            row.text, row.revision = save.text, save.revision
        row.language, row.saved_at = language, now
        row.save(update_fields=["title", "text", "title_revision", "revision", "language", "saved_at"])
        _keep(TextVersion(recommendation=row), save, said, now)
    elif save.kind != SaveKind.SAVED:
        _keep(TextVersion(recommendation=row), save, said, now)
    return save


def held(recommendation: Recommendation) -> Recommendation:
    """Return a recommendation with its row locked, and what acts on it need at hand."""
    Recommendation.objects.select_for_update(no_key=True).get(pk=recommendation.pk)
    needed = ("community", "seat__organization", "seat__cohort", "learning__participant__cohort", "response")
    return Recommendation.objects.select_related(*needed, "learning__participant__person").get(
        pk=recommendation.pk
    )


def held_author(participant: Participant) -> Participant:
    """Return a participant with the row locked, so that what one author begins, saves and offers takes turns."""
    Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    return Participant.objects.select_related("community", "cohort", "seat").get(pk=participant.pk)


def _learning(pk: int) -> Learning:
    rows = Learning.objects.select_related(
        "community", "participant__community", "participant__cohort", "participant__seat"
    )
    return rows.get(pk=pk)


def _weighed(said: Said, stands: str, revision: int, *, may: bool) -> Save:
    """Say what becomes of a text beside what stands; refuses only what cannot be stored."""
    text = storable(said.text)
    if said.field == Field.TITLE:
        text = " ".join(text.split())
        require(
            len(text) <= LONGEST_TITLE,
            _("A title has up to %(longest)d signs. It was not saved. Shorten it.")
            % {"longest": LONGEST_TITLE},
        )
    if text == stands:
        return Save(SaveKind.SAVED, said.field, text, revision, text)
    is_next = said.base + 1 == revision and said.previous is not None and said.previous == stands
    if not may:
        return Save(SaveKind.LATE, said.field, stands, revision, text)
    if said.base == revision or is_next:
        return Save(SaveKind.SAVED, said.field, text, revision + 1, text)
    return Save(SaveKind.CONFLICT, said.field, stands, revision, text)


def _keep(version: TextVersion, save: Save, said: Said, now: datetime) -> None:
    """Write the version, unless the newest one kept beside it says the same: a browser that asks again."""
    rows = TextVersion.objects.filter(
        learning=version.learning, recommendation=version.recommendation, field=save.field
    )
    newest = rows.order_by("-saved_at", "-pk").first()
    if save.kind != SaveKind.SAVED and newest and (newest.kind, newest.text) == (save.kind, save.said):
        return
    version.community_id = (version.learning or version.recommendation).community_id  # type: ignore[union-attr]
    version.field, version.kind, version.text = save.field, save.kind, save.said
    version.base, version.saved_at = said.base, now
    version.revision = save.revision if save.kind == SaveKind.SAVED else None
    version.save(force_insert=True)
