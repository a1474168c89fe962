"""The committed maps, opened as a reader does, say what the engine says."""

from __future__ import annotations

from datetime import date

import pytest

from browser.conftest import ROOT
from browser.test_picture import shown
from controlmap.build import Atlas
from controlmap.geometry.cell_state import observed_cell
from controlmap.io.recipes import read_recipe
from controlmap.pages import timeline_of
from controlmap.render.payload import colours_of
from controlmap.render.style import parse_colour
from unit.render.expected import legend_on, looks_on, states_on

pytestmark = pytest.mark.browser

DAYS = {
    "abu-al-duhur-2018-01": ["2018-01-10", "2018-01-11"],
    "ash-shafah-2019-01": ["2019-01-03", "2019-01-05"],
    "eastern-idlib-2017-2018": ["2018-01-10"],
    "idlib-aleppo-2019-2020": ["2020-02-27"],
    "idlib-zone": [
        "2017-07-01",
        "2017-07-24",
        "2018-01-11",
        "2019-01-06",
        "2019-12-01",
    ],
    "islamic-state-pocket-2018": ["2018-02-03"],
    "nfl-hts-2019": ["2019-01-05"],
    "north-east-2019-11": ["2019-11-30"],
    "north-east-2019-2020": ["2019-10-20"],
    "northern-hama-2019": ["2019-08-20"],
    "slf-hts-2018": ["2018-03-01"],
    "south-east-idlib-2019-12": [
        "2019-11-29",
        "2019-11-30",
        "2019-12-01",
        "2019-12-10",
    ],
    "southern-idlib-2018-02": ["2017-11-01", "2018-02-09"],
    "western-aleppo-2019-01": ["2019-01-04", "2019-01-05", "2019-01-06"],
}
SIZES = {"wide": (1280, 800), "narrow": (390, 844)}


@pytest.fixture(scope="module")
def dataset(zone_map):
    return zone_map.dataset


@pytest.fixture(scope="module")
def series_of(dataset):
    """Series of each map, made once."""
    made = {}

    def series(name):
        if name not in made:
            made[name] = timeline_of(dataset, read_recipe(ROOT / f"maps/{name}.toml"))
        return made[name]

    return series


def test_every_map_is_opened():
    assert {path.stem for path in (ROOT / "maps").glob("*.toml")} == set(DAYS)


@pytest.mark.parametrize("name", DAYS)
def test_a_map_shows_what_the_engine_says(dataset, series_of, open_map, name):
    """States and fills of all cells, and the sums; there and back."""
    series = series_of(name)
    page = open_map((ROOT / f"maps/{name}.html").read_text("utf-8"))
    ids = list(series.tessellation.place_ids)
    for day in dict.fromkeys((*DAYS[name], *reversed(DAYS[name][:-1]))):
        on = date.fromisoformat(day)
        page.ask("setDate", day)
        states = page.evaluate("ids => ids.map(controlmap.stateOfCell)", ids)
        wanted = states_on(series, on)
        assert dict(zip(ids, states, strict=True)) == {
            place_id: shown(state) for place_id, state in wanted.items()
        }, day
        fills = page.evaluate("ids => ids.map(controlmap.fillOf)", ids)
        looks = looks_on(series, on)
        for place_id, fill in zip(ids, fills, strict=True):
            look = looks[place_id]
            parts = [look.pattern, *look.colours] if look else []
            if fill is None and look:  # a cell out of view is not painted
                place = dataset.places[place_id]
                assert page.ask("pixelAt", place.lat, place.lon) is None, place_id
                continue
            assert fill == (" ".join(filter(None, parts)) or None), (day, place_id)
        legend = {row["actor"]: row for row in page.ask("legend")["holders"]}
        for actor, sums in legend_on(series, on)["holders"].items():
            row = legend[actor]
            assert [
                row[key] for key in ("low", "best", "high", "settlements")
            ] == pytest.approx(list(sums), abs=0.01)


@pytest.mark.parametrize("name", DAYS)
def test_a_map_is_made_of_the_layers_of_its_days(dataset, series_of, name):
    """On one day of each map; test_read_back.py goes through fifty of one map."""
    series = series_of(name)
    day = DAYS[name][-1]
    cells = Atlas(dataset, zone=series.zone.zone_id).layers(day, by=series.by).cells
    states = states_on(series, date.fromisoformat(day)).values()
    for row, state in zip(cells.itertuples(), states, strict=True):
        assert [row.status, row.basis, row.firmness, row.freshness] == [
            state.status,
            state.basis,
            state.firmness,
            state.freshness,
        ], row.place_id
        assert row.controllers == ";".join(state.controllers), row.place_id


def test_the_places_of_december_2019_stand_on_the_map_as_reported(dataset, open_map):
    page = open_map((ROOT / "maps/south-east-idlib-2019-12.html").read_text("utf-8"))
    for day in DAYS["south-east-idlib-2019-12"]:
        page.ask("setDate", day)
        states = dataset.state_on(day)
        for place_id in ("sarjah", "ejaz", "istablat"):
            answer = states.at(place_id)

            def bloc_of(side, day=answer.on):
                return dataset.alliances.bloc_of(side[0], day)

            cell = observed_cell(answer, bloc_of)
            shown = page.ask("stateOfCell", place_id)
            assert (shown["status"], shown["controllers"]) == (
                cell.status,
                list(cell.controllers),
            )
        assert page.ask("stateOfCell", "rasm-al-ward") is None
        assert "Rasm al-Ward" in page.evaluate("document.body.textContent")


@pytest.mark.parametrize("size", SIZES)
def test_a_post_is_seen_where_there_is_no_room_for_dots(series_of, open_map, size):
    width, height = SIZES[size]
    html = (ROOT / "maps/north-east-2019-11.html").read_text("utf-8")
    page = open_map(html, view={"width": width, "height": height})
    series = series_of("north-east-2019-11")
    wanted = list(parse_colour(colours_of(series)["government"]))
    count = """([red, green, blue]) => {
        const canvas = document.querySelector(".cm-canvas");
        const { width, height } = canvas;
        const copy = document.createElement("canvas");
        [copy.width, copy.height] = [width, height];
        const context = copy.getContext("2d", { willReadFrequently: true });
        context.drawImage(canvas, 0, 0);
        const { data } = context.getImageData(0, 0, width, height);
        let found = 0;
        for (let i = 0; i < data.length; i += 4)
            found += data[i] === red && data[i + 1] === green && data[i + 2] === blue;
        return found;
    }"""
    page.ask("setDate", "2019-11-30")
    assert page.evaluate(count, wanted) > 0
