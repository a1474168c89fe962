import numpy as np
import pytest
from pyproj import Geod

from controlmap.geometry.crs import (
    GRID_M,
    UNITS_A_DEGREE,
    centre_of,
    in_units,
    on_grid,
    to_degrees,
    to_metres,
    working_crs,
)

CRS = working_crs(36.7, 35.7)


def test_degrees_to_metres_and_back():
    lon, lat = np.meshgrid(np.linspace(34, 42, 9), np.linspace(32, 38, 7))
    points = to_metres(lon.ravel(), lat.ravel(), CRS)
    assert points.shape == (63, 2)
    back = to_degrees(points, CRS)
    # PROJ's inverse of this projection is good to about a millimetre.
    given = np.column_stack([lon.ravel(), lat.ravel()])
    assert np.allclose(back, given, rtol=0, atol=2e-8)
    assert np.allclose(to_metres(*back.T, CRS), points, rtol=0, atol=0.002)


def test_one_position_is_one_row():
    assert to_metres(36.7, 35.7, CRS) == pytest.approx(np.zeros((1, 2)), abs=1e-6)


def test_longitude_comes_first():
    east, north = to_metres(37.7, 35.7, CRS)[0]
    assert east == pytest.approx(90_500, rel=0.01)
    assert abs(north) < 1_000


def test_no_position_is_no_row():
    assert to_metres([], [], CRS).shape == (0, 2)
    assert to_degrees(np.empty((0, 2)), CRS).shape == (0, 2)


@pytest.mark.parametrize(("lon", "lat"), [(36.7, 35.7), (41.0, 36.5), (40.9, 34.4)])
def test_areas_are_those_on_the_ellipsoid(lon, lat):
    along = np.linspace(0, 0.1, 101)
    west, south = np.full(101, lon), np.full(101, lat)
    ring_lon = np.concatenate([lon + along, west + 0.1, lon + along[::-1], west])
    ring_lat = np.concatenate([south, lat + along, south + 0.1, lat + along[::-1]])
    x, y = to_metres(ring_lon, ring_lat, CRS).T
    flat = abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2
    # A graticule box, whose parallels are no geodesics: cut up fine.
    curved = abs(Geod(ellps="WGS84").polygon_area_perimeter(ring_lon, ring_lat)[0])
    assert flat == pytest.approx(curved, rel=1e-6)


def test_a_slight_shift_of_the_centre_leaves_the_system():
    assert working_crs(36.701, 35.699) == CRS
    assert working_crs(36.71, 35.7) != CRS


def test_the_centre_of_a_system_is_known():
    assert centre_of(CRS) == (36.7, 35.7)
    assert centre_of(working_crs(-0.004, -70.126)) == (0, -70.13)


def test_positions_are_taken_in_whole_units_and_metres_on_a_grid():
    assert in_units(np.array([[36.123456, -35.999994]])).tolist() == [
        [3_612_346, -3_599_999]
    ]
    points = on_grid(np.array([[37.123456, 35.999994], [36.7, 35.7]]), CRS)
    exact = to_metres([37.12346, 36.7], [35.99999, 35.7], CRS)
    assert points == pytest.approx(exact, abs=GRID_M / 2 + 1e-9)
    assert (points == np.round(points / GRID_M) * GRID_M).all()
    assert on_grid(np.empty((0, 2)), CRS).shape == (0, 2)


@pytest.mark.parametrize("less", [-0.49, -0.2, 0.2, 0.49])
def test_less_than_half_a_unit_moves_nothing(less):
    lon_lat = np.array([[36.81234, 35.4], [41.2, 35.71117]])
    assert (
        on_grid(lon_lat + less / UNITS_A_DEGREE, CRS) == on_grid(lon_lat, CRS)
    ).all()
