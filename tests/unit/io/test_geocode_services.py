"""Services: asked politely and once, their answers weighed like a gazetteer's."""

from __future__ import annotations

import pytest

from controlmap.domain.model import Actor
from controlmap.domain.rating import Context
from controlmap.errors import GeocodingError
from controlmap.io.geocode.services import Service, ServiceGeocoder
from stand_in import StandIn

NEAR = Context(near=((36.0, 35.0),))


def nominatim(name):
    return [
        {
            "place_id": number,
            "osm_type": "node",
            "osm_id": number,
            "lat": str(lat),
            "lon": "36.01",
            "class": "place",
            "type": "village",
            "name": name,
            "namedetails": {"name": name, "name:en": f"{name}ah"},
            "display_name": f"{name}, Upland",
            "address": {"state": "Upland"},
        }
        for number, lat in ((1, 35.01), (2, 36.5))
    ]


def photon(name):
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [36.01, 35.01]},
        "properties": {
            "osm_type": "N",
            "osm_id": 1,
            "osm_value": "town",
            "name": name,
            "state": "Upland",
        },
    }
    return {"type": "FeatureCollection", "features": [feature]}


def geonames(name):
    found = {
        "geonameId": 1,
        "name": name,
        "toponymName": f"{name}ah",
        "lat": "35.01",
        "lng": "36.01",
        "fcode": "PPLA3",
        "adminName1": "Upland",
        "countryName": "Land",
    }
    return {"geonames": [found], "totalResultsCount": 1}


ANSWERS = {"nominatim": nominatim, "photon": photon, "geonames": geonames}
FOUND = {
    "nominatim": ("osm:n1", "village"),
    "photon": ("osm:n1", "town"),
    "geonames": ("gn:1", "town"),
}


def geocoder(name, server, cache, **options):
    told = {"username": "somebody", "delay_s": 0.0, **options}
    return ServiceGeocoder(Service(name, "tests/1", server.url, **told), cache)


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_a_service_gives_candidates_and_the_context_decides(name, tmp_path):
    with StandIn(ANSWERS[name]).serving() as server:
        asked = geocoder(name, server, tmp_path)
        entry = asked.match("Tahun", NEAR).entry
        assert (entry.entry_id, entry.kind) == FOUND[name]
        assert (entry.lon, entry.lat) == (36.01, 35.01)
        assert entry.admin == ("Upland",)
        assert asked.geocode("Tahun", near=[(35.0, 36.0)]).point[:2] == (35.01, 36.01)
        asked.close()
    assert server.asked == {"Tahun": 1}
    assert server.agents == {"tests/1"}


def test_nothing_is_asked_twice_over_runs(tmp_path):
    with StandIn(nominatim).serving() as server:
        for _ in range(2):
            asked = geocoder("nominatim", server, tmp_path)
            assert asked.match("Tahun", NEAR).entry
            assert asked.match("Tahun").reason == "ambiguous"
            asked.close()
        other = geocoder("nominatim", server, tmp_path, country="SY")
        other.match("Tahun")
        other.close()
    assert server.asked == {"Tahun": 2}
    assert "countrycodes=sy" in server.paths[-1]


def test_that_nothing_was_found_is_kept_too(tmp_path):
    with StandIn(lambda _: []).serving() as server:
        for _ in range(2):
            asked = geocoder("nominatim", server, tmp_path)
            assert asked.match("Tahun", NEAR).reason == "not-found"
            asked.close()
    assert server.asked == {"Tahun": 1}


def test_a_failure_is_tried_again(tmp_path):
    failures = [503, 503]
    with StandIn(nominatim).serving() as server:
        server.before = lambda _: failures.pop() if failures else None
        asked = geocoder("nominatim", server, tmp_path)
        assert asked.match("Tahun", NEAR).entry
        asked.close()
    assert (server.asked["Tahun"], server.answered["Tahun"]) == (3, 1)


def test_a_service_that_stays_silent_is_said_and_not_kept(tmp_path):
    with StandIn(nominatim).serving() as server:
        server.before = lambda _: 503
        asked = geocoder("nominatim", server, tmp_path)
        with pytest.raises(
            GeocodingError, match="nominatim does not answer for 'Tahun'"
        ):
            asked.match("Tahun")
        server.before = lambda _: None
        assert asked.match("Tahun", NEAR).entry
        asked.close()


def test_questions_keep_their_distance(tmp_path):
    from time import monotonic

    with StandIn(nominatim).serving() as server:
        asked = geocoder("nominatim", server, tmp_path, delay_s=0.2)
        start = monotonic()
        for name in ("Tahun", "Qasr"):
            asked.match(name)
        asked.close()
    assert monotonic() - start >= 0.2


def test_a_party_is_no_place(tmp_path):
    with StandIn(nominatim).serving() as server:
        told = Service("nominatim", "tests/1", server.url, delay_s=0.0)
        party = Actor("army", "Army of Mills", "#000000")
        asked = ServiceGeocoder(told, tmp_path, actors=[party])
        server.answer = lambda _: []
        assert asked.match("Army of Mills").reason == "actor"
        asked.close()


def test_what_cannot_be_asked(tmp_path):
    with pytest.raises(GeocodingError, match="geonames wants the name of an account"):
        ServiceGeocoder(Service("geonames", "tests/1"), tmp_path)
    with pytest.raises(GeocodingError, match="'oracle' is not one of nominatim"):
        ServiceGeocoder(Service("oracle", "tests/1"), tmp_path)
