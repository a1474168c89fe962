"""Two hundred texts of an enemy, each in every kind of field: none acts on the page."""

from __future__ import annotations

import json
from datetime import date

import folium
import pytest

from browser.conftest import DESKTOP, PHONE
from browser.test_parts import offline
from controlmap.render.index import IndexEntry, render_index
from controlmap.render.page import ControlTimeline, render_page
from hostile_strings import HOSTILE_STRINGS
from unit.render.hostile import hostile_series, hostile_style

pytestmark = pytest.mark.browser

GROUPS = 8
CHUNKS = [HOSTILE_STRINGS[start::GROUPS] for start in range(GROUPS)]
LONGEST = max(range(GROUPS), key=lambda group: len("".join(CHUNKS[group])))

OPEN_ALL = "document.querySelectorAll('details').forEach(d => { d.open = true; })"

TRACES = """() => ({
    ran: window.ran === undefined,
    foreign: [...document.querySelectorAll(
        "img, iframe, object, embed, video, audio, form, base, template, marquee, math"
    )].length,
    refreshes: document.querySelectorAll("meta[http-equiv]").length,
    handlers: [...document.querySelectorAll("*")].filter((part) =>
        [...part.attributes].some((each) => /^on|^formaction$/i.test(each.name))).length,
    links: [...document.querySelectorAll("a[href]:not(.leaflet-bar a)")].filter((link) =>
        !/^https?:$/.test(link.protocol) || link.rel !== "noopener noreferrer")
        .map((link) => link.outerHTML),
    turned: (() => {
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const found = [];
        while (walker.nextNode()) {
            const { data, parentElement } = walker.currentNode;
            if (parentElement.closest("script, noscript, header")) continue;
            if (/[\\u202a-\\u202e]/.test(data)) found.push(parentElement.outerHTML.slice(0, 200));
            let depth = 0;
            for (const sign of data) {
                if (/[\\u2066-\\u2068]/.test(sign)) depth += 1;
                if (sign === "\\u2069") depth -= 1;
                if (depth < 0) break;
            }
            if (depth !== 0) found.push(parentElement.outerHTML.slice(0, 200));
        }
        return found;
    })(),
})"""

# Every control that is shown can be hit in its middle, and lies inside the page.
COVERED = """() => {
    const bad = [];
    const controls = document.querySelectorAll(
        ".cm-time button, .cm-slider, select, .leaflet-bar a, summary, .cm-close"
    );
    for (const part of controls) {
        if (part.getClientRects().length === 0 || part.closest(".cm-phases")) continue;
        part.scrollIntoView({ block: "center" });
        const box = part.getBoundingClientRect();
        const hit = document.elementFromPoint(
            box.left + box.width / 2, box.top + box.height / 2);
        const isHit = hit !== null && (part.contains(hit) || hit.contains(part));
        if (!isHit || box.left < 0 || box.right > innerWidth + 1)
            bad.push([part.className || part.tagName, hit && hit.className]);
    }
    scrollTo(0, 0);
    return bad;
}"""

QUIET = {
    "ran": True,
    "foreign": 0,
    "refreshes": 1,
    "handlers": 0,
    "links": [],
    "turned": [],
}


@pytest.fixture(scope="module")
def pages():
    """Pages of all texts, made when they are asked for."""
    made = {}

    def page(group, **style):
        key = (group, *style.items())
        if key not in made:
            texts = CHUNKS[group]
            made[key] = render_page(
                hostile_series(texts), hostile_style(texts, **style)
            )
        return made[key]

    return page


def plain(text):
    """What is left of a text on a page: no spaces, no marks of direction."""
    return "".join(c for c in text if c.isalnum())


def walk(page):
    """Open the card of every place on the first and the last day; all that is said."""
    return page.evaluate(
        """async () => {
            const said = [];
            const days = ["2019-11-24", "2019-11-27"];
            const all = [...document.querySelectorAll(".cm-news, .cm-side, .cm-time")];
            for (const day of days) {
                controlmap.setDate(day);
                for (let i = 0; i < 70; i += 1) {
                    controlmap.choose(`place-${String(i).padStart(2, "0")}`);
                    said.push(document.querySelector(".cm-card").textContent);
                }
                for (const part of all) said.push(part.textContent);
            }
            controlmap.choose("");
            return said.join(" ") + document.querySelector("header").textContent;
        }"""
    )


