"""Which groups may be shown at all (rule R2): enough youths, from enough employers, none of them dominant."""

from collections import Counter
from collections.abc import Sequence

FEWEST_YOUTHS = 10
FEWEST_EMPLOYERS = 3


def too_few(employers: Sequence[str], *, one_employer: bool) -> str | None:
    """Return why a group must not be shown, or None; `employers` has one entry for each youth in it.

    A group that is by definition one employer's needs 10 youths of its own. Every other group needs 10 youths
    from 3 employers, and the largest employer has at most half of them.
    """
    n = len(employers)
    if n < FEWEST_YOUTHS:
        return f"{n} youths; at least {FEWEST_YOUTHS} are needed"
    if one_employer:
        return None
    counts = Counter(employers)
    if len(counts) < FEWEST_EMPLOYERS:
        return f"{len(counts)} employers; at least {FEWEST_EMPLOYERS} are needed"
    largest = max(counts.values())
    if 2 * largest > n:
        return f"one employer has {largest} of {n} youths; at most half are allowed"
    return None
