"""Applications for the staff of a community: which there are and how far, with nothing of what parts say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, ForeignKey, Model, Q, QuerySet

from copractice.applications.models import Application, Invitation, Part, Reminder, Substitution
from copractice.applications.models.application import LIVE_PARTS
from copractice.applications.states import ApplicationState, InvitationState, PartState, Whom
from copractice.calls.models import Call, DeadlineChange
from copractice.calls.queries.calls import run_by
from copractice.calls.states import CallState, Party, Scope
from copractice.people.models import Person

Reader = Person | AnonymousUser
NEEDED = ("community", "call__community", "deadline_change")
SHOWN = (
    "code",
    "application",
    "party",
    "state",
    "owner",
    "name",
    "organization_name",
    "deadline_change",
    "saved_at",
)


@dataclass(frozen=True)
class Held:
    """An application with its parts, without those that were replaced."""

    application: Application
    parts: list[Part]

    @cached_property
    def live(self) -> list[Part]:
        """Return the parts that it consists of now."""
        return [part for part in self.parts if part.state in LIVE_PARTS]

    @cached_property
    def lead(self) -> Part | None:
        """Return its employer part."""
        return next((part for part in self.live if part.party == Party.EMPLOYER), None)

    @cached_property
    def name(self) -> str:
        """Return what staff call it: its organization, else who leads it, else its code."""
        led = [part for part in self.parts if part.party == Party.EMPLOYER]
        part = self.lead or (led[0] if led else None)
        return (part.organization_name or part.name if part else "") or self.application.code


def run_applications(person: Reader, now: datetime) -> QuerySet[Application]:
    """Return the applications of the communities that a person runs."""
    runs = run_by(person, now).values("community")
    return Application.objects.filter(community__in=runs).select_related(*NEEDED).order_by("pk")


def run_parts(person: Reader, now: datetime) -> QuerySet[Part]:
    """Return the parts of the communities that a person runs; no right to what they say."""
    runs = run_by(person, now).values("community")
    needed = ("community", "owner", "version", "organization", "deadline_change")
    more = ("application__community", "application__call__community", "application__deadline_change")
    return Part.objects.filter(community__in=runs).select_related(*needed, *more).order_by("party", "pk")


def run_invitations(person: Reader, now: datetime) -> QuerySet[Invitation]:
    """Return the open invitations in the communities that a person runs."""
    runs = run_by(person, now).values("community")
    rows = Invitation.objects.filter(community__in=runs, state=InvitationState.SENT)
    return rows.select_related("community", "part__application__community", "part__application__call")


def run_substitutions(person: Reader, now: datetime) -> QuerySet[Substitution]:
    """Return the replacements that wait for staff of the communities that a person runs."""
    runs = run_by(person, now).values("community")
    rows = Substitution.objects.filter(community__in=runs, decided_at__isnull=True)
    needed = ("community", "application__community", "old_part", "asked_by")
    return rows.select_related(*needed).order_by("asked_at", "pk")


def held_by(call: Call, only: Application | None = None) -> list[Held]:
    """Return a call's applications with their parts, or only one of them, in three queries for any number."""
    rows = Application.objects.filter(call=call)
    parts = Part.objects.filter(application__call=call).exclude(state=PartState.REPLACED).only(*SHOWN)
    if only:
        rows, parts = rows.filter(pk=only.pk), parts.filter(application=only)
    granted = DeadlineChange.objects.filter(call=call).exclude(scope=Scope.ALL).in_bulk()
    held = {row.pk: Held(_at_hand(row, call, granted), []) for row in rows.order_by("pk")}
    for part in parts.order_by("party", "pk"):
        _know(part, "application", held[part.application_id].application)
        _know(part, "deadline_change", granted.get(part.deadline_change_id or 0))
        held[part.application_id].parts.append(part)
    return list(held.values())


def minimums_of(call: Call) -> dict[str, int]:
    """Return how many parts of each party an application to a call needs."""
    rows = call.part_kinds.values_list("party", "minimum")
    return dict(rows)


def reminded_since(parts: Sequence[Part], then: datetime) -> dict[tuple[str, int], datetime]:
    """Return when each party and guardian was last reminded since then: parties by part, guardians by youth."""
    owners = Q(whom=Whom.GUARDIAN, part__owner__in={part.owner_id for part in parts if part.owner_id})
    rows = Reminder.objects.filter(owners | Q(part__in=[part.pk for part in parts]), sent_at__gt=then)
    last = rows.order_by("sent_at").values_list("whom", "part", "part__owner", "sent_at")
    return {(whom, owner if whom == Whom.GUARDIAN else part): sent_at for whom, part, owner, sent_at in last}


def open_invitations(parts: Iterable[Part]) -> dict[int, Invitation]:
    """Return the invitation that waits for an answer, by part."""
    rows = Invitation.objects.filter(part__in=[part.pk for part in parts], state=InvitationState.SENT)
    return {row.part_id: row for row in rows}


def substitutions_to_decide(person: Person, now: datetime) -> QuerySet[Substitution]:
    """Return the replacements that a person can decide about: as staff, and not in an application they lead."""
    led = Part.objects.filter(owner_id=person.pk, party=Party.EMPLOYER, state__in=LIVE_PARTS)
    return run_substitutions(person, now).exclude(application__in=led.values("application"))


def unsent(person: Person, now: datetime) -> list[tuple[Call, int]]:
    """Return the open calls of the communities that a person runs, each with how many drafts it has."""
    runs = run_by(person, now).values("community")
    calls = Call.objects.filter(community__in=runs, state=CallState.OPEN, closes_at__gt=now)
    drafts = Application.objects.filter(call__in=calls, state=ApplicationState.DRAFT).order_by("call")
    counted = dict(drafts.values_list("call").annotate(n=Count("pk")))
    return [(call, counted[call.pk]) for call in calls.select_related("community") if call.pk in counted]


def _at_hand(row: Application, call: Call, granted: dict[int, DeadlineChange]) -> Application:
    _know(row, "call", call)
    _know(row, "community", call.community)
    _know(row, "deadline_change", granted.get(row.deadline_change_id or 0))
    return row


def _know(row: Application | Part, name: str, linked: Model | None) -> None:
    """Let a row know the record behind its foreign key, as a joined query would; an assignment costs ten times that."""
    link: ForeignKey[Model, Model] = getattr(type(row), name).field
    link.set_cached_value(row, linked)
