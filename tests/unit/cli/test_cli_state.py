import json
import subprocess
import sys
from pathlib import Path

import pytest

from controlmap.geometry.place_report import place_reports
from controlmap.io import dataset as reading
from test_known_states import FIVE_ARTICLES

ROOT = Path(__file__).parents[3]
DATA = ROOT / "data"
SIX_PLACES = ("sarjah", "ejaz", "Rasm al-Ward", "istablat", "atarib", "amuda")
DAY = ("--on", "2019-12-01")


@pytest.fixture(scope="module")
def real():
    return reading.read_dataset(DATA)


@pytest.fixture
def on_real(monkeypatch, controlmap, real):
    """Run ``state`` on the real data, read only once."""
    monkeypatch.setattr(reading, "read_dataset", {DATA: real}.__getitem__)
    return lambda *words: controlmap("state", *words, "--data", DATA)


@pytest.fixture
def state(controlmap, unchanged):
    return lambda *words: controlmap("state", *words, "--data", unchanged)


FIVE = ("--only-sources", ",".join(FIVE_ARTICLES))


class TestRealData:
    def test_in_a_terminal(self, on_real):
        ran = on_real(*SIX_PLACES, *DAY, *FIVE)
        assert (ran.code, ran.err) == (0, "")
        assert ran.lines[0] == "end of 2019-12-01"
        assert ran.lines[1] == "place status held by since certainty last report rule"
        starts = [
            "Sarjah contested SAA | HTS 2019-12-01",
            "Ejaz controlled SAA 2019-12-01",
            "Rasm al-Ward controlled HTS 2019-11-30",
            "Istablat controlled HTS 2019-11-30",
            "Atarib controlled HTS 2019-01-06",
            "Amuda no record",
            "present, without control: Russia, reported 2019-11-30",
        ]
        assert len(ran.lines) == len(starts) + 3
        for line, start in zip(ran.lines[2:], starts, strict=False):
            assert line.startswith(start)
        # None of the six lies in or near the zone of Amuda.
        assert ran.lines[-1].endswith("nothing is observed around it")

    def test_as_json(self, on_real, real):
        ran = on_real(*SIX_PLACES, *DAY, *FIVE, "--json")
        assert (ran.code, ran.err) == (0, "")
        told = json.loads(ran.out)
        assert [
            (r["place_id"], r["status"], sorted(r["controllers"])) for r in told
        ] == [
            ("sarjah", "contested", ["hts", "syrian-arab-army"]),
            ("ejaz", "controlled", ["syrian-arab-army"]),
            ("rasm-al-ward", "controlled", ["hts"]),
            ("istablat", "controlled", ["hts"]),
            ("atarib", "controlled", ["hts"]),
            ("amuda", "no_record", []),
        ]
        assert [r["inferred"] is None for r in told] == [True] * 5 + [False]
        assert [p["side"] for p in told[-1]["presence"]] == [["russia"]]
        states = real.only(sources=FIVE_ARTICLES).state_on("2019-12-01")
        assert told == place_reports(states, [r["place_id"] for r in told])

    def test_in_a_process_of_its_own(self):
        command = [sys.executable, "-m", "controlmap", "state", *SIX_PLACES]
        run = subprocess.run(
            [*command, *DAY, "--data", DATA, "hts", "--json"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert run.returncode == 2
        assert run.stderr == "controlmap: 'hts': an actor (hts), not a place\n"
        assert len(json.loads(run.stdout)) == 6

    def test_unknown_names_come_with_candidates(self, on_real):
        ran = on_real("sarjeh", "ejaz", *DAY)
        assert ran.code == 2
        assert "'sarjeh': no place of this name; did you mean: sarjah" in ran.err
        assert ran.lines[2].startswith("Ejaz controlled SAA")


def test_all_that_is_said_of_a_place(state):
    names = ("alpha", "بيتا", "gamma", "delta", "epsilon", "far", "nowhere")
    ran = state(*names, *DAY)
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines == [
        "end of 2019-12-01",
        "place status held by since certainty last report rule",
        "Alpha controlled RA 2019-11-30 claimed 1 day before carried",
        "Beta contested Blue | RA 2019-12-01 that day on-the-day",
        "Gamma changing 2019-11-30 inside-window",
        "changing between 2019-11-30 and 2019-12-02: Red → Blue",
        "Delta no record no-record",
        "present, without control: Blue, reported 2019-11-20",
        "its surroundings suggest RA, likely (nearest observed place Alpha, 1.4 km)",
        "Epsilon controlled Blue 2019-01-01 reported 334 days before (stale) carried",
        "Far no record no-record",
        "too far from what is observed to infer a holder "
        "(nearest observed place Alpha, 57.4 km)",
        "Nowhere no record no-record",
        "no point of its own, so its surroundings say nothing",
    ]


def test_columns_stand_below_each_other(state):
    ran = state("alpha", "epsilon", *DAY)
    _, heading, *rows = ran.out.splitlines()
    for word, values in [("status", ("controlled",) * 2), ("held by", ("RA", "Blue"))]:
        at = heading.index(word)
        assert [row[at:].split()[0] for row in rows] == list(values)


def test_the_age_is_in_days(state):
    for day, age in [
        ("2019-11-30", "that day"),
        ("2019-12-01", "1 day before"),
        ("2019-12-02", "2 days before"),
    ]:
        assert age in state("alpha", "--on", day).lines[2]


def test_before_anything_is_observed(state):
    assert (
        state("far", "--on", "2018-01-01").lines[-1] == "nothing is observed around it"
    )


def test_by_bloc(state):
    ran = state("alpha", "beta", "delta", *DAY, "--by", "bloc")
    assert ran.lines[2].startswith("Alpha controlled Red 2019-11-30")
    assert ran.lines[3].startswith("Beta contested Blue | Red")
    assert ran.lines[-1].startswith("its surroundings suggest Red,")
    told = json.loads(state("alpha", *DAY, "--by", "bloc", "--json").out)
    assert (told[0]["controllers"], told[0]["sides"]) == (["red"], [["red-army"]])


def test_as_of(state):
    day = ("--on", "2019-12-10")
    assert state("alpha", *day).lines[2].startswith("Alpha controlled Blue 2019-12-05")
    ran = state("alpha", *day, "--as-of", "2019-12-19")
    assert ran.lines[0] == "end of 2019-12-10, as known on 2019-12-19"
    assert ran.lines[2].startswith("Alpha controlled RA 2019-11-30")
    told = json.loads(state("alpha", *day, "--as-of", "2019-12-20", "--json").out)
    assert (told[0]["as_of"], told[0]["controllers"]) == ("2019-12-20", ["blue"])


def test_only_some_sources(state):
    ran = state("alpha", "beta", *DAY, "--only-sources", "red-press, late")
    assert ran.lines[2].startswith("Alpha controlled RA")
    assert ran.lines[3].startswith("Beta no record")


def test_json_is_a_list_in_the_order_asked(state):
    ran = state("beta", "alpha", "High Village", *DAY, "--json")
    assert ran.err == ""
    assert [report["place_id"] for report in json.loads(ran.out)] == [
        "beta",
        "alpha",
        "alpha",
    ]
    assert json.loads(state("zzzzzzzzz", *DAY, "--json").out) == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("zzzzzzzzz", "'zzzzzzzzz': no such place"),
        ("alpah", "'alpah': no place of this name; did you mean: alpha"),
        ("Twin", "'Twin': several places have this name: twin-north, twin-south"),
        ("Army of Red", "'Army of Red': an actor (red-army), not a place"),
        ("", "'': no such place"),
    ],
)
@pytest.mark.parametrize("options", [(), ("--json",)], ids=["text", "json"])
def test_a_name_that_means_no_one_place(state, name, message, options):
    ran = state(name, "alpha", *DAY, *options)
    assert ran.code == 2
    assert ran.err.startswith(f"controlmap: {message}")
    assert ran.err.count("\n") == 1
    if options:
        assert [report["place_id"] for report in json.loads(ran.out)] == ["alpha"]
    else:
        assert ran.lines[2].startswith("Alpha controlled")


