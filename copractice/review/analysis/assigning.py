"""Who reviews what: the stored question to the engine, its answer, and whether it comes out the same again."""

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from copractice.engine.assignment import Docket, Label, Shortage, assign
from copractice.engine.assignment.assign import METHOD, VERSION
from copractice.review.models import AssignmentRun

__all__ = ["METHOD", "VERSION", "Shortage", "differences", "propose", "sha256_of"]

Question = dict[str, Any]


def sha256_of(question: Question) -> str:
    """Return the SHA-256 of a question to the engine, by its canonical JSON."""
    text = json.dumps(question, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def propose(
    question: Question, seed: int, *, progress: Callable[[float, str], None] | None = None
) -> dict[str, Any]:
    """Assign: conflicts hard, loads even, label rows kept, what stands already locked.

    Every pair that is allowed suits as well as any other, so chance decides between equal assignments: the
    affinities are drawn from the seed. Loads are held to an even share first, and to the reviewers' own
    limits only where that leaves none.

    Raises:
        Shortage: no assignment keeps all of it.
        ValueError: the question cannot be asked.
    """
    most = _even(question["demand"], question["most"], question["least"], question["locked"])
    try:
        answer = assign(_docket(question, seed, most), progress=progress)
    except Shortage:
        answer = assign(_docket(question, seed, question["most"]), progress=progress)
    return {
        "pairs": [list(pair) for pair in answer.pairs],
        "load": list(answer.load),
        "is_best": answer.certificate.optimal,
        "parts": answer.design.parts,
    }


def differences(run: AssignmentRun) -> list[str]:
    """Make a run again from what is stored, and name what is not the same."""
    made = propose(run.input, run.seed)
    parts = {
        "method": (run.method, METHOD),
        "version": (run.version, VERSION),
        "input": (run.input_sha256, sha256_of(run.input)),
        "result": (run.result, made),
    }
    return [name for name, (kept, again) in parts.items() if kept != again]


def _docket(question: Question, seed: int, most: Sequence[int]) -> Docket:
    shape = (len(question["applications"]), len(question["reviewers"]))
    allowed = np.ones(shape, dtype=bool)
    for application, reviewer in question["barred"]:
        allowed[application, reviewer] = False
    labels = [Label(name, least, tuple(have)) for name, least, have in question["labels"]]
    return Docket(
        np.random.default_rng(seed).random(shape),
        per_application=question["demand"],
        max_load=list(most),
        min_load=question["least"],
        allowed=allowed,
        labels=labels,
        locked=[(application, reviewer) for application, reviewer in question["locked"]],
    )


def _even(
    demand: Sequence[int], most: Sequence[int], least: Sequence[int], locked: Sequence[Sequence[int]]
) -> list[int]:
    """Return the loads capped at the lowest common number that still covers what is asked."""
    held = np.bincount([reviewer for _, reviewer in locked], minlength=len(most)).tolist()
    for cap in range(1, max(most, default=0) + 1):
        capped = [max(min(one, cap), low, have) for one, low, have in zip(most, least, held, strict=True)]
        if sum(capped) >= sum(demand):
            return [min(one, room) for one, room in zip(capped, most, strict=True)]
    return list(most)
