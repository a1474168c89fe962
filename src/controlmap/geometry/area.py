"""Areas and settlements of each holder, with the range that inference leaves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from controlmap.geometry.stream import keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from controlmap.geometry.cell_state import CellState
    from controlmap.geometry.stream import Key
    from controlmap.geometry.timeline import Series


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is drawn as one holder's, or as one kind of dispute.

    Attributes
    ----------
    low_km2, best_km2, high_km2 : float
        Observed and firm; and likely; and uncertain cells.
    settlements : int
        Settlements observed so; those inferred are not counted.
    """

    low_km2: float = 0.0
    best_km2: float = 0.0
    high_km2: float = 0.0
    settlements: int = 0

    def plus(self, state: CellState, km2: float, *, settlements: int) -> Extent:
        """Extent with one more cell."""
        is_observed = state.basis == "observed"
        is_low = is_observed or state.firmness == "firm"
        is_best = is_low or state.firmness == "likely"
        return Extent(
            self.low_km2 + km2 * is_low,
            self.best_km2 + km2 * is_best,
            self.high_km2 + km2,
            self.settlements + settlements * is_observed,
        )


def extents(
    states: Iterable[CellState],
    area_km2: Iterable[float],
    is_settlement: Sequence[bool],
) -> Mapping[tuple[str, tuple[str, ...]], Extent]:
    """Extent of each status and its controllers, in order of both.

    Parameters
    ----------
    states : iterable of CellState
        One for each cell.
    area_km2 : iterable of float
        Area of each cell.
    is_settlement : sequence of bool
        Whether the place of each cell counts as a settlement.
    """
    found: dict[tuple[str, tuple[str, ...]], Extent] = defaultdict(Extent)
    for state, km2, settles in zip(states, area_km2, is_settlement, strict=True):
        key = (state.status, state.controllers)
        found[key] = found[key].plus(state, float(km2), settlements=int(settles))
    return dict(sorted(found.items()))


@dataclass(frozen=True)
class AreaSeries:
    """Extents of all holders and disputes over a range of days.

    Attributes
    ----------
    days : tuple of date
        The first day of the range, then each on which any extent changes.
    last_day : date
        Last day of the range; what the last of the days gives holds until its end.
    keys : tuple of (status, controllers)
        Sorted; cells without data are left out.
    low_km2, best_km2, high_km2 : ndarray of float, shape (n_days, n_keys)
        As of ``Extent``.
    settlements : ndarray of int, shape (n_days, n_keys)
        Settlements observed so; those inferred are not counted.
    """

    days: tuple[date, ...]
    last_day: date
    keys: tuple[Key, ...]
    low_km2: NDArray[np.float64]
    best_km2: NDArray[np.float64]
    high_km2: NDArray[np.float64]
    settlements: NDArray[np.int64]

    def on(self, row: int) -> dict[Key, Extent]:
        """Extent by key on one of the days; those of no extent left out."""
        return {
            key: self.extent(row, column)
            for column, key in enumerate(self.keys)
            if self.high_km2[row, column] > 0
        }

    def extent(self, row: int, column: int) -> Extent:
        """Extent of one key on one of the days."""
        return Extent(
            float(self.low_km2[row, column]),
            float(self.best_km2[row, column]),
            float(self.high_km2[row, column]),
            int(self.settlements[row, column]),
        )


_UNITS = 10**8
"""Areas are added up as whole numbers of this many to a km², so that sums are exact."""


def area_series(series: Series) -> AreaSeries:
    """Extents on all days of a series, as cumulative sums of what changes.

    Parameters
    ----------
    series : Series
        Each change takes a cell's area, to 0.01 m², from one extent and gives it to
        another.
    """
    keys = keys_of(series)
    column = {key: index for index, key in enumerate(keys)}
    of_state = np.array(
        [column.get((s.status, s.controllers), -1) for s in series.states]
    )
    weights = np.array([_weights(state) for state in series.states], dtype=np.int64)
    places = series.dataset.places
    units = np.rint(series.tessellation.area_km2 * _UNITS).astype(np.int64)
    settles = [places[p].is_settlement for p in series.tessellation.place_ids]
    sizes = np.column_stack([units, units, units, np.array(settles, dtype=np.int64)])
    day, cell, state, before = _moves(series)
    days, row = np.unique(
        np.append(series.first_day.toordinal(), day), return_inverse=True
    )
    total = np.zeros((len(days), len(keys) + 1, 4), dtype=np.int64)  # last: no data
    cells, on_first = np.arange(len(units)), np.zeros(len(units), dtype=np.int64)
    for sign, days_of, cells_of, states_of in (
        (1, on_first, cells, series.initial),
        (1, row[1:], cell, state),
        (-1, row[1:], cell, before),
    ):
        added = sign * sizes[cells_of] * weights[states_of]
        np.add.at(total, (days_of, of_state[states_of]), added)
    total = total.cumsum(axis=0)[:, :-1]
    changes = np.append(True, (total[1:] != total[:-1]).any(axis=(1, 2)))
    total = total[changes]
    return AreaSeries(
        tuple(date.fromordinal(int(n)) for n in days[changes]),
        series.last_day,
        keys,
        low_km2=total[..., 0] / _UNITS,
        best_km2=total[..., 1] / _UNITS,
        high_km2=total[..., 2] / _UNITS,
        settlements=total[..., 3],
    )


def _weights(state: CellState) -> tuple[int, int, int, int]:
    """What a cell so drawn adds: to the low, best and high area, to settlements."""
    one = Extent().plus(state, 1.0, settlements=1)
    return int(one.low_km2), int(one.best_km2), int(one.high_km2), one.settlements


def _moves(
    series: Series,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Day, cell, new state and state before of each change, by cell, then day."""
    columns = [(c.day.toordinal(), c.cell, c.state) for c in series.changes]
    day, cell, state = np.array(columns, dtype=np.int64).reshape(-1, 3).T
    order = np.lexsort((day, cell))
    day, cell, state = day[order], cell[order], state[order]
    is_first = np.append(True, cell[1:] != cell[:-1])[: len(cell)]
    before = np.where(is_first, series.initial[cell], np.roll(state, 1))
    return day, cell, state, before
