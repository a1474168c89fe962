"""``claims``, ``sources`` and ``delays`` on the small data, as a reader gets them."""

from __future__ import annotations

import csv
import html
import io
import json
import re

import pytest

from controlmap.io.dataset import read_dataset
from controlmap.render.palette import safe_colours


@pytest.fixture
def run(controlmap, unchanged):
    return lambda *words: controlmap(*words, "--data", unchanged)


def rows_of(ran):
    assert ran.code == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out)))


class TestClaims:
    def test_the_lives_of_one_place_as_text(self, run):
        ran = run("claims", "Alpha")
        assert ran.code == 0
        assert ran.lines == [
            "2019-11-30 Alpha: captured by RA from Blue: claimed",
            "claimed 2019-12-02 Red-Press (Red), 2 days after the event",
            "2019-12-05 Alpha: captured by Blue from RA: reported",
            "claimed 2019-12-20 Late (independent), 15 days after the event",
        ]

    def test_csv_and_json_say_the_same(self, run):
        told = json.loads(run("claims", "--json").out)
        rows = rows_of(run("claims", "--csv"))
        assert [row["claim_id"] for row in rows] == ["one", "three", "six"]
        assert [row["claim_id"] for row in told] == ["one", "three", "six"]
        assert (rows[0]["claimed_by"], rows[0]["claimed_days"]) == ("red-press", "2")
        assert told[0]["steps"] == [
            {
                "kind": "claimed",
                "on": "2019-12-02",
                "days": 2,
                "source": "red-press",
                "publisher": "Red-Press",
                "perspective": "red",
                "claimed_by": None,
                "record": "one",
            }
        ]
        assert (told[1]["window"], told[1]["voices"]) == (
            ["2019-11-30", "2019-12-02"],
            1,
        )

    def test_a_range_and_a_day_of_knowledge(self, run):
        ids = lambda *words: [  # noqa: E731
            row["claim_id"] for row in rows_of(run("claims", "--csv", *words))
        ]
        assert ids("--from", "2019-12-01") == ["three", "six"]
        assert ids("--to", "2019-12-02") == ["one", "three"]
        assert ids("--as-of", "2019-12-19") == ["one", "three"]
        assert ids("--only-sources", "late") == ["six"]

    def test_nothing_to_tell(self, run):
        assert run("claims", "Far").out == "no claim\n"

    def test_denials_and_corrections_are_said(self, controlmap, project):
        path = project / "data" / "control_changes.csv"
        lines = path.read_text("utf-8").splitlines()
        head = lines[0].split(",")

        def row(**values):
            return ",".join(values.get(name, "") for name in head)

        common = {
            "event": "captured",
            "status": "controlled",
            "confidence": "high",
            "place_precision": "exact",
            "outcome": "stands",
            "valid": "2019-12-01",
        }
        lines += [
            row(
                change_id="d1",
                place_id="far",
                controllers="red-army",
                source="red-press",
                claimed_by="a spokesman",
                **(common | {"outcome": "denied", "denied_by": "late"}),
            ),
            row(
                change_id="c1",
                place_id="twin-south",
                controllers="blue",
                source="wire",
                **common,
            ),
            row(
                change_id="c2",
                place_id="twin-south",
                controllers="blue",
                source="late",
                supersedes="c1",
                **(common | {"valid": "2019-11-30"}),
            ),
        ]
        path.write_text("\n".join(lines) + "\n", "utf-8")
        ran = controlmap("claims", "far")
        assert ran.lines == [
            "2019-12-01 Far: captured by RA: denied",
            "claimed 2019-12-02 Red-Press (Red), citing a spokesman, "
            "1 day after the event",
            "denied 2019-12-20 Late (independent), 18 days after the claim",
        ]
        ran = controlmap("claims", "twin-south")
        assert "corrected 2019-12-20 Late (independent), 18 days after the claim" in (
            ran.lines
        )
        assert (
            controlmap("claims", "far", "--as-of", "2019-12-19")
            .lines[0]
            .endswith(": claimed")
        )

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (("claims", "nobody-knows"), "'nobody-knows': no such place"),
            (("claims", "--csv", "--json"), "--csv or --json, not both"),
            (("claims", "--from", "2019-12-02", "--to", "2019-12-01"), "is before"),
            (("claims", "--as-of", "2019"), "'2019' is no day"),
            (("delays", "--plot", "out.gif"), "'.gif' is not one of .png, .svg, .pdf"),
            (("delays", "--zone", "circle"), "no zone 'circle'; there is square"),
            (("delays", "--csv", "--json"), "--csv or --json, not both"),
            (("sources", "--by", "editor"), "'editor' is not one of publisher, chain"),
            (("sources", "--only-sources", "nobody"), "'nobody': no such source"),
        ],
    )
    def test_what_cannot_be_carried_out(self, run, words, message):
        ran = run(*words)
        assert (ran.code, ran.out) == (2, "")
        assert message in " ".join(ran.err.replace("│", " ").split())


