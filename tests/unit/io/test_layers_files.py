import json
from datetime import date

import geopandas as gpd
import pyogrio
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from pandas.api.types import is_float_dtype, is_integer_dtype, is_string_dtype

from builders import change, dataset, place
from controlmap.geometry.layers import make_layers
from controlmap.geometry.study_area import StudyArea
from controlmap.geometry.tessellation import tessellate
from controlmap.geometry.timeline import Span
from controlmap.io import files
from controlmap.io.files import replace_file, write_text
from controlmap.io.layers import FORMATS, write_layers

NAMES = ("places", "cells", "territories", "fronts")
PLACES = (
    place("west", 36.2, name_ar="الغرب"),
    place("middle", 36.5),
    place("east", 36.8),
    place("quiet", 36.25, 35.55),
)
CHANGES = (
    change("a", "2019-11-01", "captured", "red-army", place="west"),
    change("b", "2019-11-02", "held", "blue", place="middle"),
    change("c", "2019-11-03", "clashes", "blue;red", place="east"),
)


def layers_of(changes=CHANGES, places=PLACES, day=date(2019, 12, 1)):
    data = dataset(changes, places)
    area = StudyArea.of(data.zones["square"])
    return make_layers(
        data, area, tessellate(data.places.values(), area), Span(day, day)
    )


FULL = layers_of()
BARE = layers_of(())


def read_back(folder, file_format):
    """Frame of each layer that a folder holds."""
    if file_format == "gpkg":
        path = folder / "layers.gpkg"
        return {name: gpd.read_file(path, layer=name) for name in NAMES}
    if file_format == "geoparquet":
        return {name: gpd.read_parquet(folder / f"{name}.parquet") for name in NAMES}
    return {name: gpd.read_file(folder / f"{name}.geojson") for name in NAMES}


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("file_format", FORMATS)
def test_what_is_written_reads_back(tmp_path, file_format):
    written = write_layers(FULL, tmp_path / "new" / "folder", file_format)
    assert all(path.is_file() for path in written)
    assert names_in(tmp_path / "new" / "folder") == sorted(p.name for p in written)
    read = read_back(tmp_path / "new" / "folder", file_format)
    for name, frame in FULL.items():
        assert read[name].crs == "EPSG:4326"
        assert list(read[name].columns) == list(frame.columns)
        assert len(read[name]) == len(frame) > 0
        shapes, told = frame.geometry.normalize(), read[name].geometry.normalize()
        for one, other in zip(shapes, told, strict=True):
            assert one.symmetric_difference(other).is_empty
        for column in frame.columns.drop(["geometry", *{"age_days"} & set(frame)]):
            assert read[name][column].tolist() == frame[column].tolist(), column
    ages = read["places"].set_index("place_id")["age_days"]
    assert ages.dropna().astype(int).to_dict() == {"west": 30, "middle": 29, "east": 28}
    assert ages.isna()["quiet"]


@pytest.mark.parametrize(
    ("file_format", "names"),
    [
        ("geojson", [f"{name}.geojson" for name in NAMES]),
        ("geoparquet", [f"{name}.parquet" for name in NAMES]),
        ("gpkg", ["layers.gpkg"]),
    ],
)
def test_files_are_named_by_layer(tmp_path, file_format, names):
    assert [path.name for path in write_layers(FULL, tmp_path, file_format)] == names


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("layers", [FULL, BARE], ids=["full", "bare"])
def test_the_same_layers_are_the_same_bytes(tmp_path, file_format, layers):
    for folder in ("one", "two"):
        write_layers(layers, tmp_path / folder, file_format)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


@pytest.mark.parametrize("file_format", ["gpkg", "geoparquet"])
def test_an_empty_layer_keeps_its_columns_and_types(tmp_path, file_format):
    write_layers(BARE, tmp_path, file_format)
    read = read_back(tmp_path, file_format)
    assert [len(read[name]) for name in NAMES] == [4, 4, 0, 0]
    for name in ("territories", "fronts"):
        for column in read[name].columns.drop("geometry"):
            kind = read[name][column].dtype
            is_right = (
                is_float_dtype
                if column.endswith(("_km2", "_km"))
                else is_integer_dtype
                if column == "settlements"
                else is_string_dtype
            )
            assert is_right(kind), (name, column, kind)


def test_no_feature_at_all_is_a_collection_still(tmp_path):
    write_layers(BARE, tmp_path, "geojson")
    told = json.loads((tmp_path / "fronts.geojson").read_text("utf-8"))
    assert (told["type"], told["features"]) == ("FeatureCollection", [])


