"""Very many very small symmetric matrices: one row per entry of the upper triangle, one column per matrix.

A person's precision is 3 × 3 to 8 × 8. Stored entry by entry, a Cholesky step for a hundred thousand people
is a handful of vector operations.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

FloatArray = NDArray[np.float64]


def pairs(size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows and columns of the packed entries, row by row."""
    first, second = np.triu_indices(size)
    return first, second


def products(vectors: FloatArray, cross: int = 1) -> FloatArray:
    """Outer product of each row with itself, packed; `cross` = 2 counts each mixed entry twice."""
    first, second = pairs(vectors.shape[1])
    columns = np.ascontiguousarray(vectors.T)
    packed: FloatArray = columns[first] * columns[second]
    packed[first != second] *= cross
    return packed


def _factor(packed: FloatArray, size: int) -> list[list[FloatArray]]:
    """Cholesky factors L of many matrices; entry [i][j], j <= i, for all of them at once."""
    place = {pair: row for row, pair in enumerate(zip(*(side.tolist() for side in pairs(size)), strict=True))}
    factor: list[list[FloatArray]] = []
    for i in range(size):
        row: list[FloatArray] = []
        for j in range(i + 1):
            rest = packed[place[j, i]].copy()
            for k in range(j):
                rest -= row[k] * (row[k] if i == j else factor[j][k])
            row.append(np.sqrt(rest) if i == j else rest / factor[j][j])
        factor.append(row)
    return factor


def _solve(factor: list[list[FloatArray]], right: FloatArray) -> FloatArray:
    """Solve L L' x = right for all matrices; `right` has shape (size, matrices)."""
    size = len(factor)
    x = right.copy()
    for i in range(size):
        for j in range(i):
            x[i] -= factor[i][j] * x[j]
        x[i] /= factor[i][i]
    for i in reversed(range(size)):
        for j in range(i + 1, size):
            x[i] -= factor[j][i] * x[j]
        x[i] /= factor[i][i]
    return x


def solve_many(packed: FloatArray, right: FloatArray) -> FloatArray:
    """Solve one small definite system per row of `right` (matrices, size)."""
    return _solve(_factor(packed, right.shape[1]), np.ascontiguousarray(right.T)).T


def posterior(
    said: csr_array, cast: csr_array, loadings: FloatArray, noise: float
) -> tuple[FloatArray, FloatArray]:
    """Return the mean (people, dimensions) and the packed covariance of everybody's coordinates."""
    size = loadings.shape[1]
    first, second = pairs(size)
    precision = np.ascontiguousarray((cast @ products(loadings).T).T)
    precision[first == second] += noise
    factor = _factor(precision, size)
    mean = _solve(factor, np.ascontiguousarray((said @ loadings).T))
    spread = np.empty_like(precision)
    for j in range(size):
        unit = np.zeros_like(mean)
        unit[j] = noise
        column = _solve(factor, unit)
        mine = np.flatnonzero(second == j)
        spread[mine] = column[first[mine]]
    return mean.T, spread
