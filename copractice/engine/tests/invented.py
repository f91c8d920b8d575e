"""Conversations whose truth is known: planted groups, one opinion, everybody alike."""

import numpy as np

from copractice.engine.opinions import gather


def planted_groups(people, statements, seed=7, each=40):
    """Four groups (.4 .3 .2 .1) with N(0, 1.2) logits per group and statement, 15 % pass."""
    rng = np.random.default_rng(seed)
    group = rng.choice(4, people, p=[0.4, 0.3, 0.2, 0.1])
    logits = rng.normal(0, 1.2, (4, statements))
    return cast(rng, logits[group], each), group


def one_opinion(people, statements, seed=1, each=40):
    """Everybody has the same chance to agree with a statement."""
    rng = np.random.default_rng(seed)
    return cast(rng, np.tile(rng.normal(0, 1.2, statements), (people, 1)), each)


def cast(rng, logits, each):
    """Let everybody vote on some statements drawn at random."""
    people, statements = logits.shape
    chosen = np.argsort(rng.random((people, statements)), 1)[:, :each].ravel()
    person = np.repeat(np.arange(people), min(each, statements))
    agrees = rng.random(person.size) < 1 / (1 + np.exp(-logits[person, chosen]))
    value = np.where(rng.random(person.size) < 0.15, 0, np.where(agrees, 1, -1))
    return gather(person, chosen, value, people=people, count=statements)


def votes_of(talk):
    """The votes of a real conversation."""
    return gather(
        talk.participant, talk.statement, talk.value, people=len(talk.people), count=len(talk.statements)
    )


def rand_index(first, second):
    """Adjusted Rand index of two labelings: 1 is the same partition, 0 is chance."""
    _, first = np.unique(first, return_inverse=True)
    _, second = np.unique(second, return_inverse=True)
    table = np.zeros((first.max() + 1, second.max() + 1))
    np.add.at(table, (first, second), 1)

    def pairs(counts):
        return (counts * (counts - 1) / 2).sum()

    together, rows, columns = pairs(table), pairs(table.sum(1)), pairs(table.sum(0))
    chance = rows * columns / (first.size * (first.size - 1) / 2)
    most = (rows + columns) / 2
    return 1.0 if most == chance else (together - chance) / (most - chance)