def test_where_no_name_is_right_nothing_is_printed(state):
    ran = state("zzzzzzzzz", "yyyyyyyyy", *DAY)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("no such place") == 2


@pytest.mark.parametrize(
    ("options", "messages"),
    [
        (("--on", "2019-13-01"), ["--on", "'2019-13-01' is no day", "YYYY-MM-DD"]),
        (("--on", "1 December"), ["--on", "is no day"]),
        (("--on", "2019-12"), ["--on", "is no day"]),
        (("--on", "20191201"), ["--on", "is no day"]),
        ((*DAY, "--as-of", "soon"), ["--as-of", "'soon' is no day"]),
        ((*DAY, "--by", "party"), ["--by", "'party' is not one of actor, bloc"]),
        (
            (*DAY, "--policy", "all"),
            ["--policy", "'all' is not one of merged, corroborated, adverse"],
        ),
        ((), ["--on"]),
        ((*DAY, "--colour"), ["--colour"]),
    ],
)
def test_options_that_cannot_be_read(state, options, messages):
    ran = state("alpha", *options)
    assert (ran.code, ran.out) == (2, "")
    for message in messages:
        assert message in " ".join(ran.err.split())


def test_a_place_must_be_named(state):
    assert state(*DAY).code == 2


def test_some_perspectives_and_a_policy(state):
    ran = state("alpha", "beta", *DAY, "--perspective", "red")
    assert ran.lines[2].startswith("Alpha controlled RA")
    assert ran.lines[3].startswith("Beta no record")
    ran = state("alpha", *DAY, "--policy", "adverse")
    assert ran.lines[0] == "end of 2019-12-01, policy adverse"
    assert ran.lines[2].startswith("Alpha no record")
    assert ran.lines[3] == "set aside by the policy: one"
    told = json.loads(state("alpha", *DAY, "--policy", "adverse", "--json").out)
    assert [record["change_id"] for record in told[0]["set_aside"]] == ["one"]


