"""How to cite a page, as a reader finds it below the map."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import change, dataset, place
from controlmap.build import Atlas
from controlmap.domain.citation import citation_line
from controlmap.io.manifest import read_manifest
from controlmap.render.style import MapStyle

pytestmark = pytest.mark.browser

HOSTILE = "</script><img src=x onerror=alert(1)> \u202e & {{ 7*7 }}"


@pytest.fixture
def timeline():
    records = [change("a", "2019-11-01", "captured", "red-army", place="west")]
    data = dataset(records, [place("west", 36.2), place("east", 36.8)])
    return Atlas(data, zone="square").timeline("2019-11-01", "2019-11-30")


def texts(page, selector):
    page.evaluate("() => { document.querySelector('.cm-about').open = true; }")
    page.page.wait_for_timeout(50)  # it is filled when it opens
    script = "(s) => [...document.querySelectorAll(s)].map((e) => e.textContent)"
    return page.evaluate(script, selector)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_line_to_cite_stands_below_the_map(timeline, open_map, tmp_path, language):
    path = tmp_path / "page.html"
    style = MapStyle(title=HOSTILE, language=language)
    html = timeline.to_html(path, style=style)
    page = open_map(html)
    manifest = read_manifest(path)
    assert texts(page, ".cm-about .cm-cite") == [citation_line(manifest)]
    assert manifest.controlmap in "".join(texts(page, ".cm-about p"))
    assert texts(page, "img") == []


def test_the_inputs_are_listed_with_their_hashes(timeline, open_map):
    html = timeline.to_html()
    assert texts(open_map(html), ".cm-inputs li") == []
    inputs = {"places.geojson": "0" * 64, "actors.csv": "f" * 64}
    known = replace(timeline, dataset=replace(timeline.dataset, inputs=inputs))
    listed = texts(open_map(known.to_html()), ".cm-inputs li")
    assert listed == [f"actors.csv {'f' * 64}", f"places.geojson {'0' * 64}"]
