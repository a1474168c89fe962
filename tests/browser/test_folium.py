"""The layer on anybody's folium map: beside others, twice, in a notebook, saved."""

from __future__ import annotations

from datetime import timedelta

import folium
import pytest
from branca.element import Figure

from browser.conftest import DESKTOP, PHONE
from browser.test_parts import offline
from controlmap.render.page import ControlTimeline
from controlmap.render.style import MapStyle
from unit.render.synthetic import FIRST, make_series

pytestmark = pytest.mark.browser

NEXT = (FIRST + timedelta(1)).isoformat()
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[36.4, 35.4], [36.6, 35.4], [36.6, 35.5], [36.4, 35.4]]],
}


@pytest.fixture(scope="module")
def series():
    return make_series()


def blank_map(**options):
    return folium.Map(location=[35.6, 36.75], zoom_start=9, tiles=None, **options)


def two_maps(first, second):
    """Page of two maps, each with its layer and a layer control."""
    figure = Figure()
    for name, layer in (("First", first), ("Second", second)):
        each = blank_map(width="100%", height="380px", position="relative")
        figure.add_child(each)
        offline(each)
        layer.layer_name = name
        layer.add_to(each)
        folium.LayerControl(collapsed=False).add_to(each)
    return figure.render()


def dates(page):
    """Date shown by each map of the page."""
    return page.evaluate(
        """() => Object.values(window).filter((each) => each instanceof L.Map)
            .map((map) => map.controlmap.getDate())"""
    )


def test_it_stands_beside_other_layers(series, open_map):
    other = offline(blank_map())
    folium.TileLayer("OpenStreetMap").add_to(other)
    folium.GeoJson(SQUARE, name="Square", tooltip="a square").add_to(other)
    group = folium.FeatureGroup("Markers").add_to(other)
    folium.CircleMarker([35.6, 36.75], tooltip="here").add_to(group)
    layer = ControlTimeline(series, name="War").add_to(other)
    folium.LayerControl(collapsed=False).add_to(other)
    folium.FitOverlays().add_to(other)
    page = open_map(other.get_root().render())
    for name in ("Square", "Markers", "War"):
        box = page.page.get_by_label(name)
        box.uncheck()
        box.check()
    page.evaluate("document.activeElement.blur()")
    page.page.keyboard.press("ArrowRight")
    assert page.ask("getDate") == NEXT
    assert page.page.locator(".cm-canvas").count() == 1
    assert page.page.locator("path.leaflet-interactive").count() == 2
    assert layer.get_bounds() is not None
    missing = ("openstreetmap", "ERR_INTERNET_DISCONNECTED")  # the tiles
    page.problems[:] = [p for p in page.problems if not any(m in p for m in missing)]


@pytest.mark.parametrize("is_same", [False, True], ids=["different", "the same"])
def test_two_maps_on_a_page_have_a_day_each(series, open_map, is_same):
    second = series if is_same else make_series(20)
    page = open_map(two_maps(ControlTimeline(series), ControlTimeline(second)))
    assert page.page.locator(".cm-canvas").count() == 2
    assert page.page.locator(".cm-time").count() == 2
    day = FIRST.isoformat()
    assert dates(page) == [day, day]
    page.page.keyboard.press("ArrowRight")
    assert dates(page) == [NEXT, day]
    page.page.locator(".cm-slider").nth(1).focus()
    page.page.keyboard.press("End")
    last = second.last_day.isoformat()
    assert dates(page) == [NEXT, last]
    page.page.get_by_label("First").uncheck()
    assert page.page.locator(".cm-canvas").count() == 1
    assert dates(page) == [NEXT, last]
    page.page.locator(".cm-slider").focus()
    page.page.keyboard.press("Home")
    assert dates(page) == [NEXT, day]


def layers_on_one_map(series, *names):
    other = offline(blank_map())
    layers = [ControlTimeline(series, MapStyle(title="War"), name=n) for n in names]
    for layer in layers:
        layer.add_to(other)
    folium.LayerControl(collapsed=False).add_to(other)
    return other.get_root().render()


def shown_titles(page):
    """Titles over the lists and the time bars of layers, where they are shown."""
    return page.evaluate(
        """() => ["h2", "p"].map((tag) =>
            [...document.querySelectorAll(`${tag}.cm-over-title`)]
                .filter((title) => title.checkVisibility())
                .map((title) => title.textContent))"""
    )


@pytest.mark.parametrize("view", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_layers_of_one_map_say_whose_their_parts_are(series, open_map, view):
    hostile = "<img src=x onerror=alert(1)> " + "x" * 200
    page = open_map(layers_on_one_map(series, "By reports", hostile), view=view)
    names = ["By reports", hostile]
    assert shown_titles(page) == [names, names]
    for bar, name in zip(page.page.locator(".cm-time").all(), names, strict=True):
        assert name in bar.text_content()
        title = bar.locator(".cm-over-title").bounding_box()
        assert title["height"] < 40
        assert title["width"] < 260
        assert title["y"] < bar.locator(".cm-date").bounding_box()["y"]
    page.ask("choose", "place-01")
    label = "e => getComputedStyle(e, '::before').content"
    assert page.page.locator(".cm-card").first.evaluate(label) == '"By reports"'
    assert page.evaluate("document.documentElement.scrollWidth") <= view["width"]
    second = page.page.locator(".leaflet-control-layers-selector").nth(1)
    second.evaluate("box => box.click()")
    assert shown_titles(page) == [[], []]
    assert page.page.locator(".cm-card").first.evaluate(label) == "none"
    second.evaluate("box => box.click()")
    assert shown_titles(page) == [names, names]


def test_a_layer_without_a_name_has_the_title_of_its_map(series, open_map):
    alone = open_map(layers_on_one_map(series, None))
    assert shown_titles(alone) == [[], []]
    page = open_map(layers_on_one_map(series, None, "Other"))
    assert shown_titles(page) == [["War", "Other"]] * 2


def test_it_works_in_a_notebook(series, open_map):
    """A notebook shows a map by its HTML: a frame that holds the page."""
    other = offline(blank_map())
    ControlTimeline(series, MapStyle(title="War")).add_to(other)
    page = open_map(f'<!DOCTYPE html><meta charset="utf-8">{other._repr_html_()}')
    page.until("frames.length === 1")
    frame = page.page.frames[1]
    frame.locator(".cm-canvas").wait_for()
    assert frame.evaluate("controlmap.getDate()") == FIRST.isoformat()
    frame.get_by_role("button", name="Next change").click()
    assert frame.evaluate("controlmap.getDate()") > FIRST.isoformat()
    page.problems[:] = [p for p in page.problems if "about:srcdoc" not in p]


def test_data_of_another_version_are_refused(series, open_map):
    other = offline(blank_map())
    layer = ControlTimeline(series).add_to(other)
    layer.data = layer.data.replace('"version":3', '"version":2')
    page = open_map(other.get_root().render())
    refused = [p for p in page.problems if "reads controlmap-timeline 3, not" in p]
    assert refused
    page.problems.clear()