def test_a_perspective_that_no_source_has(state):
    ran = state("alpha", *DAY, "--perspective", "green")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "controlmap: 'green': no source has this perspective; there is: "
        "independent, red\n"
    )


def test_an_unknown_source(state):
    ran = state("alpha", *DAY, "--only-sources", "red-pres")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("controlmap: 'red-pres': no source of this id")
    assert "red-press" in ran.err


def test_data_that_are_not_there(controlmap, tmp_path):
    ran = controlmap("state", "alpha", *DAY, "--data", tmp_path / "none")
    assert (ran.code, ran.out) == (1, "")
    assert "no such folder of data [missing-folder]" in ran.err
    assert ran.err.endswith("the data have problems; nothing was made\n")


def test_data_that_are_broken(controlmap, broken):
    ran = controlmap("state", "alpha", *DAY)
    assert (ran.code, ran.out) == (1, "")
    assert "control_changes.csv:4:place_id: no place 'gama'" in ran.err
    assert "gamma" in ran.err


def test_evidence_cards(state):
    ran = state("alpha", "beta", *DAY, "--evidence")
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[0] == "Alpha, end of 2019-12-01"
    assert "Held by RA" in ran.lines
    assert "2019-11-30 captured: RA, from Blue" in ran.lines
    assert ran.lines.index("") < ran.lines.index("Beta, end of 2019-12-01")


def test_evidence_cards_as_json(state):
    ran = state(
        "alpha", "zzzzzzzzz", *DAY, "--evidence", "--json", "--as-of", "2019-12-10"
    )
    assert ran.code == 2
    [card] = json.loads(ran.out)
    assert (card["place_id"], card["as_of"]) == ("alpha", "2019-12-10")
    assert [r["change_id"] for r in card["reports"]] == ["one"]
    assert [spell["controllers"] for spell in card["strip"]] == [["blue"], ["red-army"]]
