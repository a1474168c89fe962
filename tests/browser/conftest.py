"""A real Chromium with the network off, and pages that must be quiet in it."""

from __future__ import annotations

import shutil
import time
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from controlmap.build import Atlas
from controlmap.io.dataset import read_dataset
from controlmap.io.recipes import read_recipe
from controlmap.pages import style_of, timeline_of

ROOT = Path(__file__).parents[2]

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
READY = """!document.querySelector(".cm-page .folium-map")
    || document.documentElement.dataset.controlmap === "ready"
"""
"""Of a page of ours, whose controls come after its first picture."""


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests; each page has an empty profile of its own."""
    path = shutil.which("chromium")
    if path is None:
        pytest.fail(
            "no chromium: install it with apt-get install chromium", pytrace=False
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()


class ZoneMap:
    """The shipped map of a whole zone, made anew from the data, once."""

    def __init__(self):
        self.recipe = read_recipe(ROOT / "maps/idlib-zone.toml")
        self._pages = {}

    @cached_property
    def dataset(self):
        return read_dataset(ROOT / "data")

    @cached_property
    def atlas(self):
        return Atlas(self.dataset, zone=self.recipe.zone)

    @cached_property
    def series(self):
        return timeline_of(self.dataset, self.recipe)

    def page(self, language="en"):
        """HTML in a language."""
        if language not in self._pages:
            style = replace(style_of(self.recipe), language=language)
            self._pages[language] = self.series.to_html(style=style)
        return self._pages[language]


@pytest.fixture(scope="session")
def zone_map():
    return ZoneMap()


class MapPage:
    """A page with a map, and what went wrong in it.

    ``evaluate`` runs a JavaScript expression or function; ``ask`` one of the methods of
    ``window.controlmap``.
    """

    def __init__(self, page):
        self.page = page
        self.problems = []
        page.on("console", lambda message: self.problems.append(message.text))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("dialog", self._refuse)
        page.on("request", self._note)
        page.on("popup", lambda _: self.problems.append("a window opened"))

    def _refuse(self, dialog):
        self.problems.append(f"a dialog opened: {dialog.message}")
        dialog.dismiss()

    def _note(self, request):
        is_the_file = request.is_navigation_request() and request.url.startswith(
            "file:"
        )
        if not (is_the_file or request.url.startswith("data:")):
            self.problems.append(f"a request: {request.url}")

    def evaluate(self, script, argument=None):
        return self.page.evaluate(script, argument)

    def ask(self, method, *arguments):
        script = "([method, given]) => window.controlmap[method](...given)"
        return self.page.evaluate(script, [method, list(arguments)])

    def leave_names_out(self):
        """Paint the map without its names: fonts differ from machine to machine."""
        self.page.evaluate(
            """() => {
                const { prototype } = CanvasRenderingContext2D;
                prototype.fillText = () => {};
                prototype.strokeText = () => {};
                map_page.setView(map_page.getCenter(), map_page.getZoom(), { reset: true });
            }"""
        )

    def until(self, condition, seconds=30):
        """Wait until a JavaScript expression holds.

        Playwright's own waiting runs a text as code, which the page's policy forbids.
        """
        end = time.monotonic() + seconds
        while not self.page.evaluate(condition):
            if time.monotonic() > end:
                pytest.fail(f"not so after {seconds} s: {condition}")
            self.page.wait_for_timeout(20)


@contextmanager
def opener(chromium, folder):
    """What opens HTML text as a file; at the end no page may have had a problem."""
    opened = []

    def open_(html, *, view=DESKTOP, address="", **options):
        path = folder / f"map-{len(opened)}.html"
        path.write_text(html, encoding="utf-8")
        context = chromium.new_context(
            viewport=view,
            offline=True,
            is_mobile=view == PHONE,
            has_touch=view == PHONE,
            **options,
        )
        opened.append((context, MapPage(context.new_page())))
        opened[-1][1].page.goto(path.as_uri() + address)
        if options.get("java_script_enabled", True):
            opened[-1][1].until(READY)
        return opened[-1][1]

    yield open_
    problems = [problem for _, page in opened for problem in page.problems]
    for context, _ in opened:
        context.close()
    assert problems == []


@pytest.fixture
def open_map(chromium, tmp_path):
    """Opens HTML text as a file, for one test."""
    with opener(chromium, tmp_path) as open_:
        yield open_
