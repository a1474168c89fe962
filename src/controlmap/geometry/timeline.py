"""The series of a map: topology once, and who is drawn in each cell from which day."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from controlmap.domain.policies import MERGED
from controlmap.errors import GeometryError
from controlmap.geometry.drawing import Drawing
from controlmap.geometry.inference import InferenceParameters
from controlmap.geometry.observed import Observers
from controlmap.geometry.tessellation import takes_part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from numpy.typing import NDArray

    from controlmap.domain.dataset import Dataset
    from controlmap.domain.model import Zone
    from controlmap.geometry.cell_state import CellState
    from controlmap.geometry.observed import Spells
    from controlmap.geometry.study_area import StudyArea
    from controlmap.geometry.tessellation import Tessellation


@dataclass(frozen=True, slots=True)
class CellChange:
    """From ``day`` on, ``cell`` is drawn as ``state`` (an index into the states)."""

    day: date
    cell: int
    state: int


@dataclass(frozen=True, slots=True)
class Series:
    """All that a map shows between two days.

    Attributes
    ----------
    dataset : Dataset
        The records that it is made from.
    zone : Zone
        The study area.
    tessellation : Tessellation
        Cells and the arcs that they share; cells are indexed as there.
    first_day, last_day : date
        Range of the map, both included.
    as_of : date or None
        What was known on that day; None for all that is known.
    by : str
        ``actor`` or ``bloc``: what the controllers of the states are.
    inference : InferenceParameters
        The rule of inference and its numbers.
    states : tuple of CellState
        The distinct states that occur, sorted.
    initial : ndarray of int, shape (n_cells,)
        State of each cell on the first day.
    changes : tuple of CellChange
        Later changes, by day, then cell.
    answers : mapping of str to Spells
        For each place of the map, located or not, that has any record: its answers
        in order, each with the day from which it holds; the first is that of
        ``first_day``.
    policy : str
        How differing reports settle.
    """

    dataset: Dataset
    zone: Zone
    tessellation: Tessellation
    first_day: date
    last_day: date
    as_of: date | None
    by: str
    inference: InferenceParameters
    states: tuple[CellState, ...]
    initial: NDArray[np.int32]
    changes: tuple[CellChange, ...]
    answers: Mapping[str, Spells]
    policy: str = MERGED


@dataclass(frozen=True, slots=True)
class Span:
    """Range of days and how it is seen.

    Attributes
    ----------
    first_day, last_day : date
        Both included.
    as_of : date or None
        What was known on that day; None for all that is known.
    by : str
        ``actor`` or ``bloc``.
    inference : InferenceParameters
        The rule of inference and its numbers.
    policy : str
        How differing reports settle: one of `controlmap.domain.policies.POLICIES`.

    Raises
    ------
    GeometryError
        If the span ends before it starts.
    """

    first_day: date
    last_day: date
    as_of: date | None = None
    by: str = "actor"
    inference: InferenceParameters = field(default_factory=InferenceParameters)
    policy: str = MERGED

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise GeometryError(
                f"the range ends on {self.last_day}, before it starts on "
                f"{self.first_day}"
            )


def build_series(
    dataset: Dataset,
    study_area: StudyArea,
    tessellation: Tessellation,
    span: Span,
    *,
    on_day: Callable[[int, int], None] | None = None,
) -> Series:
    """Series of a study area over a span.

    Parameters
    ----------
    dataset, study_area, tessellation, span
    on_day : callable or None
        Told after each change day how many are done, of how many.
    """
    observers = Observers.of(
        dataset,
        study_area,
        (span.first_day, span.last_day),
        as_of=span.as_of,
        by=span.by,
        policy=span.policy,
    )
    drawing = Drawing(observers, study_area, tessellation, span.inference)
    initial = drawing.start(span.first_day)
    changes = _changes(drawing, span, on_day)
    used = sorted({*initial.tolist(), *(change.state for change in changes)})
    states = tuple(sorted(drawing.states[index] for index in used))
    order = {state: index for index, state in enumerate(states)}
    number = np.array([order.get(state, -1) for state in drawing.states])
    return Series(
        dataset=dataset,
        zone=study_area.zone,
        tessellation=tessellation,
        first_day=span.first_day,
        last_day=span.last_day,
        as_of=span.as_of,
        by=span.by,
        inference=span.inference,
        states=states,
        initial=number[initial].astype(np.int32),
        changes=tuple(
            CellChange(change.day, change.cell, int(number[change.state]))
            for change in changes
        ),
        answers=_answers_of_map(dataset, tessellation, observers),
        policy=span.policy,
    )


def _changes(
    drawing: Drawing, span: Span, on_day: Callable[[int, int], None] | None
) -> list[CellChange]:
    """Changes after the first day, of states by their number in the drawing."""
    days = drawing.days(span.first_day, span.last_day)
    changes: list[CellChange] = []
    for done, day in enumerate(days, start=1):
        cells, drawn = drawing.go_to(day)
        changes += map(CellChange, repeat(day), cells.tolist(), drawn.tolist())
        if on_day is not None:
            on_day(done, len(days))
    return changes


def _answers_of_map(
    dataset: Dataset, tessellation: Tessellation, observers: Observers
) -> Mapping[str, Spells]:
    """Answers of the observers, and of places without a point that belong here."""
    others = {p for p in observers.spells if not takes_part(dataset.places[p])}
    on_map = {*observers.place_ids, *belonging(dataset, tessellation, others)}
    return {p: spells for p, spells in observers.spells.items() if p in on_map}


def belonging(
    dataset: Dataset, tessellation: Tessellation, place_ids: Iterable[str]
) -> set[str]:
    """Which of some places without a cell of their own belong to a study area.

    Those that are part of a place with a cell, or lie in a district (or, where none is
    known, a province) that has cells.
    """
    inside = [dataset.places[place_id] for place_id in tessellation.place_ids]
    ids = {place.place_id for place in inside}
    districts = {(place.admin1, place.admin2) for place in inside if place.admin2}
    provinces = {place.admin1 for place in inside if place.admin1}
    found = set()
    for place_id in place_ids:
        place = dataset.places[place_id]
        in_district = (place.admin1, place.admin2) in districts
        in_province = not place.admin2 and place.admin1 in provinces
        if place.part_of in ids or in_district or in_province:
            found.add(place_id)
    return found
