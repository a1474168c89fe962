"""Stills and the list of maps."""

from __future__ import annotations

import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
import shapely

from controlmap.render.cell_paths import UNITS_A_PIXEL
from controlmap.render.index import IndexEntry, render_index
from controlmap.render.page import render_page
from controlmap.render.still import render_still
from controlmap.render.style import MapStyle
from unit.render.expected import looks_on
from unit.render.synthetic import FIRST, HOSTILE, make_hostile_series, make_series

SVG = "{http://www.w3.org/2000/svg}"
LAST = FIRST + timedelta(days=20)


@pytest.fixture(scope="module")
def series():
    return make_series()


def filled(svg):
    """Fill and area in square units of each filled path."""
    for path in ET.fromstring(svg).iter(f"{SVG}path"):
        if path.get("fill") == "none":
            continue
        area = shapely.Polygon()
        for ring in re.findall(r"M([\d ]+)z", path.get("d")):
            numbers = [int(n) for n in ring.split()]
            corners = list(zip(numbers[::2], numbers[1::2], strict=True))
            area ^= shapely.Polygon(corners).buffer(0)
        yield path.get("fill"), area.area


@pytest.mark.parametrize("days", [0, 7, 20])
def test_each_look_has_the_area_of_its_cells(series, days):
    day = FIRST + timedelta(days=days)
    areas = {}
    looks = looks_on(series, day)
    for place, km2 in zip(
        series.tessellation.place_ids, series.tessellation.area_km2, strict=True
    ):
        if looks[place] is not None:
            areas[looks[place]] = areas.get(looks[place], 0) + km2
    drawn = list(filled(render_still(series, day, width=800)))
    assert len(drawn) == len(areas)
    vertices = series.tessellation.vertices
    width_m = vertices[:, 0].max() - vertices[:, 0].min()
    km2_a_unit = (width_m / (788 * UNITS_A_PIXEL)) ** 2 / 1e6
    for look, km2 in areas.items():
        if look.pattern == "":
            assert dict(drawn)[look.colours[0]] * km2_a_unit == pytest.approx(km2, 0.01)
    total = sum(area for _, area in drawn) * km2_a_unit
    assert total == pytest.approx(sum(areas.values()), 0.003)


def test_hatched_looks_have_patterns_that_exist(series):
    svg = render_still(series, FIRST + timedelta(days=15), id_prefix="x")
    used = set(re.findall(r'fill="url\(#([\w-]+)\)"', svg))
    assert used
    assert used == set(re.findall(r'<pattern id="([\w-]+)"', svg))


def test_a_day_outside_the_map_gives_its_first_or_last(series):
    label = re.compile(r"<title>.*?</title>")
    early, first = (render_still(series, d) for d in (FIRST - timedelta(days=9), FIRST))
    assert label.sub("", early) == label.sub("", first)
    late, last = (render_still(series, d) for d in (LAST + timedelta(days=9), LAST))
    assert label.sub("", late) == label.sub("", last)
    assert first != last


def test_a_still_is_small_and_the_same_each_time(series):
    still = render_still(series, FIRST)
    assert still == render_still(series, FIRST)
    assert len(still) < 12_000


def entry(series, **more):
    style = MapStyle(title="A map", description="Of a war", **more)
    return IndexEntry.of(series, style, "a-map.html", "x" * 1_250_000)


def test_an_entry_tells_of_its_page(series):
    made = entry(series)
    assert (made.title, made.description) == ("A map", "Of a war")
    assert (made.first_day, made.last_day) == (FIRST, LAST)
    assert made.size_bytes == 1_250_000
    assert made.still.startswith("<svg")


def test_the_list_shows_each_map(series):
    page = render_index([entry(series)])
    assert '<a href="./a-map.html">' in page
    assert "2019-11-24" in page
    assert "2019-12-14" in page
    assert "1.25 MB" in page
    assert "<script" not in page
    assert "default-src 'none'; script-src 'none'; style-src 'sha256-" in page


def test_stills_of_two_maps_share_no_id(series):
    day = FIRST + timedelta(days=15)
    entries = [
        IndexEntry.of(series, MapStyle(start=day), name, "")
        for name in ("one.html", "two.html")
    ]
    ids = re.findall(r'id="([\w-]+)"', render_index(entries))
    assert len(ids) == len(set(ids)) > 2


def test_an_arabic_list_runs_from_right_to_left(series):
    page = render_index([entry(series)], language="ar")
    assert '<html lang="ar" dir="rtl">' in page
    assert "<h1>الخرائط</h1>" in page


def test_a_hostile_list_is_text():
    series = make_hostile_series()
    hostile = IndexEntry.of(
        series, MapStyle(title=HOSTILE[0], description=HOSTILE[4]), 'x".html', "x"
    )
    page = render_index([hostile], title=HOSTILE[1])
    assert not re.search(r"<img|<script|onload=alert\(1\)>|<svg onload", page)


def test_the_page_and_its_entry_agree(series):
    style = MapStyle()
    made = IndexEntry.of(series, style, "m.html", render_page(series, style))
    assert made.title == "An invented war"
