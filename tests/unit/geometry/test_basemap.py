"""Shapes of the ground below a map."""

from __future__ import annotations

import pytest
import shapely

from controlmap.domain.model import Ground
from controlmap.errors import GeometryError
from controlmap.geometry.basemap import (
    ground_shape,
    middle_of,
    parts_inside,
    surroundings,
)

LINE = {"type": "LineString", "coordinates": [[35, 35], [37, 35], [37, 36]]}
BOX = {
    "type": "Polygon",
    "coordinates": [[[35, 35], [37, 35], [37, 37], [35, 37], [35, 35]]],
}
BOW = {
    "type": "Polygon",
    "coordinates": [[[36, 35], [37, 36], [37, 35], [36, 36], [36, 35]]],
}


def ground(kind, geometry):
    return Ground("here", "Here", kind, "a survey", "CC0", geometry)


@pytest.mark.parametrize("kind", ["state-border", "governorate-border", "coast"])
def test_a_line_is_wanted_for_a_border(kind):
    assert ground_shape(ground(kind, LINE)).length == 3
    with pytest.raises(
        GeometryError, match=f"ground 'here': a valid line is wanted for {kind}"
    ):
        ground_shape(ground(kind, BOX))


@pytest.mark.parametrize("kind", ["country", "sea"])
@pytest.mark.parametrize(
    "geometry", [LINE, BOW, {"type": "Polygon", "coordinates": []}]
)
def test_a_valid_polygon_is_wanted_for_an_area(kind, geometry):
    assert ground_shape(ground(kind, BOX)).area == 4
    with pytest.raises(GeometryError, match=f"a valid polygon is wanted for {kind}"):
        ground_shape(ground(kind, geometry))


@pytest.mark.parametrize("geometry", [{}, {"type": "Circle", "coordinates": [1, 2]}])
def test_what_is_no_geometry_is_refused(geometry):
    with pytest.raises(GeometryError, match="ground 'here': no geometry"):
        ground_shape(ground("coast", geometry))


def test_positions_are_degrees():
    metres = {"type": "LineString", "coordinates": [[500_000, 4_000_000], [0, 0]]}
    with pytest.raises(GeometryError, match=r"not degrees, \[lon, lat\]"):
        ground_shape(ground("coast", metres))


def test_the_surroundings_are_the_longer_side_more_all_round():
    assert surroundings((36.0, 35.0, 37.0, 35.5)) == (35.0, 34.0, 38.0, 36.5)


def test_what_lies_in_a_box_is_cut_out_and_sorted():
    line = shapely.LineString([(0, 0), (10, 0), (10, 5), (0, 5)])
    parts = parts_inside(line, (2, -1, 6, 6))
    assert [part.wkt for part in parts] == [
        "LINESTRING (2 0, 6 0)",
        "LINESTRING (6 5, 2 5)",
    ]
    (half,) = parts_inside(shapely.box(0, 0, 4, 4), (2, -1, 6, 6))
    assert half.bounds == (2, 0, 4, 4)
    assert parts_inside(shapely.box(0, 0, 1, 1), (2, 2, 3, 3)) == []
    assert parts_inside(shapely.box(0, 0, 2, 2), (2, 0, 3, 3)) == []


def test_corners_finer_than_a_page_shows_are_left_out():
    line = shapely.LineString([(0, 0), (1, 0.0001), (2, 0)])
    (part,) = parts_inside(line, (-1, -1, 3, 3))
    assert shapely.get_num_points(part) == 2


def test_the_middle_is_farthest_from_the_edge():
    lon, lat, room = middle_of(shapely.box(0, 0, 4, 2))
    assert (lat, room) == pytest.approx((1, 1), abs=0.02)
    assert 1 <= lon <= 3
