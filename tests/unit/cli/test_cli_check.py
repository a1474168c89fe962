import json
import shutil

import pytest

from controlmap.io.tables import schema_descriptors


def test_sound_data(controlmap, unchanged):
    ran = controlmap("check", "--data", unchanged)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "9 places (8 with a point), 6 records on 5 places from 3 sources: "
        "no errors, no warnings\n"
    )


def test_broken_data(controlmap, broken):
    ran = controlmap("check")
    assert (ran.code, ran.err) == (1, "")
    first, last = ran.lines
    assert first.startswith("control_changes.csv:4:place_id: no place 'gama'")
    assert first.endswith("[unknown-place]")
    assert last.endswith("1 error, no warnings")


def test_every_problem_is_said(controlmap, broken):
    path = broken / "data" / "sources.csv"
    path.write_text(
        path.read_text("utf-8").replace("https://late.example/1", "ftp://late"), "utf-8"
    )
    (broken / "data" / "zone.geojson").unlink()
    ran = controlmap("check")
    assert ran.code == 1
    assert [line.rpartition("[")[2] for line in ran.lines[:-1]] == [
        "unknown-place]",
        "unlinked-url] (warning)",
        "missing-file]",
    ]
    assert ran.lines[-1].endswith("2 errors, 1 warning")


def test_warnings_alone_are_no_failure(controlmap, project):
    path = project / "data" / "sources.csv"
    path.write_text(
        path.read_text("utf-8").replace("https://late.example/1", "ftp://late"), "utf-8"
    )
    ran = controlmap("check")
    assert ran.code == 0
    assert ran.lines[0].endswith("[unlinked-url] (warning)")
    assert ran.lines[-1].endswith("no errors, 1 warning")


def test_no_data(controlmap, tmp_path):
    ran = controlmap("check", "--data", tmp_path / "none")
    assert ran.code == 1
    assert "[missing-folder]" in ran.lines[0]


def test_a_file_in_place_of_a_folder(controlmap, tmp_path):
    path = tmp_path / "data"
    path.write_text("")
    assert controlmap("check", "--data", path).code == 1


@pytest.mark.parametrize("words", [["--dat", "x"], ["x"], ["--data"]])
def test_a_call_that_cannot_be_carried_out(controlmap, words):
    assert controlmap("check", *words).code == 2


def test_the_data_folder_is_data_by_default(controlmap, project):
    assert controlmap("check").code == 0
    shutil.rmtree(project / "data")
    assert controlmap("check").code == 1


def test_schemas_are_printed(controlmap, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = controlmap("check", "--schemas")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out) == schema_descriptors()


LOST = "seven,nowhere,2020-01-03,,held,controlled,blue,,late,,,low,,exact,stands,,,\n"


@pytest.fixture
def lost(project):
    """The small data set with a record of a place without a point."""
    path = project / "data" / "control_changes.csv"
    path.write_text(path.read_text("utf-8") + LOST, "utf-8")
    path = project / "data" / "places.geojson"
    note = '"name": "Nowhere", "admin1": "North", "note": "Candidates: A; B"'
    path.write_text(path.read_text("utf-8").replace('"name": "Nowhere"', note))


@pytest.mark.usefixtures("lost")
def test_the_report_lists_places_without_a_point_and_counts_records(controlmap):
    ran = controlmap("check", "--report")
    assert ran.code == 0
    assert ran.lines == [
        "control_changes.csv:8:valid: begins after it was reported, on 2019-12-20 "
        "[reported-before] (warning)",
        "9 places (8 with a point), 7 records on 6 places from 3 sources: "
        "no errors, 1 warning",
        "",
        "1 place with records and without a point",
        "place kind records whereabouts note",
        "Nowhere village 1 North Candidates: A; B",
        "",
        "records by event",
        "event records",
        "captured 3",
        "clashes 1",
        "held 2",
        "presence_established 1",
        "",
        "records by outcome",
        "outcome records",
        "stands 7",
        "",
        "records by perspective",
        "perspective records",
        "independent 6",
        "red 1",
        "",
        "records by month",
        "month records",
        "2019-01 1",
        "2019-11 2",
        "2019-12 3",
        "2020-01 1",
    ]


@pytest.mark.usefixtures("lost")
def test_the_report_as_json(controlmap):
    ran = controlmap("check", "--json")
    assert (ran.code, ran.err) == (0, "")
    told = json.loads(ran.out)
    assert (told["errors"], told["warnings"]) == (0, 1)
    assert told["issues"][0]["rule"] == "reported-before"
    assert told["unlocated"] == [
        {
            "place_id": "nowhere",
            "name": "Nowhere",
            "kind": "village",
            "location_precision": "none",
            "whereabouts": "North",
            "candidates": ["A", "B"],
            "note": "Candidates: A; B",
            "records": 1,
        }
    ]
    assert told["records"]["perspective"] == {"independent": 6, "red": 1}
    assert told["records"]["month"]["2019-11"] == 2


def test_the_report_of_broken_data(controlmap, broken):
    path = broken / "data" / "sources.csv"
    path.write_text(path.read_text("utf-8").replace("wire,", "wyre,"), "utf-8")
    ran = controlmap("check", "--report")
    assert ran.code == 1
    assert "no places with records and without a point" in ran.lines
    assert "not known 4" in ran.lines
    told = json.loads(controlmap("check", "--json").out)
    assert told["errors"] == len(told["issues"]) > 1
    assert told["records"]["perspective"] == {"": 4, "independent": 1, "red": 1}
