"""A map in an article: the slim frame, the address, and the messages between both."""

from __future__ import annotations

import re
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import shapely
from pyproj import Transformer

from browser.conftest import DESKTOP, PHONE
from controlmap.render.page import render_page
from controlmap.render.style import LANGUAGES, MapStyle, Phase
from unit.render.synthetic import FIRST, PLANE, make_series, outline

pytestmark = pytest.mark.browser

HOWTO = Path(__file__).parents[2] / "docs/howto/embed.md"
FRAME = {"width": 600, "height": 400}
SIZES = {"frame": FRAME, "small": {"width": 320, "height": 400}, "wide": DESKTOP}


@pytest.fixture(scope="module")
def html():
    phases = (Phase(FIRST, FIRST, "Truce", "ceasefire"),)
    return render_page(make_series(40, 21), MapStyle(title="War", phases=phases))


@pytest.fixture
def in_article(html, open_map, tmp_path):
    """Opens an article beside a map; gives the article, and the frame of the map."""
    (tmp_path / "map.html").write_text(html, "utf-8")

    def open_(attributes, *, text="", **options):
        article = f"""<!DOCTYPE html><meta charset="utf-8"><title>Article</title>
            <iframe id="map" style="border: 0" title="Map" {attributes}></iframe>{text}
            <script>
                window.heard = [];
                addEventListener("message", (event) => window.heard.push(event.data));
            </script>"""
        page = open_map(article, **options)
        page.until("window.heard.some(({ event }) => event === 'ready')")
        return page, page.page.frames[1]

    return open_


def send(page, message):
    page.evaluate(
        "message => document.getElementById('map').contentWindow"
        ".postMessage(message, '*')",
        message,
    )


def ask(page, action, **values):
    send(page, {"type": "controlmap", "version": 1, "action": action, **values})


def heard(page, event):
    """What the page told the article, of one kind, once all of it has come."""
    page.page.wait_for_timeout(60)
    return [
        {key: value for key, value in said.items() if key not in {"type", "version"}}
        for said in page.evaluate("window.heard")
        if said["event"] == event
    ]