def test_geojson_is_plain_rfc_7946(tmp_path):
    write_layers(FULL, tmp_path)
    text = (tmp_path / "places.geojson").read_text("utf-8")
    assert "الغرب" in text
    assert text.endswith("\n")
    told = json.loads(text)
    assert "crs" not in told
    quiet = next(f for f in told["features"] if f["properties"]["place_id"] == "quiet")
    assert quiet["properties"]["age_days"] is None
    assert quiet["geometry"]["coordinates"] == [36.25, 35.55]
    cells = json.loads((tmp_path / "cells.geojson").read_text("utf-8"))
    for feature in cells["features"]:
        assert "id" not in feature
        assert shapely.geometry.shape(feature["geometry"]).exterior.is_ccw


def test_a_geopackage_has_layers_of_one_geometry_type(tmp_path):
    [path] = write_layers(FULL, tmp_path, "gpkg")
    assert [tuple(row) for row in pyogrio.list_layers(path)] == [
        ("places", "Point"),
        ("cells", "MultiPolygon"),
        ("territories", "MultiPolygon"),
        ("fronts", "MultiLineString"),
    ]


def test_writing_a_geopackage_leaves_gdal_as_it_was(tmp_path):
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    write_layers(FULL, tmp_path, "gpkg")
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") == before


def test_what_was_there_is_replaced_and_the_rest_is_left(tmp_path):
    (tmp_path / "cells.geojson").write_text("old")
    (tmp_path / "mine.txt").write_text("mine")
    write_layers(FULL, tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert len(gpd.read_file(tmp_path / "cells.geojson")) == 4
    write_layers(BARE, tmp_path)
    assert set(gpd.read_file(tmp_path / "cells.geojson")["status"]) == {"no_data"}


def test_an_unknown_format_is_refused_and_writes_nothing(tmp_path):
    with pytest.raises(
        ValueError, match="'shp' is not one of geojson, gpkg, geoparquet"
    ):
        write_layers(FULL, tmp_path / "out", "shp")
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("file_format", FORMATS)
def test_where_writing_fails_all_is_as_it_was(tmp_path, monkeypatch, file_format):
    write_layers(BARE, tmp_path, file_format)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def fail(*given, **more):
        raise OSError("disk full")

    monkeypatch.setattr(gpd.GeoDataFrame, "to_parquet", fail)
    monkeypatch.setattr(pyogrio, "write_dataframe", fail)
    whole = gpd.GeoDataFrame.to_json
    monkeypatch.setattr(
        gpd.GeoDataFrame,
        "to_json",
        lambda frame, **more: whole(frame, **more) if "name" in frame else fail(),
    )
    with pytest.raises(OSError, match="disk full"):
        write_layers(FULL, tmp_path, file_format)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_frames_are_not_changed(tmp_path):
    before = [frame.copy() for _, frame in FULL.items()]
    for file_format in FORMATS:
        write_layers(FULL, tmp_path, file_format)
    for old, (_, frame) in zip(before, FULL.items(), strict=True):
        assert_geodataframe_equal(old, frame)


class TestText:
    def test_it_is_utf_8_with_plain_line_ends(self, tmp_path):
        path = write_text(tmp_path / "new" / "page.html", "سرجة\nline\r\n")
        assert path.read_bytes() == "سرجة\nline\r\n".encode()
        assert names_in(path.parent) == ["page.html"]

    def test_it_replaces_what_was_there(self, tmp_path):
        for text in ("one", "two"):
            assert write_text(str(tmp_path / "page"), text).read_text() == text

    @pytest.mark.parametrize("step", ["write", "replace"])
    def test_where_it_fails_the_old_stays_and_nothing_else(
        self, tmp_path, monkeypatch, step
    ):
        path = write_text(tmp_path / "page.html", "old")

        def fail(*given):
            raise OSError("disk full")

        if step == "replace":
            monkeypatch.setattr(files, "replace_file", fail)
        text = "new" if step == "replace" else "half \ud800"
        with pytest.raises((OSError, UnicodeEncodeError), match=r"disk|surrogates"):
            write_text(path, text)
        assert path.read_text() == "old"
        assert names_in(tmp_path) == ["page.html"]

    def test_a_file_is_replaced_in_one_step(self, tmp_path):
        source, target = tmp_path / "new", tmp_path / "old"
        source.write_text("new")
        target.write_text("old")
        assert replace_file(source, target) == target
        assert target.read_text() == "new"
        assert names_in(tmp_path) == ["old"]
