"""The parts around the map: card, lists, sizes, focus, hostile text, other maps."""

from __future__ import annotations

from html import escape

import folium
import pytest

from browser.conftest import DESKTOP, PHONE
from controlmap.render.bundle import leaflet_script, leaflet_style
from controlmap.render.page import ControlTimeline, RawText, render_page
from controlmap.render.style import MapStyle
from unit.render.expected import sample_points
from unit.render.synthetic import (
    FIRST,
    HOSTILE,
    make_hostile_series,
    make_series,
)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def series():
    return make_series()


@pytest.fixture(scope="module")
def html(series):
    style = MapStyle(
        title="Who held the Bay, day by day",
        description="Control of villages in the winter of 2019, from dated reports.",
    )
    return render_page(series, style)


@pytest.fixture(scope="module")
def hostile_html():
    return render_page(make_hostile_series(), MapStyle(description=HOSTILE[0]))


def card_of(page, place):
    page.ask("choose", place)
    return page.page.get_by_role("region", name="Place")


def at(page, lat, lon):
    """Pixels of the window at a position."""
    return page.evaluate(
        """([lat, lon]) => {
        const point = map_page.latLngToContainerPoint([lat, lon]);
        const box = map_page.getContainer().getBoundingClientRect();
        return [box.left + point.x, box.top + point.y];
    }""",
        [lat, lon],
    )


def test_a_click_on_a_place_opens_its_card(series, html, open_map):
    page = open_map(html)
    place = series.dataset.places["place-30"]
    page.page.mouse.click(*at(page, place.lat, place.lon))
    card = page.page.get_by_role("region", name="Place")
    assert card.get_by_role("heading").first.inner_text().startswith(place.name)
    page.page.keyboard.press("Escape")
    assert not card.is_visible()


def test_a_click_in_a_cell_opens_the_card_of_its_place(series, html, open_map):
    page = open_map(html)
    spots = sample_points(series)
    clicked = 0
    for name, points in spots.items():
        place = series.dataset.places[name]
        far = [
            p for p in points if abs(p[0] - place.lat) + abs(p[1] - place.lon) > 0.04
        ]
        if clicked == 4 or not far:
            continue
        clicked += 1
        page.page.mouse.click(*at(page, *far[0]))
        heading = (
            page.page.get_by_role("region", name="Place").get_by_role("heading").first
        )
        assert heading.inner_text().startswith(series.dataset.places[name].name)
        page.page.keyboard.press("Escape")
        page.page.wait_for_timeout(400)
    assert clicked == 4


def test_a_click_outside_closes_the_card(html, open_map):
    page = open_map(html)
    card = card_of(page, "place-01")
    assert card.is_visible()
    box = page.page.locator(".cm-map").bounding_box()
    page.page.mouse.click(box["x"] + box["width"] - 20, box["y"] + box["height"] - 60)
    assert not card.is_visible()


def test_the_card_says_what_is_known_and_who_says_so(series, html, open_map):
    page = open_map(html)
    day, answer = series.answers["place-01"][0]
    page.ask("setDate", day.isoformat())
    card = card_of(page, "place-01")
    card.get_by_text("Beside them").click()
    text = card.inner_text()
    record = next(
        c for c in series.dataset.changes if c.change_id == answer.evidence[0]
    )
    source = series.dataset.sources[record.source.source_id]
    actor = series.dataset.actors[answer.controllers[0]]
    for words in (
        f"Held by {actor.name}",
        "Since",
        "21 November 2019",
        source.publisher,
        "perspective:",
        "Present without control",
        "near the place, not in it",
        "كفر نورا",
    ):
        assert words in text, words


def test_the_card_links_to_the_source_and_only_so(html, open_map):
    page = open_map(html)
    hrefs = set()
    for i in range(20):
        card = card_of(page, f"place-{i:02}")
        for link in card.get_by_role("link").all():
            hrefs.add(link.get_attribute("href"))
            assert link.get_attribute("rel") == "noopener noreferrer"
            assert link.get_attribute("target") == "_blank"
    assert hrefs == {
        "https://red.example/news/1",
        "https://green.example/a?b=1&c=2",
        "http://observer.example/",
    }


def test_the_card_follows_the_date(html, open_map):
    page = open_map(html)
    page.page.get_by_role("button", name="Next change").click()
    name = page.page.locator(".cm-news .cm-row").first
    said = name.locator(".cm-quiet").inner_text()
    name.click()
    answer = page.page.locator(".cm-card .cm-answer")
    assert answer.inner_text().strip() == said
    page.page.keyboard.press("Home")
    assert answer.inner_text().strip() != said


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("changing", "Changing hands: from"),
        ("contested", "Contested: "),
        ("shared", "Shared: "),
        ("disputed", "Disputed: "),
        ("controlled", "Held by "),
    ],
)
def test_each_status_is_said_in_words(series, html, open_map, status, words):
    page = open_map(html)
    place, day = next(
        (place, day)
        for place, log in series.answers.items()
        for day, answer in log
        if answer.status == status
    )
    page.ask("setDate", day.isoformat())
    assert words in card_of(page, place).inner_text()


