from datetime import date

import pandas as pd
import pytest
import shapely
from pandas.api.types import is_float_dtype, is_integer_dtype, is_string_dtype
from shapely.geometry import Point, box, shape

from builders import SOURCES, change, dataset, place, source
from controlmap.geometry.crs import to_metres
from controlmap.geometry.layers import make_layers
from controlmap.geometry.tessellation import tessellate
from controlmap.geometry.timeline import Span
from unit.geometry.plane import CRS, flat_area, place_at

DAY = date(2019, 12, 1)
STRIP = box(0, 0, 5_000, 1_000)
TEXT, FLOAT, COUNT = is_string_dtype, is_float_dtype, is_integer_dtype
COLUMNS = {
    "places": {
        "place_id": TEXT,
        "name": TEXT,
        "name_ar": TEXT,
        "kind": TEXT,
        "status": TEXT,
        "controllers": TEXT,
        "blocs": TEXT,
        "since": TEXT,
        "certainty": TEXT,
        "age_days": COUNT,
        "freshness": TEXT,
        "rule": TEXT,
        "evidence": TEXT,
    },
    "cells": {
        "place_id": TEXT,
        "status": TEXT,
        "controllers": TEXT,
        "basis": TEXT,
        "firmness": TEXT,
        "freshness": TEXT,
        "area_km2": FLOAT,
    },
    "territories": {
        "status": TEXT,
        "controllers": TEXT,
        "low_km2": FLOAT,
        "best_km2": FLOAT,
        "high_km2": FLOAT,
        "settlements": COUNT,
    },
    "fronts": {"controller_a": TEXT, "controller_b": TEXT, "length_km": FLOAT},
}
PLACES = (
    *(place_at(f"p{n}", 500 + 1_000 * n, 500) for n in range(4)),
    place_at("p4", 4_500, 500, kind="base", name_ar="قاعدة"),
    place_at("abroad", 6_500, 500),
    place("unlocated", None, None),
)
CHANGES = (
    change("a", "2019-11-01", "captured", "red-army", place="p0", previous="blue-army"),
    change("b", "2019-11-20/2019-11-30", "clashes", "red-army;blue-army", place="p2"),
    change("c", "2018-11-20", "held", "blue-army+green", place="p4", reported="2019"),
    change("d", "2019-11-25", "held", "green", place="abroad"),
    change("e", "2019-11-25", "held", "green", place="unlocated"),
)


def layers_of(changes=CHANGES, places=PLACES, *, polygon=STRIP, day=DAY, **more):
    sources = (*SOURCES, source("late", published="2020-02-01"))
    data = dataset(changes, places, sources=sources)
    area = flat_area(polygon)
    made = tessellate(data.places.values(), area)
    return make_layers(data, area, made, Span(day, day, **more))


def row(frame, place_id):
    return frame.set_index("place_id").drop(columns="geometry").loc[place_id].to_dict()


LAYERS = layers_of()


@pytest.mark.parametrize(
    "layers",
    [
        LAYERS,
        layers_of(by="bloc"),
        layers_of(()),
        layers_of((), ()),
        layers_of(CHANGES[:1]),
        layers_of([CHANGES[1]]),
    ],
    ids=["some", "blocs", "no record", "no place", "one holder", "one clash"],
)
def test_columns_and_their_types_are_always_the_same(layers):
    assert [name for name, _ in layers.items()] == list(COLUMNS)
    for name, frame in layers.items():
        assert list(frame.columns) == [*COLUMNS[name], "geometry"]
        assert frame.crs == "EPSG:4326"
        for column, is_right in COLUMNS[name].items():
            assert is_right(frame[column].dtype), (name, column, frame[column].dtype)
            if is_right is TEXT:
                assert all(type(value) is str for value in frame[column])


def test_places_are_those_with_a_cell_in_order():
    assert LAYERS.places["place_id"].tolist() == ["p0", "p1", "p2", "p3", "p4"]
    assert LAYERS.cells["place_id"].tolist() == ["p0", "p1", "p2", "p3", "p4"]
    for point, place_ in zip(LAYERS.places.geometry, PLACES, strict=False):
        assert (point.x, point.y) == (place_.lon, place_.lat)


def test_a_place_with_records():
    assert row(LAYERS.places, "p0") == {
        "name": "P0",
        "name_ar": "",
        "kind": "village",
        "status": "controlled",
        "controllers": "red-army",
        "blocs": "red",
        "since": "2019-11-01",
        "certainty": "reported",
        "age_days": 30,
        "freshness": "fresh",
        "rule": "carried",
        "evidence": "a",
    }
    assert row(LAYERS.places, "p4")["name_ar"] == "قاعدة"
    assert row(LAYERS.places, "p4")["controllers"] == "blue-army"
    assert row(LAYERS.places, "p4")["freshness"] == "presumed"
    assert row(LAYERS.places, "p2")["blocs"] in {"red;blue", "blue;red"}
    assert row(LAYERS.places, "p2")["status"] == "contested"


