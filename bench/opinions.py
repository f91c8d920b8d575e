"""Opinions: real conversations in polis mode, large rooms in robust mode, a live room, and the full gates."""

from collections.abc import Callable, Iterable

import numpy as np
from scipy.stats import spearmanr

from bench.__main__ import Row
from bench.measure import measure
from copractice.engine.opinions import Votes, add_vote, gather, opinions, polis, refresh
from copractice.engine.opinions.reference_map import draw
from copractice.engine.tests.conversations import load
from copractice.engine.tests.invented import one_opinion, rand_index, votes_of

REAL = {
    "seattle": "15-per-hour-seattle",
    "canada": "canadian-electoral-reform",
    "scoop": "scoop-hivemind.biodiversity",
}
PEER = "red-dwarf run_pipeline"


def rows() -> Iterable[Row]:
    """Measure ours and the peer in processes of their own."""
    for short in REAL:
        ours, peer = measure(f"bench.opinions:polis_{short}"), measure(f"bench.opinions_peer:{short}")
        note = f"(groups {ours.value}; peer {peer.value}, {peer.peak_mb:.0f} MB)"
        yield Row(
            "opinions, polis mode", short, ours.seconds, ours.peak_mb, PEER, peer.seconds, ">= 2x", note
        )
    ours, peer = measure("bench.opinions:large"), measure("bench.opinions_peer:large", runs=1)
    note = f"(groups {ours.value}; peer {peer.value}, {peer.peak_mb:.0f} MB)"
    case = "50,000 x 300, 2 M votes"
    yield Row("opinions, robust", case, ours.seconds, ours.peak_mb, PEER, peer.seconds, ">= 12x", note)
    ours = measure("bench.opinions:larger")
    note = f"(groups {ours.value})"
    yield Row(
        "opinions, robust", "100,000 x 300, 4 M votes", ours.seconds, ours.peak_mb, "-", None, "<= 20 s", note
    )
    peer = measure("bench.opinions_peer:room")
    for step, target in (("refreshed", "<= 30 ms"), ("one_vote", "<= 5 ms"), ("analyzed", "-")):
        ours = measure(f"bench.opinions:{step}", runs=11)
        name = f"150 x 100, {step.replace('_', ' ')}"
        yield Row("live room", name, ours.seconds, ours.peak_mb, PEER, peer.seconds, target)
    for short in REAL:
        done = measure(f"bench.opinions:halves_{short}", runs=1)
        yield Row(
            "gate: halves agree", short, done.seconds, done.peak_mb, "-", None, "above", str(done.value)
        )
    done = measure("bench.opinions:alike", runs=1)
    yield Row(
        "gate: one opinion", "72 rooms", done.seconds, done.peak_mb, "-", None, "one group", str(done.value)
    )


def planted(people: int, statements: int) -> Votes:
    """Four groups, N(0, 1.2) logits, 15 % pass, 40 votes each; drawn in pieces to stay small."""
    rng = np.random.default_rng(7)
    group = rng.choice(4, people, p=[0.4, 0.3, 0.2, 0.1])
    logits = rng.normal(0, 1.2, (4, statements))
    pieces = [
        np.argsort(rng.random((min(5000, people - start), statements)), 1)[:, :40].astype(np.int32)
        for start in range(0, people, 5000)
    ]
    statement = np.concatenate(pieces).ravel()
    person = np.repeat(np.arange(people, dtype=np.int32), 40)
    agrees = rng.random(person.size) < 1 / (1 + np.exp(-logits[group[person], statement]))
    value = np.where(rng.random(person.size) < 0.15, 0, np.where(agrees, 1, -1)).astype(np.int8)
    return gather(person, statement, value, people=people, count=statements)


def sizes(labels: np.ndarray) -> list[int]:
    """How many people each group has."""
    return np.bincount(labels[labels >= 0]).tolist()


def _polis(name: str) -> Callable[[], list[int]]:
    talk = load(name)

    def run() -> list[int]:
        return sizes(polis(votes_of(talk), talk.rejected).labels)

    return run


def polis_seattle() -> Callable[[], list[int]]:
    """Prepare the smallest conversation."""
    return _polis(REAL["seattle"])