# --- the slim frame ---------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "size"),
    [*((language, "frame") for language in LANGUAGES), ("tr", "small"), ("ar", "wide")],
)
def test_the_slim_frame_has_the_map_its_time_and_a_way_out(open_map, language, size):
    html = render_page(make_series(30, 9), MapStyle(title="War", language=language))
    page = open_map(html, view=SIZES[size], address="?embed")
    shown = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
            .filter((part) => part.checkVisibility() && part.children.length === 0)
            .filter((part) => part.getBoundingClientRect().width > 1)
            .map((part) => part.closest(
                ".leaflet-control-attribution, .leaflet-control-scale, .leaflet-bar,"
                + ".cm-whole, .cm-date, .cm-buttons, .cm-track, .folium-map"))
            .map((part) => part && part.className.split(" ")[0])"""
    )
    assert set(shown) == {
        "leaflet-control-zoom",
        "leaflet-control-attribution",
        "leaflet-control-scale",
        "cm-whole",
        "cm-date",
        "cm-buttons",
        "cm-track",
        "folium-map",
    }
    width, height = SIZES[size]["width"], SIZES[size]["height"]
    assert page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    ) == [width, height]
    assert page.page.locator(".cm-map").bounding_box()["height"] > 0.6 * height
    assert page.page.locator("h1").count() == 1


def test_the_whole_page_is_one_link_away_and_at_the_same_day(html, open_map):
    page = open_map(html, view=FRAME, address="?embed&x=1#date=2019-12-01")
    link = page.page.get_by_role("link", name="Open the full map")
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert link.get_attribute("target") == "_blank"
    page.page.keyboard.press("ArrowRight")
    page.until("document.querySelector('.cm-whole').hash.includes('date=2019-12-02')")
    address = link.evaluate("link => link.href")
    assert "embed" not in address
    assert "?x=1#date=2019-12-02&lat=" in address
    assert page.page.locator(".cm-legend").count() == 0


CHOSEN = "policy=adverse&perspective=reds&as_of=2019-12-10"


@pytest.mark.parametrize("size", SIZES)
def test_what_is_chosen_leads_to_the_whole_page_where_it_is_altered(
    html, open_map, size
):
    page = open_map(html, view=SIZES[size], address=f"?embed#date=2019-12-01&{CHOSEN}")
    note = page.page.locator(".cm-time a.cm-choice-link")
    assert "outlets count only against their own side" in note.inner_text()
    assert note.get_attribute("title") == "Open the full map"
    assert note.bounding_box()["height"] >= (44 if size != "wide" else 24)
    page.page.keyboard.press("ArrowRight")
    page.until("document.querySelector('.cm-choice-link').hash.includes('12-02')")
    address = note.evaluate("link => link.href")
    assert "embed" not in address
    whole = open_map(html, address=f"#{address.partition('#')[2]}")
    assert whole.ask("getChoice") == page.ask("getChoice")
    assert whole.ask("getChoice")["perspectives"] == ["reds"]
    assert whole.ask("getDate") == "2019-12-02"
    assert whole.page.locator("a.cm-choice-link").count() == 0
    page.evaluate("controlmap.setChoice({policy: 'merged', perspectives: []})")
    page.evaluate("controlmap.setChoice({asOf: null})")
    page.until("document.querySelector('.cm-choice-link').checkVisibility() === false")


def test_a_strict_sandbox_says_where_what_is_chosen_would_have_led(in_article):
    page, frame = in_article(
        f'src="map.html?embed#{CHOSEN}" sandbox="allow-scripts" width="600" height="400"'
    )
    frame.locator(".cm-choice-link").click()
    note = frame.get_by_role("status").filter(has_text="map.html")
    note.wait_for()
    assert "policy=adverse&perspective=reds&as_of=2019-12-10" in note.inner_text()
    assert "embed" not in note.inner_text()
    assert all("Not allowed" in problem for problem in page.problems)
    page.problems.clear()


def test_a_place_of_the_slim_frame_still_says_who_says_so(html, open_map):
    page = open_map(html, view=FRAME, address="?embed#place=place-01")
    card = page.page.locator(".cm-card")
    assert card.get_by_role("heading").first.is_visible()
    bar, box = page.page.locator(".cm-time").bounding_box(), card.bounding_box()
    assert box["y"] + box["height"] <= bar["y"] + 1
    page.page.keyboard.press("Escape")
    assert not card.is_visible()


# --- the address ------------------------------------------------------------


def test_a_place_in_the_address_is_opened_and_written_back(html, open_map):
    page = open_map(html, address="#date=2019-12-01&place=place-01")
    assert page.page.locator(".cm-card").is_visible()
    assert page.ask("getDate") == "2019-12-01"
    page.ask("choose", "place-02")
    page.until("location.hash.includes('&place=place-02')")
    assert re.fullmatch(
        r"#date=2019-12-01&lat=[\d.]+&lon=[\d.]+&z=[\d.]+&place=place-02",
        page.evaluate("location.hash"),
    )
    page.evaluate("location.hash = '#place=place-03'")
    page.until("document.querySelector('.cm-card h2') !== null")
    page.page.keyboard.press("Escape")
    page.until("!location.hash.includes('place')")


@pytest.mark.parametrize("place", ["nowhere", "__proto__", "<img>", "%00", "0", ""])
def test_a_place_that_is_not_known_opens_nothing(html, open_map, place):
    page = open_map(html, address=f"#date=2019-12-01&place={place}")
    assert page.ask("getDate") == "2019-12-01"
    assert not page.page.locator(".cm-card").is_visible()


def test_a_frame_that_opens_a_place_leaves_the_reader_s_focus_alone(in_article):
    page, frame = in_article(
        'src="map.html?embed#place=place-01" sandbox="allow-scripts" width="600"',
        text='<input id="name" autofocus>',
    )
    assert frame.locator(".cm-card").is_visible()
    assert page.evaluate("document.activeElement.id") != "map"


# --- messages ---------------------------------------------------------------


def test_the_article_of_the_documentation_leads_the_map(html, open_map, tmp_path):
    article = re.search(r"```html\n(<!DOCTYPE.*?)```", HOWTO.read_text("utf-8"), re.S)[
        1
    ]
    (tmp_path / "south-east-idlib-2019-12.html").write_text(html, "utf-8")
    page = open_map(article)
    frame = page.page.frames[1]
    days = {}
    for direction in (1, -1):
        for section in page.page.locator("section").all()[::direction]:
            section.evaluate("part => part.scrollIntoView({ block: 'end' })")
            wanted = section.get_attribute("data-date")
            page.until(f"document.getElementById('shown').textContent === '{wanted}'")
            days[wanted] = frame.evaluate("controlmap.getDate()")
    assert days == {day: day for day in ("2019-11-29", "2019-12-01", "2019-12-10")}
    assert frame.locator(".cm-date").inner_text() == "29 November 2019"
    frame.locator(".cm-map").click(position={"x": 9, "y": 150})
    page.page.keyboard.press("ArrowRight")
    page.until("document.getElementById('shown').textContent === '2019-11-30'")


@pytest.mark.parametrize("sandbox", ['sandbox="allow-scripts"', ""])
def test_the_page_answers_the_article(in_article, sandbox):
    page, frame = in_article(f'src="map.html?embed" {sandbox} width="600" height="400"')
    assert heard(page, "ready") == [
        {
            "event": "ready",
            "date": "2019-11-24",
            "firstDate": "2019-11-24",
            "lastDate": "2019-12-14",
        }
    ]
    ask(page, "setDate", date="2019-12-01")
    assert heard(page, "date") == []
    ask(page, "getDate")
    assert heard(page, "date") == [{"event": "date", "date": "2019-12-01"}]
    ask(page, "onDate")
    ask(page, "setDate", date="2024-01-01")
    frame.evaluate("controlmap.setDate('2019-12-05')")
    assert [said["date"] for said in heard(page, "date")[1:]] == [
        "2019-12-01",
        "2019-12-14",
        "2019-12-05",
    ]
    said = page.evaluate("window.heard")
    assert all(each["type"] == "controlmap" and each["version"] == 1 for each in said)


@pytest.mark.parametrize("sandbox", ['sandbox="allow-scripts"', ""])
def test_an_article_chooses_what_counts(in_article, sandbox):
    page, frame = in_article(f'src="map.html?embed" {sandbox} width="600" height="400"')
    ask(page, "getChoice")
    (published,) = [said["choice"] for said in heard(page, "choice")]
    assert published["policy"] == "merged"
    ask(page, "choose", choice={"policy": "adverse", "along": "reported", "lag": 2})
    page.until("window.heard.filter((said) => said.event === 'choice').length === 2")
    chosen = heard(page, "choice")[-1]["choice"]
    assert chosen == published | {"policy": "adverse", "along": "reported", "lag": 2}
    assert frame.evaluate("controlmap.getChoice()") == chosen
    assert "own side" in frame.locator(".cm-choice-note").inner_text()


def test_a_date_that_is_asked_for_stops_the_play(in_article):
    page, frame = in_article('src="map.html?embed" width="600" height="400"')
    frame.get_by_role("button", name="Play").click()
    ask(page, "setDate", date="2019-12-01")
    page.page.wait_for_timeout(400)
    assert frame.evaluate("controlmap.getDate()") == "2019-12-01"


@pytest.fixture
def serve(tmp_path):
    """Serves what lies in the test's folder, at an origin of its own each time."""
    servers = []

    def start():
        handler = partial(_Quiet, directory=str(tmp_path))
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        servers.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *words):
        """Tell nobody."""


