"""Where the maps by perspective differ: places, cells and areas of a day."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import pytest
from shapely.geometry import box

from builders import change, dataset, place
from controlmap.geometry.disagreement_layers import (
    AREA_COLUMNS,
    CELL_COLUMNS,
    PLACE_COLUMNS,
    make_disagreement_layers,
)
from controlmap.geometry.layers import make_layers
from controlmap.geometry.policy_effects import policy_effects
from controlmap.geometry.tessellation import tessellate
from controlmap.geometry.timeline import Span
from controlmap.io.layers import FORMATS, write_layers
from unit.geometry.plane import flat_area, place_at

DAY = date(2019, 12, 1)
STRIP = box(0, 0, 5_000, 1_000)
PLACES = (
    *(place_at(f"p{n}", 500 + 1_000 * n + 10 * (n == 1), 500) for n in range(5)),
    place("unlocated", None, None),
)


def by_red(change_id, valid, event, sides, **more):
    return change(change_id, valid, event, sides, source="red-press", **more)


CHANGES = (
    change("a", "2019-11-01", "held", "blue-army", place="p0"),
    by_red("b", "2019-11-01", "captured", "red-army", place="p0"),
    change("c", "2019-11-01", "held", "red", place="p2"),
    by_red("d", "2019-11-01", "held", "red-army", place="p2"),
    by_red(
        "e", "2019-11-20/2019-12-10", "captured", "red", place="p3", previous="blue"
    ),
    change("f", "2019-11-20", "held", "green", place="p3"),
    change("g", "2019-11-01", "held", "blue", place="unlocated"),
    by_red("h", "2019-11-01", "held", "red", place="unlocated"),
)


def prepared(changes=CHANGES):
    data, area = dataset(changes, PLACES), flat_area(STRIP)
    return data, area, tessellate(data.places.values(), area)


def layers(changes=CHANGES, day=DAY, **more):
    return make_disagreement_layers(*prepared(changes), Span(day, day, **more))


def rows_of(frame):
    return frame.drop(columns="geometry").to_dict("records")


def test_places_with_a_point_and_what_each_perspective_says():
    assert [
        (row["place_id"], row["answers"], row["contradicted"])
        for row in rows_of(layers().places)
    ] == [
        ("p0", "independent=blue;red=red", True),
        ("p3", "independent=green;red=blue>red", True),
    ]


def test_cells_where_the_maps_differ():
    assert [
        (row["place_id"], row["answers"], row["basis"])
        for row in rows_of(layers().cells)
    ] == [
        ("p0", "independent=blue;red=red", "observed"),
        ("p3", "independent=green;red=blue>red", "observed"),
        ("p4", "independent=green;red=red", "inferred"),
    ]
    assert layers().cells["area_km2"].tolist() == pytest.approx([1.0] * 3, abs=0.01)


def test_areas_are_the_cells_dissolved():
    made = layers()
    areas, cells = made.areas.set_index(["answers", "basis"]), made.cells
    assert len(areas) == 3
    by_key = cells.groupby(["answers", "basis"])["area_km2"].sum()
    assert areas["area_km2"].to_dict() == pytest.approx(by_key.to_dict())
    [extent] = made.extents
    assert extent.perspectives == ("independent", "red")
    assert extent.observed_km2 == pytest.approx(2.0, abs=0.01)
    assert extent.high_km2 == pytest.approx(3.0, abs=0.01)


def test_what_is_not_known_yet_is_silence():
    known = (
        change("a", "2019-11-01", "held", "blue", place="p0", reported="2019-11-02"),
    )
    late = by_red("b", "2019-11-01", "held", "red", place="p0", reported="2019-11-09")
    assert len(layers((*known, late), as_of=date(2019, 11, 8)).cells) == 0
    assert len(layers((*known, late), as_of=date(2019, 11, 9)).cells) > 0


def test_without_a_difference_the_columns_are_there_all_the_same():
    made = layers(CHANGES[:1])
    for (_, frame), columns in zip(
        made.items(), (PLACE_COLUMNS, CELL_COLUMNS, AREA_COLUMNS), strict=True
    ):
        assert list(frame.columns) == [*columns, "geometry"]
        assert len(frame) == 0
        assert frame.crs.to_epsg() == 4326
    assert made.extents == ()


@pytest.mark.parametrize("file_format", FORMATS)
def test_they_are_written_for_a_gis(tmp_path, file_format):
    made = layers()
    paths = write_layers(made, tmp_path, file_format)
    for name, frame in made.items():
        if file_format == "gpkg":
            back = gpd.read_file(paths[0], layer=name)
        elif file_format == "geoparquet":
            back = gpd.read_parquet(tmp_path / f"{name}.parquet")
        else:
            back = gpd.read_file(tmp_path / f"{name}.geojson")
        assert back["answers"].tolist() == frame["answers"].tolist()


def test_what_each_policy_makes_of_a_day():
    prepared_ = prepared()
    effects = policy_effects(*prepared_, Span(DAY, DAY, by="actor"))
    assert [(e.policy, e.places, e.settlements) for e in effects] == [
        ("merged", 0, 0),
        ("corroborated", 2, 2),
        ("adverse", 3, 3),
    ]
    for effect in effects:
        span = Span(DAY, DAY, by="bloc", policy=effect.policy)
        frame = make_layers(*prepared_, span).territories
        assert [
            (row["status"], tuple(row["controllers"].split(";")), row["best_km2"])
            for row in rows_of(frame)
        ] == [
            (*key, pytest.approx(extent.best_km2))
            for key, extent in effect.extents.items()
            if key[0] != "no_data"
        ]
