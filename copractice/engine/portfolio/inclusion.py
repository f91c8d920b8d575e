"""Who is in for certain, who is out, and which decisions are within the noise of the scores."""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np

from copractice.engine.portfolio.conflict import Infeasible, conflict
from copractice.engine.portfolio.pool import Pool, with_quality, write_rows
from copractice.engine.programs import Floats, solve_proven
from copractice.engine.watch import Watch

METHOD = "portfolio inclusion"
VERSION = "1"
FIRM_IN, FIRM_OUT = 0.9, 0.1
Z95 = 1.959963984540054


@dataclass(frozen=True)
class Place:
    """How often one item was in the best cohort, with a Wilson 95 % interval, and its zone."""

    item: int
    frequency: float
    low: float
    high: float
    zone: str


@dataclass(frozen=True)
class Inclusion:
    """One place per item over `draws` draws; zones are *firm in*, *borderline* and *firm out*."""

    method: str
    version: str
    draws: int
    places: tuple[Place, ...]


def inclusion(
    pool: Pool,
    draws: Floats,
    *,
    progress: Callable[[float, str], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Inclusion:
    """Choose again for every draw of the qualities, and count.

    Args:
        pool: items, seats and rules; its own quality is not used.
        draws: shape (D, n), such as `Posterior.sample(200, rng)`.
        progress: called with the share done and a sentence.
        should_stop: asked at least once a second; when true, `Stopped` is raised.

    An item is *firm in* at a frequency of 0.9 or more, *firm out* at 0.1 or less, and *borderline* between:
    there the scores do not decide, and people should.

    Raises:
        Infeasible: no cohort keeps the rules.
        ValueError: the draws have another shape, there are none, or one is not finite.

    >>> draws = np.array([[3.0, 2.0, 1.0], [2.0, 3.0, 1.0]])
    >>> [place.zone for place in inclusion(Pool([0.0, 0.0, 0.0], 1), draws).places]
    ['borderline', 'borderline', 'firm out']
    """
    watch = Watch(progress, should_stop)
    rows = write_rows(pool)
    draws = np.asarray(draws, dtype=np.float64)
    number = len(rows.program.gain)
    if draws.ndim != 2 or draws.shape[1] != number or len(draws) == 0:
        raise ValueError(f"draws of shape {draws.shape}; (number of draws, {number}) is needed")
    if not np.isfinite(draws).all():
        raise ValueError("a drawn quality is not a number")
    counts = np.zeros(number, dtype=np.int64)
    for done, quality in enumerate(draws):
        watch.report(done / len(draws), f"Choosing for draw {done + 1} of {len(draws)}")
        best = solve_proven(with_quality(rows.program, quality), watch.at(done / len(draws)))
        if best is None:
            raise Infeasible(conflict(pool, progress=progress, should_stop=should_stop))
        counts += best.x > 0.5
    watch.report(1.0, "Counted")
    places = tuple(_place(item, int(count), len(draws)) for item, count in enumerate(counts))
    return Inclusion(METHOD, VERSION, len(draws), places)


def _place(item: int, count: int, draws: int) -> Place:
    frequency = count / draws
    low, high = wilson(count, draws)
    zone = "firm in" if frequency >= FIRM_IN else "firm out" if frequency <= FIRM_OUT else "borderline"
    return Place(item, frequency, low, high, zone)


def wilson(count: int, number: int) -> tuple[float, float]:
    """Return the Wilson 95 % interval of a proportion.

    >>> tuple(round(end, 3) for end in wilson(5, 10))
    (0.237, 0.763)
    """
    share, spread = count / number, Z95**2 / number
    middle = (share + spread / 2) / (1 + spread)
    half = Z95 / (1 + spread) * sqrt(share * (1 - share) / number + spread / (4 * number))
    return max(0.0, middle - half), min(1.0, middle + half)