class TestSources:
    def test_a_table_with_its_caveat(self, run):
        ran = run("sources")
        assert ran.code == 0
        assert ran.lines[0].startswith("publisher perspective publications records")
        assert ran.lines[1].startswith("Wire independent 1 4 1")
        assert ran.lines[-1].startswith("This measures the record, not the outlet")

    def test_json_carries_the_caveat_and_csv_says_it_beside(self, run):
        told = json.loads(run("sources", "--by", "chain", "--json").out)
        assert told["caveat"].startswith("This measures the record")
        assert {row["name"] for row in told["rows"]} == {"wire", "red-press", "late"}
        ran = run("sources", "--csv")
        [red] = [row for row in rows_of(ran) if row["name"] == "Red-Press"]
        assert (red["own_gains"], red["own_losses"], red["own_gain_share"]) == (
            "1",
            "0",
            "1.0",
        )
        assert (red["known_gains"], red["known_losses"]) == ("1", "2")
        assert red["own_open"] == "1"
        assert "not the outlet" in ran.err

    def test_as_of(self, run):
        told = json.loads(run("sources", "--as-of", "2019-12-19", "--json").out)
        assert {row["name"] for row in told["rows"]} == {"Wire", "Red-Press"}
        assert rows_of(run("sources", "--as-of", "2019-01-01", "--csv")) == []


class TestDelays:
    def test_a_table(self, run):
        ran = run("delays")
        assert ran.code == 0
        assert ran.lines == [
            "by first report by events 25 % median 75 % 90 % most undated",
            "all 3 1 2 8.5 12.4 15 0",
            "event captured 3 1 2 8.5 12.4 15 0",
            "perspective independent 2 3.75 7.5 11.25 13.5 15 0",
            "perspective red 1 2 2 2 2 2 0",
            "publisher Late 1 15 15 15 15 15 0",
            "publisher Red-Press 1 2 2 2 2 2 0",
            "publisher Wire 1 0 0 0 0 0 0",
        ]

    def test_csv_json_and_what_is_asked(self, run):
        rows = rows_of(run("delays", "--csv", "--from", "2019-12-01"))
        told = json.loads(run("delays", "--json", "--from", "2019-12-01").out)
        assert [row["name"] for row in rows] == [row["name"] for row in told]
        assert told[0] == {
            "by": "all",
            "name": "",
            "events": 2,
            "lower_quartile": 3.75,
            "median": 7.5,
            "upper_quartile": 11.25,
            "p90": 13.5,
            "max": 15,
            "undated": 0,
        }
        assert json.loads(run("delays", "--json", "--to", "2019-01-01").out) == []
        inside = json.loads(run("delays", "--json", "--zone", "square").out)
        assert inside[0]["events"] == 3

    @pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
    def test_a_chart_is_the_same_twice(self, controlmap, project, suffix):
        made = []
        for name in ("one", "two"):
            ran = controlmap("delays", "--plot", f"{name}.{suffix}")
            assert (ran.code, ran.lines) == (0, [f"{name}.{suffix}"])
            made.append((project / f"{name}.{suffix}").read_bytes())
        assert made[0] == made[1]
        assert b"controlmap-manifest" in made[0]

    def test_a_chart_says_what_it_is_made_from(self, controlmap, project):
        words = ("--zone", "square", "--perspective", "red", "--plot", "one.svg")
        assert controlmap("delays", *words).code == 0
        text = html.unescape((project / "one.svg").read_text("utf-8"))
        found = re.search(r"<dc:description>(.*?)</dc:description>", text)
        told = json.loads(found[1])
        assert (told["kind"], told["zone"]) == ("delays", "square")
        assert told["output"] == {"format": "svg"}
        assert "red-press" in told["parameters"]["only_sources"]
        assert [i for row in told["sources"] for i in row["ids"]]

    def test_a_chart_has_the_colours_of_the_maps(self, controlmap, project):
        dataset = read_dataset(project / "data")
        drawn, usual = safe_colours(dataset)["red"], dataset.actors["red"].colour
        assert controlmap("delays", "--plot", "one.svg").code == 0
        svg = (project / "one.svg").read_text("utf-8")
        assert drawn != usual
        assert drawn in svg
        assert usual not in svg

    @pytest.mark.parametrize("command", ["claims", "sources", "delays"])
    def test_only_some_perspectives(self, run, command):
        by_id = run(command, "--json", "--only-sources", "red-press").out
        assert run(command, "--json", "--perspective", "red").out == by_id
        assert run(command, "--json").out != by_id

    @pytest.mark.usefixtures("project")
    def test_a_chart_of_nothing(self, controlmap):
        words = ("--to", "2018-01-01", "--plot", "none.svg")
        assert controlmap("delays", *words).code == 0
