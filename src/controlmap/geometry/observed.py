"""The places that observe: those of a map with records, and what they say on a day."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from controlmap.domain.answer import Freshness
from controlmap.domain.policies import MERGED
from controlmap.domain.state_log import StateLog
from controlmap.geometry.cell_state import (
    NO_DATA,
    CellState,
    holder_names,
    observed_cell,
)
from controlmap.geometry.inference import Observations
from controlmap.geometry.tessellation import takes_part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from controlmap.domain.answer import PlaceState
    from controlmap.domain.dataset import Dataset
    from controlmap.geometry.study_area import StudyArea

Spells = tuple[tuple[date, "PlaceState"], ...]
"""Answers of one place in order, each with the day from which it holds."""


@dataclass(frozen=True, slots=True)
class Observers:
    """Located places with records, and their answers over a range of days.

    They are in or near the study area: what has a say in its cells is on its map.

    Attributes
    ----------
    days : tuple of date
        First and last day of the range.
    place_ids : tuple of str
        Sorted.
    points : ndarray of float, shape (n, 2)
        Easting and northing in metres.
    spells : mapping of str to Spells
        Answers of every place with records, of those too that do not observe.
    names : tuple of str
        Names of the holders that are lent on any day, sorted.
    cells : tuple of CellState
        The distinct states of the places, sorted.
    log : StateLog
        From which day on each place has which row of the columns.
    cell, holder, through, is_old : ndarray, shape (rows,)
        Of each row, the place's state among ``cells``, and what it says as in
        ``Observations``.
    """

    dataset: Dataset
    by: str
    days: tuple[date, date]
    place_ids: tuple[str, ...]
    points: NDArray[np.float64]
    spells: Mapping[str, Spells]
    names: tuple[str, ...]
    cells: tuple[CellState, ...]
    log: StateLog
    cell: NDArray[np.int64]
    holder: NDArray[np.int64]
    through: NDArray[np.int64]
    is_old: NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        dataset: Dataset,
        study_area: StudyArea,
        days: tuple[date, date],
        *,
        as_of: date | None = None,
        by: str = "actor",
        policy: str = MERGED,
    ) -> Observers:
        """Observers of a data set between two days, in the system of a study area."""
        histories = {
            place_id: dataset.history(place_id, as_of=as_of, policy=policy)
            for place_id in sorted(dataset.changes_by_place)
        }
        spells = {place_id: each.spells(*days) for place_id, each in histories.items()}
        return cls._among(dataset, study_area, days, spells, by)

    def seen_from(self, study_area: StudyArea) -> Observers:
        """Observers of the same range, in and near another study area."""
        return self._among(self.dataset, study_area, self.days, self.spells, self.by)

    @classmethod
    def _among(
        cls,
        dataset: Dataset,
        study_area: StudyArea,
        days: tuple[date, date],
        spells: Mapping[str, Spells],
        by: str,
    ) -> Observers:
        """Observers among places whose answers are known."""
        places = map(dataset.places.__getitem__, spells)
        located = [place for place in places if takes_part(place)]
        points = study_area.grid_points_of(located)
        near = study_area.is_near(points)
        located = [
            place for place, is_near in zip(located, near, strict=True) if is_near
        ]
        rows = [
            (place, day.toordinal(), cell, _through(state), _is_old(state))
            for place, each in enumerate(located)
            for day, cell, state in _drawn(dataset, spells[each.place_id], days, by)
        ]
        cells = sorted({row[2] for row in rows})
        names = sorted({lent for cell in cells if (lent := _lent(cell))})
        code = [_code(cell, names) for cell in cells]
        number = {cell: index for index, cell in enumerate(cells)}
        cell = np.array([number[row[2]] for row in rows], dtype=np.int64)
        place = np.array([row[0] for row in rows], dtype=np.int64)
        day = np.array([row[1] for row in rows], dtype=np.int64)
        return cls(
            dataset=dataset,
            by=by,
            days=days,
            place_ids=tuple(place.place_id for place in located),
            points=points[near],
            spells=spells,
            names=tuple(names),
            cells=tuple(cells),
            log=StateLog.of(len(located), place, day, np.arange(len(rows))),
            cell=cell,
            holder=np.array(code, dtype=np.int64)[cell],
            through=np.array([row[3] for row in rows], dtype=np.int64),
            is_old=np.array([row[4] for row in rows], dtype=bool),
        )

    def state(self, place_id: str, day: date) -> PlaceState | None:
        """Answer of a place on a day of the range; None if it has no records."""
        spells = self.spells.get(place_id)
        if spells is None:
            return None
        index = bisect_right([first for first, _ in spells], day) - 1
        return spells[max(index, 0)][1]

    def rows_on(self, day: date) -> NDArray[np.int64]:
        """Row of each place at the end of a day of the range."""
        return self.log.on(day.toordinal())

    def observations(self, rows: NDArray[np.int64]) -> Observations:
        """What the places say that have these rows."""
        return Observations(
            self.points,
            self.names,
            self.holder[rows],
            self.through[rows],
            self.is_old[rows],
        )


def _drawn(
    dataset: Dataset, spells: Spells, days: tuple[date, date], by: str
) -> Iterator[tuple[date, CellState, PlaceState]]:
    """How a place is drawn from which day on; blocs may change while answers do not."""
    first, last = days
    bloc_days = dataset.alliances.change_days if by == "bloc" else frozenset[date]()
    others = {day for day in bloc_days if first < day <= last}
    answers = dict(spells)
    state = before = spells[0][1]
    cell = observed_cell(state, holder_names(dataset.alliances, by, first))
    for day in sorted({*answers, *others}) if others else answers:
        state = answers.get(day, state)
        if day in others or not _is_drawn_alike(state, before):
            cell = observed_cell(state, holder_names(dataset.alliances, by, day))
        before = state
        yield day, cell, state


def _is_drawn_alike(one: PlaceState, other: PlaceState) -> bool:
    """Whether two answers are the same in all that a cell shows."""
    return (
        one.holding is other.holding
        and one.before is other.before
        and one.after is other.after
        and one.freshness is other.freshness
    )


def _through(state: PlaceState) -> int:
    """Last day that the records of an answer speak of; not the day of asking."""
    end = state.window[-1] if state.window else None
    return (state.reported_through or end or date.max).toordinal()


def _is_old(state: PlaceState) -> bool:
    return state.freshness is Freshness.PRESUMED


def _lent(cell: CellState) -> str:
    """Holder that a place so drawn lends to its neighbours, or empty text."""
    return cell.controllers[0] if cell.status == "controlled" else ""


def _code(cell: CellState, names: Sequence[str]) -> int:
    """Number of the holder lent, as in ``Observations``."""
    if cell == NO_DATA:
        return -2
    return names.index(_lent(cell)) if _lent(cell) else -1
