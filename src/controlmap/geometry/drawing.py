"""How cells are drawn, day after day: only what may have changed is inferred anew."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from controlmap.geometry.cell_state import NO_DATA, CellState
from controlmap.geometry.inference import FIRMNESS, NEAREST_WITH_AGE, infer
from controlmap.geometry.nearby import Neighbourhood

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.spatial import cKDTree

    from controlmap.domain.state_log import StateLog
    from controlmap.geometry.inference import InferenceParameters
    from controlmap.geometry.observed import Observers
    from controlmap.geometry.study_area import StudyArea
    from controlmap.geometry.tessellation import Tessellation

    _Ints = NDArray[np.int64]

_SLACK_M = 1e-3
_FEW = 100_000
"""Most distances that are worked out one by one, rather than by a tree."""


class Drawing:
    """The cells of a study area as they are drawn on one day, then on later ones.

    A cell whose place has an answer of its own shows it. Any other is inferred from the
    places around it, and again only when something within its reach changes.

    Parameters
    ----------
    observers : Observers
    study_area : StudyArea
    tessellation : Tessellation
    inference : InferenceParameters
    """

    def __init__(
        self,
        observers: Observers,
        study_area: StudyArea,
        tessellation: Tessellation,
        inference: InferenceParameters,
    ) -> None:
        places = observers.dataset.places
        self._observers = observers
        self._inference = inference
        self._points = study_area.grid_points_of(
            places[place_id] for place_id in tessellation.place_ids
        )
        self._around = Neighbourhood(self._points, observers.points, study_area.limits)
        index = {place_id: n for n, place_id in enumerate(observers.place_ids)}
        own = [index.get(place_id, -1) for place_id in tessellation.place_ids]
        self._own = np.array(own, dtype=np.int64)
        self._cell_of = np.full(len(observers.place_ids), -1)
        self._cell_of[self._own[self._own >= 0]] = np.flatnonzero(self._own >= 0)
        self._states = [NO_DATA, *(cell for cell in observers.cells if cell != NO_DATA)]
        number = {cell: n for n, cell in enumerate(self._states)}
        cells = [number[cell] for cell in observers.cells]
        self._state_of_row = np.append(
            np.array(cells, dtype=np.int64)[observers.cell], 0
        )
        self._inferred: dict[tuple[int, int], int] = {}
        self._rows = np.empty(0, dtype=np.int64)
        self._day = 0
        self._drawn = np.zeros(len(own), dtype=np.int64)
        self._reach = np.full(len(own), np.inf)

    def start(self, day: date) -> _Ints:
        """State of each cell on a first day of the range, as numbers of ``states``."""
        self._day = day.toordinal()
        self._rows = self._observers.rows_on(day)
        self._draw(np.arange(len(self._own)))
        return self._drawn.copy()

    @property
    def states(self) -> tuple[CellState, ...]:
        """What the numbers of states stand for; more come as days pass."""
        return tuple(self._states)

    def days(self, first: date, last: date) -> list[date]:
        """Days after the first, up to the last, on which cells may change."""
        log, after, end = self._observers.log, first.toordinal(), last.toordinal()
        days = set(log.change_days(after, end).tolist())
        if self._inference.rule == NEAREST_WITH_AGE:
            days |= _ageless_days(log, self._observers.through[log.state], after, end)
        return [date.fromordinal(day) for day in sorted(days)]

    def go_to(self, day: date) -> tuple[_Ints, _Ints]:
        """Go on to the next of the days.

        Returns
        -------
        cells, states : ndarray of int
            The cells that change, ascending, and their new states.
        """
        log, before = self._observers.log, self._rows.copy()
        rows = log.rows_between(self._day, day.toordinal())
        self._day = day.toordinal()
        self._rows[log.place[rows]] = log.state[rows]
        moved = log.place[rows]
        moved = moved[self._says_other(before[moved], self._rows[moved])]
        was_alone, is_alone = (
            self._is_one_holder(before),
            self._is_one_holder(self._rows),
        )
        if self._inference.rule == NEAREST_WITH_AGE:
            ageless = self._observers.through[self._rows] >= self._day
            moved = np.union1d(moved, np.flatnonzero(ageless))
        if was_alone != is_alone:
            cells = np.arange(len(self._own))
        else:
            cells = self._within_reach_of(moved)
        old = self._drawn[cells]
        self._draw(cells)
        changed = self._drawn[cells] != old
        return cells[changed], self._drawn[cells][changed]

    def nearest_observed(self) -> tuple[_Ints, NDArray[np.float64]]:
        """Nearest place with an answer of its own to each cell, on the day drawn.

        Returns
        -------
        index : ndarray of int, shape (n_cells,)
            Which of the observers, a cell's own place too; -1 where there is none on
            this side of the limits.
        distance_m : ndarray of float, shape (n_cells,)
            From the cell's place; infinite where there is none.
        """
        index = np.full(len(self._own), -1)
        distance = np.full(len(self._own), np.inf)
        has_answer = self._state_of_row[self._rows] > 0
        rows, k = np.arange(len(self._own) if has_answer.any() else 0), 0
        while len(rows):
            near = self._around.of(rows, k)
            is_met = (near.index >= 0) & has_answer[near.index]
            first = is_met.argmax(axis=1)[:, None]
            is_found = is_met.any(axis=1)
            found = rows[is_found]
            index[found] = np.take_along_axis(near.index, first, 1)[is_found, 0]
            distance[found] = np.take_along_axis(near.distance_m, first, 1)[is_found, 0]
            rows = rows[~is_found & np.isfinite(near.horizon_m)]
            k = 2 * near.index.shape[1]
        return index, distance

    def _says_other(self, before: _Ints, after: _Ints) -> NDArray[np.bool_]:
        """Which of some rows say something else than those before them."""
        seen = self._observers
        differs: NDArray[np.bool_] = (
            (seen.cell[before] != seen.cell[after])
            | (seen.through[before] != seen.through[after])
            | (seen.is_old[before] != seen.is_old[after])
        )
        return differs

    def _is_one_holder(self, rows: _Ints) -> bool:
        holders = self._observers.holder[rows]
        known = holders[holders >= 0]
        return len(known) > 0 and bool((known == known[0]).all())

    def _within_reach_of(self, moved: _Ints) -> _Ints:
        """Cells of some places, and inferred ones within whose reach one of them is."""
        is_met = np.zeros(len(self._own), dtype=bool)
        cells = self._cell_of[moved]
        is_met[cells[cells >= 0]] = True
        if not (self._reach >= 0).any():
            return np.flatnonzero(is_met)  # no cell is inferred
        if len(moved):
            is_met |= np.isinf(self._reach)
        reach = np.where(np.isinf(self._reach), 0, self._reach)
        points = self._observers.points[moved]
        if len(points) * len(reach) <= _FEW:
            apart = self._points[:, None, :] - points[None, :, :]
            nearest = np.hypot(apart[..., 0], apart[..., 1]).min(axis=1, initial=np.inf)
            is_met |= nearest <= reach + _SLACK_M
        else:
            around = self._tree.query_ball_point(points, reach.max() + _SLACK_M)
            counts = np.fromiter(map(len, around), dtype=np.int64, count=len(around))
            cell = np.fromiter(chain.from_iterable(around), dtype=np.int64)
            apart = self._points[cell] - np.repeat(points, counts, axis=0)
            is_near = np.hypot(*apart.T) <= reach[cell] + _SLACK_M
            is_met[cell[is_near]] = True
        return np.flatnonzero(is_met)

    @cached_property
    def _tree(self) -> cKDTree[None]:
        from scipy.spatial import cKDTree

        return cKDTree(self._points)

    def _draw(self, cells: _Ints) -> None:
        """Draw cells by their own answer, or infer them."""
        own = self._own[cells]
        row = np.where(own >= 0, self._rows[own], -1) if len(self._rows) else own
        self._drawn[cells] = self._state_of_row[row]
        unknown = cells[self._drawn[cells] == 0]
        found = infer(
            self._around,
            unknown,
            self._observers.observations(self._rows),
            self._day,
            self._inference,
        )
        self._reach[cells] = -1
        self._reach[unknown] = found.reach_m
        pairs = np.column_stack([found.holder, found.level])
        kinds, kind = np.unique(pairs, axis=0, return_inverse=True)
        numbers = [self._number(*pair) for pair in kinds.tolist()]
        if len(unknown):
            self._drawn[unknown] = np.array(numbers)[kind.reshape(-1)]

    def _number(self, holder: int, level: int) -> int:
        """State of an inferred cell."""
        if holder < 0:
            return 0
        if (holder, level) not in self._inferred:
            self._inferred[holder, level] = len(self._states)
            name = self._observers.names[holder]
            self._states.append(
                CellState("controlled", (name,), "inferred", FIRMNESS[level])
            )
        return self._inferred[holder, level]


def _ageless_days(log: StateLog, through: _Ints, after: int, last: int) -> set[int]:
    """Days on which some record still speaks of the day, so that it does not age.

    While all age alike, what they weigh against each other stays the same.
    """
    until = np.full(len(log.day), last)
    same = log.place[1:] == log.place[:-1]
    until[:-1] = np.where(same, log.day[1:] - 1, last)
    first, until = np.maximum(log.day, after) + 1, np.minimum(until, through)
    lasts = first <= until
    count = np.zeros(last - after + 2, dtype=np.int64)
    np.add.at(count, first[lasts] - after, 1)
    np.add.at(count, until[lasts] + 1 - after, -1)
    return set((np.flatnonzero(np.cumsum(count)) + after).tolist())
