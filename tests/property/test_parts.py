"""Territories that follow their cells are those made anew, after any changes."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from controlmap.geometry.parts import MovingParts
from property.test_tessellation import points, tessellation_of, zones


@given(points, zones, st.integers(2, 4), st.randoms(use_true_random=False))
def test_moving_parts_are_the_dissolve(positions, zone, n_groups, random):
    made, _ = tessellation_of(positions, zone)

    def groups(n):
        return np.array([random.randrange(-1, n_groups) for _ in range(n)], int)

    moving = MovingParts(made, groups(made.n_cells))
    seen = moving.parts()
    for _ in range(8):
        cells = np.array(
            random.sample(range(made.n_cells), random.randint(0, min(4, made.n_cells))),
            dtype=int,
        )
        closed, opened = moving.move(cells, groups(len(cells)))
        assert {id(part) for part in closed} <= {id(part) for part in seen}
        kept = {id(part) for part in seen} - {id(part) for part in closed}
        seen = moving.parts()
        assert {id(part) for part in seen} == kept | {id(part) for part in opened}
        shapes = made.dissolve(moving.group, n_groups)
        ours = moving.shapes()
        for group, shape in enumerate(shapes):
            if shape.is_empty:
                assert group not in ours
                continue
            assert ours[group].is_valid
            assert shapely.equals_exact(shape, ours[group], normalize=True)
        # What is closed is another than what is opened: nothing is made for nothing.
        old = {part.polygon.normalize().wkb for part in closed if part.group >= 0}
        new = {(part.group, part.polygon.normalize().wkb) for part in opened}
        assert not {(p.group, p.polygon.normalize().wkb) for p in closed} & new, old
