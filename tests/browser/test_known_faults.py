"""Faults of the time plugins that folium has today, none of which is ours.

Each test is named after what goes wrong there.

===================================================  ==================================
fault of a plugin                                    what is tested here
===================================================  ==================================
parts of a polygon but the first, and holes, vanish  islands and a lake are drawn
dates are a day off west of UTC                      the day is the same everywhere
what another layer drew is restyled                  it looks as before
a cell keeps the colour of the day visited last      a day looks the same from anywhere
slider outside the map, without a name; no play      all of it is in the map, by name
it plays by itself, under reduced motion, too        the day stays until asked for
sliders and buttons are for a mouse alone            they are controls that keys reach
it writes to the console at every step               `open_map` refuses any message
the page grows with the number of days               ten times the days, same elements
no language, title, landmark or heading              each is there
names of another direction are laid out wrongly      each has its own direction
globals and members of the map are overwritten       ours are new, theirs stay theirs
two layers, or two maps, share a clock               each has its day
===================================================  ==================================

Two maps on one page: ``test_folium.py``. That axe finds no barrier:
``test_accessibility.py``. Text that runs as code: ``test_hostile_strings.py``. A page
that is blank without a network: the browser of all these tests has none.
"""

from __future__ import annotations

import json
from datetime import timedelta

import folium
import pytest

from browser.conftest import DESKTOP, PHONE
from browser.test_parts import offline
from browser.test_picture import is_of_look
from browser.test_time import date_shown
from controlmap.build import Atlas
from controlmap.io.dataset import read_dataset
from controlmap.render.looks import look_of
from controlmap.render.page import ControlTimeline, render_page
from controlmap.render.payload import colours_of
from controlmap.render.style import MapStyle
from unit.cli.small_data import ZONE, make_data, write_features
from unit.render.synthetic import FIRST, make_series

pytestmark = pytest.mark.browser

DAYS = 21
NEXT = (FIRST + timedelta(1)).isoformat()
SQUARE = [[36.4, 35.4], [36.6, 35.4], [36.6, 35.5], [36.4, 35.5], [36.4, 35.4]]
# the main land of Alpha, Beta, Gamma and Delta with a lake, and an island of Epsilon's
MAINLAND = [(36.45, 35.45), (36.58, 35.45), (36.58, 35.56), (36.45, 35.56)]
LAKE = [(36.529, 35.52), (36.545, 35.52), (36.545, 35.54), (36.529, 35.54)]
ISLAND = [(36.59, 35.57), (36.66, 35.57), (36.66, 35.63), (36.59, 35.63)]


@pytest.fixture(scope="module")
def series():
    return make_series(40, DAYS)


@pytest.fixture(scope="module")
def html(series):
    return render_page(series, MapStyle(title="War"))


def ring(corners):
    return [list(corner) for corner in (*corners, corners[0])]


def map_with(*layers):
    """Page of somebody's folium map with some layers."""
    figure = offline(folium.Map(location=[35.6, 36.75], zoom_start=9, tiles=None))
    for layer in layers:
        layer.add_to(figure)
    folium.LayerControl(collapsed=False).add_to(figure)
    return figure.get_root().render()


# --- what is drawn ----------------------------------------------------------


def test_parts_and_holes_of_a_polygon_vanish(open_map, tmp_path):
    data = make_data(tmp_path / "data")
    area = {
        "type": "MultiPolygon",
        "coordinates": [[ring(MAINLAND), ring(LAKE)], [ring(ISLAND)]],
    }
    zone = {"type": "Feature", "properties": ZONE, "geometry": area}
    write_features(data / "zone.geojson", [zone])
    timeline = Atlas(read_dataset(data), zone="square").timeline(
        "2019-12-03", "2019-12-10"
    )
    page = open_map(render_page(timeline))
    cells = timeline.tessellation.place_ids
    assert {"alpha", "beta", "gamma", "delta", "epsilon"} == set(cells)
    for day in ("2019-12-03", "2019-12-10", "2019-12-03"):
        page.ask("setDate", day)
        lake = page.ask("pixelAt", 35.53, 36.537)
        assert lake[3] == 0, "the lake is nobody's"
        colours = colours_of(timeline)
        look = look_of(timeline.states[_last_state(timeline, "epsilon", day)], colours)
        for point in ((35.58, 36.655), (35.625, 36.595), (35.575, 36.6)):
            assert is_of_look(page.ask("pixelAt", *point), look), point
        for point in ((35.46, 36.46), (35.55, 36.46), (35.55, 36.57), (35.46, 36.57)):
            assert page.ask("pixelAt", *point)[3] == 255, point
    shown = sum(row["high"] for row in page.ask("legend")["holders"]) + sum(
        row["area"] for row in page.ask("legend")["mixed"]
    )
    whole = sum(timeline.tessellation.area_km2)
    assert shown + page.ask("legend")["noData"] == pytest.approx(whole, abs=0.01)


