"""The geocode command: one name, a table of names, and a run that is killed."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from stand_in import StandIn
from unit.cli.small_data import make_data, write_rows

ROWS = [
    ("g1", "Tahunah", "36.50", "35.52", "Upland"),
    ("g2", "Tahunah", "36.50", "34.50", "Lowland"),
    ("g3", "Qasr Ward", "36.55", "35.52", "Upland"),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The small data set, with a gazetteer."""
    folder = make_data(tmp_path_factory.mktemp("geocode") / "data")
    keys = ("gazetteer_id", "name", "lon", "lat", "admin1")
    rows = [dict(zip(keys, row, strict=True)) for row in ROWS]
    more = {"feature_code": "PPL", "source": "survey"}
    write_rows(folder / "gazetteer.csv", [row | more for row in rows])
    return folder


@pytest.fixture
def geocode(controlmap, data):
    return lambda *words: controlmap("geocode", *words, "--data", data)


def test_a_name_near_another(geocode):
    ran = geocode("Tahouneh", "--near", "Qasr Ward")
    assert ran.code == 0
    assert ran.lines[0] == "g1 Tahunah, Upland 35.52000, 36.50000"
    assert ran.lines[1].startswith("score 0.92 = name 1.00 near 0.92 admin 1.00")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("--near", "alpha"), "g1"),
        (("--near", "36.5,34.55"), "g2"),
        (("--admin", "Lowland"), "g2"),
        (("--admin", "Nowhere", "--admin", "Upland"), "g1"),
        (("--zone", "square"), "g1"),
    ],
)
def test_context(geocode, words, found):
    ran = geocode("Tahunah", *words, "--json")
    told = json.loads(ran.out)
    assert (ran.code, told["reason"]) == (0, "accepted")
    assert told["found"]["gazetteer_id"] == found
    assert told["found"] == told["candidates"][0]


@pytest.mark.parametrize(
    ("words", "reason", "candidates"),
    [
        (("Tahunah",), "ambiguous", ["g1", "g2"]),
        (("Tahunha",), "no-context", ["g1", "g2"]),
        (("Tahunah", "--kind", "airbase"), "not-found", []),
        (("Nowhere",), "no-point", ["nowhere"]),
        (("Red Army",), "actor", []),
        (("Zzzz",), "not-found", []),
    ],
)
def test_a_refusal_lists_candidates(geocode, words, reason, candidates):
    ran = geocode(*words)
    assert ran.code == 2
    assert f"[{reason}]" in ran.err
    found = [line.split()[0] for line in ran.lines[::2]]
    assert found[: len(candidates)] == candidates
    assert json.loads(geocode(*words, "--json").out)["found"] is None


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "give a name, or --file"),
        (("Tahunah", "--file", "x.csv"), "give a name, or --file"),
        (("Tahunah", "--kind", "castle"), "'castle' is not one of"),
        (("Tahunah", "--near", "Twin"), "'Twin': leads to no single place"),
        (("Tahunah", "--zone", "circle"), "no study area of this id"),
        (("Tahunah", "--service", "oracle"), "'oracle' is not one of"),
        (("Tahunah", "--service", "geonames"), "wants the name of an account"),
    ],
)
def test_a_call_that_cannot_be_carried_out(geocode, words, message):
    ran = geocode(*words)
    assert ran.code == 2
    assert message in " ".join(ran.err.replace("│", " ").split())


