"""The palette that readers with any colour vision tell apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from controlmap.domain.dataset import Dataset
from controlmap.domain.dates import Window
from controlmap.domain.model import Actor, ActorLink
from controlmap.errors import RecipeError
from controlmap.geometry.cell_state import CellState
from controlmap.io.dataset import read_dataset
from controlmap.render.looks import (
    INFERRED_SHARE,
    OBSERVED_SHARE,
    look_of,
    looks_in,
    looks_of,
)
from controlmap.render.palette import ANCHORS, conventional_colours, safe_colours
from controlmap.render.style import PAPER, mix
from unit.render.colour_vision import (
    VISION,
    contrast,
    difference,
    least_difference,
    seen,
)
from unit.render.synthetic import make_series

ROOT = Path(__file__).parents[3]
ALL_VISION = ("normal", *VISION)
BLOCS = ("government", "opposition", "hts", "turkey", "sdf", "isis", "coalition")


@pytest.fixture(scope="module")
def dataset():
    return read_dataset(ROOT / "data")


def test_the_measure_of_difference_is_that_of_the_published_examples():
    pairs = [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ]
    for one, other, wanted in pairs:
        assert difference(one, other) == pytest.approx(wanted, abs=1e-4)


@pytest.mark.parametrize("vision", ALL_VISION)
@pytest.mark.parametrize(
    ("share", "least"),
    [
        (1, 17),
        (OBSERVED_SHARE["fresh"], 15),
        (OBSERVED_SHARE["presumed"], 11),
        (INFERRED_SHARE["firm"], 8),
        (INFERRED_SHARE["likely"], 5),
    ],
)
def test_any_two_anchors_are_told_apart(vision, share, least):
    assert least_difference([mix(a, share) for a in ANCHORS], vision) >= least


@pytest.mark.parametrize("vision", ALL_VISION)
def test_any_two_blocs_of_the_record_are_told_apart(dataset, vision):
    colours = safe_colours(dataset)
    painted = [mix(colours[bloc], OBSERVED_SHARE["fresh"]) for bloc in BLOCS]
    assert least_difference(painted, vision) >= 9


def test_the_conventional_colours_are_not_told_apart_by_all(dataset):
    colours = conventional_colours(dataset)
    painted = [mix(colours[bloc], OBSERVED_SHARE["fresh"]) for bloc in BLOCS]
    assert least_difference(painted, "protanopia") < 4


@pytest.mark.parametrize("vision", ALL_VISION)
def test_a_party_looks_like_its_bloc_more_than_like_another(dataset, vision):
    colours = safe_colours(dataset)
    for party, bloc in (
        ("tiger-forces", "government"),
        ("nfl", "opposition"),
        ("jaysh-al-izza", "opposition"),
        ("ypg", "sdf"),
        ("third-corps", "turkey"),
    ):
        own, *others = seen(
            [colours[b] for b in (bloc, *(b for b in BLOCS if b != bloc))], vision
        )
        (shade,) = seen([colours[party]], vision)
        assert difference(shade, own) < min(difference(shade, o) for o in others)


def test_what_is_written_on_the_areas_has_contrast(dataset):
    """Names and lines are dark with a light edge, which holds on any colour."""
    for line in ("#1f1c19", "#2b2723"):
        assert contrast(line, "#ffffff") >= 4.5
        assert contrast(line, PAPER) >= 4.5


def test_colours_do_not_depend_on_the_order_of_rows(dataset):
    turned = replace(
        dataset,
        actors=dict(reversed(dataset.actors.items())),
        links=tuple(reversed(dataset.links)),
    )
    assert safe_colours(turned) == safe_colours(dataset)


def parties(count):
    return {
        f"p{i:02}": Actor(f"p{i:02}", f"Party {i}", f"#{i * 9:02x}80{255 - i * 9:02x}")
        for i in range(count)
    }


def test_more_families_than_anchors_have_shades_none_of_which_is_alike():
    colours = safe_colours(Dataset(actors=parties(20)))
    assert len(set(colours.values())) == 20
    assert set(ANCHORS) <= set(colours.values())


def test_members_of_a_bloc_have_shades_of_its_colour():
    window = Window("2011/..", date(2011, 1, 1), date.max)
    links = (
        ActorLink("p01", "in_bloc", "p00", window),
        ActorLink("p02", "member_of", "p01", window),
        ActorLink("p03", "allied_with", "p00", window),
        ActorLink("p04", "member_of", "p05", window),
        ActorLink("p05", "member_of", "p04", window),
    )
    colours = safe_colours(Dataset(actors=parties(6), links=links))
    assert colours["p00"] in ANCHORS
    assert colours["p03"] in ANCHORS
    assert not {colours["p01"], colours["p02"]} & set(ANCHORS)
    for one, other in combinations(("p00", "p01", "p02"), 2):
        assert colours[one] != colours[other]


def test_no_parties_have_no_colours():
    assert safe_colours(Dataset()) == {}


def test_a_colour_that_is_not_one_is_refused():
    broken = {"a": Actor("a", "A", "red")}
    with pytest.raises(RecipeError, match="is not written #rrggbb"):
        safe_colours(Dataset(actors=broken))


def test_a_state_has_one_look_in_all_palettes():
    series = make_series(40, 10)
    palettes = (safe_colours(series.dataset), conventional_colours(series.dataset))
    looks, index = looks_in(series.states, palettes)
    for state, row in zip(series.states, index, strict=True):
        for colours, place in zip(palettes, range(2), strict=True):
            wanted = look_of(state, colours)
            assert wanted == (looks[row][place] if row >= 0 else None)


@pytest.mark.parametrize("palette", [safe_colours, conventional_colours])
def test_doubt_is_a_pattern_in_both_palettes(palette):
    series = make_series(40, 10)
    states = [
        *(
            CellState(s, ("reds", "greens"), "observed")
            for s in ("contested", "shared", "changing", "disputed")
        ),
        CellState("controlled", ("reds",), "inferred", "uncertain"),
    ]
    looks, index = looks_of(states, palette(series.dataset))
    assert len({looks[i].pattern for i in index}) == 5
