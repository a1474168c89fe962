"""Stills and the list of maps."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from PIL import Image

from controlmap.geometry.crs import to_metres
from controlmap.render.cell_paths import Sheet
from controlmap.render.index import IndexEntry, render_index
from controlmap.render.page import render_page
from controlmap.render.still import BLANK, render_still
from controlmap.render.style import MapStyle, parse_colour
from unit.render.expected import looks_on, sample_points
from unit.render.synthetic import FIRST, HOSTILE, make_hostile_series, make_series

LAST = FIRST + timedelta(days=20)


@pytest.fixture(scope="module")
def series():
    return make_series()


def pixels_of(svg):
    """Pixels of the picture that an SVG holds, rows of red, green, blue."""
    data = re.search(r'href="data:image/png;base64,([^"]+)"', svg)[1]
    with Image.open(io.BytesIO(base64.b64decode(data))) as image:
        return np.asarray(image.convert("RGB"))


def colours_at(series, svg):
    """For each place, the colours at some points of its cell."""
    pixels = pixels_of(svg)
    sheet = Sheet.of(series.tessellation, pixels.shape[1])
    found = {}
    for place, points in sample_points(series).items():
        lat, lon = np.array(points).T
        metres = to_metres(lon, lat, series.tessellation.crs)
        column, row = sheet.pixels(metres).astype(int).T
        found[place] = ["#" + bytes(each).hex() for each in pixels[row, column]]
    return found


@pytest.mark.parametrize("days", [0, 7, 15, 20])
def test_each_cell_is_painted_as_it_looks(series, days):
    day = FIRST + timedelta(days=days)
    looks = looks_on(series, day)
    patterns = set()
    for place, colours in colours_at(series, render_still(series, day)).items():
        look = looks[place]
        wanted = look.colours if look else (BLANK,)
        right = [colour in wanted for colour in colours]
        assert sum(right) > 0.8 * len(right), (place, look, colours)
        if look and look.pattern:
            patterns.add((look.pattern, len(set(colours) & set(wanted)) > 1))
    assert {pattern for pattern, is_striped in patterns if is_striped} > {"shared"}


def test_a_front_line_stands_between_two_holders_alone(series):
    pixels = pixels_of(render_still(series, FIRST))
    dark = (pixels == parse_colour("#2b2723")).all(axis=2)
    assert 0.005 < dark.mean() < 0.05
    one = replace(series, initial=np.full_like(series.initial, series.initial[0]))
    pixels = pixels_of(render_still(one, FIRST))
    assert not (pixels == parse_colour("#2b2723")).all(axis=2).any()


@pytest.mark.parametrize("size", [(640, 440), (300, 900), (900, 100)])
def test_a_still_keeps_to_its_size(series, size):
    height, width, _ = pixels_of(render_still(series, FIRST, size=size)).shape
    assert (width, height) <= size
    assert height <= size[1]
    assert width == size[0] or height >= size[1] - 2


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
