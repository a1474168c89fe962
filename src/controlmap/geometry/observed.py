"""The places that observe: located places with records, and what they say on a day."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from controlmap.domain.answer import Freshness
from controlmap.geometry.inference import (
    NO_DATA,
    OBSERVED,
    CellState,
    Observations,
    holder_names,
    infer_nearest,
    observed_cell,
)
from controlmap.geometry.tessellation import takes_part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from controlmap.domain.answer import PlaceState
    from controlmap.domain.dataset import Dataset
    from controlmap.geometry.inference import Inferred
    from controlmap.geometry.study_area import StudyArea

Spells = tuple[tuple[date, "PlaceState"], ...]
"""Answers of one place in order, each with the day from which it holds."""


@dataclass(frozen=True, slots=True)
class Observers:
    """Located places with records, and their answers over a range of days.

    Attributes
    ----------
    place_ids : tuple of str
        Sorted.
    points : ndarray of float, shape (n, 2)
        Easting and northing in metres.
    spells : mapping of str to Spells
        Answers of every place with records, of those too that have no point.
    """

    dataset: Dataset
    by: str
    place_ids: tuple[str, ...]
    points: NDArray[np.float64]
    spells: Mapping[str, Spells]

    @classmethod
    def of(
        cls,
        dataset: Dataset,
        study_area: StudyArea,
        days: tuple[date, date],
        *,
        as_of: date | None = None,
        by: str = "actor",
    ) -> Observers:
        """Observers of a data set between two days, in the system of a study area."""
        spells = {
            place_id: dataset.history(place_id, as_of=as_of).spells(*days)
            for place_id in sorted(dataset.changes_by_place)
        }
        located = [
            dataset.places[place_id]
            for place_id in spells
            if takes_part(dataset.places[place_id])
        ]
        return cls(
            dataset,
            by,
            tuple(place.place_id for place in located),
            study_area.points_of(located).reshape(-1, 2),
            spells,
        )

    def seen_from(self, study_area: StudyArea) -> Observers:
        """The same observers, in the system of another study area."""
        located = (self.dataset.places[place_id] for place_id in self.place_ids)
        return replace(self, points=study_area.points_of(located).reshape(-1, 2))

    def change_days(self, first: date, last: date) -> list[date]:
        """Days of the range on which any answer, or any bloc, changes."""
        days = {first, *(day for spells in self.spells.values() for day, _ in spells)}
        if self.by == "bloc":
            days |= self.dataset.alliances.change_days
        return sorted(day for day in days if first <= day <= last)

    def state(self, place_id: str, day: date) -> PlaceState | None:
        """Answer of a place on a day of the range; None if it has no records."""
        spells = self.spells.get(place_id)
        if spells is None:
            return None
        index = bisect_right([first for first, _ in spells], day) - 1
        return spells[max(index, 0)][1]

    def on(self, day: date) -> ObservedDay:
        """What the observers say on a day."""
        name_of = holder_names(self.dataset.alliances, self.by, day)
        cells: dict[str, CellState] = {}
        rows: list[int] = []
        states: list[PlaceState] = []
        for row, place_id in enumerate(self.place_ids):
            state = self.state(place_id, day)
            if state is not None and state.status in OBSERVED:
                cells[place_id] = observed_cell(state, name_of)
                rows.append(row)
                states.append(state)
        drawn = list(cells.values())
        observations = Observations(
            self.points[rows],
            [c.controllers[0] if c.status == "controlled" else "" for c in drawn],
            np.array([_through(s).toordinal() for s in states], dtype=np.int64),
            np.array([s.freshness is Freshness.PRESUMED for s in states], dtype=bool),
        )
        return ObservedDay(day, cells, tuple(cells), observations)


def _through(state: PlaceState) -> date:
    """Last day that the records of an answer speak of; not the day of asking."""
    return state.reported_through or state.window[-1] or date.max


@dataclass(frozen=True, slots=True)
class ObservedDay:
    """The observed cells of a day, and what can be inferred from them.

    Attributes
    ----------
    cells : mapping of str to CellState
        By place, of the places with an answer of their own.
    place_ids : tuple of str
        Place of each observation.
    observations : Observations
    """

    day: date
    cells: Mapping[str, CellState]
    place_ids: tuple[str, ...]
    observations: Observations

    def infer(self, points: NDArray[np.float64]) -> Inferred:
        """What the observed neighbours suggest for positions in metres."""
        return infer_nearest(points, self.observations)

    def draw(
        self, place_ids: Sequence[str], points: NDArray[np.float64]
    ) -> list[CellState]:
        """State of each cell, observed where its place is, else inferred."""
        states = [self.cells.get(place_id, NO_DATA) for place_id in place_ids]
        unknown = [row for row, state in enumerate(states) if state is NO_DATA]
        inferred = self.infer(points[unknown])
        for row, holder, firmness in zip(
            unknown, inferred.holders, inferred.firmness, strict=True
        ):
            if holder:
                states[row] = CellState("controlled", (holder,), "inferred", firmness)
        return states
