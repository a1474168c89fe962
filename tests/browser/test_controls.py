"""Search, legend, palettes, chart, loop, comparison of days, ground."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from matplotlib.image import imread

from browser.conftest import DESKTOP, PHONE
from controlmap.render.bundle import asset_text, join_modules
from controlmap.render.page import render_page
from controlmap.render.palette import conventional_colours, safe_colours
from controlmap.render.spellings import search_key
from controlmap.render.style import MapStyle, parse_colour
from unit.render.expected import look_of, sample_points, states_on
from unit.render.ground import with_ground
from unit.render.synthetic import FIRST, RED, make_series

pytestmark = pytest.mark.browser

VIEWS = pytest.mark.parametrize("view", [DESKTOP, PHONE], ids=["desktop", "phone"])
SUN = "place-01"


@pytest.fixture(scope="module")
def series():
    """The Bay on its ground, with a village of many spellings."""
    plain = with_ground(make_series(60, 21))
    village = replace(
        plain.dataset.places[SUN],
        name="Qaryat ash-Shams",
        name_ar="قرية الشَّمس",
        aliases=("Karyet el-Chams", "Güneşköy"),
    )
    places = dict(plain.dataset.places) | {SUN: village}
    return replace(plain, dataset=replace(plain.dataset, places=places))


@pytest.fixture(scope="module")
def html(series):
    return render_page(series, MapStyle(title="War", days_per_second=14))


@pytest.fixture(scope="module")
def arabic(series):
    return render_page(series, MapStyle(title="War", language="ar"))


def fits(page, view):
    return page.evaluate("document.documentElement.scrollWidth") == view["width"]


def day(number):
    return (FIRST + timedelta(days=number)).isoformat()


# --- search -----------------------------------------------------------------


@VIEWS
@pytest.mark.parametrize(
    "typed", ["qaryat ash-shams", "Karyat al Shams", "chams", "guneskoy", "قرية الشمس"]
)
def test_a_place_is_found_in_any_spelling(series, html, open_map, view, typed):
    page = open_map(html, view=view)
    field = page.page.get_by_role("combobox", name="Search for a place")
    field.fill(typed)
    options = page.page.locator(".cm-option")
    assert options.first.inner_text().startswith("Qaryat ash-Shams")
    assert field.get_attribute("aria-expanded") == "true"
    assert fits(page, view)
    page.page.keyboard.press("Enter")
    page.page.wait_for_timeout(900)
    assert page.page.get_by_role("region", name="Place").is_visible()
    place = series.dataset.places[SUN]
    at = page.evaluate(
        "([lat, lon]) => map_page.getBounds().contains([lat, lon])",
        [place.lat, place.lon],
    )
    assert at
    assert page.evaluate("map_page.getZoom()") >= 10.5
    assert options.count() == 0


@VIEWS
def test_a_place_is_found_in_arabic(arabic, open_map, view):
    page = open_map(arabic, view=view)
    field = page.page.get_by_role("combobox", name="البحث عن موقع")
    for typed in ("الشمس", "قريه الشمس", "shams"):
        field.fill(typed)
        option = page.page.locator(".cm-option").first
        assert option.inner_text().startswith("قرية الشَّمس")
    option.click()
    assert "قرية الشَّمس" in page.page.locator(".cm-card").inner_text()
    assert fits(page, view)


def test_the_search_is_worked_by_keys(html, open_map):
    page = open_map(html)
    field = page.page.locator(".cm-search-input")
    field.fill("kafr")
    options = page.page.locator(".cm-option")
    count = options.count()
    assert count > 1
    assert f"{count} places found" in page.page.locator(".cm-search").inner_text()
    page.page.keyboard.press("ArrowDown")
    assert options.nth(1).get_attribute("aria-selected") == "true"
    assert field.get_attribute("aria-activedescendant") == options.nth(1).get_attribute(
        "id"
    )
    page.page.keyboard.press("ArrowUp")
    page.page.keyboard.press("ArrowUp")
    assert options.nth(count - 1).get_attribute("aria-selected") == "true"
    assert page.ask("getDate") == day(0)
    page.page.keyboard.press("Escape")
    assert field.input_value() == ""
    assert options.count() == 0


def test_a_place_that_is_not_there_is_not_found(html, open_map):
    page = open_map(html)
    page.page.locator(".cm-search-input").fill("Xanadu of the West")
    assert "No place of this name" in page.page.locator(".cm-found").inner_text()
    page.page.keyboard.press("Enter")
    assert not page.page.locator(".cm-card").is_visible()


def test_one_letter_may_be_wrong(html, open_map):
    page = open_map(html)
    page.page.locator(".cm-search-input").fill("Qaryat ash-Shamt")
    first = page.page.locator(".cm-option").first
    assert first.inner_text().startswith("Qaryat ash-Shams")


def test_the_page_makes_the_key_that_python_makes(series, chromium):
    names = [
        "Khān Shaykhūn", "Ma\u02bfarrat", "ʿAyn", "İdlib", "\u0131sparta", "Ett Toûné",
        "al", "", "'", "12 Hill", "معرة النعمان", "ٱلدانا", "مُنى", "الـقرية", "ال",
        "Straße", "Wadi Yahya", "dj-Tch", "Łódź", "ﻻ", "x\u0301y", "al-al", "Œuvre",
    ]  # fmt: skip
    names += [place.name for place in series.dataset.places.values()]
    code = join_modules({"spelling": asset_text("spelling.js")}, "spelling")
    page = chromium.new_page()
    page.evaluate(code)
    keys = page.evaluate("names => names.map(ControlMap.searchKey)", names)
    page.close()
    assert keys == [search_key(name) for name in names]


# --- legend and palettes ----------------------------------------------------


def fills(page, ids):
    return page.evaluate("ids => ids.map(controlmap.fillOf)", ids)


@VIEWS
def test_a_holder_is_hidden_and_shown_again(series, html, open_map, view):
    page = open_map(html, view=view)
    ids = list(series.tessellation.place_ids)
    states = states_on(series, FIRST)
    before = fills(page, ids)
    toggle = page.page.get_by_role("button", name="Red Army")
    assert toggle.get_attribute("aria-pressed") == "true"
    page.until(CHARTED)
    chart = page.evaluate("document.querySelector('.cm-chart').toDataURL()")
    toggle.click()
    assert toggle.get_attribute("aria-pressed") == "false"
    is_red = [
        states[i].status == "controlled" and states[i].controllers == (RED,)
        for i in ids
    ]
    assert any(is_red)
    for red, was, now in zip(is_red, before, fills(page, ids), strict=True):
        assert now == (None if red else was)
    assert page.evaluate("document.querySelector('.cm-chart').toDataURL()") != chart
    row = page.page.get_by_role("row", name="Red Army")
    assert re.search(r"\d", row.locator("td").first.inner_text())
    toggle.click()
    assert fills(page, ids) == before


def test_a_mixed_status_is_hidden_too(series, html, open_map):
    page = open_map(html)
    ids = list(series.tessellation.place_ids)
    page.page.get_by_role("button", name="Shared").click()
    states = states_on(series, FIRST)
    shown = dict(zip(ids, fills(page, ids), strict=True))
    assert all(shown[i] is None for i in ids if states[i].status == "shared")
    assert any(shown.values())


@VIEWS
def test_the_conventional_colours_are_there_on_choice(series, html, open_map, view):
    page = open_map(html, view=view)
    ids = list(series.tessellation.place_ids)
    safe, usual = (
        [
            look and " ".join(filter(None, (look.pattern, *look.colours)))
            for look in (
                look_of(state, colours(series.dataset))
                for state in states_on(series, FIRST).values()
            )
        ]
        for colours in (safe_colours, conventional_colours)
    )
    assert fills(page, ids) == safe
    choice = page.page.get_by_role("button", name="Conventional colours")
    choice.click()
    assert choice.get_attribute("aria-pressed") == "true"
    assert fills(page, ids) == usual
    swatch = page.page.get_by_role("row", name="Red Army").locator(".cm-sample")
    assert swatch.evaluate("s => getComputedStyle(s).backgroundColor") == (
        "rgb(193, 39, 45)"
    )
    page.until("location.hash.includes('palette=conventional')")
    address = page.evaluate("location.hash")
    again = open_map(html, view=view, address=address)
    assert fills(again, ids) == usual
    choice = again.page.get_by_role("button", name="Conventional colours")
    assert choice.get_attribute("aria-pressed") == "true"
    choice.click()
    assert fills(again, ids) == safe
    again.until("!location.hash.includes('palette')")


# --- chart and loop ---------------------------------------------------------


CHARTED = """document.querySelector(".cm-chart").width ===
    Math.round(document.querySelector(".cm-chart").clientWidth * devicePixelRatio)"""


def chart_colours(page, share):
    """Colours of a column of the chart, from below."""
    page.until(CHARTED)
    return page.evaluate(
        """(share) => {
        const canvas = document.querySelector(".cm-chart");
        const ratio = canvas.width / canvas.clientWidth;
        const x = Math.round((11 + share * (canvas.clientWidth - 22)) * ratio);
        const copy = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        copy.canvas.height = canvas.height;
        copy.drawImage(canvas, x, 0, 1, canvas.height, 0, 0, 1, canvas.height);
        const data = copy.getImageData(0, 0, 1, canvas.height).data;
        const colours = [];
        for (let y = canvas.height - 2; y >= 0; y -= 1)
            colours.push(Array.from(data.slice(4 * y, 4 * y + 3)).join());
        return colours.filter((c, i) => i === 0 || c !== colours[i - 1]);
    }""",
        share,
    )


@VIEWS
def test_the_chart_shows_who_holds_how_much(series, html, open_map, view):
    page = open_map(html, view=view)
    page.page.get_by_label("Chart").scroll_into_view_if_needed()
    colours = safe_colours(series.dataset)
    holders = [row["actor"] for row in page.ask("legend")["holders"]]
    wanted = [",".join(map(str, parse_colour(colours[h]))) for h in holders]
    shown = [c for c in chart_colours(page, 0.53) if c in wanted]
    assert list(dict.fromkeys(shown)) == wanted
    areas = chart_colours(page, 0.53)
    page.page.get_by_label("Chart").select_option("Settlements")
    assert chart_colours(page, 0.53) != areas
    assert fits(page, view)


@VIEWS
def test_the_chart_is_the_track_of_the_slider(html, open_map, view):
    page = open_map(html, view=view)
    slider = page.page.get_by_role("slider", name="Date")
    chart = page.page.locator(".cm-chart").bounding_box()
    assert slider.bounding_box() == chart
    page.page.mouse.click(chart["x"] + chart["width"] / 2, chart["y"] + 20)
    assert page.ask("getDate") == day(10)
    slider.focus()
    page.page.keyboard.press("ArrowRight")
    assert page.ask("getDate") == day(11)
    phases = page.page.locator(".cm-phases")
    assert phases.count() == 0


def test_the_days_of_big_changes_are_marked(html, open_map):
    page = open_map(html)
    page.until(CHARTED)
    dark = page.evaluate(
        """() => {
        const canvas = document.querySelector(".cm-chart");
        const copy = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        copy.canvas.width = canvas.width;
        copy.drawImage(canvas, 0, 0);
        const data = copy.getImageData(0, 3, canvas.width, 1).data;
        let found = 0;
        for (let i = 0; i < data.length; i += 4)
            found += data[i + 3] > 200 && data[i] < 60;
        return found;
    }"""
    )
    assert dark > 0


@VIEWS
def test_play_begins_again_where_that_is_wished(html, open_map, view):
    page = open_map(html, view=view, address=f"#date={day(19)}")
    loop = page.page.get_by_role("button", name="Repeat from the start")
    loop.click()
    assert loop.get_attribute("aria-pressed") == "true"
    page.page.get_by_role("button", name="Play", exact=True).click()
    page.until(f"controlmap.getDate() < '{day(15)}'")
    page.page.get_by_role("button", name="Pause").click()
    loop.click()
    page.ask("setDate", day(19))
    page.page.get_by_role("button", name="Play", exact=True).click()
    page.until(f"controlmap.getDate() === '{day(20)}'")
    page.page.wait_for_timeout(300)
    assert page.ask("getDate") == day(20)


# --- changes of the day -----------------------------------------------------


def busy_day(series):
    """A day with more changes than are named at first."""
    counts = {}
    for change in series.changes:
        counts[change.day] = counts.get(change.day, 0) + 1
    return max(counts, key=counts.get)


@VIEWS
def test_the_changes_of_the_day_name_their_sources(series, html, open_map, view):
    page = open_map(html, view=view)
    page.ask("setDate", busy_day(series).isoformat())
    page.until("document.querySelectorAll('.cm-news .cm-cited').length > 0")
    links = page.page.locator(".cm-news .cm-cited a")
    assert links.count() > 0
    for link in links.all():
        assert link.get_attribute("rel") == "noopener noreferrer"
        assert link.get_attribute("href").startswith(("http://", "https://"))
    rows = page.page.locator(".cm-news .cm-row")
    more = page.page.locator(".cm-news .cm-more")
    first, rest = rows.count(), int(re.search(r"\d+", more.inner_text())[0])
    more.click()
    assert rows.count() == first + rest
    assert page.page.locator(".cm-news .cm-cited").count() == first + rest
    rows.last.click()
    heading = page.page.locator(".cm-card-title").inner_text()
    assert rows.last.locator(".cm-name").inner_text() in heading
    assert fits(page, view)


# --- comparison -------------------------------------------------------------


def compare(page, iso):
    page.page.get_by_text("Compare two days").click()
    page.page.get_by_label("Other day").fill(iso)
    page.page.get_by_role("button", name="Compare", exact=True).click()
    page.page.wait_for_timeout(200)


def picture_of(page):
    """Pixels of the window as rows of red, green, blue."""
    return imread(io.BytesIO(page.page.screenshot()))[:, :, :3] * 255


def window_points(page, points):
    return page.evaluate(
        """(points) => {
        const box = map_page.getContainer().getBoundingClientRect();
        return points.map((p) => {
            const at = map_page.latLngToContainerPoint(p);
            return [box.left + at.x, box.top + at.y];
        });
    }""",
        points,
    )


def test_two_days_are_shown_side_by_side(series, html, open_map):
    page = open_map(html)
    page.ask("setDate", day(20))
    compare(page, day(0))
    labels = page.page.locator(".cm-swipe-day").all_inner_texts()
    assert labels == ["24 November 2019", "14 December 2019"]
    pixels = picture_of(page)
    line = page.page.locator(".cm-swipe-line").bounding_box()
    colours = safe_colours(series.dataset)
    judged = {True: 0, False: 0}
    states = {True: states_on(series, FIRST), False: None}
    states[False] = states_on(series, FIRST + timedelta(days=20))
    for place, spots in sample_points(series).items():
        looks = {side: look_of(states[side][place], colours) for side in states}
        if looks[True] == looks[False] or not all(looks.values()):
            continue
        if any(look.pattern for look in looks.values()):
            continue
        for x, y in window_points(page, spots):
            is_left = x < line["x"] - 3
            if is_left or x > line["x"] + 6:
                wanted = parse_colour(looks[is_left].colours[0])
                is_right = np.abs(pixels[int(y), int(x)] - wanted).max() < 3
                judged[is_left] += is_right
    assert min(judged.values()) > 5


def test_the_other_day_is_drawn_as_if_it_were_shown(html, open_map):
    page = open_map(html)
    page.ask("setDate", day(20))
    compare(page, day(12))
    beside = picture_of(page)
    line = page.page.locator(".cm-swipe-line").bounding_box()
    below = page.page.locator(".cm-swipe-left").bounding_box()
    page.page.get_by_role("button", name="End comparison").click()
    page.ask("setDate", day(12))
    page.page.wait_for_timeout(200)
    alone = picture_of(page)
    top, end = int(below["y"] + below["height"]) + 12, int(line["x"]) - 30
    bottom = page.page.locator(".leaflet-bottom.leaflet-left").bounding_box()["y"]
    part = np.s_[top : int(bottom) - 2, :end]
    assert np.ptp(alone[part]) > 100
    assert (np.abs(beside[part] - alone[part]).max(axis=2) > 8).mean() < 1e-4


@VIEWS
def test_the_line_is_moved_by_keys_and_by_dragging(html, open_map, view):
    page = open_map(html, view=view)
    page.ask("setDate", day(12))
    compare(page, day(2))
    line = page.page.locator(".cm-swipe-line")
    before = line.bounding_box()["x"]
    swipe = page.page.get_by_role("slider", name="Line between the two days")
    swipe.focus()
    for _ in range(10):
        page.page.keyboard.press("ArrowRight")
    assert page.ask("getDate") == day(12)
    moved = line.bounding_box()["x"]
    width = page.page.locator(".cm-map").bounding_box()["width"]
    assert moved - before == pytest.approx(0.1 * (width - 44), abs=2)
    assert "26 November 2019" in swipe.get_attribute("aria-valuetext")
    clips = page.evaluate(
        "[...document.querySelectorAll('.leaflet-overlay-pane .cm-canvas')].map((c) => c.style.clipPath)"
    )
    assert len(clips) == 2
    assert all(clip.startswith("inset(0px") for clip in clips)
    if view == DESKTOP:
        box = swipe.bounding_box()
        page.page.mouse.move(moved, box["y"] + 22)
        page.page.mouse.down()
        page.page.mouse.move(moved - 200, box["y"] + 22, steps=5)
        page.page.mouse.up()
        assert line.bounding_box()["x"] == pytest.approx(moved - 200, abs=12)
        assert page.evaluate("map_page.dragging.moved()") is not True
    assert fits(page, view)


def test_the_comparison_follows_the_map_and_ends(series, html, open_map):
    page = open_map(html)
    page.ask("setDate", day(12))
    compare(page, day(2))
    page.evaluate("map_page.panBy([120, 40], {animate: false})")
    line = page.page.locator(".cm-swipe-line").bounding_box()
    edges = page.evaluate(
        """() => [...document.querySelectorAll(".leaflet-overlay-pane .cm-canvas")].map((c) => {
        const [, right, , left] = c.style.clipPath.match(/-?[\\d.]+(?=px)/g).map(Number);
        const box = c.getBoundingClientRect();
        return [box.left + left, box.right - right];
    })"""
    )
    middle = line["x"] + line["width"] / 2
    assert edges[0][0] == pytest.approx(middle, abs=1.5)
    assert edges[1][1] == pytest.approx(middle, abs=1.5)
    page.until("location.hash.includes('compare=2019-11-26')")
    page.page.get_by_role("button", name="End comparison").click()
    assert page.page.locator(".cm-swipe").count() == 0
    assert page.page.locator(".leaflet-overlay-pane .cm-canvas").count() == 1
    assert (
        page.evaluate(
            "document.querySelector('.leaflet-overlay-pane .cm-canvas').style.clipPath"
        )
        == ""
    )
    page.until("!location.hash.includes('compare')")


@VIEWS
def test_an_address_compares(arabic, open_map, view):
    page = open_map(arabic, view=view, address=f"#date={day(9)}&compare={day(3)}")
    days = page.page.locator(".cm-swipe-day")
    assert days.all_inner_texts() == ["27 نوفمبر 2019", "3 ديسمبر 2019"]
    zoom = page.page.locator(".leaflet-control-zoom").bounding_box()
    boxes = [d.bounding_box() for d in days.all()]
    for box in boxes:
        assert (
            box["x"] + box["width"] <= zoom["x"]
            or zoom["x"] + zoom["width"] <= box["x"]
        )
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    assert fits(page, view)
    page.evaluate("location.hash = '#date=2019-12-01&compare=1999-01-01'")
    page.until("document.querySelectorAll('.cm-swipe').length === 0")


# --- ground -----------------------------------------------------------------


@VIEWS
def test_the_ground_is_drawn_without_a_network(html, open_map, view):
    page = open_map(html, view=view)
    page.evaluate("map_page.setView([35.6, 36.0], 9, {animate: false})")
    pixels = picture_of(page)
    (sea, land, *shore) = window_points(
        page,
        [(35.85, 35.85), (35.85, 36.15), *((35.6 + i / 100, 36.0) for i in range(20))],
    )
    assert tuple(pixels[int(sea[1]), int(sea[0])]) == parse_colour("#d5e3ea")
    assert tuple(pixels[int(land[1]), int(land[0])]) == parse_colour("#f4f1ea")
    on_line = [pixels[int(y), int(x) - 2 : int(x) + 3].min() < 180 for x, y in shore]
    assert sum(on_line) > 15


def test_what_lies_around_is_named(html, open_map):
    page = open_map(html)
    drawn = page.evaluate(
        """() => {
        const texts = [];
        const plain = CanvasRenderingContext2D.prototype.fillText;
        CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
            texts.push(text);
            plain.call(this, text, ...at);
        };
        map_page.setView([35.6, 36.3], 8, {animate: false});
        CanvasRenderingContext2D.prototype.fillText = plain;
        return texts;
    }"""
    )
    assert {"Land", "Water", "Metropolis"} <= set(drawn)


def test_whose_ground_it_is_is_said(html, open_map):
    page = open_map(html)
    page.page.get_by_text("About this map").click()
    page.page.get_by_text("a survey: CC0").wait_for()


def test_tiles_that_do_not_come_leave_the_ground(series, open_map):
    page = open_map(render_page(series, MapStyle(tiles=True)))
    page.evaluate("map_page.setView([35.6, 36.0], 9, {animate: false})")
    page.page.wait_for_timeout(300)
    pixels = picture_of(page)
    ((x, y),) = window_points(page, [(35.85, 35.85)])
    assert tuple(pixels[int(y), int(x)]) == parse_colour("#d5e3ea")
    page.page.keyboard.press("ArrowRight")
    assert page.ask("getDate") == day(1)
    assert (
        "OpenStreetMap"
        in page.page.locator(".leaflet-control-attribution").inner_text()
    )
    page.problems[:] = [
        p
        for p in page.problems
        if "openstreetmap" not in p and "ERR_INTERNET_DISCONNECTED" not in p
    ]