@pytest.mark.parametrize("firmness", ["firm", "likely", "uncertain"])
def test_an_inferred_cell_is_said_to_be_a_guess(series, html, open_map, firmness):
    page = open_map(html)
    cell = next(
        i for i, s in enumerate(series.initial) if series.states[s].firmness == firmness
    )
    place = series.tessellation.place_ids[cell]
    actor = series.dataset.actors[series.states[series.initial[cell]].controllers[0]]
    text = card_of(page, place).inner_text()
    assert "No report of this place by this day" in text
    assert f"Inferred from its surroundings: {actor.name} ({firmness})" in text
    assert "is a guess from the nearest reported places" in text


def test_a_blank_cell_is_said_to_be_without_data(series, html, open_map):
    page = open_map(html)
    cell = next(
        i for i, s in enumerate(series.initial) if series.states[s].status == "no_data"
    )
    text = card_of(page, series.tessellation.place_ids[cell]).inner_text()
    assert "none is near enough to infer from" in text


def test_the_age_of_the_last_report_is_told(series, html, open_map):
    page = open_map(html)
    place = next(
        p
        for p, log in series.answers.items()
        if log[0][1].freshness == "presumed" and len(log) == 1
    )
    text = card_of(page, place).inner_text()
    assert "20 Oct 2018 (400 days before; over a year old: presumed)" in text
    page.page.keyboard.press("ArrowRight")
    assert "20 Oct 2018 (401 days before" in page.page.locator(".cm-card").inner_text()


def test_places_without_a_point_are_listed(html, open_map):
    page = open_map(html)
    page.page.get_by_text("Places not on the map").click()
    items = page.page.locator(".cm-not-mapped li")
    assert [t.split("\n\n") for t in items.all_inner_texts()] == [
        ["East Side neighbourhood, position of a larger place only"],
        [
            "Lost Hill hill, no position",
            "Upper Bay, The Bay",
            "Two hills have this name. Candidates: Cape Hill; Long Hill.",
        ],
    ]
    items.nth(1).get_by_role("button").click()
    assert "Held by Green Front" in page.page.locator(".cm-card").inner_text()


def test_the_about_panel_tells_method_claims_sources_and_licences(html, open_map):
    page = open_map(html)
    page.page.get_by_text("About this map").click()
    page.until("document.querySelector('.cm-about h3') !== null")
    text = page.page.locator(".cm-about").inner_text()
    for words in (
        "The Bay zone: A reconstruction",
        "Red Army: 1,200 km², the Bay zone",
        "12 settlements",
        "Nothing on the map is drawn from them",
        "Radio Green",
        "perspective: independent",
        "CC BY 4.0",
    ):
        assert words in text, words


def test_the_table_lists_the_states_of_the_day(series, html, open_map):
    page = open_map(html)
    page.page.get_by_text("Table of places on this day").click()
    rows = page.page.locator(".cm-places tbody tr")
    page.until("document.querySelector('.cm-places tbody tr') !== null")
    reported = [
        p for p, log in series.answers.items() if log[0][1].status != "no_record"
    ]
    assert rows.count() == len(reported)
    assert page.page.locator(".cm-places caption").inner_text() == "24 November 2019"
    page.page.keyboard.press("End")
    assert page.page.locator(".cm-places caption").inner_text() == "14 December 2019"


def test_the_focus_goes_to_the_card_and_back(html, open_map):
    page = open_map(html)
    page.page.get_by_text("Table of places on this day").click()
    button = page.page.locator(".cm-places button").first
    button.focus()
    page.page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "cm-card"
    page.page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "cm-link"


def test_a_chosen_place_is_moved_out_from_under_the_card(series, html, open_map):
    page = open_map(html)
    west = min(
        (p for p in series.tessellation.place_ids),
        key=lambda p: series.dataset.places[p].lon,
    )
    card = card_of(page, west)
    page.page.wait_for_timeout(500)
    place = series.dataset.places[west]
    x, _ = at(page, place.lat, place.lon)
    box = card.bounding_box()
    assert x > box["x"] + box["width"]


# --- sizes ------------------------------------------------------------------


