"""The ranking's public peer, choix."""

from collections.abc import Callable

import choix

from bench.ranking import ITEMS, million


def ilsr() -> Callable[[], int]:
    """Prepare choix's fastest method on the same choices."""
    winners, losers = million()
    data = list(zip(winners.tolist(), losers.tolist(), strict=True))
    return lambda: int(choix.ilsr_pairwise(ITEMS, data).argmax())
