"""The page for all: without a mouse, without sight, enlarged, with little motion."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from browser.conftest import DESKTOP, PHONE
from controlmap.render.page import render_page
from controlmap.render.style import LANGUAGES, MapStyle, Phase
from unit.render.synthetic import FIRST, make_series

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
SIZES = {"desktop": DESKTOP, "phone": PHONE}
ZOOMED = {"400 %": (320, 256), "400 %, tall": (320, 640), "200 %": (640, 400)}
PHASES = (Phase(FIRST + timedelta(3), FIRST + timedelta(9), "A truce", "ceasefire"),)

OPEN_ALL = "document.querySelectorAll('details').forEach(d => { d.open = true; })"
FOCUSABLE = "button, select, input, summary, a[href], [tabindex='0'], [contenteditable]"


@pytest.fixture(scope="module")
def pages():
    """Page of each language."""
    made = {}

    def page(language):
        if language not in made:
            style = MapStyle(
                title="Who held the Bay, day by day",
                description="Control of villages, from dated reports.",
                language=language,
                phases=PHASES,
            )
            made[language] = render_page(make_series(60, 21), style)
        return made[language]

    return page


@pytest.fixture(scope="module")
def axe():
    """Text of the library that finds barriers."""
    if not AXE.is_file():
        pytest.fail("no axe-core: 'make browser' fetches it", pytrace=False)
    return AXE.read_text("utf-8")


def barriers(page, axe):
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    assert len(found["passes"]) > 20
    return [
        (each["id"], each["impact"], [node["html"][:90] for node in each["nodes"][:3]])
        for each in found["violations"]
    ]


# --- barriers ---------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_barrier(pages, axe, open_map, language, size):
    page = open_map(
        pages(language), view=SIZES[size], address="#date=2019-12-09", bypass_csp=True
    )
    assert barriers(page, axe) == []
    page.evaluate(OPEN_ALL)
    page.ask("choose", "place-01")
    page.page.wait_for_timeout(400)
    assert barriers(page, axe) == []


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("address", ["?embed", "?embed#place=place-01"])
def test_axe_finds_no_barrier_in_a_frame(pages, axe, open_map, language, address):
    page = open_map(
        pages(language),
        view={"width": 600, "height": 400},
        address=address,
        bypass_csp=True,
    )
    assert barriers(page, axe) == []


def test_axe_finds_no_barrier_where_no_script_runs(pages, axe, open_map):
    # axe itself is a script: the static text is put where a reader without one sees it
    page = open_map(pages("en"), bypass_csp=True)
    page.evaluate(
        """() => {
            const still = document.querySelector("noscript");
            const shown = new DOMParser().parseFromString(still.textContent, "text/html");
            document.querySelector(".cm-main").replaceChildren(...shown.body.children);
        }"""
    )
    assert barriers(page, axe) == []


# --- keyboard ---------------------------------------------------------------


@pytest.mark.parametrize("address", ["", "?embed"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_tab_reaches_every_control_and_shows_where_it_is(
    pages, open_map, language, address
):
    page = open_map(pages(language), address=address)
    wanted = page.evaluate(
        f"""() => [...document.querySelectorAll("{FOCUSABLE}")]
            .filter((part) => part.checkVisibility() && part.tabIndex >= 0)
            .map((part, i) => {{ part.dataset.stop = i; return i; }})"""
    )
    seen, unmarked = [], []
    for _ in range(len(wanted) + 1):
        page.page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
                const part = document.activeElement;
                const { outlineStyle, outlineWidth } = getComputedStyle(part);
                const isMarked = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
                const box = part.getBoundingClientRect();
                const isSeen = box.bottom > 0 && box.top < innerHeight;
                return [part.dataset.stop, isMarked && isSeen, part.outerHTML.slice(0, 60)];
            }"""
        )
        if stop[0] is None:
            continue
        seen.append(int(stop[0]))
        if not stop[1]:
            unmarked.append(stop[2])
    assert unmarked == []
    assert set(seen) == set(wanted)


def press(page, selector, key):
    """Press a key where the focus is on a part of the page."""
    page.page.locator(selector).first.focus()
    page.page.keyboard.press(key)


