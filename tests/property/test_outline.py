"""The dissolve by arcs is the union of the cells, for any groups of any cells."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from builders import SQUARE, place
from controlmap.domain.model import Zone
from controlmap.geometry.study_area import StudyArea
from controlmap.geometry.tessellation import tessellate

HOLED = {
    "type": "MultiPolygon",
    "coordinates": [
        [
            [[36.0, 35.0], [36.6, 35.0], [36.6, 36.0], [36.0, 36.0], [36.0, 35.0]],
            [[36.2, 35.4], [36.2, 35.6], [36.4, 35.6], [36.4, 35.4], [36.2, 35.4]],
        ],
        [[[36.7, 35.2], [37.0, 35.2], [37.0, 35.8], [36.7, 35.8], [36.7, 35.2]]],
    ],
}
AREAS = [StudyArea.of(Zone("z", "Z", "drawn", "test", g)) for g in (SQUARE, HOLED)]

# a coarse grid gives places in rows, at one point, and cells that meet in a corner
ON_GRID = st.tuples(st.integers(0, 10), st.integers(0, 10)).map(
    lambda cell: (36 + cell[0] / 10, 35 + cell[1] / 10)
)
ANYWHERE = st.tuples(
    st.floats(36.01, 36.99, allow_nan=False), st.floats(35.01, 35.99, allow_nan=False)
)
POINTS = st.lists(ON_GRID, max_size=40) | st.lists(ANYWHERE, max_size=40)


@given(POINTS, st.sampled_from(AREAS), st.integers(1, 4), st.randoms())
def test_dissolve_is_the_union_of_the_cells(points, area, n_groups, random):
    places = [place(f"p{i}", lon, lat) for i, (lon, lat) in enumerate(points)]
    tessellation = tessellate(places, area)
    cells = tessellation.cells()
    group = np.array(
        [random.randrange(-1, n_groups) for _ in cells], dtype=np.int64
    ).reshape(-1)
    shapes = tessellation.dissolve(group, n_groups)
    assert len(shapes) == n_groups
    for index, shape in enumerate(shapes):
        union = shapely.union_all(cells[group == index])
        assert shape.is_valid, shapely.is_valid_reason(shape)
        assert abs(shape.area - union.area) <= 1e-9 * max(union.area, 1)
        assert shape.symmetric_difference(union).area <= 1e-6 * max(union.area, 1)


@given(POINTS, st.sampled_from(AREAS))
def test_rings_run_as_simple_features_want(points, area):
    places = [place(f"p{i}", lon, lat) for i, (lon, lat) in enumerate(points)]
    for cell in shapely.get_parts(tessellate(places, area).cells()):
        assert cell.exterior.is_ccw
        assert not any(hole.is_ccw for hole in cell.interiors)
