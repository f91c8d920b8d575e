"""Sample convenings for the world of tests: one that is open, and one whose priority was adopted."""

from datetime import datetime
from typing import Any

from copractice.communities.models import Community
from copractice.convening.actions import adopting, freezing, lives, room
from copractice.convening.states import VoteValue
from copractice.convening.views.alignment import GATES
from copractice.frameworks.actions import align
from copractice.frameworks.models import Framework, FrameworkItem, Strength
from copractice.people.models import Person


def make_convening(community: Community, actor: Person, now: datetime) -> dict[str, Any]:
    """Open a convening where one statement waits for its moderators."""
    plan = lives.Plan(
        title={"en": f"Convening of {community.slug}"},
        question={"en": "What comes first?"},
        held_on=now.date(),
    )
    convening = lives.prepare(community=community, plan=plan, actor=actor, now=now)
    convening = lives.open_voting(convening=convening, actor=actor, now=now)
    voter = room.join(convening=convening, key=f"a phone in {community.slug}", actor=None, now=now)
    text = f"Statement of {community.slug}"
    statement = room.write_statement(text=text, language="en", actor=voter, now=now)
    return {"convening": convening, "statement": statement}


def make_adopted(framework: Framework, actor: Person, now: datetime) -> dict[str, Any]:
    """Hold a whole convening: one statement, ten who agree, and a priority adopted from it."""
    community = framework.community
    plan = lives.Plan(
        title={"en": f"Adopted in {community.slug}"},
        question={"en": "What else?"},
        held_on=now.date(),
        is_moderated=False,
    )
    convening = lives.prepare(community=community, plan=plan, actor=actor, now=now)
    convening = lives.open_voting(convening=convening, actor=actor, now=now)
    voters = [room.join(convening=convening, key=f"phone {n}", actor=None, now=now) for n in range(10)]
    statement = room.write_statement(
        text=f"Agreed in {community.slug}", language="en", actor=voters[0], now=now
    )
    for voter in voters:
        room.cast_vote(code=statement.code, value=VoteValue.AGREE, actor=voter, now=now)
    convening = lives.close_voting(convening=convening, actor=actor, now=now)
    freezing.freeze(convening_id=convening.pk, now=now)
    choice = adopting.Choice(
        title={"en": f"Priority of {community.slug}"}, reason={"en": "All agreed."}, statements=[statement]
    )
    priorities = adopting.adopt(convening=convening, choices=[choice], actor=actor, now=now)
    convening.refresh_from_db()
    alignment = align(
        record=priorities[0],
        item=FrameworkItem.objects.get(framework=framework, position=0),
        strength=Strength.choices[0][0],
        rationale={"en": "It says so."},
        gates=GATES,
        actor=actor,
        now=now,
    )
    return {"adopted": convening, "priority": priorities[0], "alignment": alignment}
