"""Territories that follow their cells where one touches itself."""

from itertools import product

import numpy as np
import pytest
import shapely
from shapely.geometry import Point, box

from controlmap.geometry.parts import MovingParts
from unit.geometry.plane import cells_of, place_at

HOLLOW = box(0, 0, 10_000, 10_000) - Point(5_000, 5_000).buffer(2_500)
SPOTS = ((0, 8_000), (1_000, 5_000), (1_000, 0))
"""The border of the second and third cell touches the hole's lowest corner."""
GROUPS = (-1, 0, 1)


@pytest.fixture(scope="module")
def touched():
    return cells_of([place_at(f"p{n}", *spot) for n, spot in enumerate(SPOTS)], HOLLOW)


def test_a_border_touches_the_hole(touched):
    corner = np.flatnonzero((touched.vertices == (5_000, 2_500)).all(axis=1))
    ends = touched.half_edges.origin
    assert np.count_nonzero(ends == corner) == 4


@pytest.mark.parametrize("before", list(product(GROUPS, repeat=3)), ids=str)
def test_from_any_groups_to_any_others(touched, before):
    for after in product(GROUPS, repeat=3):
        moving = MovingParts(touched, np.array(before))
        moving.move(np.arange(3), np.array(after))
        for group, shape in enumerate(touched.dissolve(np.array(after), 2)):
            ours = moving.shapes([group]).get(group, shapely.MultiPolygon())
            assert shape.is_valid
            assert ours.is_valid
            assert shapely.equals_exact(shape, ours, normalize=True)
