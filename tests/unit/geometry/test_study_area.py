import numpy as np
import pytest

from builders import SQUARE, place
from controlmap.domain.model import Zone
from controlmap.errors import GeometryError
from controlmap.geometry.study_area import StudyArea


def zone(geometry):
    return Zone("plain", "Plain", "drawn", "test", geometry)


def test_area_is_that_on_the_ellipsoid():
    # One degree of longitude by one of latitude; straight edges here, so about.
    assert StudyArea.of(zone(SQUARE)).area_km2 == pytest.approx(10_057, rel=1e-3)


def test_a_hole_and_several_parts_count():
    hole = [[36.4, 35.4], [36.4, 35.6], [36.6, 35.6], [36.6, 35.4], [36.4, 35.4]]
    with_hole = {"type": "Polygon", "coordinates": [*SQUARE["coordinates"], hole]}
    whole, holed = StudyArea.of(zone(SQUARE)), StudyArea.of(zone(with_hole))
    assert 0.95 < holed.area_km2 / whole.area_km2 < 0.97
    far = [[38.0, 35.0], [38.5, 35.0], [38.5, 35.5], [38.0, 35.0]]
    parts = {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"], [far]]}
    assert StudyArea.of(zone(parts)).area_km2 > whole.area_km2 + 1_000


@pytest.mark.parametrize(
    ("geometry", "message"),
    [
        ({}, "zone 'plain': no geometry"),
        ({"type": "Polygon"}, "zone 'plain': no geometry"),
        ({"type": "Circle", "coordinates": [36, 35]}, "zone 'plain': no geometry"),
        ({"type": "Polygon", "coordinates": 36}, "zone 'plain': no geometry"),
        ({"type": "Polygon", "coordinates": [[[36, 35]]]}, "zone 'plain'"),
        ({"type": "Polygon", "coordinates": [[[36], [35]]]}, "zone 'plain'"),
        ({"type": "Polygon", "coordinates": [["a", "b"]]}, "zone 'plain'"),
        ({"type": "Point", "coordinates": [36, 35]}, "polygon is wanted, not Point"),
        ({"type": "Polygon", "coordinates": []}, "polygon is wanted"),
        (
            {
                "type": "Polygon",
                "coordinates": [[[36, 35], [37, 36], [37, 35], [36, 36], [36, 35]]],
            },
            "Self-intersection",
        ),
    ],
)
def test_what_is_no_polygon_is_refused(geometry, message):
    with pytest.raises(GeometryError, match=message):
        StudyArea.of(zone(geometry))


def test_points_and_what_covers_them():
    area = StudyArea.of(zone(SQUARE))
    points = area.points_of([place("in"), place("out", 38.0), place("corner", 36, 35)])
    assert area.covers(points).tolist() == [True, False, True]
    assert area.points_of([]).shape == (0, 2)
    assert area.covers(np.empty((0, 2))).shape == (0,)
