"""The committed maps, opened as a reader does, say what the engine says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from controlmap.build import Atlas
from controlmap.geometry.cell_state import observed_cell
from controlmap.io.dataset import read_dataset
from controlmap.io.recipes import read_recipe
from controlmap.render.payload import colours_of
from controlmap.render.style import parse_colour
from unit.render.expected import legend_on, looks_on

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
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
def dataset():
    return read_dataset(ROOT / "data")


def test_every_map_is_opened():
    assert {path.stem for path in (ROOT / "maps").glob("*.toml")} == set(DAYS)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", DAYS)
def test_a_map_shows_the_states_of_the_engine(dataset, open_map, name, size):
    recipe = read_recipe(ROOT / f"maps/{name}.toml")
    atlas = Atlas(dataset, zone=recipe.zone)
    html = (ROOT / f"maps/{name}.html").read_text("utf-8")
    width, height = SIZES[size]
    page = open_map(html, view={"width": width, "height": height})
    ids = list(atlas.tessellation.place_ids)
    drawn_on = {
        day: atlas.layers(day, by=recipe.by).cells.set_index("place_id")
        for day in DAYS[name]
    }
    for day in (*DAYS[name], *reversed(DAYS[name])):
        page.ask("setDate", day)
        cells = drawn_on[day]
        for place_id, state in zip(
            ids,
            page.evaluate("ids => ids.map(controlmap.stateOfCell)", ids),
            strict=True,
        ):
            drawn = cells.loc[place_id]
            assert state == {
                "status": drawn["status"],
                "controllers": list(filter(None, [drawn["controllers"]]))
                if drawn["status"] in {"controlled", "no_data"}
                else drawn["controllers"].split(";"),
                "basis": drawn["basis"],
                "firmness": drawn["firmness"],
                "freshness": drawn["freshness"],
            }, (day, place_id)


@pytest.mark.parametrize("name", DAYS)
def test_a_map_fills_each_cell_as_it_stands_and_sums_it_up(dataset, open_map, name):
    recipe = read_recipe(ROOT / f"maps/{name}.toml")
    atlas = Atlas(dataset, zone=recipe.zone)
    series = atlas.timeline(recipe.first_day, recipe.last_day, by=recipe.by)
    page = open_map((ROOT / f"maps/{name}.html").read_text("utf-8"))
    ids = list(series.tessellation.place_ids)
    for day in DAYS[name]:
        page.ask("setDate", day)
        fills = page.evaluate("ids => ids.map(controlmap.fillOf)", ids)
        looks = looks_on(series, date.fromisoformat(day))
        for place_id, fill in zip(ids, fills, strict=True):
            look = looks[place_id]
            parts = [look.pattern, *look.colours] if look else []
            if fill is None and look:  # a cell out of view is not painted
                place = dataset.places[place_id]
                assert page.ask("pixelAt", place.lat, place.lon) is None, place_id
                continue
            assert fill == (" ".join(filter(None, parts)) or None), (day, place_id)
        wanted = legend_on(series, date.fromisoformat(day))
        shown = {row["actor"]: row for row in page.ask("legend")["holders"]}
        for actor, (low, best, high, settlements) in wanted["holders"].items():
            row = shown[actor]
            assert [row["low"], row["best"], row["high"]] == pytest.approx(
                [low, best, high], abs=0.01
            )
            assert row["settlements"] == settlements


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
def test_a_post_is_seen_where_there_is_no_room_for_dots(dataset, open_map, size):
    width, height = SIZES[size]
    html = (ROOT / "maps/north-east-2019-11.html").read_text("utf-8")
    page = open_map(html, view={"width": width, "height": height})
    recipe = read_recipe(ROOT / "maps/north-east-2019-11.toml")
    series = Atlas(dataset, zone=recipe.zone).timeline("2019-11-29", "2019-11-30")
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
