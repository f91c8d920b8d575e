"""Invitations: found by the token of a link or by a printed code, and listed for the lead."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from copractice.applications.models import Application, Invitation, Part
from copractice.applications.queries.applications import led_by
from copractice.applications.states import InvitationState, PartState
from copractice.communities.queries.memberships import signs_in_first
from copractice.people.models import Person
from copractice.people.queries import code_hash, person_at, spelled, token_hash

A_DAY = timedelta(days=1)


def open_invitation(token: str) -> Invitation | None:
    """Return the invitation that a token or a printed code still opens; used and unknown ones look the same."""
    hashes = [token_hash(token), code_hash(token)]
    rows = Invitation.objects.filter(token_hash__in=hashes, state=InvitationState.SENT)
    rows = rows.filter(part__state=PartState.INVITED)
    needed = ("community", "part__application__call", "part__application__deadline_change")
    return rows.select_related(*needed, "part__version", "part__deadline_change").first()


def open_by_code(typed: str) -> Invitation | None:
    """Return the printed invitation that a typed code still opens; call it only where tries are limited."""
    invitation = open_invitation(spelled(typed))
    return invitation if invitation and invitation.is_printed else None


def led(person: Person) -> QuerySet[Invitation]:
    """Return the open invitations to the applications that a person leads."""
    rows = Invitation.objects.filter(
        state=InvitationState.SENT, part__application__in=led_by(person).order_by()
    )
    return rows.select_related("community", "part__application__call")


def newest_of(part: Part) -> Invitation | None:
    """Return the last invitation to a part; none to the lead's own."""
    return part.invitations.order_by("-sent_at", "-pk").first()


def newest_by_part(application: Application) -> dict[int, Invitation]:
    """Return the last invitation to each part of an application."""
    rows = Invitation.objects.filter(part__application=application).order_by("part", "-sent_at", "-pk")
    return {row.part_id: row for row in rows.distinct("part")}


def sent_lately(application: Application, now: datetime) -> int:
    """Return how many invitations of an application went out by mail within a day."""
    rows = Invitation.objects.filter(part__application=application, is_printed=False)
    return rows.filter(sent_at__gt=now - A_DAY).count()


def must_sign_in(invitation: Invitation, now: datetime) -> bool:
    """Tell whether the invited address belongs to somebody whom no link signs in."""
    person = person_at(invitation.address) if invitation.address else None
    return person is not None and signs_in_first(person, now)
