"""The dissolve along shared arcs is that of geopandas, ring by ring."""

import geopandas as gpd
import numpy as np
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from property.test_tessellation import SIDE, ZONES, points, zones
from unit.geometry.plane import cells_of, place_at

AREA = 1e-9
"""Share of a territory by which areas may differ."""

COLLINEAR = [(1_000.0 * n, 5_000.0) for n in range(9)]
ONE_POINT = [(3_000.0, 3_000.0)] * 3 + [(7_000.0, 6_000.0)]
OUTSIDE = [(-500.0, 400.0), (SIDE + 900.0, 10.0), (5_100.0, 1_000.0)]
RING = [(5_000 + 3_000 * np.cos(a), 5_000 + 3_000 * np.sin(a)) for a in range(6)]


def rings(shape):
    """Rings of a shape as sorted texts, each from its least corner on."""
    parts = shapely.get_parts(shape)
    shells = shapely.polygons(shapely.get_exterior_ring(parts))
    holes = [
        shapely.Polygon(hole) for part in parts for hole in shapely.get_rings(part)[1:]
    ]
    return sorted(shapely.normalize(ring).wkt for ring in (*shells, *holes))


@settings(max_examples=500, deadline=None)
@given(points | st.just([]), zones, st.integers(1, 4), st.integers(0, 2**32 - 1))
@example(COLLINEAR, ZONES["square"], 2, 1)
@example(ONE_POINT, ZONES["hole"], 2, 2)
@example(OUTSIDE, ZONES["two parts"], 2, 3)
@example([*RING, (5_000.0, 5_000.0)], ZONES["square"], 2, 4)
@example([(5_000.0, 1_000.0)], ZONES["comb"], 1, 5)
@example([], ZONES["hole"], 1, 6)
def test_it_is_what_geopandas_dissolves(positions, zone, n_groups, seed):
    spots = np.round(np.array(positions).reshape(-1, 2))
    made = cells_of([place_at(f"p{n:02}", *s) for n, s in enumerate(spots)], zone)
    group = np.random.default_rng(seed).integers(0, n_groups, made.n_cells)
    ours = made.dissolve(group, n_groups)
    cells = gpd.GeoDataFrame({"group": group}, geometry=list(made.cells()))
    theirs = cells.dissolve("group").geometry
    for number, shape in enumerate(ours):
        if number not in theirs.index:
            assert shape.is_empty
            continue
        assert shape.is_valid
        assert abs(shape.area - theirs[number].area) <= AREA * shape.area
        assert rings(shape) == rings(theirs[number])