def test_a_place_without_records():
    found = row(LAYERS.places, "p1")
    assert pd.isna(found.pop("age_days"))
    assert found == {
        "name": "P1",
        "name_ar": "",
        "kind": "village",
        "status": "no_record",
        "controllers": "",
        "blocs": "",
        "since": "",
        "certainty": "",
        "freshness": "",
        "rule": "no-record",
        "evidence": "",
    }


def test_cells_say_how_they_are_known():
    expected = {
        "p0": ("controlled", "red-army", "observed", "", "fresh"),
        "p1": ("controlled", "red-army", "inferred", "uncertain", ""),
        "p2": ("contested", "blue-army;red-army", "observed", "", "fresh"),
        "p3": ("controlled", "blue-army", "inferred", "likely", ""),
        "p4": ("controlled", "blue-army", "observed", "", "presumed"),
    }
    for place_id, values in expected.items():
        found = row(LAYERS.cells, place_id)
        assert found.pop("area_km2") == pytest.approx(1, rel=1e-3)
        assert tuple(found.values()) == values


def test_territories_add_up():
    found = {
        (r.status, r.controllers): (r.low_km2, r.best_km2, r.high_km2, r.settlements)
        for r in LAYERS.territories.itertuples()
    }
    expected = {
        ("contested", "blue-army;red-army"): (1, 1, 1, 1),
        ("controlled", "blue-army"): (1, 2, 2, 0),  # a base is no settlement
        ("controlled", "red-army"): (1, 1, 2, 1),
    }
    assert list(found) == list(expected)
    for key, values in expected.items():
        assert found[key] == pytest.approx(values, rel=1e-3)


def test_a_front_has_its_length():
    layers = layers_of(
        [CHANGES[0], change("x", "2019-11-02", "held", "green", place="p1")]
    )
    front = layers.fronts.iloc[0]
    assert (front.controller_a, front.controller_b) == ("green", "red-army")
    assert front.length_km == pytest.approx(1, rel=1e-3)
    (x1, _), (x2, _) = to_metres(*shapely.get_coordinates(front.geometry).T, CRS)
    assert (x1, x2) == pytest.approx((1_000, 1_000), abs=0.02)


def test_shapes_are_valid_and_wound_as_geojson_wants():
    for frame in (LAYERS.cells, LAYERS.territories):
        for polygon in frame.geometry:
            assert polygon.is_valid
            for part in shapely.get_parts(polygon):
                assert part.exterior.is_ccw
    hole = STRIP - Point(500, 500).buffer(200)
    around = layers_of((), PLACES[1:2], polygon=hole).cells.geometry[0]
    assert around.exterior.is_ccw
    assert not around.interiors[0].is_ccw


def test_cells_tile_the_zone_in_degrees_too():
    union = shapely.union_all(LAYERS.cells.geometry)
    assert union.area == pytest.approx(shapely.area(LAYERS.cells.geometry).sum())
    zone = shape(flat_area(STRIP).zone.geometry)
    # Edges are straight in metres; over a kilometre that differs by a few centimetres.
    assert union.symmetric_difference(zone).area < 1e-3 * zone.area


def test_by_bloc_holders_are_blocs_and_what_is_inside_one_is_theirs():
    changes = (
        change("a", "2019-11-01", "held", "red-army", place="p0"),
        change("b", "2019-11-20", "clashes", "blue-brigade;blue", place="p2"),
    )
    by_actor, by_bloc = layers_of(changes), layers_of(changes, by="bloc")
    assert row(by_actor.cells, "p2")["status"] == "contested"
    assert row(by_bloc.cells, "p2")["status"] == "controlled"
    assert row(by_bloc.cells, "p2")["controllers"] == "blue"
    assert row(by_bloc.cells, "p0")["controllers"] == "red"
    assert by_bloc.fronts[["controller_a", "controller_b"]].to_numpy().tolist() == [
        ["blue", "red"]
    ]
    # The answers of the places are as they are reported, with their blocs beside.
    assert by_bloc.places.drop(columns="geometry").equals(
        by_actor.places.drop(columns="geometry")
    )


def test_as_of_leaves_out_what_was_not_known():
    changes = (
        change(
            "a", "2019-11-01", "held", "red-army", place="p0", reported="2019-11-02"
        ),
        change("b", "2019-11-01", "held", "green", place="p4", reported="2020-02-01"),
    )
    now, then = layers_of(changes), layers_of(changes, as_of=date(2019, 12, 1))
    assert set(now.territories["controllers"]) == {"green", "red-army"}
    assert set(then.territories["controllers"]) == {"red-army"}
    assert row(then.places, "p4")["status"] == "no_record"


def test_without_records_or_places_there_is_nothing_to_draw():
    bare = layers_of(())
    assert [len(frame) for _, frame in bare.items()] == [5, 5, 0, 0]
    assert set(bare.cells["status"]) == {"no_data"}
    assert set(bare.cells["basis"]) == {"none"}
    assert [len(frame) for _, frame in layers_of((), ()).items()] == [0] * 4
