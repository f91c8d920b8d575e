"""What is to be read, by whom it may be read, and how much: the input of an assignment, checked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from copractice.engine.programs import Floats, Ints, Mask

Name = str | int


@dataclass(frozen=True)
class Label:
    """Every application is read by at least `minimum` of `reviewers` (indices), such as the youth."""

    name: str
    minimum: int
    reviewers: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Docket:
    """The question: who reads what.

    Args:
        affinity: how well each reviewer suits each application, shape (applications, reviewers), any unit.
        per_application: reviews that each application gets: one number, or one each.
        max_load: reviews that each reviewer takes at most; one number, or one each.
        min_load: reviews that each reviewer takes at least.
        allowed: pairs that may be used, same shape as affinity; conflicts of interest are false.
        labels: minima by label, per application.
        locked: pairs (application, reviewer) that stay as they are.
        institutions: the institution of each reviewer; the empty text means none.
        institution_cap: how many reviewers of one institution may read the same application.
        co_review_cap: how many applications two reviewers may have in common.
        applications, reviewers: names for messages; indices if left out.
    """

    affinity: NDArray[np.floating]
    per_application: int | Sequence[int]
    max_load: int | Sequence[int]
    min_load: int | Sequence[int] = 0
    allowed: Mask | None = None
    labels: Sequence[Label] = ()
    locked: Sequence[tuple[int, int]] = ()
    institutions: Sequence[str] | None = None
    institution_cap: int | None = None
    co_review_cap: int | None = None
    applications: Sequence[Name] | None = None
    reviewers: Sequence[Name] | None = None

    def application(self, place: int) -> Name:
        """Return what an application is called."""
        return place if self.applications is None else self.applications[place]

    def reviewer(self, place: int) -> Name:
        """Return what a reviewer is called."""
        return place if self.reviewers is None else self.reviewers[place]


@dataclass(frozen=True, eq=False)
class Task:
    """A docket whose numbers are arrays and have been checked.

    `demand` has one entry per application, `least` and `most` one per reviewer; `member` is (labels,
    reviewers); `house` is each reviewer's institution as a number, or −1 where the cap can never bind.
    """

    docket: Docket
    affinity: NDArray[np.floating]
    allowed: Mask | None
    demand: Ints
    least: Ints
    most: Ints
    member: Mask
    house: Ints
    locked: Ints

    def permitted(self, applications: slice | Ints) -> Mask | None:
        """Return which pairs of some applications may be used; `None` if all may."""
        return None if self.allowed is None else self.allowed[applications]


def check(docket: Docket) -> Task:
    """Check a docket.

    Raises:
        ValueError: no application or reviewer; names used twice; affinities that are not numbers; negative
            or crossed loads; more reviews than reviewers; locked pairs in conflict or above a limit.
    """
    affinity = np.asarray(docket.affinity)
    if affinity.ndim != 2 or 0 in affinity.shape:
        raise ValueError(f"affinity of shape {affinity.shape}: at least one application and one reviewer")
    number, readers = affinity.shape
    _check_names(docket, number, readers)
    _check_finite(docket, affinity)
    demand = _each(docket.per_application, number, "reviews per application")
    least, most = (
        _each(docket.min_load, readers, "minimum load"),
        _each(docket.max_load, readers, "maximum load"),
    )
    for place in np.flatnonzero(least > most)[:1]:
        raise ValueError(
            f"reviewer {docket.reviewer(int(place))}: the minimum load {least[place]} "
            f"is above the maximum {most[place]}"
        )
    for place in np.flatnonzero(demand < 1)[:1]:
        raise ValueError(f"application {docket.application(int(place))} asks for no review")
    if docket.allowed is not None and docket.allowed.shape != affinity.shape:
        raise ValueError(f"allowed has shape {docket.allowed.shape}, affinity {affinity.shape}")
    task = Task(
        docket, affinity, docket.allowed, demand, least, most,
        _members(docket, readers), _houses(docket, readers), _locked(docket, affinity.shape),
    )  # fmt: skip
    _check_locked(task)
    return task


def _check_names(docket: Docket, number: int, readers: int) -> None:
    for names, size, kind in (
        (docket.applications, number, "applications"),
        (docket.reviewers, readers, "reviewers"),
    ):
        if names is not None and len(names) != size:
            raise ValueError(f"{len(names)} names for {size} {kind}")
        if names is not None and len(set(names)) != size:
            twice = next(name for place, name in enumerate(names) if name in names[:place])
            raise ValueError(f"the name {twice} is used for more than one of the {kind}")


def _check_finite(docket: Docket, affinity: NDArray[np.floating]) -> None:
    rows = np.flatnonzero(~np.isfinite(affinity.sum(axis=1)))
    for row in rows[:1]:
        column = int(np.flatnonzero(~np.isfinite(affinity[row]))[0])
        raise ValueError(
            f"the affinity of reviewer {docket.reviewer(column)} for application "
            f"{docket.application(int(row))} is {affinity[row, column]}, not a number"
        )


def _each(given: ArrayLike, size: int, what: str) -> Ints:
    numbers = np.asarray(given)
    if numbers.ndim > 1 or (numbers.ndim == 1 and len(numbers) != size):
        raise ValueError(f"{what}: {numbers.size} numbers for {size}")
    if not np.issubdtype(numbers.dtype, np.integer) or numbers.min() < 0:
        raise ValueError(f"{what}: whole numbers of 0 or more are needed, the smallest is {numbers.min()}")
    return np.asarray(np.broadcast_to(numbers, size), dtype=np.int64)


def _members(docket: Docket, readers: int) -> Mask:
    member = np.zeros((len(docket.labels), readers), dtype=bool)
    for place, label in enumerate(docket.labels):
        for reviewer in label.reviewers:
            if not 0 <= reviewer < readers:
                raise ValueError(f"label {label.name}: there is no reviewer {reviewer} among {readers}")
        if label.minimum < 0:
            raise ValueError(f"label {label.name}: the minimum {label.minimum} is below 0")
        member[place, list(label.reviewers)] = True
    return member


def _houses(docket: Docket, readers: int) -> Ints:
    house = np.full(readers, -1, dtype=np.int64)
    if docket.institutions is None or docket.institution_cap is None:
        return house
    if len(docket.institutions) != readers:
        raise ValueError(f"{len(docket.institutions)} institutions for {readers} reviewers")
    if docket.institution_cap < 0:
        raise ValueError(f"the cap per institution is {docket.institution_cap}; 0 or more is needed")
    members: dict[str, list[int]] = {}
    for reviewer, institution in enumerate(docket.institutions):
        members.setdefault(institution, []).append(reviewer)
    crowded = [own for name, own in members.items() if name and len(own) > docket.institution_cap]
    for number, own in enumerate(crowded):
        house[own] = number
    return house


def _locked(docket: Docket, shape: tuple[int, ...]) -> Ints:
    locked = np.array(sorted(set(docket.locked)), dtype=np.int64).reshape(-1, 2)
    for application, reviewer in locked.tolist():
        if not (0 <= application < shape[0] and 0 <= reviewer < shape[1]):
            raise ValueError(f"there is no pair of application {application} and reviewer {reviewer} to lock")
        if docket.allowed is not None and not docket.allowed[application, reviewer]:
            raise ValueError(
                f"reviewer {docket.reviewer(reviewer)} is locked to application "
                f"{docket.application(application)}, but may not read it"
            )
    return locked


def _check_locked(task: Task) -> None:
    held = np.bincount(task.locked[:, 0], minlength=len(task.demand))
    for place in np.flatnonzero(held > task.demand)[:1]:
        raise ValueError(
            f"application {task.docket.application(int(place))} has {held[place]} locked reviewers "
            f"and gets {task.demand[place]} reviews"
        )
    carried = np.bincount(task.locked[:, 1], minlength=len(task.most))
    for place in np.flatnonzero(carried > task.most)[:1]:
        raise ValueError(
            f"reviewer {task.docket.reviewer(int(place))} is locked to {carried[place]} applications "
            f"and takes at most {task.most[place]}"
        )
    readers = task.locked[:, 1]
    housed = task.house[readers] >= 0
    cells = np.column_stack([task.locked[housed, 0], task.house[readers[housed]]])
    places, counts = np.unique(cells, axis=0, return_counts=True)
    for place in places[counts > (task.docket.institution_cap or 0)][:1]:
        raise ValueError(
            f"application {task.docket.application(int(place[0]))} has more locked reviewers of one "
            f"institution than the cap of {task.docket.institution_cap}"
        )


def sample(task: Task, applications: Ints) -> Task:
    """Return the task of some applications alone, with nothing locked."""
    return replace(
        task,
        affinity=task.affinity[applications],
        allowed=task.permitted(applications),
        demand=task.demand[applications],
        locked=np.zeros((0, 2), dtype=np.int64),
    )


def as_floats(values: NDArray[np.floating]) -> Floats:
    """Return affinities in double precision, whatever they were stored in."""
    return np.asarray(values, dtype=np.float64)
