"""The demo's second chapter: the convening of 150 people that adopted six priorities, and one that is open."""

import hashlib
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from copractice.communities.models import Community
from copractice.convening.actions import adopting, freezing, lives
from copractice.convening.models import Convening, Statement, Vote, Voter
from copractice.demo.dots import DOTS_EACH, compare, place_dots
from copractice.demo.statements import LINES, PRIORITIES
from copractice.people.models import Person

SEED = 2018
SEED_OF_DOTS = 1
OUTLOOKS = [62, 47, 32]  # people in each
HASTY = 9  # people who left after a few votes
APART = 1.15  # how much further apart the outlooks are than the chances written beside the statements
BENCH_NIGHT = [
    "We should sharpen tools together before anything else.",
    "Beginners need one bench that is theirs.",
    "Dust masks should lie at the door, not in a drawer.",
    "One night a month should be for repairs only.",
    "Photos of finished work help more than rules.",
]


def tell(*, now: datetime) -> None:
    """Hold the past convening with everything that came of it, and open a small one in the other community."""
    stem = Community.objects.get(slug="demo-stem")
    coordinator = Person.objects.get(email="coordinator-01@example.org")
    _hold(stem, coordinator, evening=now - timedelta(days=1120))
    makers = Community.objects.get(slug="demo-makers")
    _open(makers, Person.objects.get(email="coordinator-51@example.org"), now=now - timedelta(days=2))


def _hold(community: Community, by: Person, *, evening: datetime) -> None:
    plan = lives.Plan(
        title={"en": "What our region needs", "es": "Lo que nuestra región necesita"},
        question={
            "en": "What must change so that every young person who wants it can learn and work in science?",
            "es": "¿Qué debe cambiar para que cada joven que quiera pueda aprender y trabajar en ciencia?",
        },
        held_on=evening.date(),
        headcount=150,
        has_pairs=True,
        dots_each=DOTS_EACH,
    )
    convening = lives.prepare(community=community, plan=plan, actor=by, now=evening - timedelta(days=20))
    convening = lives.open_voting(convening=convening, actor=by, now=evening)
    _fill(convening, evening)
    closed = evening + timedelta(hours=3)
    convening = lives.close_voting(convening=convening, actor=by, now=closed)
    freezing.freeze(convening_id=convening.pk, now=closed)
    by_number = {row.number: row for row in Statement.objects.filter(convening=convening)}
    choices = [
        adopting.Choice(title=title, reason=reason, statements=[by_number[number] for number in numbers])
        for title, reason, numbers in PRIORITIES
    ]
    adopting.adopt(convening=convening, choices=choices, actor=by, now=evening + timedelta(days=19))


def _fill(convening: Convening, evening: datetime) -> None:
    """Lay down what 150 people said at once: it is data, not acts, and one by one it takes a minute."""
    people = sum(OUTLOOKS) + HASTY
    voters = Voter.objects.bulk_create(
        Voter(
            community_id=convening.community_id,
            convening=convening,
            key_hash=hashlib.sha256(f"demo {convening.pk} {number}".encode()).hexdigest(),
            joined_at=evening,
        )
        for number in range(people)
    )
    statements = Statement.objects.bulk_create(
        Statement(
            community_id=convening.community_id,
            convening=convening,
            number=number,
            text=line.text,
            language=line.language,
            author=voters[number],
            state=line.state,
            written_at=evening + timedelta(minutes=number),
        )
        for number, line in enumerate(LINES, start=1)
    )
    outlook = np.repeat([0, 1, 2, 0], [*OUTLOOKS, HASTY])
    votes = _votes(voters, statements, outlook, evening=evening, rng=np.random.default_rng(SEED))
    Vote.objects.bulk_create(votes, batch_size=5000)
    place_dots(voters, statements, outlook, evening=evening, rng=np.random.default_rng(SEED_OF_DOTS))
    compare(voters, statements, outlook, evening=evening, rng=np.random.default_rng(SEED))


def _votes(
    voters: list[Voter],
    statements: list[Statement],
    outlook: NDArray[np.int64],
    *,
    evening: datetime,
    rng: np.random.Generator,
) -> list[Vote]:
    chances = np.array([line.agree for line in LINES])
    middle = chances.mean(1, keepdims=True)
    agree = np.clip(middle + APART * (chances - middle), 0.04, 0.97).T[outlook]
    seen = rng.random(agree.shape) < 0.76
    seen[-HASTY:] = rng.random((HASTY, len(LINES))) < 0.08
    draw = rng.random(agree.shape)
    values = np.where(draw < 0.09, 0, np.where(rng.random(agree.shape) < agree, 1, -1))
    return [
        Vote(
            community_id=voters[person].community_id,
            voter=voters[person],
            statement=statements[number],
            value=int(values[person, number]),
            at=evening + timedelta(minutes=60 + int(number)),
        )
        for person, number in np.argwhere(seen)
    ]


def _open(community: Community, by: Person, *, now: datetime) -> None:
    plan = lives.Plan(
        title={"en": "What should bench night be?", "es": "¿Cómo debe ser la noche de taller?"},
        question={"en": "Say one thing at a time.", "es": "Diga una cosa a la vez."},
        held_on=now.date(),
        is_moderated=True,
        has_pairs=True,
        dots_each=3,
        seats=2,
    )
    convening = lives.prepare(community=community, plan=plan, actor=by, now=now)
    Statement.objects.bulk_create(
        Statement(
            community=community,
            convening=convening,
            number=number,
            text=text,
            language="en",
            state="accepted",
            written_at=now,
        )
        for number, text in enumerate(BENCH_NIGHT, start=1)
    )
    lives.open_voting(convening=convening, actor=by, now=now)
