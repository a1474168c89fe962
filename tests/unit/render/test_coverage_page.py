"""The page, the charts and the maps of coverage."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely

from builders import SQUARE, change, dataset, place, source
from controlmap.build import Atlas
from controlmap.domain.model import Actor, Zone
from controlmap.errors import RecipeError
from controlmap.render.cell_paths import MARGIN, UNITS_A_PIXEL
from controlmap.render.coverage_chart import coverage_chart
from controlmap.render.coverage_looks import (
    AGES,
    DISTANCES,
    age_classes,
    ceiling,
    distance_classes,
    month_values,
    perspective_keys,
)
from controlmap.render.coverage_page import render_coverage, render_coverage_still
from controlmap.render.coverage_svg import cells_map, course_chart, months_chart
from controlmap.render.palette import safe_colours
from controlmap.render.policy import content_policy

SVG = "{http://www.w3.org/2000/svg}"
IMAGE = "<img src=x onerror=alert(1)>"
PLACES = tuple(
    place(f"p{n}", 36.1 + 0.2 * (n % 4), 35.2 + 0.3 * (n // 4), kind=kind)
    for n, kind in enumerate(["city", *["village"] * 5, "town", "hill"])
)
CHANGES = (
    change("a", "2019-03-10", "held", "red", place="p0"),
    change("b", "2019-12-01", "held", "blue", place="p6", source="blue-press"),
    *(change(f"c{n}", f"2019-04-{n:02}", "incident", place="p1") for n in range(1, 31)),
)


def coverage_of(changes=CHANGES, *, places=PLACES, zone="Square", **more):
    zones = [Zone("square", zone, "drawn", "test", SQUARE)]
    data = dataset(changes, places, zones=zones, **more)
    atlas = Atlas(data, zone="square")
    return atlas.coverage("2019-03-01", "2019-12-15")


@pytest.fixture(scope="module")
def coverage():
    return coverage_of()


def text_of(page):
    """Words of a page, without its elements."""
    body = page[page.index("<body>") :]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


class TestPage:
    def test_it_says_what_is_covered(self, coverage):
        text = text_of(render_coverage([coverage]))
        for words in (
            "Records of 2019-03-01 to 2019-12-15.",
            "Records 32 of 3 places, from 2 sources",
            "Settlements observed 29% 2 of 7: 1 fresh, 1 stale, 0 presumed",
            "Longest silence 214 days 2019-05-01 to 2019-11-30, without any record",
            "2019-03-11 to 2019-03-31, 21 days",
            "independent 31 2 1",
            "2019-04 30 1 1 30 0",
            "2019-05 0 0 0 0 0",
        ):
            assert words in text, words

    def test_its_policy_lets_nothing_run_or_be_asked_for(self, coverage):
        page = render_coverage([coverage])
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
        assert policy == content_policy(page)
        assert "script-src 'none'" in policy
        assert "<script" not in page
        assert " style=" not in page
        assert not re.search(r"\b(src|href)=", page)

    def test_the_same_coverage_gives_the_same_bytes(self, coverage):
        assert render_coverage([coverage]) == render_coverage([coverage_of()])

    def test_text_of_the_data_is_text(self):
        data = coverage_of(
            places=[replace(PLACES[0], name=IMAGE), *PLACES[1:]],
            zone=f"Zone {IMAGE}",
            sources=(source("neutral", IMAGE), source("blue-press", "blue")),
        )
        named = replace(
            data.dataset, actors={"blue": Actor("blue", f"Blue {IMAGE}", "#336699")}
        )
        page = render_coverage([replace(data, dataset=named)], title=f"Of {IMAGE}")
        assert "<img" not in page
        assert text_of(page).count(IMAGE) >= 5

    def test_a_zone_without_places_or_records_has_its_section(self):
        empty = coverage_of((), places=[place("away", 40.0, 35.0)])
        page = render_coverage([empty])
        text = text_of(page)
        assert "Records 0 of 0 places, from 0 sources" in text
        assert "Settlements observed" not in text
        assert "Longest silence 290 days" in text
        assert '<figure class="map">' not in page
        assert render_coverage_still(empty) == ""

    def test_days_that_are_all_spoken_of(self):
        held = change("a", "2019-01-01/2020-01-01", "held", "red", place="p0")
        text = text_of(render_coverage([coverage_of((held,))]))
        assert "Longest silences None: records speak of every day." in text


class TestCharts:
    def test_a_bar_for_each_month_and_perspective_tells_its_number(self, coverage):
        chart = ET.fromstring(months_chart(coverage))
        titles = [title.text for title in chart.iter(f"{SVG}title")]
        assert titles[1:3] == ["2019-03: independent 1", "2019-04: independent 30"]
        assert titles[3] == "2019-05: none"
        assert len(titles) == 11
        assert titles[-1] == "2019-12: Blue 1"

    def test_perspectives_have_the_colours_of_the_maps(self, coverage):
        drawn = safe_colours(coverage.dataset)["blue"]
        usual = coverage.dataset.actors["blue"].colour
        assert drawn != usual
        svg = coverage_chart(coverage, "svg").decode()
        for text in (months_chart(coverage), render_coverage([coverage]), svg):
            assert drawn in text
            assert usual not in text

    def test_a_bar_that_dwarfs_the_others_is_cut_off_with_its_number(self, coverage):
        chart = ET.fromstring(months_chart(coverage))
        assert "30" in [text.text for text in chart.iter(f"{SVG}text")]
        fills = perspective_keys(coverage)["independent"].colour
        heights = [
            float(bar.get("height"))
            for bar in chart.iter(f"{SVG}rect")
            if bar.get("fill") == fills
        ]
        assert heights[1] == pytest.approx(2 * heights[0], abs=0.02)

    @pytest.mark.parametrize(
        ("totals", "most"),
        [
            ([], 1),
            ([0, 0], 1),
            ([7], 7),
            ([3, 9], 9),
            ([3, 10], 4),
            ([100, 400, 8], 125),
            ([0, 5], 5),
        ],
    )
    def test_the_axis_shows_all_but_a_bar_alone(self, totals, most):
        assert ceiling(np.array(totals, dtype=np.int64)) == most

    def test_the_strip_marks_the_days_spoken_of(self, coverage):
        chart = ET.fromstring(months_chart(coverage))
        ground, *marks = [
            (float(bar.get("x")), float(bar.get("width")))
            for bar in chart.iter(f"{SVG}rect")
            if bar.get("height") == "8"
        ]
        month = ground[1] / 10
        assert len(marks) == 3
        assert marks[1] == pytest.approx((ground[0] + month, month), abs=0.02)
        first_of_december = ground[0] + 9 * month
        assert marks[2][0] == pytest.approx(first_of_december, abs=0.02)

    def test_the_course_adds_up_to_all_settlements(self, coverage):
        chart = ET.fromstring(course_chart(coverage))
        bars = list(chart.iter(f"{SVG}g"))
        assert len(bars) == 10
        for bar in bars:
            heights = [float(rect.get("height")) for rect in bar.iter(f"{SVG}rect")]
            assert sum(heights) == pytest.approx(220 - 16 - 26, abs=0.05)
            numbers = re.findall(r" (\d+)(?:,|$)", bar.find(f"{SVG}title").text)
            assert sum(map(int, numbers)) == 7

    def test_records_by_month_and_perspective_are_all(self, coverage):
        values = month_values(coverage)
        assert values.shape == (10, 2)
        assert values.sum() == coverage.tally.total.records


class TestMaps:
    def test_classes_are_by_upper_limit(self, coverage):
        reach = replace(
            coverage.reach,
            distance_m=np.array([0, 1, 2_000, 2_001, 10_000, 99_999, np.inf]),
            age_days=np.array([0, 30, 31, 365, 366, 9_999, -1]),
        )
        assert distance_classes(reach).tolist() == [0, 1, 1, 2, 3, 4, -1]
        assert age_classes(reach).tolist() == [0, 0, 1, 3, 4, 4, -1]

    def test_each_class_has_the_area_of_its_cells(self, coverage):
        classes = distance_classes(coverage.reach)
        keys = [key for _, key in DISTANCES]
        svg = cells_map(coverage, classes, keys, title="A map", width=800)
        vertices = coverage.tessellation.vertices
        metres = vertices[:, 0].max() - vertices[:, 0].min()
        km2 = (metres / ((800 - 2 * MARGIN) * UNITS_A_PIXEL)) ** 2 / 1e6
        areas = {}
        for path in ET.fromstring(svg).iter(f"{SVG}path"):
            shape = shapely.Polygon()
            for ring in re.findall(r"M([\d ]+)z", path.get("d")):
                numbers = list(map(int, ring.split()))
                corners = list(zip(numbers[::2], numbers[1::2], strict=True))
                shape ^= shapely.Polygon(corners).buffer(0)
            areas[path.get("fill")] = shape.area * km2
        for number, key in enumerate(keys):
            cells = coverage.tessellation.area_km2[classes == number]
            assert areas.get(key.colour, 0) == pytest.approx(cells.sum(), rel=0.01)

    def test_larger_places_are_named_where_there_is_room(self, coverage):
        keys = [key for _, key in AGES]
        svg = cells_map(coverage, age_classes(coverage.reach), keys, title="A map")
        words = [text.text for text in ET.fromstring(svg).iter(f"{SVG}text")]
        assert words == ["P0", "P6", "20 km"]

    def test_only_the_first_names_are_set(self):
        many = [
            place(f"t{n}", 36.1 + 0.2 * (n % 4), 35.1 + 0.2 * (n // 4), kind="town")
            for n in range(12)
        ]
        drawn = coverage_of((), places=many)
        svg = cells_map(drawn, age_classes(drawn.reach), [], title="A map", width=900)
        assert len(re.findall("<circle", svg)) == 9

    def test_a_name_is_left_out_that_would_lie_over_another(self):
        near = place("twin", 36.1, 35.2, kind="city", name_ar="x")
        near = replace(near, lon=36.101)
        drawn = coverage_of(places=[*PLACES, near])
        svg = cells_map(drawn, age_classes(drawn.reach), [], title="A map")
        assert ">P0<" in svg
        assert ">Twin<" not in svg


@pytest.mark.parametrize("file_format", ["png", "svg", "pdf"])
def test_the_picture_is_the_same_twice(coverage, file_format):
    picture = coverage_chart(coverage, file_format)
    start = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[file_format]
    assert picture.startswith(start)
    assert picture == coverage_chart(coverage_of(), file_format)
    if file_format == "svg":
        for words in ("independent", "Blue", "its own", "older", "no data", "30"):
            assert f"<!-- {words} -->".encode() in picture


def test_the_picture_of_nothing_is_drawn_too():
    empty = coverage_of((), places=[place("away", 40.0, 35.0)])
    assert coverage_chart(empty, "png").startswith(b"\x89PNG")


def test_days_left_open_are_those_of_the_records():
    data = coverage_of().dataset
    atlas = Atlas(data, zone="square")
    whole = atlas.coverage()
    assert (whole.first_day, whole.last_day) == (date(2019, 3, 10), date(2019, 12, 1))
    assert whole.standing.day == date(2019, 12, 1)
    assert atlas.coverage(on="2019-04-01").standing.day == date(2019, 4, 1)
    assert atlas.coverage("2019-04-01").last_day == date(2019, 12, 1)
    with pytest.raises(RecipeError, match="zone 'square' has no record"):
        Atlas(coverage_of(()).dataset, zone="square").coverage("2019-04-01")