def test_the_date_is_chosen_by_keys(pages, open_map):
    page = open_map(pages("en"))
    truce = PHASES[0].first_day
    press(page, "button[aria-label='Next change']", "Enter")
    assert page.ask("getDate") > FIRST.isoformat()
    press(page, ".cm-phase", "Enter")
    assert page.ask("getDate") == truce.isoformat()
    press(page, ".cm-slider", "ArrowRight")
    assert page.ask("getDate") == (truce + timedelta(1)).isoformat()
    press(page, ".cm-speed .cm-select", "ArrowDown")
    assert page.page.locator(".cm-speed .cm-select").input_value() == "14"
    press(page, ".cm-play", "Enter")
    page.until(f"controlmap.getDate() > '{truce + timedelta(2)}'")
    press(page, ".cm-play", " ")
    assert page.page.get_by_role("button", name="Play").count() == 1


def test_places_are_read_by_keys(pages, open_map):
    page = open_map(pages("en"), address="#date=2019-12-09")
    focused = "document.activeElement.className"
    press(page, ".cm-news .cm-row", "Enter")
    assert page.page.locator(".cm-card").is_visible()
    page.page.keyboard.press("Tab")
    assert page.evaluate(focused) == "cm-close"
    page.page.keyboard.press("Enter")
    assert not page.page.locator(".cm-card").is_visible()
    assert "cm-row" in page.evaluate(focused)
    press(page, ".cm-table summary", "Enter")
    assert page.page.locator(".cm-places").is_visible()
    zoom = page.evaluate("map_page.getZoom()")
    press(page, ".leaflet-control-zoom-in", "Enter")
    page.until(f"map_page.getZoom() > {zoom}")


# --- spoken -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "9 December 2019"),
        ("ar", "9 ديسمبر 2019"),
        ("fr", "9 décembre 2019"),
        ("tr", "9 Aral\u0131k 2019"),
    ],
)
def test_a_day_and_its_changes_are_read_aloud(pages, open_map, language, day):
    page = open_map(pages(language))
    status = page.page.locator(".cm-unseen[role=status][aria-live=polite]")
    page.ask("setDate", "2019-12-09")
    page.until("document.querySelector('[role=status]').textContent !== ''")
    spoken = status.text_content()
    # an Arabic month has two names, and which one a browser takes is its own choice
    assert spoken.split(".")[0] in {day, "9 كانون الأول 2019"}
    rows = page.page.locator(".cm-news .cm-row")
    assert rows.count() > 0
    for row in rows.all():
        name = row.locator(".cm-name").inner_text()
        assert f"{name}: {row.locator('.cm-quiet').inner_text()}" in spoken


def test_nothing_is_read_aloud_while_days_go_by(pages, open_map):
    page = open_map(pages("en"))
    page.until("document.querySelector('[role=status]').textContent !== ''")
    page.evaluate(
        """() => {
            window.spoken = [];
            const status = document.querySelector("[role=status]");
            new MutationObserver(() => window.spoken.push(status.textContent))
                .observe(status, { childList: true, characterData: true, subtree: true });
        }"""
    )
    page.page.get_by_label("Speed").select_option("3")
    page.page.get_by_role("button", name="Play").click()
    page.page.wait_for_timeout(1500)
    assert page.ask("getDate") > FIRST.isoformat()
    assert page.evaluate("window.spoken") == []
    page.page.get_by_role("button", name="Pause").click()
    page.until("window.spoken.length > 0")
    shown = page.page.locator(".cm-date").inner_text()
    assert page.evaluate("window.spoken")[0].startswith(shown)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_states_of_a_day_are_there_as_a_table(pages, open_map, language):
    page = open_map(pages(language), address="#date=2019-12-01")
    page.evaluate(OPEN_ALL)
    table = page.page.locator("table.cm-places")
    heads = table.locator("thead th[scope=col]")
    assert heads.count() == 2
    assert (
        table.locator("caption").inner_text()
        == page.page.locator(".cm-date").inner_text()
    )
    rows = table.locator("tbody tr")
    assert rows.count() > 30
    assert rows.locator("th[scope=row]").count() == rows.count()


# --- motion -----------------------------------------------------------------


