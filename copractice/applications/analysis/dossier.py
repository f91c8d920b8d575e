"""One application for the staff: its parties with what they may do about each, and what waits for a decision."""

from dataclasses import dataclass
from datetime import datetime

from copractice.applications import rules
from copractice.applications.analysis.board import Line, board_of
from copractice.applications.analysis.board_words import Mark, mark_of
from copractice.applications.models import Application, Invitation, Part, Reminder, Ruling, Substitution
from copractice.applications.models.application import LIVE_PARTS
from copractice.applications.queries.answers import readable_among, sealed_among
from copractice.applications.queries.deadlines import Deadline, to_complete
from copractice.applications.queries.invitations import newest_by_part
from copractice.applications.queries.staff import run_parts
from copractice.applications.states import ApplicationState, InvitationState, PartState
from copractice.calls.states import Party
from copractice.consents.models import Guardianship
from copractice.consents.queries import guardianships_of
from copractice.consents.rules import may_issue_code
from copractice.consents.states import Need
from copractice.people.models import Person


@dataclass(frozen=True)
class Entry:
    """One part for the staff. `is_shut` tells that a young person's consents do not stand, so nobody reads it."""

    part: Part
    mark: Mark
    deadline: Deadline
    invitation: Invitation | None
    reminded_at: datetime | None
    is_live: bool
    is_shut: bool
    is_readable: bool
    needs: tuple[Need, ...]
    guardianship: Guardianship | None
    may_issue_code: bool

    @property
    def is_open_invitation(self) -> bool:
        """Tell whether the invitation waits for an answer."""
        waits = self.invitation is not None and self.invitation.state == InvitationState.SENT
        return waits and self.part.state == PartState.INVITED

    @property
    def is_organization(self) -> bool:
        """Tell whether the part speaks for an organization of its own."""
        return self.is_live and self.part.party != Party.YOUTH


@dataclass(frozen=True)
class Dossier:
    """An application for the staff: everything that its page shows, and nothing that its parts say."""

    line: Line
    entries: list[Entry]
    waiting: list[Substitution]
    decided: list[Substitution]
    rulings: list[Ruling]
    may_rule_out: bool
    may_rule_in: bool
    may_extend: bool
    is_running: bool

    @property
    def application(self) -> Application:
        """Return the application."""
        return self.line.application


def dossier_of(application: Application, reader: Person, now: datetime) -> Dossier:
    """Return one application for a member of the staff at `now`."""
    line = board_of(application.call, now, application).lines[0]
    parts = list(run_parts(reader, now).filter(application=application))
    may_handle = rules.may_handle(reader, application, now)
    running = rules.is_call_running(application.call)
    moves = Substitution.objects.filter(application=application).select_related("old_part", "decided_by")
    replaced = list(moves.order_by("asked_at", "pk"))
    rulings = Ruling.objects.filter(application=application).select_related("ruled_by")
    return Dossier(
        line=line,
        entries=_entries(line, parts, reader, now),
        waiting=[row for row in replaced if row.decided_at is None],
        decided=[row for row in replaced if row.decided_at],
        rulings=list(rulings.order_by("-ruled_at", "-pk")),
        may_rule_out=may_handle and running and application.state == ApplicationState.SUBMITTED,
        may_rule_in=may_handle and running and application.state == ApplicationState.INELIGIBLE,
        may_extend=may_handle and running and application.state in rules.RUNNING,
        is_running=running and application.state in rules.RUNNING,
    )


def _entries(line: Line, parts: list[Part], reader: Person, now: datetime) -> list[Entry]:
    invitations = newest_by_part(line.application)
    answers = readable_among(reader, parts, now)
    sealed = sealed_among(parts, now)
    held = guardianships_of(line.families, line.application.community, now)
    rows = Reminder.objects.filter(part__in=parts).order_by("sent_at")
    reminded = dict(rows.values_list("part", "sent_at"))
    return [
        Entry(
            part=part,
            mark=mark_of(part, now),
            deadline=to_complete(part),
            invitation=invitations.get(part.pk),
            reminded_at=reminded.get(part.pk),
            is_live=part.state in LIVE_PARTS,
            is_shut=part.pk in sealed,
            is_readable=bool(answers[part.pk]),
            needs=line.needs(part),
            guardianship=held.get(part.owner_id or 0) if part.party == Party.YOUTH else None,
            may_issue_code=_may_issue(part, reader, now),
        )
        for part in parts
    ]


def _may_issue(part: Part, reader: Person, now: datetime) -> bool:
    live = part.owner is not None and part.state in LIVE_PARTS
    return live and part.owner is not None and may_issue_code(reader, part.owner, part.community, now)
