"""The page infers cells as Python does, of real records and of invented wars.

For the page's own answers it must draw what its payload says: each cell on each day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import numpy as np
import pytest
from shapely.geometry import LineString, mapping

from builders import LINKS, change, dataset, link, place
from controlmap.build import Atlas
from controlmap.domain.model import Limit
from controlmap.geometry.crs import on_grid, to_metres, working_crs
from controlmap.geometry.inference import RULES, InferenceParameters
from controlmap.geometry.study_area import StudyArea
from controlmap.geometry.tessellation import tessellate
from controlmap.geometry.timeline import Span, build_series
from controlmap.io.dataset import read_dataset
from controlmap.io.recipes import read_recipe
from controlmap.render.bundle import asset_text, split_modules
from controlmap.render.pack import data_block
from controlmap.render.page import render_page
from controlmap.render.payload import make_payload
from controlmap.render.style import MapStyle
from controlmap.render.view import make_view
from unit.geometry.plane import flat_zone

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "src/controlmap/render/assets"

CHECK = """
import { readData } from "./decode.js";
import { inferCells } from "./infer.js";
import { makeMetres, onGrid } from "./metres.js";
import { retellAnswers } from "./retell.js";

/** Says each state in words. */
function told(states, { payload: { actors } }) {
  return states.map(({ status, controllers, basis, firmness, freshness }) =>
    [status, controllers.map((a) => (a < 0 ? "" : actors[a][0])).join("+"), basis, firmness, freshness].join(" "));
}

function areas(now, sizes) {
  const sums = {};
  now.forEach((state, cell) => { sums[state] = (sums[state] || 0) + sizes[cell]; });
  return JSON.stringify(Object.entries(sums).sort());
}

function play({ initial, log }, words) {
  const now = Array.from(initial, (state) => words[state]);
  let at = 0;
  return (day) => {
    for (; at < log.day.length && log.day[at] <= day; at += 1) now[log.cell[at]] = words[log.state[at]];
    return now;
  };
}

/** Compares cells inferred with those that a payload has of the same places. */
export function compare(text, choice, chosen) {
  const { story } = readData(text);
  const wantedStory = chosen ? readData(chosen).story : story;
  const answers = choice ? retellAnswers(story, choice) : story.answers;
  const start = performance.now();
  const drawn = inferCells(story, answers, story.payload.by);
  const took = performance.now() - start;
  const [theirs, ours] = [play(wantedStory, told(wantedStory.states, wantedStory)), play(drawn, told(drawn.states, story))];
  const wrong = [];
  if (Array.from({ length: story.cells }, (_, cell) => cell).some((cell) => story.places.id(cell) !== wantedStory.places.id(cell)))
    wrong.push("other places");
  const kinds = new Set();
  const days = [...new Set([0, ...wantedStory.log.day, ...drawn.log.day])].sort((a, b) => a - b);
  for (const day of days) {
    const [wanted, found] = [theirs(day), ours(day)];
    wanted.forEach((state, cell) => {
      kinds.add(state);
      if (state !== found[cell]) wrong.push([day, story.places.id(cell), state, found[cell]]);
    });
    if (areas(wanted, story.areas) !== areas(found, story.areas)) wrong.push([day, "areas"]);
  }
  const changes = drawn.log.day.length;
  return { wrong: wrong.slice(0, 5), kinds: [...kinds], days: days.length, changes, took };
}

