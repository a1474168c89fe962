import csv
import io
import json

import pytest

from controlmap.io.dataset import read_dataset
from unit.cli.small_data import names_in, write_rows

DAY = ("--on", "2019-12-03")
RANGE = ("--from", "2019-11-25", "--to", "2019-12-10")
MORE = {
    "change_id": "seven",
    "place_id": "alpha",
    "valid": "2019-11-30/2019-12-01",
    "event": "held",
    "controllers": "blue",
    "source": "wire",
    "status": "controlled",
    "confidence": "high",
    "place_precision": "exact",
    "outcome": "stands",
}


@pytest.fixture
def disputed(project):
    """The small data, where one more report says otherwise of Alpha."""
    path = project / "data" / "control_changes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    write_rows(path, [*rows, MORE])
    return project


@pytest.fixture
def disagreements(controlmap, disputed):
    return lambda *words: controlmap("disagreements", *words)


def test_a_day_for_people(disagreements):
    ran = disagreements(*DAY)
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines == [
        "end of 2019-12-03: perspectives differ on 1 place, 1 of them contradicted",
        "Alpha (alpha), contradicted",
        "independent: Blue since 2019-11-30 (Wire)",
        "Red: RA since 2019-11-30 (Red-Press)",
        *ran.lines[4:],
    ]
    assert ran.lines[4].startswith("Square: independent and red differ on ")
    assert ran.lines[4].endswith(" km² with what they infer")


def test_as_known_on_a_day(disagreements):
    ran = disagreements(*DAY, "--as-of", "2019-12-01")
    assert ran.lines == [
        "end of 2019-12-03, as known on 2019-12-01: perspectives differ on 0 places, "
        "0 of them contradicted"
    ]


def test_a_day_as_json(disagreements, disputed):
    told = json.loads(disagreements(*DAY, "--json").out)
    assert (told["on"], told["as_of"], told["zone"]) == ("2019-12-03", None, "square")
    [place] = told["places"]
    assert (place["place_id"], place["contradicted"]) == ("alpha", True)
    found = read_dataset(disputed / "data").disagreements("2019-12-03")
    assert [voice["perspective"] for voice in place["voices"]] == [
        voice.perspective for voice in found[0].voices
    ]
    independent, red = place["voices"]
    assert (independent["controllers"], independent["blocs"]) == (["blue"], ["blue"])
    assert (red["controllers"], red["blocs"]) == (["red-army"], ["red"])
    assert (red["since"], red["certainty"]) == ("2019-11-30", "claimed")
    assert red["evidence"] == [
        {
            "change_id": "one",
            "valid": "2019-11-30",
            "publisher": "Red-Press",
            "reported": "2019-12-02",
            "source": "red-press",
            "url": "https://red-press.example/1",
        }
    ]
    [area] = told["areas"]
    assert area["perspectives"] == ["independent", "red"]
    assert 0 < area["observed_km2"] < area["high_km2"]


def test_a_day_as_csv(disagreements):
    rows = list(csv.DictReader(io.StringIO(disagreements(*DAY, "--csv").out)))
    assert [(row["place_id"], row["perspective"], row["evidence"]) for row in rows] == [
        ("alpha", "independent", "seven"),
        ("alpha", "red", "one"),
    ]


def test_a_changing_place_names_both_ends(disagreements, disputed):
    path = disputed / "data" / "control_changes.csv"
    text = path.read_text("utf-8").replace("\nseven,alpha,", "\nseven,gamma,")
    path.write_text(
        text.replace(
            "held,controlled,blue,,wire", "held,controlled,red-army,,red-press"
        ),
        "utf-8",
    )
    [gamma] = json.loads(disagreements("--on", "2019-12-02", "--json").out)["places"]
    assert [voice["status"] for voice in gamma["voices"]] == ["controlled"] * 2
    inside = disagreements("--on", "2019-12-01", "--json").out
    assert json.loads(inside)["places"] == []  # from Red to Blue: it may be Red's


