"""Disclosure and auditor: 60 random tables protected and attacked; 1,000 random programs audited."""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable

import numpy as np

from bench.__main__ import Row
from bench.measure import measure
from copractice.engine.auditor import audit, count_intervals
from copractice.engine.disclosure.crosstab import protect
from copractice.engine.tests.worlds import published, random_world

TABLES = 60
PROGRAMS = int(os.environ.get("BENCH_PROGRAMS", "1000"))


def rows() -> Iterable[Row]:
    """Measure in processes of their own; the prototype that the target compares with was not published."""
    done = measure("bench.disclosure:tables")
    note = f"({done.seconds / TABLES * 1000:.1f} ms a table; {done.value})"
    target = "<= 0.3 s a table (prototype 0.55 s)"
    yield Row("release check", "60 tables 5 x 4", done.seconds, done.peak_mb, "-", None, target, note)
    done = measure("bench.disclosure:programs", runs=1, timeout=3600)
    case = f"{PROGRAMS} programs, 3 releases each"
    yield Row("auditor", case, done.seconds, done.peak_mb, "-", None, "0 findings", f"({done.value})")


def tables() -> Callable[[], str]:
    """Prepare the tables; protect each, then let the auditor bound every hidden cell."""
    rng = np.random.default_rng(0)
    made = [rng.poisson(rng.gamma(2, 12, size=(5, 4))).tolist() for _ in range(TABLES)]

    def run() -> str:
        safe = kept = hidden = narrowed = 0
        for counts in made:
            table = protect("abcde", "wxyz", counts)
            found = count_intervals({"release.json": table.document.encode()})
            safe, kept, hidden = safe + table.safe, kept + table.kept, hidden + len(found)
            narrowed += sum(low > 1 or high < 9 for _, low, high in found)
        return f"kept {kept / safe:.0%} of {safe} safe cells; {narrowed} of {hidden} hidden cells narrowed"

    return run


def programs() -> Callable[[], str]:
    """Disclose and attack every program; report findings by rule, and the slowest."""

    def run() -> str:
        rules: Counter[str] = Counter()
        shown = hidden = 0
        slowest = 0.0
        for seed in range(PROGRAMS):
            files, rosters = published(random_world(seed))
            started = time.perf_counter()
            result = audit(files, rosters)
            slowest = max(slowest, time.perf_counter() - started)
            shown, hidden = shown + result.figures, hidden + result.hidden
            rules.update(finding.rule for finding in result.findings)
        return (
            f"findings {dict(rules)}; {shown} figures shown, {hidden} hidden; slowest audit {slowest:.1f} s"
        )

    return run
