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
