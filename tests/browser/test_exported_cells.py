"""Cells that the page gives as GeoJSON are valid where their outlines touch."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import box, shape

from browser.engine_check import bundle
from browser.test_downloads import LAYERS, save
from builders import change, dataset
from controlmap.geometry.timeline import Span, build_series
from controlmap.render.page import render_page
from property.test_tessellation import SQUARE, points, tessellation_of, zones
from unit.geometry.plane import cells_of, flat_area, place_at

pytestmark = pytest.mark.browser

POLYGONS = """
import { polygonOf } from "./polygons.js";
export const polygons = (outlines) => outlines.map(polygonOf);
"""


def diamond(east, north, radius=1_000):
    """A hole with a corner to each side."""
    return shapely.Point(east, north).buffer(radius, quad_segs=1)


HOLES = {
    "touch the outline": [diamond(5_000, 1_000), diamond(9_500, 8_000, 500)],
    "touch the border": [diamond(2_500, 4_000), diamond(4_800, 4_000)],
    "touch each other": [diamond(3_000, 8_000), diamond(5_000, 8_000)],
    "enclose ground": [
        box(2_000, 7_000, 3_000, 8_000),
        box(3_000, 8_000, 4_000, 9_000),
        box(4_000, 7_000, 5_000, 8_000),
        box(3_000, 6_000, 4_000, 7_000),
    ],
}


def downloaded(open_map, tmp_path, zone):
    """Tessellation of a zone with two places, and the cells in the file of a page."""
    places = [place_at("south", 7_000, 2_900), place_at("north", 7_000, 7_100)]
    cells = cells_of(places, zone)
    assert cells.n_cells == 2
    data = dataset(
        [change("c1", "2020-01-02", "captured", "red", place="south")], places
    )
    span = Span(date(2020, 1, 1), date(2020, 1, 9))
    series = build_series(data, flat_area(zone), cells, span)
    _, file = save(open_map(render_page(series)), LAYERS, tmp_path)
    features = json.loads(file)["features"]
    return cells, {
        feature["properties"]["place_id"]: shape(feature["geometry"])
        for feature in features
        if feature["properties"]["layer"] == "cell"
    }


@pytest.fixture
def blank(open_map):
    return open_map(f"<!DOCTYPE html><script>{bundle(POLYGONS)}</script>")


@pytest.mark.parametrize("holes", HOLES.values(), ids=HOLES)
def test_holes_that_touch(open_map, tmp_path, holes):
    zone = shapely.difference(SQUARE, shapely.union_all(holes))
    cells, drawn = downloaded(open_map, tmp_path, zone)
    for place_id, polygon in zip(cells.place_ids, cells.cells(), strict=True):
        found = drawn[place_id]
        assert found.is_valid, shapely.is_valid_reason(found)
        assert all(part.exterior.is_ccw for part in shapely.get_parts(found))
        assert shapely.get_num_geometries(found) == shapely.get_num_geometries(polygon)


def directed(made, inside):
    """Lines around some cells, which are on their left, in the order of the arcs."""
    found = []
    for line, left, right in zip(
        made.arc_lines(np.arange(len(made.left))), made.left, made.right, strict=True
    ):
        if (left in inside) != (right in inside):
            forward = list(line.coords)
            found.append(forward if left in inside else forward[::-1])
    return found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(points, zones, st.randoms(use_true_random=False))
def test_any_cells_together(blank, positions, zone, random):
    made, _ = tessellation_of(positions, zone)
    group = np.array([random.randrange(4) for _ in range(made.n_cells)])
    outlines = [directed(made, set(np.flatnonzero(group == n))) for n in range(4)]
    for lines in outlines:
        random.shuffle(lines)
    drawn = blank.evaluate("lines => ControlMap.polygons(lines)", outlines)
    for found, meant in zip(drawn, made.dissolve(group, 4), strict=True):
        assert shapely.equals_exact(
            shape(found).normalize(), meant.normalize(), tolerance=0
        )
