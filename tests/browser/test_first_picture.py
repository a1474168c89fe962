"""The map's first picture comes before the controls; nothing is lost, nothing moves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from browser.conftest import DESKTOP, PHONE, READY, MapPage
from controlmap.render.page import render_page
from controlmap.render.style import MapStyle, Phase
from unit.render.synthetic import FIRST, make_series

pytestmark = pytest.mark.browser

LATER = (FIRST + timedelta(days=7)).isoformat()
COLOURED = """() => {
    const { data } = document.querySelector(".cm-canvas").getContext("2d")
        .getImageData(0, 0, 1280, 800);
    return data.some((value) => value > 0);
}"""
NO_FRAME = "window.requestAnimationFrame = () => 0;"
WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
        window.shifts.push([value, sources.map(({ node }) => node && node.className)]);
    }
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module")
def html():
    phase = Phase(FIRST, FIRST + timedelta(days=4), "Truce")
    return render_page(make_series(40, 21), MapStyle(title="War", phases=(phase,)))


@pytest.fixture
def visit(chromium, tmp_path, html):
    """Opens the page after a script of ours, in which it may have no problem."""
    path = tmp_path / "map.html"
    path.write_text(html, encoding="utf-8")
    opened = []

    def open_(script, address="", view=DESKTOP):
        opened.append(chromium.new_context(viewport=view, offline=True))
        page = MapPage(opened[-1].new_page())
        page.page.add_init_script(script)
        page.page.goto(path.as_uri() + address)
        pages.append(page)
        return page

    pages = []
    yield open_
    problems = [problem for page in pages for problem in page.problems]
    for context in opened:
        context.close()
    assert problems == []


def is_ready(page):
    return page.evaluate("document.documentElement.dataset.controlmap") == "ready"


def test_the_map_and_its_time_are_there_before_the_controls(visit):
    page = visit(NO_FRAME)
    assert not is_ready(page)
    assert page.evaluate(COLOURED), "the map is painted"
    assert page.page.locator(".cm-date").inner_text() == "2019-11-24"
    assert page.ask("getDate") == FIRST.isoformat()
    assert page.ask("legend")["holders"]
    assert page.page.locator(".cm-side > *").count() == 0


FILLS = "(ids) => ids.map((id) => controlmap.fillOf(id))"
STATES = "(ids) => ids.map((id) => controlmap.stateOfCell(id))"


@pytest.mark.parametrize("day", [0, 7, 20])
def test_the_first_picture_is_that_of_its_day(chromium, tmp_path, day):
    series = make_series(40, 21)
    style = MapStyle(title="War", start=FIRST + timedelta(days=day))
    path = tmp_path / "map.html"
    path.write_text(render_page(series, style), encoding="utf-8")
    context = chromium.new_context(viewport=DESKTOP, offline=True)
    page = MapPage(context.new_page())
    page.page.add_init_script(NO_FRAME)
    page.page.goto(path.as_uri())
    ids = list(series.tessellation.place_ids)
    assert not is_ready(page)
    fills, states = page.evaluate(FILLS, ids), page.evaluate(STATES, ids)
    assert len(set(fills)) > 2
    page.page.keyboard.press("ArrowRight")
    page.page.keyboard.press("ArrowLeft")
    page.ask("setDate", style.start.isoformat())
    assert is_ready(page)
    assert page.evaluate(FILLS, ids) == fills
    assert page.evaluate(STATES, ids) == states
    context.close()
    assert page.problems == []


WAKING = {
    "another day": lambda page: page.ask("setDate", LATER),
    "a place": lambda page: page.ask("choose", "p1"),
    "a choice": lambda page: page.ask("setChoice", {}),
    "a key": lambda page: page.page.keyboard.press("ArrowRight"),
    "a click": lambda page: page.page.mouse.click(200, 300),
    "the slider": lambda page: page.page.locator(".cm-slider").fill("7"),
    "another address": lambda page: page.evaluate(f"location.hash = 'date={LATER}'"),
    "printing": lambda page: page.page.pdf(),
}


@pytest.mark.parametrize("wake", WAKING.values(), ids=WAKING)
def test_what_needs_the_controls_has_them_at_once(visit, wake):
    page = visit(NO_FRAME)
    assert not is_ready(page)
    wake(page)
    page.until(READY)
    assert page.page.locator(".cm-legend-table tr").count() > 2
    assert page.page.locator(".cm-search").count() == 1


def test_what_woke_the_controls_is_shown_by_them(visit):
    page = visit(NO_FRAME)
    page.ask("setDate", LATER)
    assert page.page.locator(".cm-date").inner_text() == "1 December 2019"
    page = visit(NO_FRAME)
    page.page.keyboard.press("End")
    assert page.page.locator(".cm-date").inner_text() == "14 December 2019"
    page = visit(NO_FRAME)
    page.page.locator(".cm-map").click()
    assert page.page.get_by_role("region", name="Place").is_visible()


def test_an_address_that_names_a_day_has_all_at_once(visit):
    page = visit(NO_FRAME, f"#date={LATER}")
    assert is_ready(page)
    assert page.ask("getDate") == LATER


@pytest.mark.parametrize("view", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_moves_when_the_controls_come(visit, view):
    page = visit(WATCH, view=view)
    page.until(READY)
    page.page.wait_for_timeout(300)
    assert page.evaluate("window.shifts") == []
    assert page.page.locator(".cm-side > *").count() > 3
