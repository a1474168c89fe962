"""``controlmap changes`` on a small folder of data."""

from __future__ import annotations

import csv
import io
import json

import pytest

RANGE = ("--from", "2019-11-29", "--to", "2019-12-06")


@pytest.fixture
def changes(controlmap, unchanged):
    return lambda *words: controlmap("changes", *words, "--data", unchanged)


def test_lines_for_people(changes):
    ran = changes(*RANGE)
    assert ran.code == 0
    assert ran.lines[0] == "2019-11-30 Alpha: controlled Blue → controlled RA"
    assert "2019-12-05 Alpha: controlled RA → controlled Blue" in ran.lines
    assert "2019-12-01 Beta: no record → contested Blue | RA" in ran.lines


def test_csv_and_json_hold_the_same(changes):
    rows = list(csv.DictReader(io.StringIO(changes(*RANGE, "--csv").out)))
    objects = json.loads(changes(*RANGE, "--json").out)
    assert [row["day"] for row in rows] == [each["day"] for each in objects]
    assert [row["controllers"].split(";") for row in rows if row["controllers"]] == [
        each["controllers"] for each in objects if each["controllers"]
    ]
    last = objects[-1]
    assert (last["day"], last["place_id"]) == ("2019-12-05", "alpha")
    assert (last["controllers_before"], last["controllers"]) == (["red-army"], ["blue"])
    assert last["evidence"] == ["six"]


def test_nothing_is_said_as_such(changes):
    ran = changes("--from", "2019-12-10", "--to", "2019-12-12")
    assert (ran.code, ran.lines) == (0, ["nothing changed hands"])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--from", "2019-12-06", "--to", "2019-12-01"), "2019-12-01 is before"),
        (("--from", "soon", "--to", "2019-12-01"), "'soon' is no day"),
        ((*RANGE, "--csv", "--json"), "not both"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused(changes, words, message):
    ran = changes(*words)
    assert ran.code == 2
    assert message in ran.err
