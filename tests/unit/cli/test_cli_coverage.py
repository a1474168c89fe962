import csv
import io
import json

import pytest

from controlmap.io.manifest import read_manifest

RANGE = ("--from", "2019-11-01", "--to", "2020-01-10")


@pytest.fixture
def coverage(controlmap, unchanged):
    return lambda *words: controlmap("coverage", *words, "--data", unchanged)


def test_tables_for_people(coverage):
    ran = coverage(*RANGE, "--on", "2019-12-10")
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines == [
        "Square, 2019-11-01 to 2020-01-10",
        "perspective records places sources",
        "all 5 4 3",
        "independent 4 4 2",
        "red 1 1 1",
        "",
        "by month, and records of each perspective",
        "month records places sources independent red",
        "2019-11 2 2 2 1 1",
        "2019-12 3 3 2 3 –",
        "2020-01 0 0 0 – –",
        "",
        "on 2019-12-10, of 8 settlements",
        "observed 4 (50%): 3 fresh, 1 stale, 0 presumed",
        "inferred 1 (12%): 0 firm, 1 likely, 0 uncertain",
        "no data 3 (38%)",
        "median distance to the nearest observed place: 0.7 km",
        "from a settlement not observed itself: 35.1 km",
        "days without any record: 66 of 71; the longest silences:",
        "2019-12-06 to 2020-01-10, 36 days",
        "2019-11-01 to 2019-11-19, 19 days",
        "2019-11-21 to 2019-11-29, 9 days",
        "2019-12-03 to 2019-12-04, 2 days",
    ]


def test_json(coverage):
    ran = coverage(*RANGE, "--json")
    told = json.loads(ran.out)
    assert (told["zone"], told["from"], told["to"]) == (
        "square",
        "2019-11-01",
        "2020-01-10",
    )
    assert (told["as_of"], told["records"], told["places"]) == (None, 5, 4)
    assert told["by_perspective"]["red"] == {"records": 1, "places": 1, "sources": 1}
    assert [month["month"] for month in told["months"]] == [
        "2019-11",
        "2019-12",
        "2020-01",
    ]
    assert told["months"][0]["by_perspective"]["red"]["records"] == 1
    assert told["silences"][0] == {
        "from": "2019-12-06",
        "to": "2020-01-10",
        "days": 36,
    }
    assert told["silent_days"] == 66
    settlements = told["settlements"]
    assert (settlements["on"], settlements["total"]) == ("2020-01-10", 8)
    assert settlements["observed"] == {"fresh": 3, "stale": 0, "presumed": 1}
    assert settlements["observed_share"] == 0.5
    counted = [*settlements["observed"].values(), *settlements["inferred"].values()]
    assert sum(counted) + settlements["no_data"] == 8
    assert [each["on"] for each in told["course"]] == [
        "2019-11-30",
        "2019-12-31",
        "2020-01-10",
    ]
    assert told["median_distance_km"] == 0.717


def test_days_left_open_are_those_of_the_records(coverage):
    told = json.loads(coverage("--json").out)
    assert (told["from"], told["to"]) == ("2019-01-01", "2019-12-05")
    assert told["settlements"]["on"] == "2019-12-05"


def test_what_was_known_and_from_whom(coverage):
    known = json.loads(coverage(*RANGE, "--as-of", "2019-12-19", "--json").out)
    assert (known["as_of"], known["records"]) == ("2019-12-19", 4)
    assert coverage("--as-of", "2019-12-19").lines[0].endswith("known on 2019-12-19")
    some = json.loads(coverage(*RANGE, "--only-sources", "red-press", "--json").out)
    assert list(some["by_perspective"]) == ["red"]
    heard = json.loads(coverage(*RANGE, "--perspective", "red", "--json").out)
    assert heard == some


def test_the_policy_settles_the_states(coverage):
    usual = json.loads(coverage(*RANGE, "--json").out)
    strict = json.loads(coverage(*RANGE, "--policy", "corroborated", "--json").out)
    assert (usual["policy"], strict["policy"]) == ("merged", "corroborated")
    assert strict["records"] == usual["records"]
    assert strict["settlements"] != usual["settlements"]
    title = coverage(*RANGE, "--policy", "adverse").lines[0]
    assert title == "Square, 2019-11-01 to 2020-01-10, policy adverse"


def test_csv_has_a_row_for_all_and_for_each_perspective(coverage):
    ran = coverage(*RANGE, "--csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert [list(row.values()) for row in rows] == [
        ["2019-11", "all", "2", "2", "2"],
        ["2019-11", "independent", "1", "1", "1"],
        ["2019-11", "red", "1", "1", "1"],
        ["2019-12", "all", "3", "3", "2"],
        ["2019-12", "independent", "3", "3", "2"],
        ["2020-01", "all", "0", "0", "0"],
    ]
    assert list(rows[0]) == ["month", "perspective", "records", "places", "sources"]


@pytest.mark.parametrize("suffix", ["html", "png", "svg", "pdf"])
def test_a_picture_is_the_same_twice(controlmap, project, suffix):
    made = []
    for name in ("one", "two"):
        ran = controlmap("coverage", *RANGE, "--plot", f"out/{name}.{suffix}")
        assert (ran.code, ran.lines) == (0, [f"out/{name}.{suffix}"]), ran.err
        made.append((project / "out" / f"{name}.{suffix}").read_bytes())
    assert made[0] == made[1]
    start = {"html": b"<!DOCTYPE", "png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
    assert made[0].startswith(start[suffix])
    assert b"controlmap-manifest" in made[0]


def test_a_page_is_cited_and_verified(controlmap, project):
    words = ("--on", "2019-12-05", "--as-of", "2019-12-20", "--policy", "corroborated")
    controlmap("coverage", *RANGE, *words, "--perspective", "red", "--plot", "x.html")
    ran = controlmap("verify", "x.html")
    assert (ran.code, ran.err) == (0, ""), ran.out
    assert controlmap("cite", "x.html").code == 0
    manifest = read_manifest(project / "x.html")
    assert (manifest.kind, manifest.policy) == ("coverage", "corroborated")
    assert manifest.output == {"format": "html", "on": "2019-12-05"}
    page = (project / "x.html").read_text("utf-8")
    (project / "x.html").write_text(page.replace("Longest", "Shortest"), "utf-8")
    ran = controlmap("verify", "x.html")
    assert ran.code == 1
    assert "the file was changed since it was written" in ran.out + ran.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--from", "2019-12-06", "--to", "2019-12-01"), "2019-12-01 is before"),
        (("--from", "2021-01-01"), "the range ends on 2019-12-05, before it starts"),
        (("--on", "soon"), "'soon' is no day"),
        (("--csv", "--json"), "--csv or --json, not both"),
        (("--plot", "out.gif"), "'.gif' is not one of .html, .png, .svg, .pdf"),
        (("--zone", "circle"), "no zone 'circle'"),
        (("--policy", "loudest"), "'loudest' is not one of merged"),
        (("--perspective", "loud"), "no source"),
        (("--as-of", "2010-01-01"), "zone 'square' has no record"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused(controlmap, project, words, message):
    ran = controlmap("coverage", *words)
    assert (ran.code, ran.out) == (2, "")
    assert message in " ".join(ran.err.replace("│", " ").split())
    assert not (project / "out.gif").exists()
