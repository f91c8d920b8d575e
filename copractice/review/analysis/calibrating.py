"""Scores corrected for strict and mild reviewers: asked of the engine, kept, and told why not where not."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copractice.engine.calibration import METHOD, VERSION, calibrate
from copractice.review.models import CalibratedScores
from copractice.review.queries.scores import Given

__all__ = ["FEWEST", "METHOD", "VERSION", "corrected", "differences", "reasons_of", "sha256_of", "too_few"]

FEWEST = 10  # reviews in all, below which nothing is calibrated
DIGITS = 6  # kept; the last digits of a float differ between machines


def sha256_of(given: Sequence[Given]) -> str:
    """Return the SHA-256 of reviews as the engine is asked about them, by their canonical JSON."""
    text = json.dumps(given, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def corrected(given: Sequence[Given]) -> dict[str, Any]:
    """Return what the engine makes of reviews: its checks, and corrected scores where all of them pass."""
    try:
        found = calibrate(*zip(*given, strict=True)) if given else None
    except ValueError:
        found = None
    if found is None:
        return {"checks": None, "items": {}}
    checks = [[one.name, round(one.found, DIGITS), one.needed] for one in found.checks if not one.passed]
    items = (
        {str(one.item): [round(one.adjusted, DIGITS), round(one.se, DIGITS)] for one in found.items}
        if found.use_adjusted
        else {}
    )
    return {"checks": checks, "items": items}


def differences(kept: CalibratedScores) -> list[str]:
    """Make a correction again from what is stored, and name what is not the same."""
    parts = {
        "method": (kept.method, METHOD),
        "version": (kept.version, VERSION),
        "input": (kept.input_sha256, sha256_of(kept.input)),
        "result": (kept.result, corrected(kept.input)),
    }
    return [name for name, (stored, again) in parts.items() if stored != again]


def too_few(given: Sequence[Given]) -> str:
    """Say that there are too few reviews to tell strict and mild reviewers apart."""
    words = ngettext("Only %(n)d review is in yet.", "Only %(n)d reviews are in yet.", len(given))
    return words % {"n": len(given)}


def reasons_of(result: dict[str, Any]) -> list[str]:
    """Say why scores are not corrected; nothing if they are."""
    if result["checks"] is None:
        return [_("The reviews do not tell reviewers and applications apart.")]
    return [_reason(*check) for check in result["checks"]]


def _reason(name: str, found: float, needed: float) -> str:
    if name == "connected":
        said = _(
            "The largest group of applications that share reviewers holds %(share)d of 100; %(needed)d are needed."
        )
        return said % {"share": round(found * 100), "needed": round(needed * 100)}
    if name == "reviews_per_reviewer":
        said = _("The median reviewer sent %(median)s reviews; %(needed)s are needed.")
        return said % {"median": f"{found:g}", "needed": f"{needed:g}"}
    said = _("Differences between strict and mild reviewers could be chance (p = %(p)s).")
    return said % {"p": f"{found:.2f}"}
