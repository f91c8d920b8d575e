"""A map that keeps up with a room: refreshed from where it was, and one vote at a time.

The number of groups and their stability come from the last full analysis; a refresh moves the axes, the
centers and the people.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from copractice.engine.opinions.alignment import align
from copractice.engine.opinions.groups import assign
from copractice.engine.opinions.low_rank import fit, place, tabulate, variances
from copractice.engine.opinions.mixture import membership, polish, sight
from copractice.engine.opinions.robust import (
    OpinionMap,
    described,
    enough,
    grouped,
    usable,
    without_groups,
)
from copractice.engine.opinions.votes import Votes, mask

ROUNDS = 3


def refresh(previous: OpinionMap, votes: Votes, rejected: ArrayLike) -> OpinionMap:
    """Draw the map anew for more votes, starting from the previous map and aligned to it.

    People and statements keep their numbers; new ones come at the end. Make a full analysis now and then:
    a refresh never finds that the number of groups has changed.

    Raises:
        ValueError: `rejected` has the wrong length, or people or statements are gone.
    """
    out = mask(rejected, votes.statements)
    if votes.people < previous.people or votes.statements < previous.statements:
        raise ValueError(
            f"{votes.people} people and {votes.statements} statements, "
            f"the previous map has {previous.people} and {previous.statements}"
        )
    kept = votes.only(~out)
    known = np.zeros((votes.statements, previous.model.loadings.shape[1]))
    known[: previous.statements] = previous.model.loadings
    tables = tabulate(kept, usable(kept))
    model = fit(tables, known * tables.used[:, None], ROUNDS)
    drawn = without_groups(kept, model, previous.seed, votes.value.size)
    if previous.mixture is not None and drawn.placed.any():
        chances = np.zeros((votes.people, len(previous.groups)))
        chances[: previous.people] = previous.membership
        seen, places = sight(kept, model), place(kept, model).position
        mixture = polish(seen.people_at(drawn.placed), places[drawn.placed], chances[drawn.placed])
        stability = np.array([group.stability or 0.0 for group in previous.groups])
        drawn = grouped(drawn, kept, mixture, stability)
    drawn = replace(drawn, bic=previous.bic, overlap=previous.overlap)
    return align(described(drawn, kept, out), previous)


def add_vote(
    previous: OpinionMap, votes: Votes, rejected: ArrayLike, person: int, statement: int, value: int
) -> tuple[Votes, OpinionMap]:
    """Take in one vote of somebody known on a known statement: this person moves, all else waits.

    The lists of statements and the axes follow at the next `refresh`.

    Raises:
        ValueError: an unknown person or statement, or a value outside {-1, 0, 1}.
    """
    out = mask(rejected, votes.statements)
    more = votes.with_vote(person, statement, value)
    model = previous.model
    mine = more.of_people(np.array([person])).only(~out)
    where = place(mine, model)
    if where.answered[0] < enough(model):
        return more, replace(previous, votes=more.value.size)
    placed, labels = previous.placed.copy(), previous.labels.copy()
    positions, uncertainty = previous.positions.copy(), previous.uncertainty.copy()
    chances = previous.membership.copy()
    placed[person] = True
    positions[person] = where.position[0, :2] @ previous.turn
    uncertainty[person] = np.sqrt(variances(where)[:2, 0].mean())
    if previous.mixture is not None:
        chances[person] = membership(sight(mine, model), previous.mixture)[0]
        labels[person] = assign(chances[[person]])[0]
    sizes = np.bincount(labels[labels >= 0], minlength=len(previous.groups)).tolist()
    moved = replace(
        previous,
        votes=more.value.size,
        placed=placed,
        labels=labels,
        positions=positions,
        uncertainty=uncertainty,
        membership=chances,
        groups=tuple(replace(group, size=size) for group, size in zip(previous.groups, sizes, strict=True)),
    )
    return more, moved
