"""What is known of places, from five articles alone and from all records."""

import csv
import json
from collections import defaultdict
from pathlib import Path

import pytest
from typer.testing import CliRunner

from controlmap.cli.main import app
from controlmap.errors import UnknownNameError
from controlmap.io import dataset as reading

TESTS = Path(__file__).parent
DATA = TESTS.parent / "data"
FIVE_ARTICLES = (
    "fort-russ-2018-08",
    "southfront-2018-01-11",
    "southfront-2019-01",
    "southfront-2019-12",
    "yenisafak-2018-02-09",
)

with (TESTS / "known_states.csv").open(encoding="utf-8", newline="") as file:
    EVERY = list(csv.DictReader(file))
ROWS = [row for row in EVERY if row["scope"] == "seeds"]
OF_ALL = [row for row in EVERY if row["scope"] == "all"]
BY_DATE = defaultdict(list)
for each in ROWS:
    BY_DATE[each["date"]].append(each)


def parts(text):
    return {part for part in text.split(";") if part}


def is_right(row, status, leads):
    """Whether an answer is the one known, or one that is acceptable too."""
    if status == row["status"] and set(leads) == parts(row["controllers"]):
        return True
    return not parts(row["also_acceptable"]).isdisjoint({status, *leads})


@pytest.fixture(scope="module")
def data():
    return reading.read_dataset(DATA)


@pytest.fixture(scope="module")
def seeds(data):
    return data.only(sources=FIVE_ARTICLES)


def test_all_checks_are_there(seeds):
    assert len(ROWS) == 73
    assert {c.source.source_id for c in seeds.changes} == set(FIVE_ARTICLES)
    assert len(OF_ALL) >= 150
    assert len({row["why"].split(" by ")[1].split(",")[0] for row in OF_ALL}) >= 60


@pytest.mark.parametrize(
    "row", ROWS, ids=lambda row: f"{row['place_id']}-{row['date']}"
)
def test_the_answer_is_the_one_known(seeds, row):
    state = seeds.state_on(row["date"])
    if row["status"] == "not_a_place":
        with pytest.raises(UnknownNameError):
            state.of(row["place_id"])
        return
    answer = state.of(row["place_id"])
    assert answer.place_id == row["place_id"]
    assert is_right(row, answer.status.value, answer.controllers), (
        row["why"],
        answer.status.value,
        answer.controllers,
    )


@pytest.mark.parametrize(
    "row", OF_ALL, ids=lambda row: f"{row['place_id']}-{row['date']}"
)
def test_the_answer_of_all_sources_is_the_one_known(data, row):
    answer = data.state_on(row["date"]).of(row["place_id"])
    assert is_right(row, answer.status.value, answer.controllers), (
        row["why"],
        answer.status.value,
        answer.controllers,
    )


@pytest.mark.parametrize("day", sorted(BY_DATE))
def test_the_command_line_gives_it_too(monkeypatch, data, day):
    monkeypatch.setattr(reading, "read_dataset", {DATA: data}.__getitem__)
    rows = BY_DATE[day]
    sources = ",".join(FIVE_ARTICLES)
    names = [row["place_id"] for row in rows]
    options = ["--on", day, "--only-sources", sources, "--json", "--data", str(DATA)]
    result = CliRunner().invoke(app, ["state", *names, *options])
    told = {report["place_id"]: report for report in json.loads(result.stdout)}
    places = [row for row in rows if row["status"] != "not_a_place"]
    assert list(told) == [row["place_id"] for row in places]
    assert result.exit_code == (0 if len(places) == len(rows) else 2)
    for row in places:
        report = told[row["place_id"]]
        assert is_right(row, report["status"], report["controllers"]), row["why"]
        assert report["on"] == day
    for row in rows:
        assert (f"controlmap: {row['place_id']!r}" in result.stderr) == (
            row not in places
        )
