"""The published assignment instances in `data/`, random ones, and an independent dense solution."""

import csv
import json
from pathlib import Path

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from copractice.engine.assignment import Docket, Label

DATA = Path(__file__).parent / "data"


def published(name: str) -> tuple[Docket, dict]:
    """Read an instance and the answers of an independent solver."""
    folder = DATA / name
    reference = json.loads((folder / "reference.json").read_text(encoding="utf-8"))
    rows, conflicts = rows_of(folder / "affinity.csv"), rows_of(folder / "conflicts.csv")
    applications = sorted({row["application"] for row in rows + conflicts})
    reviewers = sorted({row["reviewer"] for row in rows + conflicts})
    affinity = np.zeros((len(applications), len(reviewers)))
    allowed = np.zeros(affinity.shape, dtype=bool)
    for row in rows:
        place = applications.index(row["application"]), reviewers.index(row["reviewer"])
        affinity[place], allowed[place] = float(row["affinity"]), True
    docket = Docket(affinity, 3, reference["capacity"], allowed=allowed)
    return docket, reference


def rows_of(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def random_docket(seed: int, *, applications: int = 8, reviewers: int = 7) -> Docket:
    """A docket in which every kind of row may bind."""
    rng = np.random.default_rng(seed)
    shape = (applications, reviewers)
    return Docket(
        affinity=rng.random(shape).round(2),
        per_application=rng.integers(1, 4, applications).tolist(),
        max_load=rng.integers(2, 5, reviewers).tolist(),
        min_load=rng.integers(0, 3, reviewers).tolist(),
        allowed=rng.random(shape) > 0.1,
        labels=[Label("youth", 1, tuple(range(reviewers // 2)))],
        institutions=[f"i{number // 2}" if number < 4 else "" for number in range(reviewers)],
        institution_cap=1,
    )


def dense_answer(docket: Docket, *, floor: float | None = None, level: bool = False) -> float | None:
    """Solve a docket with every row written out, by another interface; `level` maximizes the worst sum."""
    number, readers = docket.affinity.shape
    size = number * readers
    rows, low, high = dense_rows(docket)
    sums = np.kron(np.eye(number), np.ones(readers)) * docket.affinity.ravel()
    rows = np.hstack([rows, np.zeros((len(rows), 1))])
    rows = np.vstack([rows, np.hstack([sums, np.full((number, 1), -1.0 if level else 0.0)])])
    low = np.append(low, np.full(number, 0.0 if level else -np.inf if floor is None else floor - 1e-9))
    high = np.append(high, np.full(number, np.inf))
    gain = np.append(np.zeros(size) if level else docket.affinity.ravel(), 1.0 if level else 0.0)
    found = milp(
        -gain,
        constraints=LinearConstraint(rows, low, high),
        bounds=Bounds(np.append(np.zeros(size), -1e3), np.append(docket.allowed.ravel().astype(float), 1e3)),
        integrality=np.append(np.ones(size), 0),
    )
    return None if found.x is None else float(gain @ found.x)


def dense_rows(docket: Docket) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    number, readers = docket.affinity.shape
    demand, most, least = (
        np.broadcast_to(docket.per_application, number),
        np.broadcast_to(docket.max_load, readers),
        np.broadcast_to(docket.min_load, readers),
    )
    rows = [np.kron(np.eye(number), np.ones(readers)), np.kron(np.ones(number), np.eye(readers))]
    low, high = [demand, least], [demand, most]
    for label in docket.labels:
        rows.append(np.kron(np.eye(number), np.isin(np.arange(readers), label.reviewers)))
        low.append(np.full(number, label.minimum))
        high.append(np.full(number, np.inf))
    for name in sorted(set(docket.institutions or ()) - {""}):
        rows.append(np.kron(np.eye(number), np.array([own == name for own in docket.institutions])))
        low.append(np.full(number, -np.inf))
        high.append(np.full(number, docket.institution_cap))
    return (
        np.vstack(rows).astype(float),
        np.concatenate(low).astype(float),
        np.concatenate(high).astype(float),
    )
