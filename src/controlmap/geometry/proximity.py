"""Nearest points: by a table of all distances for a few, else by a k-d tree.

The tree is SciPy's; importing it takes longer than a few distances do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FEW = 20_000
"""Most distances that are worked out in a table."""


def neighbours(
    points: NDArray[np.float64], queries: NDArray[np.float64], k: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Distances and indices of the k points nearest to each query, nearest first.

    Of points just as near, the first given comes first.

    Parameters
    ----------
    points : ndarray of float, shape (n, 2), n at least k
    queries : ndarray of float, shape (m, 2)

    Returns
    -------
    distances : ndarray of float, shape (m, k)
    indices : ndarray of int, shape (m, k)
    """
    if len(points) * len(queries) <= _FEW:
        return _first_of_table(points, queries, k)
    from scipy.spatial import cKDTree

    one_more = list(range(1, min(k + 1, len(points)) + 1))
    found = cKDTree(points).query(queries, k=one_more)
    distances, indices = np.asarray(found[0], float), np.asarray(found[1], np.int64)
    tied = np.flatnonzero((np.diff(distances, axis=1) == 0).any(axis=1))
    distances, indices = distances[:, :k], indices[:, :k]
    if len(tied):  # the tree takes any of them
        distances[tied], indices[tied] = _first_of_table(points, queries[tied], k)
    return distances, indices


def pairs_within(
    points: NDArray[np.float64],
    queries: NDArray[np.float64],
    radius: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every query with every point within its radius.

    Parameters
    ----------
    points : ndarray of float, shape (n, 2)
    queries : ndarray of float, shape (m, 2)
    radius : ndarray of float, shape (m,)

    Returns
    -------
    queries, points : ndarray of int
        Indices of each pair, by query.
    """
    if len(points) * len(queries) <= _FEW:
        query, point = np.nonzero(_table(points, queries) <= radius[:, None])
        return query.astype(np.int64), point.astype(np.int64)
    from scipy.spatial import cKDTree

    around = cKDTree(points).query_ball_point(queries, radius, return_sorted=True)
    counts = np.fromiter(map(len, around), dtype=np.int64, count=len(around))
    flat = [index for each in around for index in each]
    return np.repeat(np.arange(len(queries)), counts), np.array(flat, dtype=np.int64)


def _first_of_table(
    points: NDArray[np.float64], queries: NDArray[np.float64], k: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    table = _table(points, queries)
    order = np.argsort(table, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(table, order, axis=1), order.astype(np.int64)


def _table(
    points: NDArray[np.float64], queries: NDArray[np.float64]
) -> NDArray[np.float64]:
    apart = queries[:, None, :] - points[None, :, :]
    table: NDArray[np.float64] = np.hypot(apart[..., 0], apart[..., 1])
    return table
