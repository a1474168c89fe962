"""The date: slider, buttons, keys, play, address, and the right day everywhere."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from browser.conftest import DESKTOP, PHONE
from controlmap.render.page import render_page
from controlmap.render.style import MapStyle, Phase
from unit.render.synthetic import FIRST, make_series

pytestmark = pytest.mark.browser

LAST = FIRST + timedelta(days=20)


@pytest.fixture(scope="module")
def html():
    return render_page(make_series(40, 21), MapStyle(title="War", days_per_second=14))


@pytest.fixture(scope="module")
def long_html():
    """Half a year, to step by months."""
    return render_page(make_series(8, 200))


def date_shown(page):
    """Date of the label, the slider and the state, which must agree."""
    label = page.page.locator(".cm-date").inner_text()
    spoken = page.page.locator(".cm-slider").get_attribute("aria-valuetext")
    assert label == spoken
    return page.ask("getDate"), label


def iso(days):
    return (FIRST + timedelta(days=days)).isoformat()


def test_the_page_opens_on_its_first_day_or_the_one_asked_for(html, open_map):
    assert date_shown(open_map(html)) == ("2019-11-24", "24 November 2019")
    style = MapStyle(start=FIRST + timedelta(days=5))
    page = open_map(render_page(make_series(12, 10), style))
    assert date_shown(page) == ("2019-11-29", "29 November 2019")


def test_the_slider_moves_the_date(html, open_map):
    page = open_map(html)
    slider = page.page.get_by_role("slider", name="Date")
    slider.fill("7")
    assert date_shown(page) == ("2019-12-01", "1 December 2019")
    box = slider.bounding_box()
    page.page.mouse.click(box["x"] + box["width"] - 8, box["y"] + box["height"] / 2)
    assert page.ask("getDate") == iso(20)


def test_arrows_home_and_end_step(html, open_map):
    page = open_map(html)
    press = page.page.keyboard.press
    for keys, day in (
        (["ArrowRight"], 1),
        (["ArrowRight", "ArrowRight"], 3),
        (["ArrowLeft"], 2),
        (["End"], 20),
        (["ArrowRight"], 20),
        (["Home"], 0),
        (["ArrowLeft"], 0),
    ):
        for key in keys:
            press(key)
        assert page.ask("getDate") == iso(day)


def test_arrows_step_once_where_the_slider_has_the_focus(html, open_map):
    page = open_map(html)
    page.page.get_by_role("slider").focus()
    page.page.keyboard.press("ArrowRight")
    assert page.ask("getDate") == iso(1)
    page.page.keyboard.press("End")
    assert page.ask("getDate") == iso(20)


def test_shift_steps_by_months(long_html, open_map):
    page = open_map(long_html, address="#date=2019-12-31")
    for key, day in (
        ("Shift+ArrowRight", "2020-01-31"),
        ("Shift+ArrowRight", "2020-02-29"),
        ("Shift+ArrowLeft", "2020-01-29"),
        ("Shift+ArrowLeft", "2019-12-29"),
        ("Shift+ArrowLeft", "2019-11-29"),
        ("Shift+ArrowLeft", "2019-11-24"),
    ):
        page.page.keyboard.press(key)
        assert page.ask("getDate") == day


def test_keys_leave_text_fields_and_buttons_alone(html, open_map):
    page = open_map(html)
    page.page.get_by_label("Speed").focus()
    page.page.keyboard.press("End")
    assert page.ask("getDate") == iso(0)
    page.page.get_by_role("button", name="Next change").focus()
    page.page.keyboard.press(" ")
    assert page.ask("getDate") != iso(0)
    assert page.page.get_by_role("button", name="Play").count() == 1


def test_the_map_keeps_its_arrows_where_it_was_reached_by_tab(html, open_map):
    page = open_map(html)
    page.page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("folium-map")
    before = page.evaluate("map_page.getCenter().lng")
    page.page.keyboard.press("ArrowRight")
    page.page.wait_for_timeout(500)
    assert page.ask("getDate") == iso(0)
    assert page.evaluate("map_page.getCenter().lng") > before
    page.page.mouse.click(30, 690)
    page.page.keyboard.press("ArrowRight")
    assert page.ask("getDate") == iso(1)


def test_play_moves_the_date_and_pause_stops_it(html, open_map):
    page = open_map(html)
    page.page.wait_for_timeout(300)
    assert page.ask("getDate") == iso(0)  # nothing plays by itself
    page.page.get_by_role("button", name="Play").click()
    page.until(f"controlmap.getDate() >= '{iso(3)}'")
    page.page.get_by_role("button", name="Pause").click()
    stopped = page.ask("getDate")
    page.page.wait_for_timeout(300)
    assert page.ask("getDate") == stopped < iso(20)


def test_space_plays_to_the_end_stops_there_and_starts_again(html, open_map):
    page = open_map(html)
    page.page.keyboard.press(" ")
    page.until(f"controlmap.getDate() === '{iso(20)}'")
    page.until(
        "document.querySelector('.cm-play').getAttribute('aria-label') === 'Play'"
    )
    page.page.get_by_label("Speed").select_option("3")
    page.page.locator("h1").click()
    page.page.keyboard.press(" ")
    page.until(f"controlmap.getDate() < '{iso(10)}'")
    page.page.keyboard.press(" ")
    assert page.page.get_by_role("button", name="Play").is_visible()


def test_speed_is_days_a_second(html, open_map):
    page = open_map(html)
    assert page.page.get_by_label("Speed").input_value() == "14"
    page.page.get_by_label("Speed").select_option("3")
    page.page.get_by_role("button", name="Play").click()
    page.page.wait_for_timeout(1500)
    assert iso(2) <= page.ask("getDate") <= iso(6)


def test_steps_lead_to_the_days_of_changes(html, open_map):
    series = make_series(40, 21)
    told = {
        place: [
            (day, answer.status, answer.controllers, answer.before)
            for day, answer in log
        ]
        for place, log in series.answers.items()
        if place in series.tessellation.place_ids
    }
    days = sorted({day for log in told.values() for day, *_ in log[1:]})
    page = open_map(html)
    seen = []
    while True:
        page.page.get_by_role("button", name="Next change").click()
        if page.ask("getDate") in seen:
            break
        seen.append(page.ask("getDate"))
    assert seen == [day.isoformat() for day in days]
    page.page.get_by_role("button", name="Previous change").click()
    assert page.ask("getDate") == seen[-2]


def test_the_day_s_changes_are_told(html, open_map):
    page = open_map(html)
    assert page.page.get_by_text("No change on this day").is_visible()
    page.page.get_by_role("button", name="Next change").click()
    page.until("document.querySelector('[role=status]').textContent !== ''")
    spoken = page.page.get_by_role("status").text_content()
    first = page.page.locator(".cm-news li").first
    name = first.locator(".cm-name").inner_text()
    assert spoken.startswith(page.page.locator(".cm-date").inner_text())
    assert name in spoken
    first.get_by_role("button").click()
    assert (
        page.page.get_by_role("region", name="Place")
        .get_by_role("heading")
        .first.inner_text()
        .startswith(name)
    )


def test_an_address_with_a_date_and_a_view_is_followed(html, open_map):
    page = open_map(html, address="#date=2019-12-05&lat=35.5&lon=36.9&z=10.5")
    assert page.ask("getDate") == "2019-12-05"
    center = page.evaluate(
        "[map_page.getCenter().lat, map_page.getCenter().lng, map_page.getZoom()]"
    )
    assert center == pytest.approx([35.5, 36.9, 10.5], abs=1e-3)
    page.evaluate("location.hash = '#date=2019-12-07'")
    page.until("controlmap.getDate() === '2019-12-07'")


def test_the_address_is_written_and_leads_back(html, open_map):
    page = open_map(html)
    page.ask("setDate", "2019-12-08")
    page.evaluate("map_page.setView([35.55, 36.85], 11, { animate: false })")
    page.until(
        "location.hash.includes('date=2019-12-08') && location.hash.includes('z=11')"
    )
    written = page.evaluate("location.hash")
    assert re.fullmatch(r"#date=2019-12-08&lat=35\.55\d\d&lon=36\.85\d\d&z=11", written)
    assert page.evaluate("history.length") <= 2
    again = open_map(html, address=written)
    assert again.ask("getDate") == "2019-12-08"
    assert again.evaluate("map_page.getZoom()") == 11


@pytest.mark.parametrize(
    "address",
    [
        "#date=2019-02-30",
        "#date=<script>",
        "#lat=x&lon=1&z=2",
        "#lat=95&lon=36&z=9",
        "#&&==",
        "#date=2019-12-01T00:00",
    ],
)
def test_a_bad_address_changes_nothing(html, open_map, address):
    page = open_map(html, address=address)
    assert page.ask("getDate") == iso(0)


def test_a_date_outside_the_map_leads_to_its_end(html, open_map):
    assert open_map(html, address="#date=2024-01-01").ask("getDate") == LAST.isoformat()
    page = open_map(html)
    page.ask("setDate", "1999-01-01")
    assert page.ask("getDate") == FIRST.isoformat()


def test_a_map_of_one_day_has_no_slider(open_map):
    page = open_map(render_page(make_series(12, 1)))
    assert page.page.locator(".cm-date").is_visible()
    assert not page.page.locator(".cm-slider").is_visible()
    page.page.keyboard.press("ArrowRight")
    assert page.ask("getDate") == FIRST.isoformat()


def test_an_arabic_page_counts_to_the_left(open_map):
    style = MapStyle(language="ar")
    page = open_map(render_page(make_series(12, 5), style))
    assert "نوفمبر" in page.page.locator(".cm-date").inner_text()
    page.page.keyboard.press("ArrowLeft")
    assert page.ask("getDate") == iso(1)
    slider = page.page.get_by_role("slider").bounding_box()
    page.page.mouse.click(slider["x"] + 8, slider["y"] + slider["height"] / 2)
    assert page.ask("getDate") == iso(4)


PHASES = (
    Phase(FIRST + timedelta(4), FIRST + timedelta(4), "A <b>truce</b>", "ceasefire"),
    Phase(
        FIRST + timedelta(6),
        FIRST + timedelta(60),
        "Advance",
        source="https://a.example/",
    ),
    Phase(FIRST - timedelta(90), FIRST - timedelta(80), "Long before"),
)


@pytest.mark.parametrize("view", [DESKTOP, PHONE])
def test_phases_are_marked_and_lead_to_their_first_day(open_map, view):
    page = open_map(
        render_page(make_series(20, 21), MapStyle(phases=PHASES)), view=view
    )
    marks = page.page.locator(".cm-phase")
    labels = [marks.nth(n).get_attribute("aria-label") for n in range(marks.count())]
    assert labels == [
        "A <b>truce</b>: 28 November 2019",
        "Advance: 30 November 2019 – 23 January 2020",
    ]
    for number, day in enumerate(("2019-11-28", "2019-11-30")):
        marks.nth(number).click()
        assert page.ask("getDate") == day
    track = page.page.locator(".cm-track").bounding_box()
    last = marks.nth(1).bounding_box()
    assert last["x"] + last["width"] <= track["x"] + track["width"] + 1
    about = page.page.locator(".cm-about")
    about.locator("summary").first.click()
    about.locator("a[href='https://a.example/']").wait_for(state="attached")


def test_without_phases_there_is_no_strip(html, open_map):
    assert open_map(html).page.locator(".cm-phases").count() == 0
