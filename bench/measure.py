"""Run one function in a process of its own and report its time, peak memory and answer.

`python -m bench.measure module:function` prints one line of JSON. The function prepares its input and
returns the callable to be timed, so that making data is never part of the figure.
"""

import importlib
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
)


@dataclass(frozen=True)
class Measured:
    """Median seconds, peak resident memory in MB, and what the callable returned (JSON)."""

    seconds: float
    peak_mb: float
    value: object


def measure(target: str, *, runs: int = 3, timeout: float = 900) -> Measured:
    """Time `module:function` in a new process, pinned to one thread; the median of `runs`."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.measure", target, str(runs)],
        env=os.environ | ONE_THREAD,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{target} failed:\n{done.stderr[-2000:]}")
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def _run(target: str, runs: int) -> None:
    module, function = target.split(":")
    timed = getattr(importlib.import_module(module), function)()
    seconds = []
    value = None
    for _ in range(runs):
        started = time.perf_counter()
        value = timed()
        seconds.append(time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    median = sorted(seconds)[len(seconds) // 2]
    print(json.dumps({"seconds": median, "peak_mb": round(peak, 1), "value": value}))


if __name__ == "__main__":
    _run(sys.argv[1], int(sys.argv[2]))
