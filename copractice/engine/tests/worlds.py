"""Random youth programs to attack: employers, youths who join and leave, answers, three releases."""

import json
from dataclasses import dataclass

import numpy as np

from copractice.engine import auditor, disclosure
from copractice.engine.auditor import Roster
from copractice.engine.disclosure import Plan, Snapshot, Table

ITEMS = {"safe": "percent", "paid": "percent", "learned": "mean", "heard": "mean", "stay": "mean"}
RELEASES = ("first", "second", "third")
PLAN = Plan(
    (
        Table("people", "counts", ("sector", "age")),
        *(Table(f"{item}, all", kind, (), item) for item, kind in ITEMS.items()),
        *(Table(f"{item} by sector", kind, ("sector",), item) for item, kind in ITEMS.items()),
        Table("paid by employer", "percent", ("sector", "employer"), "paid"),
        Table("heard by employer", "mean", ("sector", "employer"), "heard"),
        Table("stay by sector and age", "mean", ("sector", "age"), "stay"),
    ),
    RELEASES,
)


@dataclass(frozen=True)
class World:
    """Snapshots of one program at its three releases."""

    snapshots: tuple[Snapshot, ...]


def random_world(seed: int) -> World:
    """Make 3 to 12 employers with 0 to 14 youths each, who join and leave between three releases."""
    rng = np.random.default_rng(seed)
    employers = [f"employer {number}" for number in range(rng.integers(3, 13))]
    sectors = {name: f"sector {rng.integers(0, 3)}" for name in employers}
    lean = rng.beta(1, 1, size=len(ITEMS))
    youths: list[dict[str, object]] = []
    snapshots = []
    for release in RELEASES:
        if youths:
            leaving = rng.choice([0, 0, 1, 4, 12], p=[0.3, 0.2, 0.2, 0.15, 0.15])
            gone = set(rng.permutation(len(youths))[:leaving].tolist())
            youths = [youth for number, youth in enumerate(youths) if number not in gone]
        for name in employers:
            count = rng.integers(0, 15) if release == "first" else rng.choice([0, 0, 1, 3, 12])
            youths += [_youth(rng, f"{release}/{name}/{i}", name, sectors[name], lean) for i in range(count)]
        snapshots.append(_snapshot(release, youths))
    return World(tuple(snapshots))


def _youth(rng, person, employer, sector, lean):
    answers = {}
    for share, (item, kind) in zip(lean, ITEMS.items(), strict=True):
        value = rng.random() < share if kind == "percent" else 1 + rng.binomial(4, share)
        answers[item] = float(value) if rng.random() < 0.9 else np.nan
    return {"id": person, "employer": employer, "sector": sector, "age": f"{rng.integers(0, 3)}"} | answers


def _snapshot(release, youths):
    return Snapshot(
        release,
        tuple(youth["id"] for youth in youths),
        {name: tuple(youth[name] for youth in youths) for name in ("employer", "sector", "age")},
        {item: np.array([youth[item] for youth in youths]) for item in ITEMS},
    )


def roster_of(snapshot: Snapshot) -> Roster:
    """Return what the best-informed reader knows of a snapshot: everything but the answers."""
    return Roster(
        {name: dict(zip(snapshot.people, values, strict=True)) for name, values in snapshot.groups.items()},
        {
            item: frozenset(np.array(snapshot.people)[~np.isnan(values)].tolist())
            for item, values in snapshot.answers.items()
        },
    )


def published(world: World, plan: Plan = PLAN):
    """Disclose the releases of a world in order; return files and rosters as the auditor takes them."""
    made = []
    for snapshot in world.snapshots:
        made.append(disclosure.disclose(plan, snapshot, made))
    files = [{"release.json": release.document.encode()} for release in made]
    return files, [roster_of(snapshot) for snapshot in world.snapshots]


def attacked(world: World, plan: Plan = PLAN):
    """Disclose and audit a world."""
    return auditor.audit(*published(world, plan))


def edited(files: dict[str, bytes], change) -> dict[str, bytes]:
    """Return the files of a release after `change` worked on the content of its release.json."""
    content = json.loads(files["release.json"])
    change(content)
    return files | {"release.json": json.dumps(content).encode()}