def test_an_answer_goes_to_the_site_that_asked(html, chromium, tmp_path, serve):
    """From web servers, both with an origin that can be named."""
    (tmp_path / "map.html").write_text(html, "utf-8")
    site, maps = serve(), serve()
    (tmp_path / "article.html").write_text(
        f"""<!DOCTYPE html><script>
            window.heard = [];
            addEventListener("message", ({{ data, origin }}) =>
                window.heard.push([data.event, data.date, origin]));
        </script><iframe id="map" src="{maps}/map.html?embed"></iframe>""",
        "utf-8",
    )
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{site}/article.html")
    message = {"type": "controlmap", "version": 1, "action": "getDate"}
    script = """([message, target]) => document.getElementById("map").contentWindow
        .postMessage(message, target)"""
    page.evaluate(script, [message, maps])
    page.wait_for_function("window.heard.length > 1")
    first = FIRST.isoformat()
    heard = page.evaluate("window.heard")
    assert heard == [["ready", first, maps], ["date", first, maps]]
    context.close()


IGNORED = (
    None,
    "setDate",
    '{"type":"controlmap","version":1,"action":"setDate","date":"2019-12-01"}',
    42,
    [],
    {},
    {"action": "setDate", "date": "2019-12-01"},
    {"type": "controlmap", "action": "setDate", "date": "2019-12-01"},
    {"type": "controlmap", "version": 2, "action": "setDate", "date": "2019-12-01"},
    {"type": "controlmap", "version": "1", "action": "setDate", "date": "2019-12-01"},
    {"type": "Controlmap", "version": 1, "action": "setDate", "date": "2019-12-01"},
    {"type": "controlmap", "version": 1, "action": ["setDate"], "date": "2019-12-01"},
    {"type": "controlmap", "version": 1, "action": None},
)


