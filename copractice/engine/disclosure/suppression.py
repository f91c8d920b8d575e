"""Which cells of a count table must be hidden so that nobody can compute what is hidden (rules R3, R7).

A table with its margins is a circulation: each inner cell is an arc from its row to its column, each row
total an arc into its row, each column total an arc out of its column, the grand total the arc that closes
the loop. Shown arcs are fixed, hidden ones are free from 0 upward. What a reader can conclude about a
hidden cell is exactly how far its flow can be raised and lowered, two maximum flows; their answers are
whole numbers.
"""

import heapq
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

SMALL = 9
UNLIMITED = 1 << 40
# A total is worth more to readers than a single cell.
CELL, TOTAL, GRAND_TOTAL = 1.0, 3.0, 10.0


@dataclass(frozen=True)
class Arc:
    """One cell of a table: from node `tail` to `head`, holding `count`; `cost` is what hiding it loses."""

    tail: int
    head: int
    count: int
    cost: float = CELL
    hidden: bool = False


def table_arcs(counts: Sequence[Sequence[int]]) -> list[Arc]:
    """Return the arcs of a table: inner cells row by row, row totals, column totals, grand total.

    A table with one column is a list of cells and their total; it has no row and column totals of its own.
    """
    rows, columns = len(counts), len(counts[0])
    total = sum(map(sum, counts))
    worth = 1 / (total + 1)
    if columns == 1:
        cells = [Arc(0, 1, line[0], CELL + line[0] * worth) for line in counts]
        return [*cells, Arc(1, 0, total, GRAND_TOTAL)]
    bottom, side = rows + columns, rows + columns + 1
    inner = [
        Arc(i, rows + j, count, CELL + count * worth)
        for i, line in enumerate(counts)
        for j, count in enumerate(line)
    ]
    sums = [sum(line) for line in counts], [sum(line[j] for line in counts) for j in range(columns)]
    across = [Arc(side, i, count, TOTAL + count * worth) for i, count in enumerate(sums[0])]
    down = [Arc(rows + j, bottom, count, TOTAL + count * worth) for j, count in enumerate(sums[1])]
    return [*inner, *across, *down, Arc(bottom, side, total, GRAND_TOTAL)]


def is_sensitive(count: int) -> bool:
    """Whether a cell must not be shown; zero says as much about people as one (rule R3)."""
    return count <= SMALL


def protected(arcs: Sequence[Arc]) -> list[Arc] | None:
    """Hide cells until every hidden cell could be anything from 1 to 9; None if that is impossible.

    First all sensitive cells; then, for a hidden cell that can be narrowed, the cheapest further cells along
    which it could be raised or lowered enough; at last, what turns out not to be needed is shown again.
    """
    hidden = complemented([replace(arc, hidden=is_sensitive(arc.count)) for arc in arcs])
    return None if hidden is None else _needed(hidden)


def _needed(arcs: list[Arc]) -> list[Arc]:
    for index in sorted(range(len(arcs)), key=lambda i: (-arcs[i].cost, i)):
        if arcs[index].hidden and not is_sensitive(arcs[index].count):
            fewer = [*arcs[:index], replace(arcs[index], hidden=False), *arcs[index + 1 :]]
            if next(_narrowed(fewer), None) is None and _thin_block(fewer) is None:
                arcs = fewer
    return arcs


def complemented(arcs: list[Arc]) -> list[Arc] | None:
    """Hide further cells until no hidden cell can be narrowed (rule R7)."""
    while True:
        narrowed = next(_narrowed(arcs), None)
        more = _cheapest_way(arcs, *narrowed) if narrowed else _thin_block(arcs)
        if more is None:
            return arcs
        if not more:
            return None
        arcs = [replace(arc, hidden=arc.hidden or index in more) for index, arc in enumerate(arcs)]


