"""An open convening with voters and statements, made by the actions that people use."""

import secrets
from datetime import date, datetime

from copractice.convening.actions import lives, moderation, room
from copractice.convening.models import Convening, Statement, Voter
from copractice.convening.states import StatementState
from tests.world import Place

KEY = "the secret of a phone"


def open_convening(
    place: Place, now: datetime, *, is_moderated: bool = False, hides_results: bool = True
) -> Convening:
    """Prepare a convening and open it."""
    plan = lives.Plan(
        title={"en": f"Convening of {place.community.slug}"},
        question={"en": "What should we do first?"},
        held_on=date(2026, 11, 24),
        is_moderated=is_moderated,
        hides_results=hides_results,
    )
    coordinator = place.people["coordinator"]
    convening = lives.prepare(community=place.community, plan=plan, actor=coordinator, now=now)
    return lives.open_voting(convening=convening, actor=coordinator, now=now)


def close(convening: Convening, place: Place, now: datetime) -> Convening:
    """Close the voting."""
    return lives.close_voting(convening=convening, actor=place.people["coordinator"], now=now)


def make_voter(convening: Convening, now: datetime, key: str = "") -> Voter:
    """Let one more device in."""
    return room.join(convening=convening, key=key or secrets.token_hex(8), actor=None, now=now)


def say(voter: Voter, text: str, now: datetime, language: str = "en") -> Statement:
    """Write a statement."""
    return room.write_statement(text=text, language=language, actor=voter, now=now)


def make_statements(convening: Convening, now: datetime, count: int) -> list[Statement]:
    """Put accepted statements into the vote, as an import does."""
    rows = [
        Statement(
            community_id=convening.community_id,
            convening=convening,
            number=number,
            text=f"Statement number {number}",
            language="en",
            state=StatementState.ACCEPTED,
            written_at=now,
        )
        for number in range(1, count + 1)
    ]
    return Statement.objects.bulk_create(rows)


def accept(statement: Statement, place: Place, now: datetime) -> Statement:
    """Accept a statement as the coordinator."""
    return moderation.accept(statement=statement, actor=place.people["coordinator"], now=now)
