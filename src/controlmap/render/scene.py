"""What is drawn on one day: areas of one look, lines, marks of places."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from controlmap.geometry.cell_state import holder_names, observed_cell
from controlmap.render.looks import looks_of
from controlmap.render.payload import colours_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from controlmap.domain.answer import PlaceState
    from controlmap.geometry.cell_state import CellState
    from controlmap.geometry.tessellation import Tessellation
    from controlmap.geometry.timeline import Series
    from controlmap.render.looks import Look

    _Ints = NDArray[np.int64]

Run = list[int]
"""Vertices of a line; a ring ends where it starts."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Areas and lines of one day, as vertices of the tessellation.

    Attributes
    ----------
    states : ndarray of int, shape (n_cells,)
        State of each cell, an index into those of the series.
    rings : mapping of int to list of Run
        Rings around the cells of each look that occurs, what is inside on their left:
        they are filled even-odd or by winding number alike.
    fronts : ndarray of int
        Arcs between two holders.
    guesses : ndarray of int
        Those of them beside a cell whose holder is uncertain.
    """

    states: _Ints
    rings: Mapping[int, list[Run]]
    fronts: _Ints
    guesses: _Ints


@dataclass(frozen=True, slots=True)
class Mark:
    """What is drawn at a place that has a report.

    Attributes
    ----------
    place_id : str
    sides : tuple of str
        Actors that its dot has the colours of, an empty text for one not known; none
        where its own report says nothing of control.
    posts : tuple of str
        Actors present without control.
    """

    place_id: str
    sides: tuple[str, ...]
    posts: tuple[str, ...]


class Scenes:
    """The scenes of a series, on any of its days.

    Parameters
    ----------
    series : Series

    Attributes
    ----------
    looks : tuple of Look
        All that occur on any day, sorted.
    """

    def __init__(self, series: Series) -> None:
        self.series = series
        self.looks: tuple[Look, ...]
        self.looks, of_state = looks_of(series.states, colours_of(series))
        self._look_of_state = np.array(of_state, np.int64)
        self._holder_of_state = _holders(series.states)
        self._is_uncertain = np.array(
            [state.firmness == "uncertain" for state in series.states], np.bool_
        )
        self._days = [change.day for change in series.changes]
        moves = [(change.cell, change.state) for change in series.changes]
        self._moves = np.array(moves, np.int64).reshape(-1, 2)

    def states_on(self, day: date) -> _Ints:
        """State of each cell at the end of a day.

        One before the series gives its first day, one after it its last.
        """
        states = self.series.initial.astype(np.int64)
        done = self._moves[: bisect_right(self._days, day)]
        states[done[:, 0]] = done[:, 1]  # where a cell is there twice, its last counts
        return states

    def on(self, day: date) -> Scene:
        """Scene at the end of a day."""
        tessellation = self.series.tessellation
        states = self.states_on(day)
        looks = self._look_of_state[states]
        left, right = tessellation.left, tessellation.right
        holder = np.append(self._holder_of_state[states], -1)
        unsure = np.append(self._is_uncertain[states], np.False_)
        a, b = holder[left], holder[right]
        is_front = (left >= 0) & (right >= 0) & (a >= 0) & (b >= 0) & (a != b)
        return Scene(
            states,
            {
                look: _rings(tessellation, looks == look)
                for look in np.unique(looks[looks >= 0]).tolist()
            },
            np.flatnonzero(is_front),
            np.flatnonzero(is_front & (unsure[left] | unsure[right])),
        )

    @cached_property
    def outline(self) -> _Ints:
        """Arcs on the edge of the study area."""
        tessellation = self.series.tessellation
        return np.flatnonzero((tessellation.left < 0) | (tessellation.right < 0))

    def marks_on(self, day: date) -> list[Mark]:
        """Marks of the places with a point and a report, by place."""
        series = self.series
        dataset = series.dataset
        name_of = holder_names(dataset.alliances, series.by, day)
        cells = {p: n for n, p in enumerate(series.tessellation.place_ids)}
        states = self.states_on(day)
        found = []
        for place_id in sorted(series.answers):
            answer = answer_on(series, place_id, day)
            if not dataset.places[place_id].is_located:
                continue
            if place_id in cells:
                drawn = series.states[states[cells[place_id]]]
            else:
                drawn = observed_cell(answer, name_of)
            sides = drawn.controllers if drawn.basis == "observed" else ()
            posts = tuple(name_of(presence.side) for presence in answer.presence)
            if sides or posts:
                found.append(Mark(place_id, sides, posts))
        return found


def answer_on(series: Series, place_id: str, day: date) -> PlaceState:
    """Answer of a place of the map at the end of a day; before the first, its first."""
    spells = series.answers[place_id]
    return spells[max(0, bisect_right(spells, day, key=lambda each: each[0]) - 1)][1]


def run_of(tessellation: Tessellation, arc: int) -> Run:
    """Vertices of an arc."""
    first, end = tessellation.arc_offsets[arc : arc + 2]
    run: Run = tessellation.arc_vertices[first:end].tolist()
    return run


def _holders(states: Sequence[CellState]) -> _Ints:
    """Number of the one holder of each state; -1 where there is none or several."""
    names = sorted({actor for state in states for actor in state.controllers})
    return np.array(
        [
            names.index(state.controllers[0]) if state.status == "controlled" else -1
            for state in states
        ],
        np.int64,
    )


def _rings(tessellation: Tessellation, is_inside: NDArray[np.bool_]) -> list[Run]:
    """Rings around the cells inside, which lie on their left."""
    leaving: dict[int, list[Run]] = {}
    padded = np.append(is_inside, np.False_)
    left, right = padded[tessellation.left], padded[tessellation.right]
    for arc in np.flatnonzero(left != right).tolist():
        run = run_of(tessellation, arc)
        run = run if left[arc] else run[::-1]
        leaving.setdefault(run[0], []).append(run)
    rings = []
    for start, runs in leaving.items():
        while runs:
            ring = [start]
            while leaving.get(ring[-1]):
                ring += leaving[ring[-1]].pop()[1:]
            rings.append(ring)
    return rings