def test_a_range(disagreements):
    ran = disagreements(*RANGE)
    assert ran.code == 0, ran.err
    assert ran.lines[0] == "day settlements compared differing contradicted share"
    rows = list(csv.DictReader(io.StringIO(disagreements(*RANGE, "--csv").out)))
    assert next(row["day"] for row in rows if row["differing"] == "1") == "2019-11-30"
    told = json.loads(disagreements(*RANGE, "--json", "--zone", "square").out)
    assert [{k: str(v) for k, v in row.items()} for row in told] == rows


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_a_chart_is_the_same_twice(disagreements, disputed, suffix):
    made = []
    for name in ("one", "two"):
        ran = disagreements(*RANGE, "--plot", f"out/{name}.{suffix}")
        assert (ran.code, ran.lines) == (0, [f"out/{name}.{suffix}"])
        made.append((disputed / "out" / f"{name}.{suffix}").read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("file_format", "names"),
    [
        (
            "geojson",
            ["areas.geojson", "cells.geojson", "manifest.json", "places.geojson"],
        ),
        ("gpkg", ["layers.gpkg"]),
    ],
)
def test_files_for_a_gis(disagreements, disputed, file_format, names):
    ran = disagreements(*DAY, "-o", "gis", "--format", file_format)
    assert ran.code == 0, ran.err
    assert names_in(disputed / "gis") == names
    assert sorted(ran.lines) == [f"gis/{name}" for name in names]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "--on with or without -o"),
        (("--from", "2019-12-01"), "--on with or without -o"),
        ((*DAY, *RANGE), "--on with or without -o"),
        ((*DAY, "--plot", "a.png"), "--on with or without -o"),
        ((*RANGE, "-o", "gis"), "--on with or without -o"),
        ((*RANGE, "--plot", "a.gif"), "'.gif' is not one of"),
        ((*DAY, "--format", "shp"), "'shp' is not one of"),
        ((*DAY, "--csv", "--json"), "--csv or --json, not both"),
        (("--on", "soon"), "'soon' is no day"),
        ((*DAY, "--zone", "circle"), "no zone 'circle'"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused(disagreements, disputed, words, message):
    ran = disagreements(*words)
    assert ran.code == 2
    assert message in " ".join(ran.err.replace("│", " ").split())
    assert not (disputed / "gis").exists()


@pytest.mark.usefixtures("disputed")
class TestPolicies:
    def test_what_each_policy_changes(self, controlmap):
        ran = controlmap("policies", "--on", "2019-12-03, 2019-12-06")
        assert (ran.code, ran.err) == (0, "")
        assert ran.lines[0].startswith("day policy places settlements")
        assert [line.split()[:2] for line in ran.lines[1:]] == [
            [day, policy]
            for day in ("2019-12-03", "2019-12-06")
            for policy in ("merged", "corroborated", "adverse")
        ]

    def test_as_json_and_as_known(self, controlmap):
        words = ("policies", "--on", "2019-12-03", "--json", "--zone", "square")
        merged, corroborated, adverse = json.loads(controlmap(*words).out)
        assert (merged["places"], merged["settlements"]) == (0, 0)
        assert corroborated["places"] == 2  # alpha and gamma
        assert adverse["places"] == 1  # alpha
        assert set(merged["km2"]) == {"blue", "red"}
        assert set(adverse["km2"]) == {"blue"}
        known = json.loads(controlmap(*words, "--as-of", "2019-12-01").out)
        assert [row["km2"] for row in known] == [{}, {}, {}]

    def test_a_page_says_how_it_was_made(self, controlmap, disputed):
        words = ("policies", "--on", "2019-12-03", "--page", "docs/policies.md")
        ran = controlmap(*words)
        assert (ran.code, ran.lines) == (0, ["docs/policies.md"])
        page = (disputed / "docs" / "policies.md").read_text("utf-8")
        assert "| 2019-12-03 | adverse | 1 | 1 |" in page
        assert f"controlmap {' '.join(words)}" in page
        assert "7 records from 3 sources, the last reported 2019-12-20" in page
        controlmap(*words)
        assert (disputed / "docs" / "policies.md").read_text("utf-8") == page

    @pytest.mark.parametrize("on", ["", ",", "2019-12-03;2019-12-04"])
    def test_days_that_are_none(self, controlmap, on):
        ran = controlmap("policies", "--on", on)
        assert ran.code == 2
        assert "--on" in ran.err