def polis_canada() -> Callable[[], list[int]]:
    """Prepare the middle conversation."""
    return _polis(REAL["canada"])


def polis_scoop() -> Callable[[], list[int]]:
    """Prepare the largest conversation."""
    return _polis(REAL["scoop"])


def _robust(people: int) -> Callable[[], list[int]]:
    votes = planted(people, 300)
    person, statement, value = votes.person, votes.statement, votes.value
    del votes

    def run() -> list[int]:
        again = gather(person, statement, value, people=people, count=300)
        return sizes(opinions(again, np.zeros(300, bool)).labels)

    return run


def large() -> Callable[[], list[int]]:
    """Prepare 50,000 people."""
    return _robust(50_000)


def larger() -> Callable[[], list[int]]:
    """Prepare 100,000 people."""
    return _robust(100_000)


def analyzed() -> Callable[[], None]:
    """Prepare a full analysis of a room."""
    votes, nothing = planted(150, 100), np.zeros(100, bool)
    return lambda: opinions(votes, nothing) and None


def refreshed() -> Callable[[], None]:
    """Prepare a refresh of a room's map."""
    votes, nothing = planted(150, 100), np.zeros(100, bool)
    drawn = opinions(votes, nothing)
    return lambda: refresh(drawn, votes, nothing) and None


def one_vote() -> Callable[[], None]:
    """Prepare one vote in a room."""
    votes, nothing = planted(150, 100), np.zeros(100, bool)
    drawn = opinions(votes, nothing)
    return lambda: add_vote(drawn, votes, nothing, 3, 5, 1) and None


def _halves(name: str) -> Callable[[], dict[str, float]]:
    """Compare maps of two random halves of the statements, twelve times, with the reference's."""
    talk = load(name)
    votes, nothing = votes_of(talk), np.zeros(len(talk.statements), bool)

    def run() -> dict[str, float]:
        found: list[tuple[float, float, float]] = []
        for seed in range(12):
            half = np.zeros(votes.statements, bool)
            order = np.random.default_rng(seed).permutation(np.flatnonzero(~talk.rejected))
            half[order[: order.size // 2]] = True
            parts = [votes.only(half), votes.only(~half & ~talk.rejected)]
            ours = [opinions(part, nothing, seed=seed).labels for part in parts]
            theirs = [draw(part, nothing, np.random.default_rng(seed)).labels for part in parts]
            both, all_of_theirs = np.minimum(*ours) >= 0, np.minimum(*theirs) >= 0
            found.append(
                (
                    rand_index(ours[0][both], ours[1][both]),
                    rand_index(theirs[0][all_of_theirs], theirs[1][all_of_theirs]),
                    rand_index(theirs[0][both], theirs[1][both]),
                )
            )
        names = ("robust", "reference", "reference, same people")
        result = {n: round(float(v), 3) for n, v in zip(names, np.mean(found, 0), strict=True)}
        drawn = opinions(votes, talk.rejected)
        radius = np.linalg.norm(drawn.positions[drawn.placed], axis=1)
        spearman = spearmanr(votes.per_person[drawn.placed], radius).statistic
        return result | {"Spearman votes, radius": round(float(spearman), 3)}

    return run


def halves_seattle() -> Callable[[], dict[str, float]]:
    """Prepare the smallest conversation."""
    return _halves(REAL["seattle"])


def halves_canada() -> Callable[[], dict[str, float]]:
    """Prepare the middle conversation."""
    return _halves(REAL["canada"])


def halves_scoop() -> Callable[[], dict[str, float]]:
    """Prepare the largest conversation."""
    return _halves(REAL["scoop"])


def alike() -> Callable[[], list[int]]:
    """Prepare rooms in which everybody has the same opinion; count the groups that are found."""

    def run() -> list[int]:
        cases = [(100, 40, 24), (300, 80, 40), (800, 120, 40)]
        found = [
            len(opinions(one_opinion(people, statements, seed, each), np.zeros(statements, bool)).groups)
            for seed in range(24)
            for people, statements, each in cases
        ]
        return np.bincount(found).tolist()

    return run
