"""How an assignment ties reviewers together: shared applications, and how hard the design is to split."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve, eigvalsh
from scipy.sparse import csr_array, triu
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import LinearOperator, eigsh

from copractice.engine.assignment.rows import Cut, Pairs
from copractice.engine.programs import Floats

DENSE = 400
LARGEST = 4000


@dataclass(frozen=True)
class Design:
    """The graph in which reviewers who read are joined by the applications they share.

    `most_shared` is the most applications that two reviewers have in common; `parts` the number of separate
    parts; `connectivity` the second smallest eigenvalue of the graph's Laplacian, weighted by applications
    shared: 0 where the design falls into parts, `None` for fewer than 2 or more than 4,000 reviewers.
    """

    reviewers: int
    most_shared: int
    parts: int
    connectivity: float | None


def describe(chosen: Pairs, number: int, readers: int) -> Design:
    """Describe the design of the chosen pairs."""
    used = np.unique(chosen.reviewers)
    shared = _shared(chosen, number, readers)[used][:, used]
    parts, _ = connected_components(shared, directed=False)
    most = int(shared.data.max(initial=0))
    return Design(len(used), most, int(parts), _connectivity(shared, int(parts)))


def cuts_for(chosen: Pairs, number: int, readers: int, cap: int) -> tuple[Cut, ...]:
    """Return one cut for every two reviewers who share more than `cap` applications."""
    above = triu(_shared(chosen, number, readers), format="coo")
    cuts = []
    for one, other, count in zip(*above.coords, above.data, strict=True):
        if count > cap:
            both = np.intersect1d(
                chosen.applications[chosen.reviewers == one], chosen.applications[chosen.reviewers == other]
            )
            cuts.append(Cut((int(one), int(other)), tuple(both.tolist()), cap))
    return tuple(cuts)


def excess(cuts: Sequence[Cut]) -> int:
    """Return by how many applications pairs of reviewers exceed their cap in all."""
    return sum(len(cut.applications) - cut.cap for cut in cuts)


def _shared(chosen: Pairs, number: int, readers: int) -> csr_array:
    cells = (np.ones(len(chosen.applications)), (chosen.applications, chosen.reviewers))
    read = csr_array(cells, shape=(number, readers))
    shared = csr_array(read.T @ read)
    shared.setdiag(0)
    shared.eliminate_zeros()
    return shared


def _connectivity(shared: csr_array, parts: int) -> float | None:
    size = shared.shape[0]
    if size < 2 or size > LARGEST:
        return None
    if parts > 1:
        return 0.0
    laplacian: Floats = -shared.toarray()
    laplacian[np.diag_indices(size)] = -laplacian.sum(axis=1)
    if size <= DENSE:
        return float(eigvalsh(laplacian, subset_by_index=[1, 1])[0])
    # Lifting the constant vector leaves the wanted eigenvalue as the smallest, so its inverse is the largest.
    lifted = laplacian + 2 * laplacian.trace() / size**2
    factor = cho_factor(lifted, overwrite_a=True)
    inverse = LinearOperator((size, size), matvec=lambda x: cho_solve(factor, x), dtype=np.float64)
    start = np.cos(np.arange(size, dtype=np.float64))
    largest = eigsh(inverse, k=1, v0=start, return_eigenvectors=False, tol=1e-10)
    return float(1.0 / largest[0])