def _last_state(series, place, day):
    cell = series.tessellation.place_ids.index(place)
    states = [
        change.state
        for change in series.changes
        if change.cell == cell and change.day.isoformat() <= day
    ]
    return [series.initial[cell], *states][-1]


def test_a_cell_keeps_the_colour_of_the_day_visited_last(series, html, open_map):
    ids = list(series.tessellation.place_ids)
    fills = "ids => ids.map(controlmap.fillOf)"
    page = open_map(html)
    forward = {}
    for number in range(DAYS):
        day = (FIRST + timedelta(number)).isoformat()
        page.ask("setDate", day)
        forward[day] = page.evaluate(fills, ids)
    assert len(set(map(tuple, forward.values()))) > 5, "it is a war that moves"
    for number in (20, 3, 17, 0, 9, 19, 1, 12):
        day = (FIRST + timedelta(number)).isoformat()
        page.ask("setDate", day)
        assert page.evaluate(fills, ids) == forward[day], day
    day = (FIRST + timedelta(13)).isoformat()
    assert open_map(html, address=f"#date={day}").evaluate(fills, ids) == forward[day]


def test_the_layers_of_others_are_restyled(series, open_map):
    square = {"type": "Polygon", "coordinates": [SQUARE]}
    looks = {
        "color": "#123456",
        "fillColor": "#fedcba",
        "fillOpacity": 0.7,
        "weight": 5,
    }
    other = folium.GeoJson(square, name="Square", style_function=lambda _: looks)
    circle = folium.CircleMarker([35.6, 36.75], color="#654321")
    page = open_map(map_with(other, circle, ControlTimeline(series, name="War")))
    drawn = """[...document.querySelectorAll("path.leaflet-interactive")].map((path) =>
        [...path.attributes].map((a) => [a.name, a.value]))"""
    before = page.evaluate(drawn)
    assert len(before) == 2
    assert ["stroke", "#123456"] in before[0]
    for key in ("ArrowRight", "End", "Home"):
        page.page.keyboard.press(key)
        assert page.evaluate(drawn) == before


# --- the date ---------------------------------------------------------------


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Auckland"])
def test_dates_are_a_day_off_west_of_utc(html, open_map, zone):
    page = open_map(html, timezone_id=zone, address="#date=2019-12-01")
    assert date_shown(page) == ("2019-12-01", "1 December 2019")
    page.page.keyboard.press("ArrowRight")
    assert date_shown(page) == ("2019-12-02", "2 December 2019")
    page.until("location.hash.includes('date=2019-12-02')")
    page.ask("setDate", "2019-11-30")
    assert date_shown(page) == ("2019-11-30", "30 November 2019")


@pytest.mark.parametrize("wish", ["reduce", "no-preference"])
def test_it_plays_by_itself_under_reduced_motion_too(html, open_map, wish):
    page = open_map(html, reduced_motion=wish)
    page.page.wait_for_timeout(700)
    assert page.ask("getDate") == FIRST.isoformat()
    assert page.page.get_by_role("button", name="Play", exact=True).count() == 1
    assert page.page.get_by_role("button", name="Pause").count() == 0


# --- its controls -----------------------------------------------------------