def settled_length(page, frame):
    """Letters of the frame once nothing is added: chart and live region come late."""
    frame.locator(".cm-unseen:not(:empty)").wait_for(state="attached")
    length, before = 0, -1
    while length != before:
        page.page.wait_for_timeout(300)
        before, length = (
            length,
            frame.evaluate("document.documentElement.outerHTML.length"),
        )
    return length


def test_what_is_no_message_to_the_page_has_no_effect(in_article):
    page, frame = in_article('src="map.html" sandbox="allow-scripts" width="900"')
    before = settled_length(page, frame)
    for message in IGNORED:
        send(page, message)
    page.page.wait_for_timeout(100)
    assert frame.evaluate("controlmap.getDate()") == FIRST.isoformat()
    assert [said["event"] for said in page.evaluate("window.heard")] == ["ready"]
    assert frame.evaluate("document.documentElement.outerHTML.length") == before


@pytest.mark.parametrize(
    ("action", "values"),
    [
        ("setDate", {"date": "2019-02-30"}),
        ("setDate", {"date": "<img src=x onerror=alert(1)>"}),
        ("setDate", {"date": 20191201}),
        ("setDate", {"date": ["2019-12-01"]}),
        ("setDate", {}),
        ("choose", {"place": "place-01"}),
        ("choose", {"choice": {"policy": "<img src=x onerror=alert(1)>"}}),
        ("choose", {"choice": {"__proto__": {"policy": "adverse"}, "luck": 1}}),
        ("constructor", {}),
        ("__proto__", {}),
        ("a" * 500, {}),
    ],
)
def test_what_cannot_be_done_is_refused(in_article, action, values):
    page, frame = in_article('src="map.html?embed" width="600" height="400"')
    ask(page, action, **values)
    (refused,) = heard(page, "refused")
    assert refused["action"] == action[:40]
    assert refused["reason"]
    assert frame.evaluate("controlmap.getDate()") == FIRST.isoformat()
    assert not frame.locator(".cm-card").is_visible()


