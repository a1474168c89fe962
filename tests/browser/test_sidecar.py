"""A page with its script and style as files, where no inline code is allowed."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import folium
import pytest

from browser.conftest import DESKTOP, PHONE, MapPage
from controlmap.build import Atlas
from controlmap.io.dataset import read_dataset
from controlmap.render.page import ControlTimeline
from controlmap.render.style import MapStyle
from controlmap.timelines import save_map
from unit.cli.small_data import make_data

pytestmark = pytest.mark.browser

SPAN = ("2019-11-25", "2019-12-10")
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data: 'self'"


class _Strict(SimpleHTTPRequestHandler):
    """A server that forbids all code that does not lie in a file of its own."""

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *words):
        """Tell nobody."""


@contextmanager
def strict_site(folder):
    """Address of a folder, served by such a server."""
    handler = partial(_Strict, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def timeline(tmp_path_factory):
    data = make_data(tmp_path_factory.mktemp("data") / "data")
    return Atlas(read_dataset(data), zone="square").timeline(*SPAN)


@pytest.fixture
def visit(chromium):
    """Opens an address; gives the page, what it asked for, and what went wrong."""
    contexts = []

    def open_(address, view=DESKTOP):
        contexts.append(chromium.new_context(viewport=view))
        page = contexts[-1].new_page()
        asked, problems = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(address)
        return MapPage(page), asked, problems

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("view", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_page_runs_where_no_inline_code_does(
    timeline, visit, tmp_path, language, view
):
    style = MapStyle(title="A <square>", language=language)
    files = timeline.save(tmp_path / "my map.html", style=style, assets="sidecar")
    assert [path.name for path in files] == ["my map.html", "my map.css", "my map.js"]
    with strict_site(tmp_path) as site:
        page, asked, problems = visit(f"{site}/my%20map.html", view)
        page.until("Boolean(window.controlmap)")
        page.page.locator(".leaflet-control-zoom-in").click()
        page.page.locator(".cm-slider").focus()
        page.page.keyboard.press("End")
        assert page.ask("getDate") == SPAN[1]
        assert page.page.locator(".cm-legend-table tr").count() > 2
        assert page.evaluate("document.documentElement.scrollWidth") == view["width"]
        box = page.page.locator(".cm-map").bounding_box()
        assert box["width"] > 0.5 * view["width"], "the style is there"
        page.page.locator(".cm-downloads summary, details summary").first.click()
    assert problems == []
    assert [address.rpartition("/")[2].partition("?")[0] for address in asked] == [
        "my%20map.html",
        "my%20map.css",
        "my%20map.js",
    ]


def test_the_same_site_lets_no_page_with_inline_code_run(timeline, visit, tmp_path):
    """Else the tests here would prove nothing."""
    timeline.save(tmp_path / "map.html")
    with strict_site(tmp_path) as site:
        page, _, problems = visit(f"{site}/map.html")
        assert page.evaluate("window.ControlMap === undefined")
    assert any("Content Security Policy" in problem for problem in problems)


def test_a_page_with_files_beside_it_opens_from_a_disk(timeline, visit, tmp_path):
    page_file, *_ = timeline.save(tmp_path / "map.html", assets="sidecar")
    page, asked, problems = visit(page_file.as_uri())
    page.until("Boolean(window.controlmap)")
    page.page.keyboard.press("End")
    assert page.ask("getDate") == SPAN[1]
    assert problems == []
    assert len(asked) == 3


def test_it_runs_in_a_sandboxed_frame(timeline, visit, tmp_path):
    timeline.save(tmp_path / "site" / "map.html", assets="sidecar")
    with strict_site(tmp_path / "site") as site:
        article = tmp_path / "article.html"
        article.write_text(
            f'<!DOCTYPE html><iframe src="{site}/map.html?embed" '
            'sandbox="allow-scripts" width="600" height="400"></iframe>',
            "utf-8",
        )
        page, _, problems = visit(article.as_uri())
        frame = page.page.frame_locator("iframe")
        frame.locator(".cm-slider").focus()
        page.page.keyboard.press("End")
        frame.get_by_text("10 December 2019").first.wait_for()
    assert problems == []


def test_a_folium_map_runs_where_no_inline_code_does(timeline, visit, tmp_path):
    other = folium.Map(location=[35.5, 36.5], zoom_start=9, tiles=None)
    folium.CircleMarker([35.5, 36.5], tooltip="here").add_to(other)
    ControlTimeline(timeline, name="War").add_to(other)
    folium.LayerControl(collapsed=False).add_to(other)
    files = save_map(other, tmp_path / "mine.html", assets="sidecar")
    (tmp_path / "favicon.ico").touch()  # which a browser asks any site for
    with strict_site(tmp_path) as site:
        page, asked, problems = visit(f"{site}/mine.html")
        page.until("Boolean(window.controlmap)")
        page.page.get_by_label("War").uncheck()
        assert page.page.locator(".cm-canvas").count() == 0
        page.page.get_by_label("War").check()
        page.evaluate("document.activeElement.blur()")
        page.page.keyboard.press("End")
        assert page.ask("getDate") == SPAN[1]
        assert page.page.locator(".folium-map").bounding_box()["height"] > 300
    assert problems == []
    assert len(asked) == len(files)


def test_a_folium_map_is_saved_as_one_file_without_a_request(
    timeline, open_map, tmp_path
):
    other = folium.Map(location=[35.5, 36.5], zoom_start=9, tiles=None)
    ControlTimeline(timeline, name="War").add_to(other)
    (saved,) = save_map(other, tmp_path / "mine.html")
    page = open_map(saved.read_text("utf-8"))
    page.until("Boolean(window.controlmap)")
    page.page.keyboard.press("End")
    assert page.ask("getDate") == SPAN[1]
