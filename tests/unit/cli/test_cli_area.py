import csv
import io

import pytest

RANGE = ("--from", "2019-11-29", "--to", "2019-12-06")


@pytest.fixture
def area(controlmap, unchanged):
    return lambda *words: controlmap("area", *words, "--data", unchanged)


def rows_of(ran):
    assert ran.code == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out)))


def test_a_table_for_people(area):
    ran = area(*RANGE)
    assert ran.code == 0
    head, *lines = ran.lines
    assert head == "side km² on 2019-11-29 km² on 2019-12-06 change settlements"
    assert any(line.startswith("Blue ") for line in lines)
    assert any(line.startswith("contested: Blue | Red ") for line in lines)


def test_csv_has_a_row_where_anything_changes(area):
    rows = rows_of(area(*RANGE, "--by", "actor", "--csv"))
    assert list(rows[0]) == [
        "day",
        "status",
        "controllers",
        "low_km2",
        "best_km2",
        "high_km2",
        "settlements",
    ]
    assert [row["day"] for row in rows] == sorted(row["day"] for row in rows)
    clash = [row for row in rows if row["status"] == "contested"]
    assert [(row["day"], row["controllers"]) for row in clash] == [
        ("2019-12-01", "blue;red-army")
    ]
    army = [row for row in rows if row["controllers"] == "red-army"]
    assert army[0]["day"] == "2019-11-30"
    # Taken on the 30th, lost on 5 December: nothing is left then.
    assert float(army[-1]["high_km2"]) == 0
    assert army[-1]["day"] == "2019-12-05"


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_a_chart_is_the_same_twice(controlmap, project, suffix):
    made = []
    for name in ("one", "two"):
        ran = controlmap("area", *RANGE, "--plot", f"out/{name}.{suffix}")
        assert ran.code == 0, ran.err
        assert ran.lines == [f"out/{name}.{suffix}"]
        made.append((project / "out" / f"{name}.{suffix}").read_bytes())
    assert made[0] == made[1]
    start = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[suffix]
    assert made[0].startswith(start)
    if suffix == "svg":
        assert b"<!-- Blue -->" in made[0]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--from", "2019-12-06", "--to", "2019-12-01"), "before"),
        ((*RANGE, "--plot", "out.gif"), "'.gif' is not one of .png, .svg, .pdf"),
        ((*RANGE, "--rule", "farthest"), "'farthest' is not one of nearest-place"),
        ((*RANGE, "--by", "party"), "'party'"),
        ((*RANGE, "--zone", "circle"), "circle"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused(controlmap, project, words, message):
    ran = controlmap("area", *words)
    assert ran.code == 2
    assert message in " ".join(ran.err.replace("│", " ").split())
    assert not (project / "out.gif").exists()