export function project(centre, step, lon, lat) {
  const metresOf = makeMetres(centre);
  const { x, y } = onGrid(metresOf, step, lon, lat);
  return { metres: lon.map((_, i) => metresOf(lon[i], lat[i])), grid: lon.map((_, i) => [x[i], y[i]]) };
}
"""


def bundle():
    modules = {path.stem: asset_text(path.name) for path in ASSETS.glob("*.js")}
    return "".join(split_modules(modules | {"main": CHECK}, "main", "parts"))


@pytest.fixture
def blank(open_map):
    return open_map(f"<!DOCTYPE html><script>{bundle()}</script>")


def block_of(series):
    payload = make_payload(series)
    return data_block(payload, make_view(payload, MapStyle()))


def compare(page, series):
    return page.evaluate("(text) => ControlMap.compare(text)", block_of(series))


# --- real records -----------------------------------------------------------------


@pytest.fixture(scope="module")
def real():
    return read_dataset(ROOT / "data")


OF_THE_PAGE = """() => {
    const blocks = [...document.querySelectorAll('script[type="application/json"]')];
    const data = blocks.find((each) => each.textContent.includes("controlmap-timeline"));
    return ControlMap.compare(data.textContent);
}"""


@pytest.mark.parametrize(
    ("name", "rule", "by"),
    [
        ("idlib-zone", "nearest-place", "bloc"),
        ("nfl-hts-2019", "nearest-with-age", "actor"),
        ("north-east-2019-2020", "nearest-with-age", "bloc"),
    ],
)
def test_on_a_page_of_a_recipe_it_draws_what_the_page_says(
    real, open_map, name, rule, by
):
    recipe = read_recipe(ROOT / f"maps/{name}.toml")
    atlas = Atlas(real, zone=recipe.zone, inference=InferenceParameters(rule=rule))
    series = atlas.timeline(recipe.first_day, recipe.last_day, by=by)
    page = open_map(render_page(series, MapStyle()))
    page.evaluate(f"() => {{ {bundle()} }}")
    found = page.evaluate(OF_THE_PAGE)
    assert found["wrong"] == []
    assert found["changes"] > 20
    assert sum(" inferred " in kind for kind in found["kinds"]) > 4
    assert found["took"] < 3_000


def test_for_another_choice_it_draws_what_python_draws_for_it(real, blank):
    first, last = "2019-11-15", "2020-03-10"
    zone = "idlib-de-escalation-zone"
    published = block_of(Atlas(real, zone=zone).timeline(first, last))
    usual = {"along": "valid", "asOf": None, "lag": 0, "by": "bloc"}
    drawn = []
    for policy, perspectives, as_of in [
        ("corroborated", [], None),
        ("adverse", [], None),
        ("merged", ["independent"], None),
        ("merged", [], date(2019, 12, 20)),
        ("adverse", ["government", "opposition"], date(2020, 2, 1)),
    ]:
        heard = real.only(perspectives=perspectives or None)
        series = Atlas(heard, zone=zone).timeline(
            first, last, policy=policy, as_of=as_of
        )
        day = as_of and (as_of - date.fromisoformat(first)).days
        choice = {"policy": policy, "perspectives": perspectives, "asOf": day}
        found = blank.evaluate(
            "(given) => ControlMap.compare(...given)",
            [published, usual | choice, block_of(series)],
        )
        assert found["wrong"] == [], choice
        drawn.append(found["changes"])
    assert len(set(drawn)) == len(drawn)


# --- invented wars ----------------------------------------------------------------

FIRST, LAST = date(2019, 1, 1), date(2020, 4, 30)
DATED = (
    *LINKS,
    link("green", "in_bloc", "red", "2019-05-01/2019-10-31"),
    link("green", "in_bloc", "blue", "2019-11-01/.."),
)
PARTIES = ("red-army", "blue-army", "blue-brigade", "green")


def spots(kind, seed, random):
    """Positions in a zone of twenty kilometres and around it, in degrees."""
    if kind == "lattice":
        steps = [(x, y) for x in range(-9, 10) for y in range(-6, 7)]
        chosen = random.sample(steps, 90)
        return [(36.5 + 0.015 * x, 35.5 + 0.015 * y) for x, y in chosen]
    if kind == "clusters":
        middles = [
            (random.uniform(-0.2, 0.2), random.uniform(-0.15, 0.15)) for _ in range(6)
        ]
        return [
            (36.5 + x + random.gauss(0, 0.008), 35.5 + y + random.gauss(0, 0.008))
            for x, y in random.choices(middles, k=70)
        ]
    return [
        (36.5 + random.uniform(-0.3, 0.3), 35.5 + random.uniform(-0.2, 0.2))
        for _ in range((9, 40, 120)[seed])
    ]


def records(places, parties, random):
    """Reports of some of the places, some of them from long before."""
    for each in places:
        day = date(2017, 10, 1) + timedelta(random.randrange(700))
        for _ in range(random.choice([0, 0, 1, 2, 4])):
            until = day + timedelta(random.choice([0, 0, 0, 9, 200]))
            valid = str(day) if until == day else f"{day}/{until}"
            event = random.choice(
                ["captured", "held", "held", "clashes", "withdrew", "airstrike"]
            )
            who = random.choice(parties)
            if event == "clashes":
                who = ";".join(sorted({who, random.choice(parties), "green"}))
            if event in {"withdrew", "airstrike"} or (
                ";" not in who and event == "clashes"
            ):
                event, who = "airstrike", ""
            yield each.place_id, valid, event, who
            day = until + timedelta(random.choice([0, 3, 40, 300]))


def limits(kind, random):
    """A river from north to south; through corners of the lattice, where it is one."""
    if kind == "lattice":
        line = [(36.5 + 0.015 * (n % 2), 35.5 + 0.015 * n) for n in range(-7, 8)]
    else:
        line = [(36.5 + random.gauss(0, 0.02), 35.25 + 0.5 * n / 40) for n in range(41)]
    other = [(36.30, 35.42), (36.45, 35.42), (36.45, 35.40)]
    return [
        Limit(f"l{n}", f"L{n}", "river", "test", mapping(LineString(each)))
        for n, each in enumerate((line, other))
    ]


def war(kind, seed, *, rule, by, is_alone=False, is_cut=False):
    """Series of an invented war."""
    random = Random(f"{kind}{seed}")
    places = [
        place(f"p{n}", lon, lat, kind="area" if n % 23 == 22 else "village")
        for n, (lon, lat) in enumerate(spots(kind, seed, random))
    ]
    places.append(place("unlocated", None, None, part_of="p0"))
    parties = PARTIES[:1] if is_alone else PARTIES
    told = records(places, parties, random)
    changes = [
        change(f"c{n}", valid, event, who, place=where)
        for n, (where, valid, event, who) in enumerate(told)
        if not (is_alone and event == "clashes")
    ]
    lines = limits(kind, random) if is_cut else []
    data = replace(
        dataset(changes, places, links=DATED),
        limits={each.limit_id: each for each in lines},
    )
    area = StudyArea.of(flat_zone(), lines)
    span = Span(
        FIRST, LAST, by=by, inference=InferenceParameters(rule=rule, neighbours=5)
    )
    return build_series(data, area, tessellate(places, area), span)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("by", ["actor", "bloc"])
@pytest.mark.parametrize("kind", ["lattice", "clusters", "scattered"])
def test_it_draws_an_invented_war(blank, kind, by, rule):
    kinds = set()
    for seed in range(3):
        for is_cut in (False, True):
            series = war(kind, seed, rule=rule, by=by, is_cut=is_cut)
            found = compare(blank, series)
            assert found["wrong"] == [], (seed, is_cut)
            kinds.update(found["kinds"])
    words = {word for kind in kinds for word in kind.split()}
    assert words >= {
        "no_data",
        "controlled",
        "contested",
        "changing",
        "observed",
        "inferred",
        "uncertain",
        "likely",
        "firm",
        "presumed",
    }


@pytest.mark.parametrize("rule", RULES)
def test_it_draws_a_war_of_one_holder(blank, rule):
    series = war("scattered", 2, rule=rule, by="actor", is_alone=True, is_cut=True)
    found = compare(blank, series)
    assert found["wrong"] == []
    assert {kind.split()[-1] for kind in found["kinds"] if " inferred " in kind} == {
        "likely"
    }


def test_it_draws_a_map_without_records(blank):
    places = [place("a"), place("b", 36.52)]
    area = StudyArea.of(flat_zone())
    series = build_series(
        dataset((), places), area, tessellate(places, area), Span(FIRST, LAST)
    )
    found = compare(blank, series)
    assert (found["wrong"], found["changes"]) == ([], 0)


# --- metres -------------------------------------------------------------------------


@pytest.mark.parametrize("centre", [(36.63, 35.77), (41.0, 34.5), (-70.25, -53.1)])
def test_its_metres_are_those_of_the_library(blank, centre):
    random = np.random.default_rng(4)
    lon_lat = np.round(centre + random.uniform(-4, 4, (4_000, 2)), 5)
    found = blank.evaluate(
        "([centre, lon, lat]) => ControlMap.project(centre, 0.01, lon, lat)",
        [list(centre), *lon_lat.T.tolist()],
    )
    crs = working_crs(*centre)
    apart = np.array(found["metres"]) - to_metres(*lon_lat.T, crs)
    assert abs(apart).max() < 1e-7
    assert (np.array(found["grid"]) == on_grid(lon_lat, crs)).all()
