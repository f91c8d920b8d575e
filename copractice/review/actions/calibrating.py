"""Correcting the scores of a call for strict and mild reviewers, in the background; the newest result is kept."""

from datetime import datetime
from typing import Any

from copractice.calls.models import Call
from copractice.review.analysis.calibrating import FEWEST, METHOD, VERSION, corrected, sha256_of
from copractice.review.models import CalibratedScores, ReviewPlan
from copractice.review.queries.scores import calibrated_of, tally_of


def calibrate(*, call: Call, now: datetime) -> bool:
    """Correct the scores that count now, unless that is done; return whether the engine was asked.

    No act of the log: a result of the engine that anybody can make again, and that decides nothing.
    """
    given = tally_of(call, None, now).given
    sha256, kept = sha256_of(given), calibrated_of(call)
    if len(given) < FEWEST or (kept is not None and kept.input_sha256 == sha256):
        return False
    made: dict[str, Any] = {"method": METHOD, "version": VERSION, "input": given, "input_sha256": sha256}
    made |= {"result": corrected(given), "made_at": now, "community_id": call.community_id}
    CalibratedScores.objects.update_or_create(call=call, defaults=made)
    return True


def calibrate_all(*, now: datetime) -> int:
    """Correct the scores of every call whose reviews changed; return how many there were."""
    plans = ReviewPlan.objects.select_related("call__community").order_by("pk")
    return sum(calibrate(call=plan.call, now=now) for plan in plans)