@pytest.mark.parametrize("group", range(GROUPS))
def test_none_of_them_runs_and_all_are_shown_as_text(pages, open_map, group):
    html = pages(group)
    page = open_map(html)
    page.evaluate(OPEN_ALL)
    said = plain(walk(page))
    page.page.mouse.move(400, 300)
    page.page.wait_for_timeout(100)
    assert page.evaluate(TRACES) == QUIET
    assert page.evaluate("document.scripts.length") == html.count("<script")
    missing = [
        text
        for text in CHUNKS[group]
        if plain(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
        not in said
    ]
    assert missing == []


@pytest.mark.parametrize("group", range(GROUPS))
def test_none_of_them_breaks_the_layout(pages, open_map, group):
    page = open_map(pages(group), view=PHONE)
    page.evaluate(OPEN_ALL)
    for place in ("place-00", "place-07", "place-13"):
        page.ask("choose", place)
        close = page.page.locator(".cm-close")
        close.scroll_into_view_if_needed()
        close.click()
        assert not page.page.locator(".cm-card").is_visible()
    for view in (PHONE, DESKTOP):
        page.page.set_viewport_size(view)
        assert page.evaluate(COVERED) == []
        assert page.evaluate("document.documentElement.scrollWidth") == view["width"]
        map_box = page.page.locator(".cm-map").bounding_box()
        assert map_box["height"] >= 200


# What a reader may let count, and the layer of disagreements with it.
CHOICES = [
    {"policy": "adverse"},
    {"policy": "corroborated", "by": "bloc"},
    {"policy": "merged", "asOf": "2019-11-26"},
    {"asOf": None, "along": "reported", "lag": 1},
]

# Lets reports count and opens all: the list, and the card of each place in it. Gives
# what is said of the choice, and what the list and the cards say.
CHOOSE = """async (choice) => {
    await controlmap.setChoice({ differ: true, ...choice });
    document.querySelector(".cm-differing .cm-more")?.click();
    const cards = [];
    for (const name of document.querySelectorAll(".cm-differing > ul > li > button")) {
        name.click();
        document.querySelectorAll(".cm-card details").forEach((d) => { d.open = true; });
        cards.push(document.querySelector(".cm-card").textContent);
    }
    return {
        note: document.querySelector(".cm-choice-note").textContent,
        list: document.querySelector(".cm-differing").textContent,
        cards,
    };
}"""

VOICES = """[...document.querySelectorAll(".cm-choice-voice optgroup")].map((group) =>
    [...group.children].map(({ value, label }) => ({ value, label })))"""


@pytest.mark.parametrize("group", range(GROUPS))
def test_none_of_them_runs_whatever_counts(pages, open_map, group):
    page = open_map(pages(group))
    page.evaluate(OPEN_ALL)
    page.ask("setDate", "2019-11-27")
    for choice in CHOICES:
        told = page.evaluate(CHOOSE, choice)
        assert told["note"]
        assert len(told["cards"]) > 2
        assert page.evaluate(TRACES) == QUIET
    kinds = page.evaluate(VOICES)
    assert min(map(len, kinds)) >= len(CHUNKS[group])
    assert len(kinds) == 3
    for voice in (voice for voices in kinds for voice in voices):
        told = page.evaluate(CHOOSE, {"perspectives": [voice["value"]]})
        assert plain(voice["label"]) in plain(told["note"])
    assert page.evaluate(TRACES) == QUIET


@pytest.mark.parametrize("group", range(GROUPS))
def test_none_of_them_breaks_the_layout_whatever_counts(pages, open_map, group):
    page = open_map(pages(group), view=PHONE)
    page.evaluate(OPEN_ALL)
    page.ask("setDate", "2019-11-27")
    voices = [v["value"] for kind in page.evaluate(VOICES) for v in kind]
    longest = {"perspectives": [max(voices, key=len)]}
    several = {"perspectives": sorted(voices, key=len)[-9:]}
    for choice in (*CHOICES, longest, several):
        page.evaluate(CHOOSE, choice)
        close = page.page.locator(".cm-close")
        close.scroll_into_view_if_needed()
        close.click()
        for view in (PHONE, DESKTOP):
            page.page.set_viewport_size(view)
            assert page.evaluate(COVERED) == []
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width == view["width"]
            assert page.page.locator(".cm-map").bounding_box()["height"] >= 200
            assert page.page.locator(".cm-choice-note").bounding_box()["height"] <= 90


@pytest.mark.parametrize("text", ["\ud800", "\udc00 alone", "\udc00\ud800"])
def test_an_address_holds_a_voice_of_broken_text(open_map, text):
    page = open_map(render_page(hostile_series([text, "Desk"]), hostile_style(["War"])))
    page.evaluate(CHOOSE, {"perspectives": [f"publisher:{text}"]})
    page.until("location.hash.includes('perspective=publisher%3A')")
    assert "%EF%BF%BD" in page.evaluate("location.hash")


@pytest.mark.parametrize("language", ["ar"])
def test_they_are_as_harmless_from_right_to_left(pages, open_map, language):
    page = open_map(pages(LONGEST, language=language))
    page.evaluate(OPEN_ALL)
    walk(page)
    assert page.evaluate(TRACES) == QUIET
    assert page.evaluate(COVERED) == []
    assert page.evaluate("document.documentElement.scrollWidth") == DESKTOP["width"]


def test_they_are_as_harmless_where_no_script_runs(pages, open_map):
    page = open_map(pages(LONGEST), java_script_enabled=False)
    box = page.page.locator(".cm-noscript").bounding_box()
    assert box["x"] + box["width"] <= DESKTOP["width"]
    assert page.page.locator(".cm-noscript img, .cm-noscript iframe").count() == 0


def test_a_name_does_not_turn_its_neighbours(open_map):
    """What follows a turned name within a sentence is read from left to right."""
    texts = ["\u202eturned", "\u2069\u202eout and turned", "\u2067\u0643\u0641\u0631"]
    page = open_map(render_page(hostile_series(texts), hostile_style(["War"])))
    backwards = page.evaluate(
        """() => {
            const bad = [];
            let seen = 0;
            for (let i = 0; i < 40; i += 1) {
                controlmap.choose(`place-${String(i).padStart(2, "0")}`);
                for (const part of document.querySelectorAll(".cm-card .cm-inferred")) {
                    const node = part.firstChild;
                    const word = /\\((firm|likely|uncertain)\\)$/.exec(node.data);
                    const range = document.createRange();
                    const lefts = [];
                    for (let at = word.index; at < node.data.length; at += 1) {
                        range.setStart(node, at);
                        range.setEnd(node, at + 1);
                        const { left, top } = range.getBoundingClientRect();
                        lefts.push([top, left]);
                    }
                    seen += 1;
                    const isForwards = lefts.every(([top, left], n) => n === 0
                        || top > lefts[n - 1][0] + 5 || left >= lefts[n - 1][1]);
                    if (!isForwards) bad.push(node.data);
                }
            }
            return { bad, seen };
        }"""
    )
    assert backwards["seen"] > 5
    assert backwards["bad"] == []


def test_a_list_of_maps_holds_any_text(open_map):
    day, still = date(2019, 11, 24), '<svg viewBox="0 0 9 9" role="img"></svg>'
    entries = [
        IndexEntry("map.html", text, text, day, day, 1000, still)
        for text in HOSTILE_STRINGS
    ]
    for view in (DESKTOP, PHONE):
        page = open_map(render_index(entries), view=view)
        traces = page.evaluate(TRACES)
        assert (traces["foreign"], traces["handlers"]) == (0, 0)
        assert page.evaluate("document.querySelectorAll('li').length") == len(entries)
        assert page.evaluate("document.documentElement.scrollWidth") == view["width"]


@pytest.mark.parametrize("group", [0, 3])
def test_a_layer_on_anybody_s_map_holds_any_text(open_map, group):
    """There no policy stands behind us: names in its control are text, too."""
    texts = CHUNKS[group]
    other = offline(folium.Map(location=[35.6, 36.75], zoom_start=9, tiles=None))
    ControlTimeline(hostile_series(texts), hostile_style(texts)).add_to(other)
    folium.LayerControl(collapsed=False).add_to(other)
    page = open_map(other.get_root().render())
    page.evaluate(OPEN_ALL)
    page.page.wait_for_timeout(200)
    traces = page.evaluate(TRACES)
    assert (traces["ran"], traces["foreign"], traces["handlers"]) == (True, 0, 0)
    label = page.page.locator(".leaflet-control-layers-overlays").text_content()
    assert plain(texts[0]) in plain(label)


def test_the_corpus_is_large_and_has_no_text_twice():
    assert len(set(HOSTILE_STRINGS)) == len(HOSTILE_STRINGS) >= 150
    assert {text for chunk in CHUNKS for text in chunk} == set(HOSTILE_STRINGS)
    assert json.loads(json.dumps(HOSTILE_STRINGS)) == list(HOSTILE_STRINGS)