def test_other_windows_are_not_listened_to(in_article):
    """Neither a frame beside the map, nor the map's own window."""
    beside = """<iframe id="beside" sandbox="allow-scripts" srcdoc="<script>
        parent.frames[0].postMessage({ type: 'controlmap', version: 1,
            action: 'setDate', date: '2019-12-01' }, '*');
        parent.postMessage({ event: 'sent' }, '*')</script>"></iframe>"""
    page, frame = in_article('src="map.html" sandbox="allow-scripts"', text=beside)
    page.until("window.heard.some(({ event }) => event === 'sent')")
    frame.evaluate(
        """window.postMessage({ type: "controlmap", version: 1, action: "setDate",
            date: "2019-12-01" }, "*")"""
    )
    page.page.wait_for_timeout(150)
    assert frame.evaluate("controlmap.getDate()") == FIRST.isoformat()


def test_a_page_in_no_frame_tells_nobody(html, open_map):
    page = open_map(html)
    page.evaluate(
        """() => { window.heard = [];
            addEventListener("message", (event) => window.heard.push(event.data));
            window.postMessage({ type: "controlmap", version: 1, action: "getDate" }) }"""
    )
    page.page.wait_for_timeout(150)
    assert len(page.evaluate("window.heard")) == 1


# --- its height -------------------------------------------------------------


@pytest.mark.parametrize("address", ["map.html?embed", "map.html"])
def test_a_frame_of_the_height_that_is_told_leaves_nothing_to_scroll(
    in_article, address
):
    page, frame = in_article(f'src="{address}" sandbox="allow-scripts"')
    overflow = "document.documentElement.scrollHeight - innerHeight"
    for width in (360, 700, 1000):
        page.evaluate(
            "width => { document.getElementById('map').style.width = width + 'px'; }",
            width,
        )
        if width == 360:
            ask(page, "height")
        page.page.wait_for_timeout(250)
        height = heard(page, "height")[-1]["height"]
        page.evaluate(
            "height => { document.getElementById('map').style.height = height + 'px'; }",
            height,
        )
        page.page.wait_for_timeout(250)
        assert heard(page, "height")[-1]["height"] == height, "it settles at once"
        assert frame.evaluate(overflow) == 0
        assert 300 < height < 2500
        assert 260 <= frame.locator(".cm-map").bounding_box()["height"] <= 621
    ask(page, "height")
    told = len(heard(page, "height"))
    page.page.wait_for_timeout(150)
    assert len(heard(page, "height")) == told


def test_a_fitted_map_shows_all_of_its_zone(in_article):
    page, frame = in_article('src="map.html?embed" width="500" height="150"')
    ask(page, "height")
    page.page.wait_for_timeout(250)
    corners = shapely.get_coordinates(outline()).T
    lon, lat = Transformer.from_crs(PLANE, "OGC:CRS84", always_xy=True).transform(
        *corners
    )
    assert frame.evaluate(
        "(corners) => map_page.getBounds().contains(corners)",
        [[min(lat), min(lon)], [max(lat), max(lon)]],
    )


# --- a strict sandbox -------------------------------------------------------


def test_a_strict_sandbox_says_where_a_link_would_have_led(in_article):
    page, frame = in_article(
        'src="map.html?embed" sandbox="allow-scripts" width="600" height="400"'
    )
    frame.get_by_role("link", name="Open the full map").click()
    note = frame.locator(".cm-blocked")
    note.wait_for(timeout=3000)
    assert "This frame opens no other window" in note.inner_text()
    assert "/map.html" in note.inner_text()
    assert "embed" not in note.inner_text()
    note.get_by_role("button", name="Close").click()
    assert note.count() == 0
    assert all("Not allowed" in problem for problem in page.problems)
    page.problems.clear()


@pytest.mark.parametrize("view", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_strict_sandbox_runs_the_whole_page(in_article, view):
    _, frame = in_article(
        'src="map.html" sandbox="allow-scripts" width="100%" height="700"', view=view
    )
    frame.get_by_role("button", name="Next change").click()
    assert frame.evaluate("controlmap.getDate()") > FIRST.isoformat()
    assert frame.evaluate("window.origin") == "null"
    frame.locator(".cm-news .cm-row").first.click()
    assert frame.locator(".cm-card").is_visible()