def test_another_gazetteer(geocode, tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("gazetteer_id,name,lon,lat\nx1,Nakhlah,36.5,35.5\n", "utf-8")
    assert geocode("Nakhlah", "--gazetteer", path).lines[0].startswith("x1 Nakhlah")


TABLE = """name,report,near,admin,note
Tahunah,one,,,first
Qasr Ward,one,,,"second, quoted"
Tahunah,two,,,third
Tahunah,,,Lowland,fourth
Tahunah,,beta;36.51 35.5,,fifth
"""


def test_a_table_of_names(geocode, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("names.csv").write_text(TABLE, "utf-8")
    ran = geocode("--file", "names.csv", "-o", "out.geojson", "--review", "review.csv")
    assert ran.code == 0
    assert ran.lines == [
        "4 of 5 found: out.geojson",
        "1 to be looked at: review.csv",
    ]
    features = json.loads(Path("out.geojson").read_text("utf-8"))["features"]
    told = [
        (f["properties"]["line"], f["properties"]["gazetteer_id"]) for f in features
    ]
    assert told == [(2, "g1"), (3, "g3"), (5, "g2"), (6, "g1")]
    assert features[1]["properties"]["note"] == "second, quoted"
    assert features[1]["geometry"]["coordinates"] == [36.55, 35.52]
    with Path("review.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["line"], row["note"], row["reason"]) == ("4", "third", "ambiguous")
    assert row["candidates"].startswith("g1 Tahunah (0.50); g2 Tahunah (0.50); ")


def test_the_same_table_gives_the_same_files(geocode, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("names.csv").write_text(TABLE, "utf-8")
    for target in ("a", "b"):
        geocode("--file", "names.csv", "-o", f"{target}.geojson", "--review", target)
    assert Path("a.geojson").read_bytes() == Path("b.geojson").read_bytes()
    assert Path("a").read_bytes() == Path("b").read_bytes()


def test_every_fault_of_a_table_is_said(geocode, tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("name,near,zone\n,,\nTahunah,Twin,\nTahunah,,circle\n", "utf-8")
    ran = geocode("--file", path)
    assert ran.code == 1
    said = ran.err.splitlines()
    assert said[0] == "names.csv:2:name: is empty; give one [missing-value]"
    assert said[1].startswith("names.csv:3:near: 'Twin': leads to no single place")
    assert said[2].startswith("names.csv:4:zone: 'circle': no study area of this id")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "names.csv: the file is missing [missing-file]"),
        (b"place\nx\n", "names.csv:1:name: the column is missing [missing-column]"),
        (b"name\n\xe9\n", "names.csv: is not UTF-8; save it as UTF-8 [not-utf8]"),
    ],
)
def test_a_table_that_is_none(geocode, tmp_path, content, message):
    path = tmp_path / "names.csv"
    if content is not None:
        path.write_bytes(content)
    ran = geocode("--file", path)
    assert ran.code == 1
    assert message in ran.err


NAMES = [f"Village {letter}ab" for letter in "BDFHJKLMNRSTZ"]


def answer(name):
    """One place of each name, all close together."""
    told = {
        "osm_type": "node",
        "osm_id": NAMES.index(name),
        "lat": "35.5",
        "lon": str(36.5 + NAMES.index(name) / 100),
        "type": "village",
        "name": name,
        "display_name": name,
        "place_id": 1,
    }
    return [told]


def start(folder, data, url):
    words = ["-m", "controlmap", "geocode", "--file", "names.csv", "--data", data]
    words += ["--service", "nominatim", "--service-url", url, "--delay", "0"]
    words += ["--cache", "cache", "-o", "places.geojson", "--review", "review.csv"]
    return subprocess.Popen(
        [sys.executable, *map(str, words)],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_a_run_that_is_killed_goes_on_where_it_was(data, tmp_path):
    rows = "\n".join(f"{name},r" for name in NAMES)
    (tmp_path / "names.csv").write_text(f"name,report\n{rows}\n", "utf-8")
    with StandIn(answer).serving() as server:
        running = start(tmp_path, data, server.url)

        def kill_at_the_seventh(name):
            if len(server.asked) == 7:
                os.kill(running.pid, signal.SIGKILL)
                return 500
            return None

        server.before = kill_at_the_seventh
        running.communicate(timeout=60)
        assert running.returncode == -signal.SIGKILL
        assert not (tmp_path / "places.geojson").exists()
        assert sum(server.answered.values()) == 6

        server.before = lambda _: None
        _, errors = start(tmp_path, data, server.url).communicate(timeout=60)
        assert errors == ""
    assert server.answered == dict.fromkeys(NAMES, 1)
    features = json.loads((tmp_path / "places.geojson").read_text("utf-8"))["features"]
    assert [each["properties"]["name"] for each in features] == NAMES
    with (tmp_path / "review.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == []
