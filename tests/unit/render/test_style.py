"""Styles, colours and looks."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from controlmap.errors import RecipeError
from controlmap.geometry.cell_state import CellState
from controlmap.render.looks import Look, look_of, looks_of
from controlmap.render.style import PAPER, MapStyle, mix, parse_colour

COLOURS = {"a": "#c1272d", "b": "#2f8f46", "c": "#c1272d"}


def distance(colour):
    """How far a colour is from the paper."""
    return sum(
        abs(x - y)
        for x, y in zip(parse_colour(colour), parse_colour(PAPER), strict=True)
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"language": "xx"}, "language 'xx' is not one of en, ar"),
        ({"days_per_second": 0}, "days_per_second 0 is below 1"),
        ({"bounds": (37.0, 35.0, 36.0, 36.0)}, "are not (west, south, east, north)"),
        ({"bounds": (36.0, 35.0, 37.0, 136.0)}, "are not (west, south, east, north)"),
    ],
)
def test_a_style_that_no_page_can_show_is_refused(given, message):
    with pytest.raises(RecipeError, match=re.escape(message)):
        MapStyle(**given)


@pytest.mark.parametrize("text", ["red", "#fff", "#12345g", "#1234567", "", "#12345\n"])
def test_colours_are_written_in_one_way(text):
    with pytest.raises(RecipeError, match="is not written #rrggbb"):
        parse_colour(text)


def test_mixing_all_of_a_colour_gives_it_and_none_gives_the_ground():
    assert mix("#123456", 1) == "#123456"
    assert mix("#123456", 0) == PAPER


def test_a_state_is_paler_the_less_is_known():
    states = [
        *(
            CellState("controlled", ("a",), "observed", "", f)
            for f in ("fresh", "stale", "presumed")
        ),
        *(
            CellState("controlled", ("a",), "inferred", f)
            for f in ("firm", "likely", "uncertain")
        ),
    ]
    distances = [distance(look_of(state, COLOURS).colours[0]) for state in states]
    assert all(a > b + 15 for a, b in pairwise(distances))


def test_no_data_is_not_painted():
    assert look_of(CellState("no_data"), COLOURS) is None


@pytest.mark.parametrize("status", ["contested", "shared", "changing", "disputed"])
def test_mixed_states_are_hatched_in_the_colours_of_their_sides(status):
    look = look_of(CellState(status, ("a", "b"), "observed", "", "fresh"), COLOURS)
    assert look == Look(status, (mix(COLOURS["a"], 0.84), mix(COLOURS["b"], 0.84)))


def test_a_side_that_is_not_known_has_a_colour_too():
    look = look_of(CellState("changing", ("", "b"), "observed", "", "fresh"), COLOURS)
    assert len(set(look.colours)) == 2


def test_two_sides_of_one_colour_are_told_apart():
    look = look_of(CellState("contested", ("a", "c"), "observed", "", "fresh"), COLOURS)
    assert len(set(look.colours)) == 2


def test_states_that_look_the_same_share_a_look():
    states = [
        CellState("controlled", ("a",), "observed", "", "fresh"),
        CellState("controlled", ("c",), "observed", "", "fresh"),
        CellState("no_data"),
    ]
    looks, each = looks_of(states, COLOURS)
    assert len(looks) == 1
    assert each == (0, 0, -1)
