"""How a number may be printed: group sizes, percentages and means as bands (rules R3 to R6).

A percentage's end bands are at least 4/n wide: an insider who knows three answers, her own and two friends',
still cannot tell what a fourth person said. Means are rounded to a base b with n·b ≥ 8 and have coded ends.

A band is kept as what it tells: the least and the greatest sum of answers. Bands of groups without a common
member may be added; the sum tells nothing about any of them that its own band does not tell.
"""

from fractions import Fraction
from math import ceil, floor

N_BANDS = ((10, 14), (15, 19), (20, 29), (30, 49), (50, 99))
LARGEST_N = 100

# From this n on: width of the end bands and of the inner steps, in percent.
PERCENT_STEPS = ((10, 40, 20), (20, 20, 20), (40, 10, 10), (80, 5, 5), (200, 2, 1), (400, 1, 1))

# From this n on: rounding base, and the coded ends of a mean on the scale 1 to 5.
MEAN_STEPS = (
    (16, Fraction(1, 2), Fraction(2), Fraction(4)),
    (32, Fraction(1, 4), Fraction(3, 2), Fraction(9, 2)),
    (80, Fraction(1, 10), Fraction(3, 2), Fraction(9, 2)),
)
# Sums of several bands are printed outward on these grids.
PERCENT_GRID, MEAN_GRID = Fraction(5), Fraction(1, 4)

Limits = tuple[int, int]


def n_band(n: int) -> str:
    """Return the band of a group size of 10 or more.

    >>> n_band(10), n_band(49), n_band(100)
    ('10-14', '30-49', '100+')
    """
    if n >= LARGEST_N:
        return f"{LARGEST_N}+"
    for low, high in N_BANDS:
        if low <= n <= high:
            return f"{low}-{high}"
    raise ValueError(f"a group of {n} is too small to be printed")


def percent_limits(yes: int, n: int) -> Limits:
    """Return the least and the most of n people that the band of yes/n stands for.

    Ends take their limit; an inner band from a to b is more than a and at most b, less than b beside the end.

    >>> percent_limits(0, 12), percent_limits(6, 12), percent_limits(12, 12)
    ((0, 4), (5, 7), (8, 12))
    """
    end, step = next(rest for least, *rest in reversed(PERCENT_STEPS) if n >= least)
    share = Fraction(100 * yes, n)
    if share <= end:
        return 0, floor(Fraction(end * n, 100))
    if share >= 100 - end:
        return ceil(Fraction((100 - end) * n, 100)), n
    above = end + step * (ceil((share - end) / step) - 1)
    most = Fraction((above + step) * n, 100)
    last = ceil(most) - 1 if above + step == 100 - end else floor(most)
    return floor(Fraction(above * n, 100)) + 1, last


def mean_limits(total: int, n: int) -> Limits:
    """Return the least and the greatest sum of n answers from 1 to 5 that share the printed mean of `total`.

    >>> mean_limits(48, 16), mean_limits(80, 16)
    ((44, 51), (60, 80))
    """
    _, base, low, high = next(step for step in reversed(MEAN_STEPS) if n >= step[0])
    rounded = base * floor(Fraction(total, n) / base + Fraction(1, 2))
    if rounded <= low:
        return n, ceil((low + base / 2) * n) - 1
    if rounded >= high:
        return ceil((high - base / 2) * n), 5 * n
    return ceil((rounded - base / 2) * n), ceil((rounded + base / 2) * n) - 1


def percent_text(limits: Limits, n: int, *, parts: int) -> str:
    """Print a percentage that is one band, or a sum of `parts` bands, its limits included.

    >>> percent_text((5, 7), 12, parts=1), percent_text((23, 31), 36, parts=2)
    ('40 to 60', 'between 60 and 90')
    """
    low, high = (Fraction(100 * limit, n) for limit in limits)
    if parts > 1:
        return _between(low, high, PERCENT_GRID)
    end, step = next(rest for least, *rest in reversed(PERCENT_STEPS) if n >= least)
    if low == 0:
        return f"{end} or less"
    if high == 100:
        return f"{100 - end} or more"
    above = max(edge for edge in range(end, 100 - end, step) if edge < low)
    return f"{above} to {above + step}"


def mean_text(limits: Limits, n: int, *, parts: int) -> str:
    """Print a mean that is one rounded value with coded ends, or a range that holds a sum of bands.

    >>> mean_text((44, 51), 16, parts=1), mean_text((60, 80), 16, parts=1)
    ('3', '4 or more')
    >>> mean_text((104, 130), 36, parts=2)
    'between 2.75 and 3.75'
    """
    low, high = (Fraction(limit, n) for limit in limits)
    if parts > 1:
        return _between(low, high, MEAN_GRID)
    _, base, least, most = next(step for step in reversed(MEAN_STEPS) if n >= step[0])
    if low == 1:
        return f"{_decimal(least)} or less"
    if high == 5:
        return f"{_decimal(most)} or more"
    return _decimal(base * floor(low / base + Fraction(1, 2)))


def fewest(kind: str) -> int:
    """Return the least n for which a figure of this kind may be printed."""
    return MEAN_STEPS[0][0] if kind == "mean" else PERCENT_STEPS[0][0]


def _between(low: Fraction, high: Fraction, grid: Fraction) -> str:
    start = grid * floor(low / grid)
    return f"between {_decimal(start)} and {_decimal(max(grid * ceil(high / grid), start + grid))}"


def _decimal(value: Fraction) -> str:
    return f"{float(value):.2f}".rstrip("0").rstrip(".")
