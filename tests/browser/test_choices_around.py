"""Choices on anybody's map, without barriers, and with all else of the page kept."""

from __future__ import annotations

import json

import folium
import pytest

from browser.conftest import DESKTOP, PHONE
from browser.test_accessibility import OPEN_ALL, axe, barriers
from browser.test_parts import offline
from controlmap.render.page import ControlTimeline, render_page
from controlmap.render.style import MapStyle
from unit.render.synthetic import make_series

pytestmark = pytest.mark.browser
__all__ = ["axe"]  # a fixture

ADDRESS = "#date=2019-12-09&policy=adverse&along=reported&lag=3&differ=1"


@pytest.mark.parametrize("view", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_no_barrier_in_a_choice(axe, open_map, language, view):
    html = render_page(make_series(60, 21), MapStyle(title="War", language=language))
    page = open_map(html, view=view, address=ADDRESS, bypass_csp=True)
    page.evaluate(OPEN_ALL)
    page.ask("choose", "place-01")
    page.page.wait_for_timeout(400)
    assert page.page.locator(".cm-choice-note").is_visible()
    assert barriers(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth") == view["width"]


def test_a_layer_on_anybodys_map_follows_a_choice(open_map):
    other = offline(folium.Map(location=[35.6, 36.75], zoom_start=9, tiles=None))
    ControlTimeline(make_series(60, 21), MapStyle(title="War")).add_to(other)
    page = open_map(other.get_root().render(), view={"width": 1280, "height": 800})
    before = page.ask("legend")
    page.ask("setChoice", {"asOf": "2010-01-01", "differ": True})
    assert page.ask("legend") != before
    assert (
        "as known on 1 January 2010"
        in page.page.locator(".cm-choice-note").inner_text()
    )
    page.ask("setChoice", {"asOf": None, "differ": False})
    assert page.page.locator(".cm-choice-note").is_hidden()
    assert page.ask("legend") == before


def test_all_else_stays_as_it_was(open_map):
    page = open_map(render_page(make_series(60, 21), MapStyle(title="War")))
    page.evaluate("map_page.setView([35.6, 36.7], 10, { animate: false })")
    page.ask("setDate", "2019-12-05")
    page.ask("choose", "place-01")
    page.page.get_by_role("button", name="Conventional colours").click()
    page.page.locator(".cm-table summary").click()
    page.page.get_by_label("Speed").select_option("90")
    page.page.locator(".cm-slider").focus()
    kept = """() => JSON.stringify([
        controlmap.getDate(), map_page.getCenter(), map_page.getZoom(),
        document.querySelector(".cm-legend .cm-tool").getAttribute("aria-pressed"),
        document.querySelector(".cm-table").open, document.activeElement.className,
        document.querySelector(".cm-speed select").value,
        document.querySelector(".cm-card").hidden])"""
    before = page.evaluate(kept)
    page.evaluate("window.api = window.controlmap")
    page.ask("setChoice", {"policy": "adverse", "by": "actor"})
    assert page.evaluate("document.querySelector('.cm-choice-note').hidden") is False
    assert json.loads(page.evaluate(kept)) == json.loads(before)
    assert page.evaluate("window.api === window.controlmap")


# Share of the pixels on the middle lines of the names in sight that the upper canvas
# covers; read before anything is painted anew.
COVERED_NAMES = """() => {
    const [map, above] = document.querySelectorAll(".leaflet-overlay-pane .cm-canvas");
    const { width, height } = above;
    const { data } = above.getContext("2d").getImageData(0, 0, width, height);
    const names = [];
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
        if (this.canvas === map) names.push([x, y, this.measureText(text).width]);
    };
    map_page.setView(map_page.getCenter(), map_page.getZoom(), { reset: true });
    CanvasRenderingContext2D.prototype.fillText = fillText;
    let [all, covered] = [0, 0];
    for (const [x, y, length] of names) {
        for (let i = 0; i < length; i += 1) {
            const at = (Math.round(y) * width + Math.round(x + i)) * 4 + 3;
            all += 1;
            covered += data[at] > 0;
        }
    }
    const painted = data.filter((value, i) => i % 4 === 3 && value > 0).length;
    return { names: names.length, covered: covered / all, painted };
}"""


@pytest.mark.parametrize("view", [DESKTOP, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("near", ["", "&lat=35.55&lon=36.6&z=10.5"])
def test_names_stay_readable_where_many_places_differ(zone_map, open_map, view, near):
    address = f"#date=2020-02-20&differ=1{near}"
    page = open_map(zone_map.page(), view=view, address=address)
    found = page.evaluate(COVERED_NAMES)
    assert found["names"] > (20 if near or view == DESKTOP else 1)
    assert found["painted"] > 5000
    assert found["covered"] < 0.04
