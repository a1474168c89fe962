"""A range of days in a GeoPackage, filtered with GDAL's tools as QGIS filters it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

import controlmap as cm

ROOT = Path(__file__).parent.parent
FIRST, LAST = "2017-10-01", "2020-03-06"
DAYS = ("2017-10-01", "2018-01-11", "2019-01-05", "2019-12-01", "2020-03-06")


@pytest.fixture(scope="module")
def atlas():
    return cm.Atlas(cm.read_dataset(ROOT / "data"), zone="idlib-de-escalation-zone")


@pytest.fixture(scope="module")
def package(atlas, tmp_path_factory):
    folder = tmp_path_factory.mktemp("gis")
    (path,) = cm.write_layers(
        atlas.timeline(FIRST, LAST, by="actor").layers(), folder, "gpkg"
    )
    return path


def features(package, layer, day):
    """What ogrinfo shows of a layer with the filter of QGIS' temporal controller.

    QGIS asks for what starts before the frame ends and does not end before the frame
    begins, and has SQLite compare the moments as texts of this form, without a zone.
    """
    begin = date.fromisoformat(day)
    end = begin + timedelta(1)
    where = f"\"start\" < '{end}T00:00:00.000' AND \"end\" >= '{begin}T00:00:00.000'"
    ogrinfo = shutil.which("ogrinfo")
    assert ogrinfo, "ogrinfo is missing: install gdal-bin, as `make test` does"
    ran = subprocess.run(
        [
            ogrinfo,
            "-ro",
            "-al",
            "-q",
            "-nomd",
            "-where",
            where,
            "-geom=NO",
            package,
            layer,
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    rows = []
    for line in ran.stdout.splitlines():
        if line.startswith("OGRFeature"):
            rows.append({})
        elif line.startswith("  "):
            name, _, value = line.strip().partition(" =")
            rows[-1][name.split(" ")[0]] = value.strip()
    return rows


@pytest.mark.parametrize("day", DAYS)
def test_the_territories_of_a_day(atlas, package, day):
    layers = atlas.layers(day)
    found = Counter()
    for row in features(package, "territories", day):
        found[row["status"], row["controllers"]] += float(row["area_km2"])
    wanted = {
        (row.status, row.controllers): row.high_km2
        for row in layers.territories.itertuples()
    }
    assert found == pytest.approx(wanted, rel=1e-9)
    assert len(wanted) > 4
    for layer in ("places", "cells"):
        rows = features(package, layer, day)
        frame = getattr(layers, layer)
        assert {row["place_id"]: row["controllers"] for row in rows} == dict(
            zip(frame["place_id"], frame["controllers"], strict=True)
        )
        assert len(rows) == len(frame)


def test_qgis_plays_each_layer_as_it_is(package):
    with sqlite3.connect(package) as base:
        styles = base.execute(
            "SELECT f_table_name, f_geometry_column, styleQML, useAsDefault"
            " FROM layer_styles ORDER BY id"
        ).fetchall()
        columns = dict(
            base.execute("SELECT table_name, column_name FROM gpkg_geometry_columns")
        )
    assert {name: column for name, column, _, _ in styles} == columns
    for _, _, style, is_default in styles:
        assert is_default
        assert 'enabled="1" mode="2"' in style
        assert 'startField="start" endField="end"' in style


def test_the_same_range_as_geojson(atlas, tmp_path):
    days = "2019-11-29", "2019-12-03"
    cm.write_layers(atlas.timeline(*days).layers(), tmp_path, "geojson")
    read = json.loads((tmp_path / "territories.geojson").read_text("utf-8"))
    starts = {each["properties"]["start"] for each in read["features"]}
    assert min(starts) == "2019-11-29T00:00:00Z"
    assert all(start.endswith("T00:00:00Z") for start in starts)
