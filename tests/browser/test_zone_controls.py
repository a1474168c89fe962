"""Every control of a shipped map: on a desk and on a phone, in English and in Arabic.

And in three time zones, each of them with each size and with each language. One page is
opened for each case, and each test leaves it as it was. What controls do in detail is
tested on small maps: ``test_time.py``, ``test_controls.py``, ``test_downloads.py``,
``test_parts.py``.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import pytest
from matplotlib.image import imread

from browser.conftest import DESKTOP, PHONE, opener
from browser.test_controls import CHARTED, fills
from controlmap.render.view import messages
from unit.render.expected import states_on

pytestmark = pytest.mark.browser

START = "2019-12-20"
FIRST, LAST = "2017-07-01", "2020-03-06"
BUSY = "2020-01-29"
TOWN = "saraqib"
CASES = [
    ("desktop", "en", "UTC"),
    ("phone", "ar", "UTC"),
    ("desktop", "ar", "America/New_York"),
    ("phone", "en", "America/New_York"),
    ("desktop", "en", "Pacific/Auckland"),
    ("phone", "ar", "Pacific/Auckland"),
]


@pytest.fixture(scope="module", params=CASES, ids=["-".join(case) for case in CASES])
def opened(request, zone_map, chromium, tmp_path_factory):
    """The page of a size and language, in a time zone."""
    size, language, zone = request.param
    view = DESKTOP if size == "desktop" else PHONE
    with opener(chromium, tmp_path_factory.mktemp("zone")) as open_:
        page = open_(zone_map.page(language), view=view, timezone_id=zone)
        page.view, page.language = view, language
        page.words = messages(language)
        page.until(CHARTED, seconds=60)
        yield page


@pytest.fixture
def page(opened):
    """The page on a day in the middle, with nothing chosen."""
    opened.evaluate("document.activeElement.blur()")
    opened.ask("choose", "")
    opened.ask("setDate", START)
    view = opened.evaluate("[map_page.getCenter(), map_page.getZoom()]")
    yield opened
    opened.evaluate(
        "([at, z]) => { map_page.setView(at, z, { animate: false }) }", view
    )
    width = opened.evaluate("document.documentElement.scrollWidth")
    assert width == opened.view["width"]


def button(page, word):
    return page.page.get_by_role("button", name=page.words[word], exact=True)


def press(page, *keys):
    for key in keys:
        page.page.keyboard.press(key)


def open_fold(page, selector):
    """A part of the page that unfolds, unfolded."""
    fold = page.page.locator(selector)
    if fold.get_attribute("open") is None:
        fold.locator("summary").first.click()
    return fold


def name_of(page, zone_map, place_id):
    place = zone_map.dataset.places[place_id]
    return (page.language == "ar" and place.name_ar) or place.name


# --- time -------------------------------------------------------------------


def test_play_and_pause(page):
    assert page.ask("getDate") == START
    button(page, "play").click()
    page.until(f"controlmap.getDate() > '{START}'")
    button(page, "pause").click()
    stopped = page.ask("getDate")
    page.page.wait_for_timeout(200)
    assert page.ask("getDate") == stopped
    assert button(page, "play").count() == 1


def test_speed(page):
    select = page.page.get_by_label(page.words["speed"])
    assert select.input_value() == "20"
    select.select_option("90")
    button(page, "play").click()
    page.until(f"controlmap.getDate() === '{LAST}'", seconds=60)
    page.until(
        "document.querySelector('.cm-play').getAttribute('aria-label') === "
        f"{json.dumps(page.words['play'])}"
    )
    select.select_option("20")


def test_loop(page):
    page.page.get_by_label(page.words["speed"]).select_option("90")
    loop = button(page, "loop")
    loop.click()
    assert loop.get_attribute("aria-pressed") == "true"
    page.ask("setDate", "2020-03-04")
    button(page, "play").click()
    page.until("controlmap.getDate() < '2020-01-01'", seconds=60)
    button(page, "pause").click()
    loop.click()
    assert loop.get_attribute("aria-pressed") == "false"
    page.page.get_by_label(page.words["speed"]).select_option("20")


def test_previous_and_next_change(page, zone_map):
    told = {day for place, log in zone_map.series.answers.items() for day, _ in log[1:]}
    seen = [START]
    for _ in range(3):
        button(page, "change_next").click()
        seen.append(page.ask("getDate"))
    assert seen == sorted(set(seen))
    assert {date.fromisoformat(day) for day in seen[1:]} <= told
    rows = page.page.locator(".cm-news .cm-row")
    assert rows.count() > 0
    for day in reversed(seen[1:-1]):
        button(page, "change_previous").click()
        assert page.ask("getDate") == day


def test_drag_on_the_slider(page):
    slider = page.page.locator(".cm-slider")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    days = (date.fromisoformat(LAST) - date.fromisoformat(FIRST)).days
    y = box["y"] + box["height"] / 2
    seen = []
    page.page.mouse.move(box["x"] + box["width"] * 0.5, y)
    page.page.mouse.down()
    for share in (0.6, 0.7, 0.8):
        page.page.mouse.move(box["x"] + box["width"] * share, y, steps=4)
        shown = date.fromisoformat(page.ask("getDate"))
        seen.append((shown - date.fromisoformat(FIRST)).days / days)
    page.page.mouse.up()
    wanted = [0.6, 0.7, 0.8] if page.language == "en" else [0.4, 0.3, 0.2]
    assert seen == pytest.approx(wanted, abs=0.03)


def test_keys(page):
    """Arrows point to where time goes: from the right in Arabic."""
    forth, back = "ArrowRight", "ArrowLeft"
    if page.language == "ar":
        forth, back = back, forth
    for keys, day in (
        ((forth,), "2019-12-21"),
        ((back, back), "2019-12-19"),
        ((f"Shift+{forth}", f"Shift+{forth}"), "2020-02-19"),
        ((f"Shift+{back}",), "2020-01-19"),
        (("Home",), FIRST),
        (("End",), LAST),
    ):
        press(page, *keys)
        assert page.ask("getDate") == day
    page.ask("setDate", START)
    press(page, " ")
    page.until(f"controlmap.getDate() > '{START}'")
    press(page, " ")
    assert button(page, "play").count() == 1


def test_chart_as_scrubber_with_marks(page, zone_map):
    chart = page.page.locator(".cm-chart")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert page.page.locator(".cm-slider").bounding_box() == box
    page.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    middle = date.fromisoformat(FIRST) + timedelta(days=490)
    shown = date.fromisoformat(page.ask("getDate"))
    assert abs((shown - middle).days) < 15
    colours = page.evaluate(
        """() => {
            const { width, height } = document.querySelector(".cm-chart");
            const copy = document.createElement("canvas").getContext("2d");
            [copy.canvas.width, copy.canvas.height] = [width, height];
            copy.drawImage(document.querySelector(".cm-chart"), 0, 0);
            const { data } = copy.getImageData(0, 0, width, height);
            return new Set(new Uint32Array(data.buffer)).size;
        }"""
    )
    assert colours > 5
    phases = zone_map.recipe.phases
    marks = page.page.locator(".cm-phase")
    assert marks.count() == len(phases)
    for number in (1, 7):
        marks.nth(number).click()
        assert page.ask("getDate") == phases[number]["from"].isoformat()
        assert phases[number]["name"] in marks.nth(number).get_attribute("aria-label")


# --- the map ----------------------------------------------------------------


def test_legend_hides_and_shows_a_holder(page, zone_map):
    series = zone_map.series
    ids = list(series.tessellation.place_ids)
    states = states_on(series, date.fromisoformat(START))
    before = fills(page, ids)
    legend = open_fold(page, ".cm-legend")
    actor = series.dataset.actors["government"]
    name = (page.language == "ar" and actor.name_ar) or actor.name
    toggle = legend.get_by_role("button", name=name)
    toggle.click()
    assert toggle.get_attribute("aria-pressed") == "false"
    hidden = [
        states[i].status == "controlled" and states[i].controllers == ("government",)
        for i in ids
    ]
    assert sum(hidden) > 100
    assert fills(page, ids) == [
        None if hides else was for hides, was in zip(hidden, before, strict=True)
    ]
    toggle.click()
    assert fills(page, ids) == before


def test_list_of_changes_leads_to_the_place(page, zone_map):
    page.ask("setDate", BUSY)
    page.evaluate("map_page.setView([35.2, 36.2], 12, { animate: false })")
    row = page.page.locator(".cm-news .cm-row").first
    name = row.locator(".cm-name").inner_text()
    row.click()
    assert name in page.page.locator(".cm-card-title").inner_text()
    page.until("location.hash.includes('place=')")
    place_id = page.evaluate("new URLSearchParams(location.hash.slice(1)).get('place')")
    assert name == name_of(page, zone_map, place_id)
    comes_to(page, zone_map.dataset.places[place_id])


def comes_to(page, place):
    """The map moves until it shows a place."""
    at = f"[{place.lat}, {place.lon}]"
    page.until(f"map_page.getBounds().contains({at})")


def test_search_by_another_spelling_and_in_arabic(page, zone_map):
    place = zone_map.dataset.places[TOWN]
    field = page.page.get_by_role("combobox", name=page.words["search"])
    for typed in ("Saraqeb", "سراقب"):
        field.fill(typed)
        first = page.page.locator(".cm-option").first
        assert first.inner_text().startswith(name_of(page, zone_map, TOWN))
    page.page.keyboard.press("Enter")
    assert page.page.locator(".cm-card").is_visible()
    comes_to(page, place)
    page.until("map_page.getZoom() >= 10")


def test_card(page, zone_map):
    page.ask("setDate", "2019-12-02")
    page.ask("choose", "sarjah")
    card = page.page.locator(".cm-card")
    assert card.is_visible()
    assert (
        name_of(page, zone_map, "sarjah") in card.locator(".cm-card-title").inner_text()
    )
    links = card.locator("a[href^='http']")
    assert links.count() > 0
    assert set(links.evaluate_all("all => all.map((a) => a.rel)")) == {
        "noopener noreferrer"
    }
    box = card.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= page.view["width"]
    card.locator(".cm-close").click()
    assert not card.is_visible()
    page.ask("choose", "sarjah")
    press(page, "Escape")
    assert not card.is_visible()


def test_places_that_are_not_mapped(page, zone_map):
    fold = open_fold(page, ".cm-not-mapped")
    items = fold.locator("li")
    dataset = zone_map.dataset
    missing = {
        place
        for place in zone_map.series.answers
        if not dataset.places[place].is_located
    }
    assert items.count() == len(missing) > 0
    items.first.get_by_role("button").click()
    assert page.page.locator(".cm-card").is_visible()
    page.ask("choose", "")
    fold.locator("summary").first.click()


def test_compare_by_swipe(page):
    fold = page.page.locator(".cm-compare")
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    fold.get_by_label(page.words["compare_with"]).fill("2019-05-01")
    button(page, "compare_start").click()
    assert page.page.locator(".leaflet-overlay-pane .cm-canvas").count() == 2
    line = page.page.locator(".cm-swipe-line")
    line.scroll_into_view_if_needed()
    before = line.bounding_box()["x"]
    swipe = page.page.get_by_role("slider", name=page.words["compare_swipe"])
    box = swipe.bounding_box()
    handle = box["y"] + box["height"] / 2
    page.page.mouse.move(before, handle)
    page.page.mouse.down()
    page.page.mouse.move(before - 80, handle, steps=5)
    page.page.mouse.up()
    assert line.bounding_box()["x"] == pytest.approx(before - 80, abs=12)
    swipe.focus()
    here = line.bounding_box()["x"]
    press(page, "ArrowRight", "ArrowRight")
    assert line.bounding_box()["x"] != here
    assert page.ask("getDate") == START
    button(page, "compare_stop").click()
    assert page.page.locator(".leaflet-overlay-pane .cm-canvas").count() == 1
    fold.locator("summary").click()


# --- about and files --------------------------------------------------------


def test_about(page, zone_map):
    fold = open_fold(page, ".cm-about")
    fold.get_by_text(page.words["about_range"]).wait_for()
    text = fold.text_content()
    for line in zone_map.dataset.licences:
        assert line.split("\n")[0] in text
    for key in ("about_cells", "about_range", "about_zone"):
        assert page.words[key] in text
    fold.locator("summary").first.click()


def save(page, word, tmp_path):
    """Name and bytes of a file that is asked for."""
    fold = open_fold(page, ".cm-download")
    with page.page.expect_download() as found:
        fold.get_by_role("button", name=page.words[word]).click()
    path = tmp_path / "saved"
    found.value.save_as(path)
    return found.value.suggested_filename, path.read_bytes()


def test_png(page, tmp_path):
    name, data = save(page, "download_png", tmp_path)
    assert name.endswith(f"-{START}.png")
    picture = imread(io.BytesIO(data))
    assert picture.shape[1] >= page.page.locator(".cm-map").bounding_box()["width"] - 1
    assert len(set(map(tuple, picture[::7, ::7].reshape(-1, picture.shape[2])))) > 20


def test_geojson(page, zone_map, tmp_path):
    """All places with a point, not only those with a cell, as the engine answers."""
    name, data = save(page, "download_geojson", tmp_path)
    assert name.endswith(f"-{START}.geojson")
    features = [each["properties"] for each in json.loads(data)["features"]]
    cells = {each["place_id"]: each for each in features if each["layer"] == "cell"}
    series, dataset = zone_map.series, zone_map.dataset
    for place_id, state in states_on(series, date.fromisoformat(START)).items():
        assert cells[place_id]["status"] == state.status
        assert cells[place_id]["controllers"] == ";".join(state.controllers)
    answers = dataset.state_on(START)
    places = [each for each in features if each["layer"] == "place"]
    assert len(places) > len(cells) > 1000
    for place in places:
        answer = answers.at(place["place_id"])
        assert place["status"] == answer.status, place
        assert place["rule"] == answer.rule, place
        assert place["certainty"] == (answer.certainty or ""), place


def test_csv(page, zone_map, tmp_path):
    name, data = save(page, "download_csv", tmp_path)
    assert name.endswith("-changes.csv")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    days = [row["day"] for row in rows]
    assert days == sorted(days)
    assert len(rows) > 500
    dataset = zone_map.dataset
    for row in rows[:: len(rows) // 40]:
        answer = dataset.state_on(row["day"]).at(row["place_id"])
        assert (row["status"], row["rule"]) == (answer.status, answer.rule), row
        assert row["name"] == dataset.places[row["place_id"]].name