@pytest.mark.parametrize("view", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_slider_stands_outside_the_map_without_a_name(series, open_map, view):
    page = open_map(map_with(ControlTimeline(series, name="War")), view=view)
    land = page.page.locator(".folium-map").bounding_box()
    for role, name in (
        ("slider", "Date"),
        ("button", "Play"),
        ("button", "Next change"),
    ):
        part = page.page.locator(".folium-map").get_by_role(role, name=name, exact=True)
        assert part.count() == 1, name
        box = part.bounding_box()
        assert land["x"] <= box["x"]
        assert box["x"] + box["width"] <= land["x"] + land["width"]
        assert box["y"] + box["height"] <= land["y"] + land["height"]


def test_sliders_and_buttons_are_for_a_mouse_alone(html, open_map):
    page = open_map(html)
    strange = page.evaluate(
        """[...document.querySelectorAll(".cm-time *, .cm-side *")].filter((part) => {
            const isControl = part.matches(
                "button, input, select, option, summary, a[href^='http'], label");
            return !isControl && (part.tabIndex >= 0 || part.matches("a:not([href^='http'])")
                || getComputedStyle(part).cursor === "pointer")
                && part.closest("button, summary, label, a[href]") === null;
        }).map((part) => part.outerHTML.slice(0, 80))"""
    )
    assert strange == []
    slider = page.page.get_by_role("slider", name="Date")
    assert slider.evaluate("s => [s.tagName, s.type, s.tabIndex]") == [
        "INPUT",
        "range",
        0,
    ]
    slider.focus()
    page.page.keyboard.press("ArrowRight")
    assert page.ask("getDate") == NEXT


def test_the_page_grows_with_the_number_of_days(open_map):
    count = "document.querySelectorAll('*').length"
    short, long = (
        open_map(render_page(make_series(20, days))).evaluate(count)
        for days in (30, 300)
    )
    assert long < short + 60


# --- the page ---------------------------------------------------------------


@pytest.mark.parametrize(("language", "turn"), [("en", "ltr"), ("ar", "rtl")])
def test_no_language_title_landmark_or_heading(series, open_map, language, turn):
    page = open_map(render_page(series, MapStyle(title="War", language=language)))
    root = page.page.locator("html")
    assert root.get_attribute("lang") == language
    assert root.get_attribute("dir") == turn
    assert page.page.title() == "War"
    assert page.page.locator("main").count() == 1
    assert page.page.locator("h1").all_inner_texts() == ["War"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_names_of_another_direction_are_laid_out_wrongly(series, open_map, language):
    page = open_map(render_page(series, MapStyle(title="War", language=language)))
    page.ask("choose", "place-01")
    directions = page.evaluate(
        r"""() => {
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const found = [];
            while (walker.nextNode()) {
                const text = walker.currentNode.data;
                const isArabic = /\p{Script=Arabic}/u.test(text);
                const isLatin = /[A-Za-z]{3}/.test(text);
                const part = walker.currentNode.parentElement;
                const isShown = part.checkVisibility() && !part.closest("script, noscript");
                if (isShown && isArabic !== isLatin)
                    found.push([isArabic, getComputedStyle(part).direction, text.trim()]);
            }
            return found;
        }"""
    )
    names = {place.name for place in series.dataset.places.values()} | {
        place.name_ar for place in series.dataset.places.values()
    } - {""}
    named = [row for row in directions if row[2] in names]
    assert {row[0] for row in named} == {True, False}, "names of both directions"
    wrong = [row for row in named if row[1] != ("rtl" if row[0] else "ltr")]
    assert wrong == []


# --- beside others ----------------------------------------------------------


def test_globals_and_members_of_the_map_are_overwritten(series, open_map):
    names = "Object.keys(window).filter((name) => !name.match(/^(map|layer_control)_/))"
    without = open_map(map_with()).evaluate(names)
    layer = ControlTimeline(series, name="War")
    html = map_with(layer)
    page = open_map(html)
    new = set(page.evaluate(names)) - set(without)
    assert new == {"ControlMap", "controlmap", layer.get_name()}
    theirs = json.dumps({"timeDimension": 1, "controlmap": "theirs"})
    taken = html.replace(
        f"{layer.get_name()}.addTo(",
        f"Object.assign(Object.values(window).find((o) => o instanceof L.Map), {theirs});"
        f"{layer.get_name()}.addTo(",
    )
    taken = taken.replace(
        "<script>", "<script>window.controlmap = 'theirs';</script><script>", 1
    )
    other = open_map(taken)
    kept = other.evaluate(
        """(name) => {
            const map = Object.values(window).find((each) => each instanceof L.Map);
            return [map.timeDimension, map.controlmap, window.controlmap,
                window[name].controlmap.getDate()];
        }""",
        layer.get_name(),
    )
    assert kept == [1, "theirs", "theirs", FIRST.isoformat()]


def test_two_layers_of_one_map_share_a_clock(series, open_map):
    first = ControlTimeline(series, name="First")
    second = ControlTimeline(make_series(30, 10), name="Second")
    page = open_map(map_with(first, second))
    days = """(names) => names.map((name) => window[name].controlmap.getDate())"""
    names = [first.get_name(), second.get_name()]
    assert page.page.locator(".cm-canvas").count() == 2
    sliders = page.page.locator(".cm-slider")
    bars = [bar.bounding_box() for bar in page.page.locator(".cm-time").all()]
    assert len(bars) == 2
    assert bars[0]["y"] + bars[0]["height"] <= bars[1]["y"], "neither hides the other"
    sliders.nth(1).fill("4")
    assert page.evaluate(days, names) == [
        FIRST.isoformat(),
        (FIRST + timedelta(4)).isoformat(),
    ]
    sliders.nth(0).fill("7")
    assert page.evaluate(days, names) == [
        (FIRST + timedelta(7)).isoformat(),
        (FIRST + timedelta(4)).isoformat(),
    ]
    page.page.get_by_label("First", exact=True).uncheck()
    assert page.page.locator(".cm-canvas").count() == 1
    assert sliders.count() == 1
    page.page.get_by_label("Second", exact=True).uncheck()
    assert page.page.locator(".cm-over").count() == 0
    page.page.get_by_label("First", exact=True).check()
    assert sliders.count() == 1
