"""What the canvas and the legend show is what the series says."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from controlmap.render.page import render_page
from controlmap.render.style import MapStyle, parse_colour
from unit.render.expected import legend_on, looks_on, sample_points, states_on
from unit.render.synthetic import FIRST, make_series

pytestmark = pytest.mark.browser

DAYS = 21
FORWARD = [0, 1, 2, 5, 9, 14, 20]
BACKWARD = [19, 12, 4, 0]
AT_RANDOM = Random(1).sample(range(DAYS), 8)


@pytest.fixture(scope="module")
def series():
    return make_series(60, DAYS)


@pytest.fixture(scope="module")
def html(series):
    return render_page(series, MapStyle(title="War"))


@pytest.fixture(scope="module")
def points(series):
    return sample_points(series)


def shown(state):
    """A state as the page gives it."""
    return {
        "status": state.status,
        "controllers": list(state.controllers),
        "basis": state.basis,
        "firmness": state.firmness,
        "freshness": state.freshness,
    }


def day(number):
    return FIRST + timedelta(days=number)


def test_states_read_back_are_those_of_the_series(series, html, open_map):
    page = open_map(html)
    ids = list(series.tessellation.place_ids)
    for number in (*FORWARD, *BACKWARD, *AT_RANDOM):
        page.ask("setDate", day(number).isoformat())
        assert page.ask("getDate") == day(number).isoformat()
        states = page.evaluate("ids => ids.map(controlmap.stateOfCell)", ids)
        wanted = states_on(series, day(number))
        assert dict(zip(ids, states, strict=True)) == {
            place: shown(state) for place, state in wanted.items()
        }


@pytest.mark.parametrize("ratio", [1, 2])
def test_each_cell_is_painted_as_its_state_looks(series, html, points, open_map, ratio):
    page = open_map(html, device_scale_factor=ratio)
    ids = list(series.tessellation.place_ids)
    for number in (0, 7, 15, 20, 8, 13):
        page.ask("setDate", day(number).isoformat())
        fills = page.evaluate("ids => ids.map(controlmap.fillOf)", ids)
        looks = looks_on(series, day(number))
        for place, fill in zip(ids, fills, strict=True):
            look = looks[place]
            parts = [look.pattern, *look.colours] if look else []
            assert fill == (" ".join(p for p in parts if p) or None)
            pixels = page.evaluate(
                "points => points.map((p) => controlmap.pixelAt(...p))", points[place]
            )
            # names and dots may lie on some of the points
            right = [is_of_look(pixel, look) for pixel in pixels]
            assert sum(right) >= 0.5 * len(right), (place, number, look, pixels)


def is_of_look(pixel, look):
    """Whether a pixel has a colour of the look; nothing where nothing is painted."""
    red, green, blue, alpha = pixel
    if look is None:
        return alpha == 0
    colours = [parse_colour(colour) for colour in look.colours]
    if (red, green, blue) in colours:
        return alpha == 255
    # between two stripes a pixel has something of both
    inside = [
        min(part) - 3 <= value <= max(part) + 3
        for value, part in zip(
            (red, green, blue), zip(*colours, strict=True), strict=True
        )
    ]
    return bool(look.pattern) and alpha == 255 and all(inside)


def test_a_step_paints_what_painting_anew_does(html, open_map):
    page = open_map(html)
    digest = """() => {
        const canvas = document.querySelector(".cm-canvas");
        return canvas.toDataURL();
    }"""
    for number in (3, 4, 9, 8, 15):
        page.ask("setDate", day(number).isoformat())
    stepped = page.evaluate(digest)
    page.ask("choose", "place-01")
    page.ask("choose", "")
    whole = page.evaluate(digest)
    different = page.evaluate(
        """async ([a, b]) => {
        const pixels = async (url) => {
            const image = new Image();
            image.src = url;
            await image.decode();
            const canvas = document.createElement("canvas");
            canvas.width = image.width;
            canvas.height = image.height;
            const context = canvas.getContext("2d");
            context.drawImage(image, 0, 0);
            return context.getImageData(0, 0, image.width, image.height).data;
        };
        const [one, two] = [await pixels(a), await pixels(b)];
        let count = 0;
        for (let i = 0; i < one.length; i += 4) {
            const apart = [0, 1, 2, 3].some((k) => Math.abs(one[i + k] - two[i + k]) > 24);
            count += Number(apart);
        }
        return count;
    }""",
        [stepped, whole],
    )
    assert different < 300  # the dots of an uncertain front may fall elsewhere


def test_a_step_paints_only_what_changed(series, html, open_map):
    page = open_map(html)
    page.evaluate(
        """() => {
        const plain = CanvasRenderingContext2D.prototype.clearRect;
        window.cleared = 0;
        CanvasRenderingContext2D.prototype.clearRect = function (x, y, width, height) {
            if (this.canvas.className.includes("cm-canvas")) window.cleared += width * height;
            plain.call(this, x, y, width, height);
        };
    }"""
    )
    whole = page.evaluate(
        "document.querySelector('.cm-canvas').width * document.querySelector('.cm-canvas').height"
    )
    painted = []
    for number in range(1, DAYS):
        page.evaluate("window.cleared = 0")
        page.ask("setDate", day(number).isoformat())
        changed = sum(change.day == day(number) for change in series.changes)
        painted.append((changed, page.evaluate("window.cleared") / whole))
    assert all(share == 0 for changed, share in painted if changed == 0)
    assert all(share < 0.1 * changed for changed, share in painted if changed)
    page.ask("choose", "place-01")
    assert page.evaluate("window.cleared") >= whole


def test_the_legend_counts_what_python_counts(series, html, open_map):
    page = open_map(html)
    for number in (0, 6, 11, 20):
        page.ask("setDate", day(number).isoformat())
        legend = page.ask("legend")
        wanted = legend_on(series, day(number))
        holders = {
            row["actor"]: (row["low"], row["best"], row["high"], row["settlements"])
            for row in legend["holders"]
        }
        assert {a: row for a, row in holders.items() if row[2]} == {
            a: pytest.approx(row, abs=1e-6) for a, row in wanted["holders"].items()
        }
        mixed = {r["status"]: (r["area"], r["settlements"]) for r in legend["mixed"]}
        assert {s: row for s, row in mixed.items() if row[0]} == {
            s: pytest.approx(row, abs=1e-6) for s, row in wanted["mixed"].items()
        }
        assert legend["noData"] == pytest.approx(wanted["no_data"], abs=1e-6)


def test_the_legend_s_rows_say_its_numbers(series, html, open_map):
    page = open_map(html)
    page.ask("setDate", day(9).isoformat())
    wanted = legend_on(series, day(9))
    rows = page.evaluate(
        """() => [...document.querySelectorAll(".cm-legend-table tbody tr")].map(
            (row) => [...row.children].map((cell) => cell.innerText))"""
    )
    names = {row[0].strip(): row[1:] for row in rows}
    low, best, high, settlements = wanted["holders"]["reds"]
    area, count = names["Red Army"]
    assert area.split() == [f"{best:,.0f}", f"{low:,.0f}\u2013{high:,.0f}"]
    assert count == str(settlements)
    assert names["No data"][0] == f"{wanted['no_data']:,.0f}"


def test_a_place_or_cell_that_is_not_there_has_no_state(html, open_map):
    page = open_map(html)
    for place in ("nowhere", "air-base", "lost-hill"):
        assert page.ask("stateOfCell", place) is None
        assert page.ask("fillOf", place) is None
    assert page.ask("pixelAt", 0, 0) is None


def test_the_functions_for_tests_and_embedders_are_frozen(html, open_map):
    page = open_map(html)
    assert page.evaluate("Object.isFrozen(window.controlmap)")
    assert page.evaluate("Object.isFrozen(controlmap.stateOfCell('place-01'))")
    assert (
        page.evaluate(
            "(() => { try { controlmap.setDate('2019-13-01'); } catch (e) { return e.message; } })()"
        )
        == "not a date: 2019-13-01"
    )


def test_zooming_and_dragging_keep_the_picture_in_place(series, html, points, open_map):
    page = open_map(html)
    page.page.mouse.move(400, 400)
    page.page.mouse.wheel(0, -240)
    page.page.wait_for_timeout(600)
    page.page.mouse.down()
    page.page.mouse.move(460, 350, steps=4)
    page.page.mouse.up()
    page.page.wait_for_timeout(600)
    looks = looks_on(series, FIRST)
    judged = 0
    for place, spots in points.items():
        pixels = page.evaluate("p => p.map((q) => controlmap.pixelAt(...q))", spots)
        seen = [is_of_look(pixel, looks[place]) for pixel in pixels if pixel]
        judged += bool(seen)
        assert sum(seen) >= 0.5 * len(seen)
    assert judged > 10
