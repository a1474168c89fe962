import geopandas as gpd
import pytest

from unit.cli.small_data import names_in

DAY = ("--on", "2019-12-01")
NAMES = ("places", "cells", "territories", "fronts")
FORMATS = pytest.mark.parametrize("file_format", ["geojson", "gpkg", "geoparquet"])
COLUMNS = {
    "places": (
        "place_id name name_ar kind status controllers blocs since certainty age_days "
        "freshness rule evidence"
    ),
    "cells": "place_id status controllers basis firmness freshness area_km2",
    "territories": "status controllers low_km2 best_km2 high_km2 settlements",
    "fronts": "controller_a controller_b length_km",
}


def frames_in(folder, file_format):
    if file_format == "gpkg":
        return {n: gpd.read_file(folder / "layers.gpkg", layer=n) for n in NAMES}
    if file_format == "geoparquet":
        return {n: gpd.read_parquet(folder / f"{n}.parquet") for n in NAMES}
    return {n: gpd.read_file(folder / f"{n}.geojson") for n in NAMES}


@FORMATS
def test_files_read_back(controlmap, project, file_format):
    ran = controlmap("layers", *DAY, "--format", file_format, "-o", "out")
    assert (ran.code, ran.err) == (0, "")
    assert sorted(ran.lines) == sorted(
        f"out/{name}" for name in names_in(project / "out")
    )
    frames = frames_in(project / "out", file_format)
    for name, frame in frames.items():
        assert frame.crs == "EPSG:4326"
        assert list(frame.columns) == [*COLUMNS[name].split(), "geometry"]
        assert frame.geometry.is_valid.all()
    assert [len(frames[name]) for name in NAMES] == [8, 8, 4, 1]
    territories = frames["territories"].set_index("controllers")["status"].to_dict()
    assert territories == {
        "blue": "controlled",
        "red-army": "controlled",
        "blue;red-army": "contested",
        "red;blue": "changing",
    }


@FORMATS
def test_twice_the_same_bytes(controlmap, project, file_format):
    for folder in ("one", "two"):
        controlmap("layers", *DAY, "--format", file_format, "-o", folder)
    assert names_in(project / "one") == names_in(project / "two") != []
    for path in (project / "one").iterdir():
        assert path.read_bytes() == (project / "two" / path.name).read_bytes()


def test_geojson_is_the_default(controlmap, project):
    controlmap("layers", *DAY, "-o", "out")
    files = [*(f"{name}.geojson" for name in NAMES), "manifest.json"]
    assert names_in(project / "out") == sorted(files)


def test_by_bloc_as_of_and_some_sources(controlmap, project):
    for words, holders in [
        (("--on", "2019-12-10"), {"blue", "blue;red-army"}),
        (("--on", "2019-12-10", "--by", "bloc"), {"blue", "blue;red"}),
        (
            ("--on", "2019-12-10", "--as-of", "2019-12-19"),
            {"blue", "blue;red-army", "red-army"},
        ),
        (("--on", "2019-12-10", "--only-sources", "red-press"), {"red-army"}),
    ]:
        ran = controlmap("layers", *words, "-o", "out")
        assert ran.code == 0
        found = gpd.read_file(project / "out" / "territories.geojson")
        assert set(found["controllers"]) == holders


def test_a_front(controlmap, project):
    controlmap("layers", "--on", "2019-12-10", "--as-of", "2019-12-19", "-o", "out")
    fronts = gpd.read_file(project / "out" / "fronts.geojson")
    assert fronts[["controller_a", "controller_b"]].to_numpy().tolist() == [
        ["blue", "red-army"]
    ]
    assert fronts["length_km"][0] > 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--on", "soon"), "'soon' is no day"),
        ((*DAY, "--format", "shp"), "'shp' is not one of geojson, gpkg, geoparquet"),
        ((*DAY, "--by", "party"), "'party' is not one of actor, bloc"),
        ((*DAY, "--as-of", "2019"), "'2019' is no day"),
        ((*DAY, "--zone", "squar"), "controlmap: no zone 'squar'; there is square"),
        ((*DAY, "--only-sources", "nobody"), "controlmap: 'nobody': no "),
        ((), "--on"),
    ],
)
def test_what_cannot_be_carried_out_writes_nothing(controlmap, project, words, message):
    before = names_in(project)
    ran = controlmap("layers", *words, "-o", "out")
    assert (ran.code, ran.out) == (2, "")
    assert message in " ".join(ran.err.split())
    assert names_in(project) == before


def test_a_folder_must_be_named(controlmap, project):
    assert controlmap("layers", *DAY).code == 2


def test_broken_data_write_nothing(controlmap, broken):
    before = names_in(broken)
    ran = controlmap("layers", *DAY, "-o", "out")
    assert (ran.code, ran.out) == (1, "")
    assert "[unknown-place]" in ran.err
    assert names_in(broken) == before


def test_a_file_where_the_folder_should_be(controlmap, project):
    (project / "out").write_text("mine")
    ran = controlmap("layers", *DAY, "-o", "out")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("controlmap: ")
    assert "out" in ran.err
    assert (project / "out").read_text() == "mine"


@FORMATS
def test_a_range_has_the_days_of_each_feature(controlmap, project, file_format):
    words = ("--from", "2019-11-29", "--to", "2019-12-06", "--format", file_format)
    ran = controlmap("layers", *words, "-o", "out")
    assert ran.code == 0, ran.err
    frames = frames_in(project / "out", file_format)
    alpha = frames["places"].set_index("place_id").loc["alpha"]
    days = [
        (str(row.start)[:19], str(row.end)[:19], row.controllers)
        for row in alpha.itertuples()
    ]
    assert days == [  # the first day of a holder is ruled by its report
        ("2019-11-29 00:00:00", "2019-11-29 23:59:59", "blue"),
        ("2019-11-30 00:00:00", "2019-11-30 23:59:59", "red-army"),
        ("2019-12-01 00:00:00", "2019-12-04 23:59:59", "red-army"),
        ("2019-12-05 00:00:00", "2019-12-05 23:59:59", "blue"),
        ("2019-12-06 00:00:00", "2019-12-06 23:59:59", "blue"),
    ]
    for name in NAMES:
        assert str(frames[name]["start"].dtype).startswith("datetime64")
    controlmap("layers", *words, "-o", "again")
    for name in names_in(project / "out"):
        one, two = (project / f / name for f in ("out", "again"))
        assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--from", "2019-12-01"),
        ("--to", "2019-12-01"),
        ("--on", "2019-12-01", "--to", "2019-12-01"),
    ],
)
def test_a_day_or_a_range_is_wanted(controlmap, project, words):
    ran = controlmap("layers", *words, "-o", "out")
    assert ran.code == 2
    assert "--on, or --from and --to" in ran.err
    assert not (project / "out").exists()
