"""Fifty dates of a shipped map, read back from its page, are what the engine says.

They are visited forward, backward and at random, in time zones on both sides of UTC.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from random import Random

import numpy as np
import pytest
import shapely

from browser.test_picture import is_of_look
from controlmap.geometry.cell_state import CellState, observed_cell
from controlmap.geometry.crs import to_degrees, to_metres
from controlmap.render.style import PAPER, parse_colour
from unit.render.expected import cell_polygons, legend_on, looks_on, states_on

pytestmark = pytest.mark.browser

SEED = 20180209
DATES = 50
ZONES = ("UTC", "America/New_York", "Pacific/Auckland")
LANGUAGES = ("en", "ar")

# an Arabic month has two names, and which one a browser takes is its own choice
MONTHS = {
    "en": [
        {name}
        for name in (
            "January", "February", "March", "April", "May", "June", "July",
            "August", "September", "October", "November", "December",
        )
    ],
    "ar": [
        {"يناير", "كانون الثاني"},
        {"فبراير", "شباط"},
        {"مارس", "آذار"},
        {"أبريل", "نيسان"},
        {"مايو", "أيار"},
        {"يونيو", "حزيران"},
        {"يوليو", "تموز"},
        {"أغسطس", "آب"},
        {"سبتمبر", "أيلول"},
        {"أكتوبر", "تشرين الأول"},
        {"نوفمبر", "تشرين الثاني"},
        {"ديسمبر", "كانون الأول"},
    ],
}  # fmt: skip

ROOM_M = 650
"""From a point whose colour is read to the edge of its cell, and to its place."""

SPOTS = 16
"""Cells whose colour is read on a date, besides those that changed."""

VISIT = """([ids, visits]) => visits.map(([day, spots]) => {
    controlmap.setDate(day);
    const number = (text) => Number(text.replace(/[^\\d]/g, "") || -1);
    const states = ids.map((id) => JSON.stringify(controlmap.stateOfCell(id)));
    const fills = ids.map(controlmap.fillOf);
    const kinds = [...new Set([...states, ...fills])];
    const index = new Map(kinds.map((kind, i) => [kind, i]));
    return {
        date: controlmap.getDate(),
        shown: document.querySelector(".cm-date").textContent,
        spoken: document.querySelector(".cm-slider").getAttribute("aria-valuetext"),
        kinds,
        states: states.map((each) => index.get(each)),
        fills: fills.map((each) => index.get(each)),
        legend: controlmap.legend(),
        rows: [...document.querySelectorAll(".cm-legend-table tbody tr")].map((row) => {
            const range = row.querySelector(".cm-range");
            const [area, count] = row.querySelectorAll("td");
            return {
                name: row.querySelector("th").textContent.trim(),
                best: number(area.firstChild.textContent),
                ends: range.hidden ? [] : range.textContent.match(/\\d[\\d,.\\s]*/g).map(number),
                settlements: number(count.textContent),
            };
        }),
        pixels: spots.map((at) => controlmap.pixelAt(...at)),
    };
})"""


@dataclass
class Day:
    """What the engine says of a day."""

    states: list
    fills: list
    looks: dict
    legend: dict


def days_of(series):
    """The dates, in order."""
    count = (series.last_day - series.first_day).days + 1
    chosen = sorted(Random(SEED).sample(range(count), DATES))
    return [series.first_day + timedelta(days=number) for number in chosen]


def visits_of(days):
    """The dates forward, backward and at random."""
    return [*days, *reversed(days), *Random(SEED).sample(days, len(days))]


@pytest.fixture(scope="module")
def wanted(zone_map):
    """What the engine says of each of the dates."""
    series = zone_map.series
    found = {}
    for day in days_of(series):
        looks = looks_on(series, day)
        fills = [
            look and " ".join(filter(None, [look.pattern, *look.colours]))
            for look in looks.values()
        ]
        states = list(states_on(series, day).values())
        found[day] = Day(states, fills, looks, legend_on(series, day))
    return found


@pytest.fixture(scope="module")
def spots(zone_map):
    """For cells with room: a point away from the edge and from the place's dot."""
    tessellation = zone_map.series.tessellation
    places = [zone_map.dataset.places[place] for place in tessellation.place_ids]
    lon_lat = np.array([(place.lon, place.lat) for place in places]).T
    positions = to_metres(*lon_lat, tessellation.crs)
    dots = shapely.buffer(shapely.points(positions), ROOM_M)
    free = shapely.difference(cell_polygons(tessellation), dots)
    is_large = ~shapely.is_empty(shapely.buffer(free, -ROOM_M))
    circles = shapely.maximum_inscribed_circle(free[is_large])
    middles = shapely.get_coordinates(circles)[::2]
    degrees = to_degrees(middles, tessellation.crs)
    ids = np.array(tessellation.place_ids)[is_large].tolist()
    assert len(ids) > 300
    return {
        place_id: (float(lat), float(lon))
        for place_id, (lon, lat) in zip(ids, degrees, strict=True)
    }


def watched(visits, wanted, spots):
    """For each visit, the cells whose colour is read: those that changed, and some."""
    rng = Random(SEED)
    before = None
    chosen = []
    for day in visits:
        looks = wanted[day].looks
        changed = [p for p in spots if before is not None and looks[p] != before[p]]
        some = rng.sample(sorted(spots), SPOTS)
        chosen.append(list(dict.fromkeys([*changed[:SPOTS], *some])))
        before = looks
    return chosen