@pytest.mark.parametrize("wish", ["reduce", "no-preference"])
def test_the_map_glides_only_where_motion_is_welcome(pages, open_map, wish):
    page = open_map(pages("en"), reduced_motion=wish)
    glides = wish != "reduce"
    assert page.evaluate("map_page.options.inertia") is glides
    assert page.evaluate("map_page.options.fadeAnimation") is glides
    page.evaluate(
        """() => { window.steps = 0;
            map_page.on("move", () => { window.steps += 1; }); }"""
    )
    page.page.locator(".folium-map").focus()
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("Shift+Tab")
    page.page.keyboard.press("ArrowRight")
    page.page.wait_for_timeout(500)
    assert (page.evaluate("window.steps") > 2) is glides
    place = make_series(60, 21).dataset.places["place-01"]
    page.evaluate(
        """([lat, lon]) => {
            const { x } = map_page.latLngToContainerPoint([lat, lon]);
            map_page.panBy([x + 60, 0], { animate: false });
            window.steps = 0;
        }""",
        [place.lat, place.lon],
    )
    page.ask("choose", "place-01")
    page.page.wait_for_timeout(500)
    assert (page.evaluate("window.steps") > 2) is glides
    assert page.ask("getDate") == FIRST.isoformat()  # nothing plays by itself


# --- sizes ------------------------------------------------------------------


@pytest.mark.parametrize("zoom", ZOOMED)
@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_nothing_is_lost_where_all_is_enlarged(pages, open_map, language, zoom):
    width, height = ZOOMED[zoom]
    page = open_map(
        pages(language),
        view={"width": width, "height": height},
        address="#date=2019-12-09",
    )
    page.evaluate(OPEN_ALL)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    lost = page.evaluate(
        """() => {
            const lost = [];
            const parts = document.querySelectorAll(
                "button, select, input, summary, h1, h2, p, th, td, li, .cm-date, .leaflet-bar a");
            for (const part of parts) {
                if (!part.checkVisibility() || part.closest(".cm-unseen, noscript")) continue;
                part.scrollIntoView({ block: "nearest" });
                const box = part.getBoundingClientRect();
                const isPhase = part.closest(".cm-phases") !== null;
                const isCut = !isPhase && part.scrollWidth > part.clientWidth + 1
                    && getComputedStyle(part).overflowX !== "visible";
                if (box.left < -1 || box.right > innerWidth + 1 || isCut)
                    lost.push([part.className || part.tagName, box.left, box.right]);
            }
            return lost;
        }"""
    )
    assert lost == []
    room = page.page.locator(".cm-map").bounding_box()["height"]
    assert room < height, "a reader can scroll past the map"
    page.ask("choose", "place-01")
    card = page.page.locator(".cm-card").bounding_box()
    assert card["x"] >= 0
    assert card["x"] + card["width"] <= width


@pytest.mark.parametrize("address", ["#date=2019-12-09", "?embed#date=2019-12-09"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_target_of_a_phone_has_room_for_a_finger(
    pages, open_map, language, address
):
    page = open_map(pages(language), view=PHONE, address=address)
    page.evaluate(OPEN_ALL)
    page.ask("choose", "place-01")
    small = page.evaluate(
        f"""() => [...document.querySelectorAll("{FOCUSABLE}")]
            .filter((part) => part.checkVisibility())
            .filter((part) => !part.closest(".leaflet-control-attribution, .cm-phases"))
            .map((part) => part.matches("[type=radio], [type=checkbox]") ? part.closest("label") : part)
            .map((part) => [part.outerHTML.slice(0, 80), part.getBoundingClientRect()])
            .filter(([, box]) => box.height < 44 || box.width < 24)
            .map(([name, box]) => [name, box.width, box.height])"""
    )
    assert small == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_keeps_its_direction_and_its_own_words(pages, open_map, language):
    page = open_map(pages(language), address="#date=2019-12-01")
    root = page.evaluate(
        "[document.documentElement.lang, document.documentElement.dir]"
    )
    assert root == [language, "rtl" if language == "ar" else "ltr"]
    page.evaluate(OPEN_ALL)
    page.ask("choose", "place-01")
    # a message that is missing shows its key
    keys = page.evaluate(
        r"""() => document.body.innerText.match(
            /\b(?:about|legend|rule|event|kind|look|answer|certainty|precision|speed)[._][a-z_-]+|\{\w+\}/g)"""
    )
    assert keys is None
    card = page.page.locator(".cm-card")
    name = {"ar": "كفر نورا"}.get(language, "Deir Lina")
    assert name in card.get_by_role("heading").first.inner_text()
    legend = page.page.locator(".cm-legend-table").inner_text()
    assert ("الجيش الأحمر" if language == "ar" else "Red Army") in legend
