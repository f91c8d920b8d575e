"""Who reviews what: the stored question to the engine, its answer, and whether it comes out the same again."""

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from copractice.engine.assignment import Assignment, Docket, Label, Shortage, assign
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
    affinities are drawn from the seed. Loads differ by one at most where that is possible, else they keep
    to the reviewers' own limits.

    Raises:
        Shortage: no assignment keeps all of it.
        ValueError: the question cannot be asked.
    """
    answer = _first_found(question, seed, progress)
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


def _first_found(question: Question, seed: int, progress: Callable[[float, str], None] | None) -> Assignment:
    least, most = question["least"], question["most"]
    low, high = _even(question)
    for lowest, highest in ((low, high), (least, high)):
        try:
            return assign(_docket(question, seed, lowest, highest), progress=progress)
        except Shortage:
            continue
    return assign(_docket(question, seed, least, most), progress=progress)


def _docket(question: Question, seed: int, least: Sequence[int], most: Sequence[int]) -> Docket:
    shape = (len(question["applications"]), len(question["reviewers"]))
    allowed = np.ones(shape, dtype=bool)
    for application, reviewer in question["barred"]:
        allowed[application, reviewer] = False
    labels = [Label(name, least, tuple(have)) for name, least, have in question["labels"]]
    return Docket(
        np.random.default_rng(seed).random(shape),
        per_application=question["demand"],
        max_load=list(most),
        min_load=list(least),
        allowed=allowed,
        labels=labels,
        locked=[(application, reviewer) for application, reviewer in question["locked"]],
    )


def _even(question: Question) -> tuple[list[int], list[int]]:
    """Return loads that differ by one at most: below the lowest common cap that still covers what is asked."""
    least, most, locked = question["least"], question["most"], question["locked"]
    held = np.bincount([reviewer for _, reviewer in locked], minlength=len(most)).tolist()
    for cap in range(1, max(most, default=0) + 1):
        high = [max(min(one, cap), low, have) for one, low, have in zip(most, least, held, strict=True)]
        if sum(high) >= sum(question["demand"]):
            return [max(low, min(one, cap - 1)) for low, one in zip(least, high, strict=True)], high
    return list(least), list(most)
