"""Gazetteer files: what is read, and every line that cannot be."""

from __future__ import annotations

import re

import pytest

from controlmap.errors import DatasetError
from controlmap.io.gazetteer import read_gazetteer

HEADER = "gazetteer_id,name,name_ar,alt_names,lon,lat,feature_code,admin1,admin2,source"


def write(tmp_path, *rows, header=HEADER):
    path = tmp_path / "gazetteer.csv"
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return path


def test_a_row_is_an_entry(tmp_path):
    row = "g1,Ţaḩūnah,طاحونة,Tahunah;Tahouné,36.5,35.25,PPLA2,Upland,Hills,survey"
    (entry,) = read_gazetteer(write(tmp_path, row))
    assert entry.entry_id == "g1"
    assert entry.names == ("Ţaḩūnah", "طاحونة", "Tahunah", "Tahouné")
    assert (entry.lon, entry.lat) == (36.5, 35.25)
    assert (entry.kind, entry.reach_km) == ("town", 60.0)
    assert entry.admin == ("Upland", "Hills")
    assert entry.source == "survey"


@pytest.mark.parametrize(
    ("name", "code", "kind"),
    [
        ("Tahunah", "PPL", "village"),
        ("Tahunah", "PPLQ", "village"),
        ("Tahunah", "PPLC", "city"),
        ("Tahunah", "", ""),
        ("Tahunah Airbase", "", "airbase"),
        ("Tahunah hill (510m)", "", "hill"),
        ("Tahunah", "AIRB", "airbase"),
    ],
)
def test_the_kind_follows_the_code_else_the_name(tmp_path, name, code, kind):
    (entry,) = read_gazetteer(write(tmp_path, f"g1,{name},,,36,35,{code},,,"))
    assert entry.kind == kind


def test_columns_may_be_missing_and_in_any_order(tmp_path):
    path = write(tmp_path, "35,Tahunah,g1,36", header="lat,name,gazetteer_id,lon")
    (entry,) = read_gazetteer(path)
    assert (entry.entry_id, entry.lon, entry.admin) == ("g1", 36.0, ())


def test_a_name_in_brackets_is_a_name(tmp_path):
    (entry,) = read_gazetteer(write(tmp_path, "g1,Nahr (Ford; Weir) Camp,,,36,35,,,,"))
    assert entry.names == ("Nahr (Ford; Weir) Camp", "Ford Camp", "Weir Camp")


def test_a_dump_of_geonames(tmp_path):
    cells = [
        "42",
        "Ţaḩūnah",
        "Tahunah",
        "Tahouné,طاحونة",
        "35.25",
        "36.5",
        "P",
        "PPLA3",
    ]
    path = tmp_path / "XX.txt"
    path.write_text("\t".join([*cells, *[""] * 11]) + "\n", "utf-8")
    (entry,) = read_gazetteer(path)
    assert entry.entry_id == "gn:42"
    assert entry.names == ("Ţaḩūnah", "Tahunah", "Tahouné", "طاحونة")
    assert (entry.lon, entry.lat, entry.kind) == (36.5, 35.25, "town")


FAULTS = [
    ("g1,Tahunah,,,east,35,,,,", "2:lon: 'east' is no number of degrees [wrong-type]"),
    (
        "g1,Tahunah,,,36,95,,,,",
        "2:lat: 95 is not between -90 and 90 [out-of-range]",
    ),
    (
        "g1,Tahunah,,,nan,35,,,,",
        "2:lon: nan is not between -180 and 180 [out-of-range]",
    ),
    (",Tahunah,,,36,35,,,,", "2:gazetteer_id: is empty; give one [missing-value]"),
    ("g1,,,,36,35,,,,", "2:name: is empty; give one [missing-value]"),
    (
        "g1,Tahunah,,,36,35,,,,\ng1,Qasr,,,36,35,,,,",
        "3:gazetteer_id: 'g1' is already on line 2; each must be its own [duplicate-id]",
    ),
    ('g1,"Tahunah', "2: no CSV: unexpected end of data [not-csv]"),
]


@pytest.mark.parametrize(("row", "message"), FAULTS)
def test_a_line_that_cannot_be_read_is_said(tmp_path, row, message):
    with pytest.raises(DatasetError, match=re.escape(f"gazetteer.csv:{message}")):
        read_gazetteer(write(tmp_path, row))


def test_every_line_is_said(tmp_path):
    with pytest.raises(DatasetError, match="wrong-type") as caught:
        read_gazetteer(write(tmp_path, "g1,A,,,x,35,,,,", "g2,B,,,36,y,,,,"))
    assert [issue.line for issue in caught.value.issues] == [2, 3]


def test_a_file_that_is_none(tmp_path):
    with pytest.raises(DatasetError, match=r"the file is missing \[missing-file\]"):
        read_gazetteer(tmp_path / "none.csv")
    path = write(tmp_path, header="name,lon,lat")
    with pytest.raises(DatasetError, match="gazetteer_id: the column is missing"):
        read_gazetteer(path)
    path.write_bytes("gazetteer_id,naïve".encode("latin-1"))
    with pytest.raises(DatasetError, match="is not UTF-8"):
        read_gazetteer(path)