@pytest.mark.parametrize("view", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_page_fits(html, open_map, tmp_path, view):
    page = open_map(html, view=view, address="#date=2019-12-09")
    assert page.evaluate("document.documentElement.scrollWidth") == view["width"]
    for name in (".cm-map", ".cm-date", ".cm-play", ".cm-slider", ".cm-speed select"):
        box = page.page.locator(name).bounding_box()
        assert box["y"] + box["height"] <= view["height"], name
    page.page.screenshot(path=tmp_path / f"page-{view['width']}.png")
    card_of(page, "place-01")
    page.page.wait_for_timeout(400)
    page.page.screenshot(path=tmp_path / f"card-{view['width']}.png")
    assert page.evaluate("document.documentElement.scrollWidth") == view["width"]


def test_fingers_find_the_controls_of_a_phone(html, open_map):
    page = open_map(html, view=PHONE)
    page.page.get_by_role("button", name="Next change").click()
    card_of(page, "place-01")
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, select, summary, input, .leaflet-bar a")]
            .map((part) => part.matches("[type=radio], [type=checkbox]") ? part.closest("label") : part)
            .map((part) => [part.className || part.tagName, part.getBoundingClientRect()])
            .filter(([, box]) => box.width > 0 && (box.height < 44 || box.width < 44))
            .map(([name, box]) => [name, box.width, box.height])"""
    )
    assert small == []


def test_the_legend_of_a_phone_folds(html, open_map):
    page = open_map(html, view=PHONE)
    table = page.page.locator(".cm-legend-table")
    assert table.is_visible()
    page.page.get_by_text("Legend", exact=True).click()
    assert not table.is_visible()


def test_text_has_contrast(html, open_map):
    page = open_map(html, address="#date=2019-12-09")
    card_of(page, "place-01")
    page.evaluate(
        "document.querySelectorAll('details').forEach((d) => { d.open = true; })"
    )
    low = page.evaluate(CONTRAST)
    assert low == []


CONTRAST = """() => {
    const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const light = (rgb) => {
        const [r, g, b] = rgb.slice(0, 3).map((v) => v / 255)
            .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (part) => {
        for (let p = part; p; p = p.parentElement) {
            const colour = numbers(getComputedStyle(p).backgroundColor);
            if (colour.length < 4 || colour[3] > 0.5) return colour;
        }
        return [255, 255, 255];
    };
    const low = [];
    for (const part of document.querySelectorAll("body *")) {
        const own = [...part.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
        if (!own || part.closest("noscript, script") || part.offsetParent === null) continue;
        const [a, b] = [light(numbers(getComputedStyle(part).color)), light(ground(part))];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < 4.5) low.push([part.className, part.textContent.slice(0, 30), ratio]);
    }
    return low;
}"""


def test_every_control_has_a_name_and_can_be_reached_by_tab(html, open_map):
    page = open_map(html)
    named = page.evaluate(
        """() => [...document.querySelectorAll("button, select, input, summary, a")]
            .filter((part) => part.offsetParent !== null)
            .map((part) => part.getAttribute("aria-label") || part.textContent.trim()
                || (part.labels && part.labels[0] && part.labels[0].textContent.trim()))"""
    )
    assert all(named)
    seen = set()
    for _ in range(40):
        page.page.keyboard.press("Tab")
        seen.add(
            page.evaluate(
                "document.activeElement.className || document.activeElement.tagName"
            )
        )
    assert {"cm-slider", "cm-button cm-play", "cm-select", "SUMMARY"} <= seen


def test_the_page_tells_where_javascript_is_off(html, open_map):
    page = open_map(html, java_script_enabled=False)
    assert page.page.locator(".cm-noscript").is_visible()
    assert page.page.locator("h1").inner_text() == "Who held the Bay, day by day"


# --- hostile text -----------------------------------------------------------


def test_hostile_text_does_nothing_and_is_shown_as_text(hostile_html, open_map):
    page = open_map(hostile_html)
    page.evaluate(
        "document.querySelectorAll('details').forEach((d) => { d.open = true; })"
    )
    series = make_hostile_series()
    texts = []
    for place in [*series.answers][:24]:
        page.ask("choose", place)
        texts.append(page.page.locator(".cm-card").inner_text())
        page.page.keyboard.press("ArrowRight")
    page.page.wait_for_timeout(700)
    texts.append(page.page.locator("body").inner_text())
    shown = " ".join("\n".join(texts).split())
    for text in HOSTILE[:3]:
        assert " ".join(text.split()) in shown
    bad = page.evaluate(
        """() => [...document.querySelectorAll("img, iframe, object, embed, body script")]
            .filter((part) => part.type !== "application/json" && part.textContent.indexOf("L.map") < 0)
            .map((part) => part.outerHTML.slice(0, 80))"""
    )
    assert bad == []
    hrefs = page.evaluate("[...document.querySelectorAll('a')].map((a) => a.href)")
    assert all(h.startswith(("https://", "http://", "file://")) for h in hrefs)
    assert page.evaluate(
        """[...document.querySelectorAll("*")].every((part) =>
            [...part.attributes].every((a) => !a.name.startsWith("on")))"""
    )


@pytest.mark.parametrize("view", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_hostile_text_does_not_break_the_layout(hostile_html, open_map, tmp_path, view):
    page = open_map(hostile_html, view=view)
    page.ask("choose", "place-01")
    page.evaluate(
        "document.querySelectorAll('details').forEach((d) => { d.open = true; })"
    )
    page.page.wait_for_timeout(300)
    page.page.screenshot(path=tmp_path / f"hostile-{view['width']}.png")
    assert page.evaluate("document.documentElement.scrollWidth") == view["width"]


def test_the_policy_stops_a_script_that_got_in(html, open_map):
    injected = html.replace("<h1 ", "<script>window.hacked = 1</script><h1 ", 1)
    page = open_map(injected)
    assert page.evaluate("window.hacked") is None
    assert any("Content Security Policy" in problem for problem in page.problems)
    page.problems.clear()


# --- other maps and other frames --------------------------------------------


def offline(folium_map):
    """Take folium's links away and put Leaflet into the page instead."""
    folium_map.default_js, folium_map.default_css = [], []
    header = folium_map.get_root().header
    header.add_child(RawText(f"<style>{leaflet_style()}</style>"))
    header.add_child(RawText(f"<script>{leaflet_script()}</script>"))
    return folium_map


@pytest.mark.parametrize("view", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_layer_works_on_anybody_s_folium_map(series, open_map, tmp_path, view):
    other = offline(folium.Map(location=[35.6, 36.75], zoom_start=9, tiles=None))
    folium.CircleMarker([35.6, 36.75]).add_to(other)
    ControlTimeline(series, MapStyle(title="War"), show=True).add_to(other)
    folium.LayerControl(position="topleft", collapsed=False).add_to(other)
    page = open_map(other.get_root().render(), view=view)
    page.page.screenshot(path=tmp_path / f"layer-{view['width']}.png")
    page.page.keyboard.press("ArrowRight")
    assert page.ask("getDate") == "2019-11-25"
    assert page.evaluate("location.hash") == ""
    box = page.page.get_by_label("War")
    box.uncheck()
    assert page.page.locator(".cm-canvas, .cm-time").count() == 0
    page.page.keyboard.press("ArrowRight")
    assert page.ask("getDate") == "2019-11-25"
    box.check()
    page.page.get_by_role("button", name="Next change").click()
    assert page.ask("getDate") > "2019-11-25"
    assert page.page.locator(".cm-canvas").count() == 1


def test_it_runs_in_a_sandboxed_frame(html, open_map):
    article = (
        '<!DOCTYPE html><meta charset="utf-8"><p>An article.</p><iframe width="900" '
        f'height="600" sandbox="allow-scripts" srcdoc="{escape(html)}"></iframe>'
    )
    page = open_map(article)
    frame = page.page.frames[1]
    assert frame.evaluate("controlmap.getDate()") == FIRST.isoformat()
    frame.evaluate("controlmap.setDate('2019-12-01')")
    page.page.wait_for_timeout(500)
    assert frame.locator(".cm-date").inner_text() == "1 December 2019"
    page.problems[:] = [p for p in page.problems if "about:srcdoc" not in p]


def test_it_fits_its_view_when_a_hidden_frame_is_shown(html, open_map):
    article = (
        '<!DOCTYPE html><meta charset="utf-8"><iframe width="900" height="600" '
        f'style="display: none" srcdoc="{escape(html)}"></iframe>'
    )
    page = open_map(article)
    frame = page.page.frames[1]
    assert frame.evaluate("controlmap.getDate()") == FIRST.isoformat()
    page.evaluate("document.querySelector('iframe').style.display = 'block'")
    page.page.wait_for_timeout(500)
    assert frame.locator(".cm-date").inner_text()
    alone = open_map(html, view={"width": 900, "height": 600})
    view = "[map_page.getCenter().lat, map_page.getCenter().lng, map_page.getZoom()]"
    assert frame.evaluate(view) == pytest.approx(alone.evaluate(view), abs=0.02)
    page.problems[:] = [p for p in page.problems if "about:srcdoc" not in p]


def test_motion_is_reduced_where_that_is_wished(html, open_map):
    page = open_map(html, reduced_motion="reduce")
    assert page.evaluate("map_page.options.zoomAnimation") is False
    page = open_map(html)
    assert page.evaluate("map_page.options.zoomAnimation") is True
