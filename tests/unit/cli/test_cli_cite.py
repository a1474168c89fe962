"""``cite`` and ``verify`` as a shell runs them."""

from __future__ import annotations

import json
import re

import pytest

LINE = re.compile(
    r"A map\. Square, 2019-12-01; data: A small data set, 2 sources, "
    r"SHA-256 [0-9a-f]{12}; controlmap \S+, policy merged\.\n"
)


@pytest.fixture
def page(controlmap, project):
    controlmap("map", "--on", "2019-12-01", "--title", "A map", "-o", "map.html")
    return "map.html"


def test_a_line_bibtex_and_csl(controlmap, page):
    ran = controlmap("cite", page)
    assert ran.code == 0
    assert LINE.fullmatch(ran.out)
    assert controlmap("cite", page, "--bibtex").out.startswith("@misc{controlmap-")
    [item] = json.loads(controlmap("cite", page, "--json").out)
    assert item["title"] == "A map"


@pytest.mark.parametrize("file_format", ["geojson", "gpkg", "geoparquet"])
def test_layers_are_cited_and_verified(controlmap, project, file_format):
    day = ("--on", "2019-12-01")
    ran = controlmap("layers", *day, "--format", file_format, "-o", "out")
    for name in ran.lines:
        assert "data: A small data set" in controlmap("cite", name).out
        ran = controlmap("verify", name)
        assert (ran.code, ran.out) == (0, f"{name}: yes, the same bytes\n")


def test_yes_and_no(controlmap, page, project):
    ran = controlmap("verify", page)
    assert (ran.code, ran.out) == (0, "map.html: yes, the same bytes\n")
    path = project / "data" / "control_changes.csv"
    path.write_bytes(path.read_bytes().replace(b"2019-11-30", b"2019-11-29", 1))
    ran = controlmap("verify", page)
    assert (ran.code, ran.lines) == (
        1,
        ["map.html: no", "inputs differ: data/control_changes.csv"],
    )


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_a_chart_of_areas_carries_its_manifest(controlmap, project, suffix):
    days = ("--from", "2019-11-29", "--to", "2019-12-06")
    controlmap("area", *days, "--plot", f"areas.{suffix}")
    assert b"controlmap-manifest" in (project / f"areas.{suffix}").read_bytes()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("cite", "none.html"), "none.html: no such file"),
        (("verify", "data/actors.csv"), "it carries no manifest"),
        (("cite", "map.html", "--bibtex", "--json"), "--bibtex or --json, not both"),
    ],
)
@pytest.mark.usefixtures("page")
def test_what_cannot_be_carried_out(controlmap, words, message):
    ran = controlmap(*words)
    assert (ran.code, ran.out) == (2, "")
    assert message in " ".join(ran.err.replace("│", " ").split())
