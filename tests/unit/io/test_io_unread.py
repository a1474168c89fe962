"""A row with one fault is still checked for the names that it refers to."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from controlmap.io.dataset import check_dataset

SOUND = Path(__file__).parents[2] / "data/sound"


@pytest.mark.parametrize(
    ("file", "good", "bad", "messages"),
    [
        (
            "control_changes.csv",
            "high",
            "sure",
            ["not-in-list", "unknown-place", "unknown-source"],
        ),
        ("control_changes.csv", "2019-01-02", "soon", ["edtf", "unknown-place"]),
    ],
)
def test_every_problem_of_a_row_is_said_at_once(tmp_path, file, good, bad, messages):
    folder = tmp_path / "data"
    shutil.copytree(SOUND, folder)
    header, first, *rest = (folder / file).read_text("utf-8").splitlines()
    names = header.split(",")
    cells = first.split(",")
    cells[names.index("place_id")] = "nowhere"
    cells[names.index("source")] = "nobody"
    fault = names.index("confidence" if good == "high" else "valid")
    cells[fault] = bad
    text = "\n".join([header, ",".join(cells), *rest]) + "\n"
    (folder / file).write_text(text, "utf-8")
    rules = {issue.rule for issue in check_dataset(folder).issues if issue.line == 2}
    assert set(messages) <= rules


def test_what_such_a_row_says_is_checked_too(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(SOUND, folder)
    path = folder / "control_changes.csv"
    header, first, *rest = path.read_text("utf-8").splitlines()
    row = dict(zip(header.split(","), first.split(","), strict=True))
    row |= {"confidence": "sure", "event": "captured", "status": "contested"}
    row |= {"controllers": "red", "previous": "red", "denied_by": "wire"}
    path.write_text("\n".join([header, ",".join(row.values()), *rest]) + "\n", "utf-8")
    rules = {issue.rule for issue in check_dataset(folder).issues if issue.line == 2}
    assert {
        "not-in-list",
        "status-of-event",
        "sides-of-status",
        "loser-not-holder",
        "outcome-and-denial",
    } <= rules


def test_a_faulty_value_is_not_said_twice(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(SOUND, folder)
    path = folder / "control_changes.csv"
    header, first, *rest = path.read_text("utf-8").splitlines()
    row = dict(zip(header.split(","), first.split(","), strict=True))
    row |= {"event": "taken"}
    path.write_text("\n".join([header, ",".join(row.values()), *rest]) + "\n", "utf-8")
    issues = [issue for issue in check_dataset(folder).issues if issue.line == 2]
    assert [issue.rule for issue in issues] == ["not-in-list"]
