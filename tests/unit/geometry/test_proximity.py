import numpy as np
import pytest

from controlmap.geometry import proximity

RANDOM = np.random.default_rng(7)
SCATTERED = RANDOM.uniform(-5_000, 5_000, (60, 2))
QUERIES = RANDOM.uniform(-6_000, 6_000, (80, 2))
LATTICE = np.array([[x, y] for x in range(0, 80, 10) for y in range(0, 80, 10)], float)
CROSSINGS = np.array(
    [[x, y] for x in range(5, 80, 10) for y in range(5, 80, 10)], float
)
CASES = pytest.mark.parametrize(
    ("points", "queries"),
    [
        (SCATTERED, QUERIES),
        (np.vstack([SCATTERED, SCATTERED]), QUERIES),
        (LATTICE, CROSSINGS),
        (LATTICE, LATTICE),
        (SCATTERED[:8], QUERIES),
    ],
    ids=["scattered", "twice the same", "four just as near", "at the points", "eight"],
)


def both(monkeypatch, function, *given):
    """Results by the table of distances and by the tree."""
    results = []
    for few in (10**9, 0):
        monkeypatch.setattr(proximity, "_FEW", few)
        results.append(function(*given))
    return results


@CASES
@pytest.mark.parametrize("k", [1, 2, 8])
def test_table_and_tree_give_the_same_neighbours(monkeypatch, points, queries, k):
    table, tree = both(monkeypatch, proximity.neighbours, points, queries, k)
    assert table[0].shape == table[1].shape == (len(queries), k)
    assert np.allclose(table[0], tree[0], rtol=1e-12)
    assert (table[1] == tree[1]).all()


@CASES
def test_table_and_tree_give_the_same_pairs(monkeypatch, points, queries):
    radius = np.linspace(0, 3_000, len(queries)) + 0.5
    table, tree = both(monkeypatch, proximity.pairs_within, points, queries, radius)
    assert len(table[0]) > 0
    assert set(zip(*map(np.ndarray.tolist, table), strict=True)) == set(
        zip(*map(np.ndarray.tolist, tree), strict=True)
    )
    assert (np.diff(tree[0]) >= 0).all()


def test_nearest_come_first_and_of_equals_the_first_given():
    points = np.array([[3.0, 4.0], [0.0, 5.0], [1.0, 0.0], [0.0, -5.0]])
    distance, index = proximity.neighbours(points, np.zeros((1, 2)), 4)
    assert distance.tolist() == [[1, 5, 5, 5]]
    assert index.tolist() == [[2, 0, 1, 3]]


def test_the_radius_is_included():
    query, point = proximity.pairs_within(
        np.array([[3.0, 4.0], [3.0, 4.1]]), np.zeros((2, 2)), np.array([5.0, 4.9])
    )
    assert (query.tolist(), point.tolist()) == ([0], [0])
