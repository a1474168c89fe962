"""The offline geocoder is one of geopy's, and asks nobody."""

from __future__ import annotations

import pytest
from geopy.exc import GeocoderQueryError, GeocoderUnavailable
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

import controlmap as cm
from controlmap.errors import UnknownNameError
from controlmap.io.dataset import read_dataset

ROWS = """gazetteer_id,name,name_ar,alt_names,lon,lat,feature_code,admin1,admin2,source
g1,Tahunah,طاحونة,,36.50,35.50,PPL,Upland,Hills,survey
g2,Tahunah,,,36.50,34.50,PPL,Lowland,Plain,survey
g3,Qasr Ward,,,36.55,35.52,PPL,Upland,Hills,survey
"""


@pytest.fixture(scope="module")
def geocoder(tmp_path_factory):
    path = tmp_path_factory.mktemp("gazetteer") / "gazetteer.csv"
    path.write_text(ROWS, "utf-8")
    return cm.GazetteerGeocoder(path)


def test_it_is_a_geocoder_of_geopy(geocoder):
    assert isinstance(geocoder, Geocoder)
    with geocoder as entered:
        assert entered is geocoder


def test_a_location(geocoder):
    found = geocoder.geocode("Tahouneh", near=["Qasr Ward"])
    assert isinstance(found, Location)
    assert found.address == "Tahunah, Hills, Upland"
    assert (found.latitude, found.longitude) == (35.5, 36.5)
    assert found.raw["gazetteer_id"] == "g1"
    assert found.raw["parts"]["name"] == 1
    assert found.raw["score"] > 0.8


@pytest.mark.parametrize(
    ("context", "found"),
    [
        ({}, None),
        ({"near": ["g3"]}, "g1"),
        ({"near": [(35.5, 36.55)]}, "g1"),
        ({"near": [Point(34.5, 36.55)]}, "g2"),
        ({"near": ["36.55,34.5"]}, "g2"),
        ({"admin": ["Plain"]}, "g2"),
        ({"admin": ["Upland"], "kind": "village"}, "g1"),
        ({"admin": ["Upland"], "kind": "airbase"}, None),
    ],
)
def test_context_decides(geocoder, context, found):
    location = geocoder.geocode("Tahunah", **context)
    assert (location and location.raw["gazetteer_id"]) == found


def test_candidates_are_asked_for_with_exactly_one_false(geocoder):
    found = geocoder.geocode("Tahunah", exactly_one=False)
    assert [each.raw["gazetteer_id"] for each in found] == ["g1", "g2"]
    assert geocoder.geocode("Zzz", exactly_one=False) is None


def test_geopys_own_tools_work_with_it(geocoder):
    limited = RateLimiter(geocoder.geocode, min_delay_seconds=0)
    assert limited("Qasr Ward", timeout=1).raw["gazetteer_id"] == "g3"


@pytest.mark.parametrize("query", ["", "  ", None])
def test_an_empty_query(geocoder, query):
    with pytest.raises(GeocoderQueryError, match="the query is empty"):
        geocoder.geocode(query)


def test_near_must_lead_somewhere(geocoder):
    with pytest.raises(
        GeocoderQueryError, match=r"near: 'Tahunah': .*ambiguous.*g1, g2"
    ):
        geocoder.geocode("Qasr Ward", near=["Tahunah"])


def test_it_asks_nobody(geocoder):
    with pytest.raises(GeocoderUnavailable, match="this geocoder is offline"):
        geocoder._call_geocoder("http://127.0.0.1:9/", lambda answer: answer)


def test_zones_are_those_of_a_data_set(geocoder, data):
    with pytest.raises(UnknownNameError, match="no study area of this id"):
        geocoder.in_zone("square")
    with_zones = cm.GazetteerGeocoder(
        data / "gazetteer.csv", dataset=read_dataset(data)
    )
    inside = with_zones.in_zone("square")
    assert inside(36.5, 35.5)
    assert inside(37.05, 35.5)  # within 10 km
    assert not inside(37.5, 35.5)
    with pytest.raises(UnknownNameError, match="no study area of this id; there are"):
        with_zones.in_zone("circle")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    from unit.cli.small_data import make_data

    return make_data(tmp_path_factory.mktemp("offline") / "data")


def test_places_of_a_data_set_are_entries(data):
    geocoder = cm.GazetteerGeocoder(data / "gazetteer.csv", dataset=read_dataset(data))
    assert geocoder.geocode("High Village").raw["place_id"] == "alpha"
    assert geocoder.point_of("beta") == (36.52, 35.50)
    assert geocoder.point_of("High Village") == (36.50, 35.50)
    assert geocoder.match("Nowhere").reason == "no-point"
    with pytest.raises(UnknownNameError, match="leads to no single place"):
        geocoder.point_of("nowhere")
