"""A result that can be stored and made again, and what counts as the same result."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from math import isclose
from typing import Any

from copractice.convening.models import Analysis

# Another build of the same libraries adds up in another order: numbers may differ by this much, nothing else.
TOLERANCE = 1e-6
# Fewer people than this are described in words alone: a mark or a bar would point at somebody.
FEWEST_SHOWN = 10
# How many of a group must have voted on a statement before the group's votes on it are shown.
FEWEST_OF_A_GROUP = 5


@dataclass(frozen=True)
class Outcome:
    """A result ready to be frozen: method, version, hash of its input, and the JSON that pages read.

    In the result, `shown` is what pages may read; the rest is there to make the result again.
    """

    method: str
    version: str
    input_sha256: str
    result: dict[str, Any]
    seed: int = 0


def sha256_of(lines: Iterable[str]) -> str:
    """Return the SHA-256 of lines, each with its end of line."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()


def kept_sha256(analysis: Analysis) -> str:
    """Return the SHA-256 of all that is kept of a result, its drawing too: one changed byte changes it."""
    kept = [
        analysis.method,
        analysis.version,
        analysis.seed,
        analysis.input_sha256,
        _stored(analysis.result),
        analysis.chart,
    ]
    return sha256_of([json.dumps(kept, sort_keys=True, ensure_ascii=False)])


def is_same(kept: Any, made: Any) -> bool:
    """Say whether two results are the same: every word, count and list alike, fractions within `TOLERANCE`."""
    if isinstance(kept, dict) and isinstance(made, dict):
        return kept.keys() == made.keys() and all(is_same(kept[name], made[name]) for name in kept)
    if isinstance(kept, list) and isinstance(made, list):
        return len(kept) == len(made) and all(map(is_same, kept, made))
    if isinstance(kept, float) and isinstance(made, float):
        return isclose(kept, made, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return type(kept) is type(made) and bool(kept == made)


def _stored(value: Any) -> Any:
    """Return a value as the database gives it back: it knows no zero below zero."""
    if isinstance(value, dict):
        return {name: _stored(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_stored(part) for part in value]
    return value + 0.0 if isinstance(value, float) else value