def _narrowed(arcs: list[Arc]) -> Iterator[tuple[int, int, int, int]]:
    """Yield hidden cells that cannot be raised to 9 or lowered to 1: (cell, from, to, by how much)."""
    for index, arc in enumerate(arcs):
        if not arc.hidden:
            continue
        up, down = SMALL - arc.count, arc.count - 1
        if up > 0 and _flow(arcs, index, arc.head, arc.tail, up)[0] < up:
            yield index, arc.head, arc.tail, up
        if down > 0 and _flow(arcs, index, arc.tail, arc.head, down)[0] < down:
            yield index, arc.tail, arc.head, down


def _flow(arcs: list[Arc], skip: int, source: int, target: int, wanted: int) -> tuple[int, dict[int, int]]:
    """Return how much of `wanted` can move from source to target over hidden cells other than `skip`.

    Also return the counts of these cells after the move: what could still be taken back along them.
    """
    counts = {index: arc.count for index, arc in enumerate(arcs) if arc.hidden and index != skip}
    moved = 0
    while moved < wanted:
        way = _way(arcs, counts, source, target)
        if way is None:
            return moved, counts
        amount = min([wanted - moved, *(counts[index] for index, forward in way if not forward)])
        for index, forward in way:
            counts[index] += amount if forward else -amount
        moved += amount
    return moved, counts


def _way(arcs: list[Arc], counts: dict[int, int], source: int, target: int) -> list[tuple[int, bool]] | None:
    reached: dict[int, list[tuple[int, bool]]] = {source: []}
    queue = deque([source])
    while queue and target not in reached:
        node = queue.popleft()
        for index, count in counts.items():
            arc = arcs[index]
            for start, end, forward in ((arc.tail, arc.head, True), (arc.head, arc.tail, False)):
                if start == node and end not in reached and (forward or count > 0):
                    reached[end] = [*reached[node], (index, forward)]
                    queue.append(end)
    return reached.get(target)


def _cheapest_way(arcs: list[Arc], skip: int, source: int, target: int, amount: int) -> set[int]:
    """Return the shown cells on the cheapest way for what cannot move yet, or for a part of it."""
    moved, counts = _flow(arcs, skip, source, target, amount)
    counts |= {index: arc.count for index, arc in enumerate(arcs) if not arc.hidden}
    return _shortest(arcs, counts, source, target, amount - moved) or _shortest(
        arcs, counts, source, target, 1
    )


def _shortest(arcs: list[Arc], counts: dict[int, int], source: int, target: int, amount: int) -> set[int]:
    done: set[int] = set()
    heap: list[tuple[float, int, tuple[int, ...]]] = [(0.0, source, ())]
    while heap:
        cost, node, way = heapq.heappop(heap)
        if node == target:
            return set(way)
        if node in done:
            continue
        done.add(node)
        for index, end in _steps(arcs, counts, node, amount):
            free = arcs[index].hidden
            heapq.heappush(heap, (cost + (not free) * arcs[index].cost, end, way if free else (*way, index)))
    return set()


def _steps(arcs: list[Arc], counts: dict[int, int], node: int, amount: int) -> Iterator[tuple[int, int]]:
    for index, count in counts.items():
        if arcs[index].tail == node:
            yield index, arcs[index].head
        elif arcs[index].head == node and count >= amount:
            yield index, arcs[index].tail


def _thin_block(arcs: list[Arc]) -> set[int] | None:
    """Return one more cell for a line whose hidden cells are known to add to less than ten, if any."""
    for node in sorted({arc.tail for arc in arcs}):
        leaving = [index for index, arc in enumerate(arcs) if arc.tail == node]
        entering = [index for index, arc in enumerate(arcs) if arc.head == node]
        for block, rest in ((leaving, entering), (entering, leaving)):
            hidden = [index for index in block if arcs[index].hidden]
            known = not any(arcs[index].hidden for index in rest)
            if hidden and known and sum(arcs[index].count for index in hidden) <= SMALL:
                shown = [index for index in block + rest if not arcs[index].hidden]
                return {min(shown, key=lambda index: (arcs[index].cost, index))}
    return None