def test_the_states_are_those_of_the_engine_asked_day_by_day(zone_map, wanted):
    """What a place's own reports say; on three days all cells, inferred ones too."""
    dataset, series = zone_map.dataset, zone_map.series
    for day, engine in wanted.items():
        answers = dataset.state_on(day)

        def bloc_of(side, day=day):
            return dataset.alliances.bloc_of(side[0], day)

        told = zip(series.tessellation.place_ids, engine.states, strict=True)
        for place_id, state in told:
            own = observed_cell(answers.at(place_id), bloc_of)
            if "observed" in {own.basis, state.basis}:
                assert state == own, (day, place_id)
    for day in list(wanted)[7::20]:
        cells = zone_map.atlas.layers(day, by=series.by).cells
        for row, state in zip(cells.itertuples(), wanted[day].states, strict=True):
            sides = tuple(row.controllers.split(";")) if row.controllers else ()
            made = CellState(row.status, sides, row.basis, row.firmness, row.freshness)
            assert made == state, (day, row.place_id)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("zone", ZONES)
def test_fifty_dates_are_read_back(zone_map, wanted, spots, open_map, zone, language):
    series = zone_map.series
    page = open_map(zone_map.page(language), timezone_id=zone)
    page.leave_names_out()
    visits = visits_of(list(wanted))
    cells = watched(visits, wanted, spots)
    asked = [
        [day.isoformat(), [spots[place_id] for place_id in chosen]]
        for day, chosen in zip(visits, cells, strict=True)
    ]
    ids = list(series.tessellation.place_ids)
    read = page.evaluate(VISIT, [ids, asked])
    names = {
        actor_id: (language == "ar" and actor.name_ar) or actor.name
        for actor_id, actor in series.dataset.actors.items()
    }
    right = total = 0
    for day, chosen, shown in zip(visits, cells, read, strict=True):
        engine = wanted[day]
        check_date(day, shown, language)
        check_states(day, shown, engine)
        check_legend(day, shown, engine, names)
        for place_id, pixel in zip(chosen, shown["pixels"], strict=True):
            if pixel is not None:
                total += 1
                right += is_painted(pixel, engine.looks[place_id])
    assert total > 20 * DATES
    assert right > 0.97 * total, "lines and dots lie on few of the points"


def check_date(day, shown, language):
    assert shown["date"] == day.isoformat()
    assert shown["shown"] == shown["spoken"]
    number, month, year = re.fullmatch(
        r"(\d+) (.+) (\d+)", re.sub("[\u200e\u200f]", "", shown["shown"])
    ).groups()
    assert (int(number), int(year)) == (day.day, day.year)
    assert month in MONTHS[language][day.month - 1], day


def check_states(day, shown, engine):
    kinds = [state_of(kind) for kind in shown["kinds"]]
    assert [kinds[number] for number in shown["states"]] == engine.states, day
    fills = [shown["kinds"][number] for number in shown["fills"]]
    in_view = [
        (fill, wanted)
        for fill, wanted in zip(fills, engine.fills, strict=True)
        if fill is not None or wanted is None
    ]
    assert len(in_view) == len(fills), "the whole zone is in view"
    assert [fill for fill, _ in in_view] == [wanted for _, wanted in in_view], day


def state_of(text):
    """State of a cell from its JSON; None for a text that is none."""
    if text is None or not text.startswith("{"):
        return None
    told = json.loads(text)
    return CellState(**{**told, "controllers": tuple(told["controllers"])})


def check_legend(day, shown, engine, names):
    legend = shown["legend"]
    rows = {row["name"]: row for row in shown["rows"]}
    held = engine.legend["holders"]
    assert set(held) <= {row["actor"] for row in legend["holders"]}
    for row in legend["holders"]:
        low, best, high, settlements = held.get(row["actor"], (0, 0, 0, 0))
        told = [row["low"], row["best"], row["high"], row["settlements"]]
        assert told == pytest.approx([low, best, high, settlements], abs=0.002), day
        line = rows[names[row["actor"]]]
        assert line["settlements"] == settlements, day
        ends = [low, high] if high > low + 0.0005 else []
        assert [line["best"], *line["ends"]] == pytest.approx(
            [best, *ends], abs=0.501
        ), day
    mixed = engine.legend["mixed"]
    assert set(mixed) <= {row["status"] for row in legend["mixed"]}
    for row in legend["mixed"]:
        told = row["area"], row["settlements"]
        assert told == pytest.approx(mixed.get(row["status"], (0, 0)), abs=0.002), day
    assert legend["noData"] == pytest.approx(engine.legend["no_data"], abs=0.002), day
    assert shown["rows"][-1]["best"] == pytest.approx(legend["noData"], abs=0.501)
    mixed_rows = shown["rows"][len(legend["holders"]) : -1]
    for row, line in zip(legend["mixed"], mixed_rows, strict=True):
        assert line["settlements"] == row["settlements"], day
        assert line["best"] == pytest.approx(row["area"], abs=0.501), day


def is_painted(pixel, look):
    """Whether a pixel has a colour of the look, or of bare ground."""
    if look is None:
        return pixel[3] == 0 or tuple(pixel[:3]) == parse_colour(PAPER)
    return is_of_look(pixel, look)
