"""Territories and front lines of a series, one change day after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from controlmap.geometry.front import MovingFronts
from controlmap.geometry.parts import MovingParts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Set
    from datetime import date

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from controlmap.geometry.parts import Part
    from controlmap.geometry.timeline import Series

    _Ints = NDArray[np.int64]

_Name = TypeVar("_Name", bound=tuple[object, ...])

Key = tuple[str, tuple[str, ...]]
"""Status of a territory and its controllers."""


@dataclass(frozen=True, slots=True)
class DayOfSeries:
    """What is drawn from one change day until the next.

    Attributes
    ----------
    day : date
    territories : mapping of (status, controllers) to Geometry
        In metres, in order of the keys. What did not change is the object of the day
        before.
    fronts : mapping of (str, str) to Geometry
        Lines in metres for each pair of holders, in order of their names; likewise.
    closed, opened : tuple of Part
        Polygons of the day before that are no more, and new ones; a part's ``group``
        is the place of its key among ``keys_of`` the series.
    """

    day: date
    territories: Mapping[Key, BaseGeometry]
    fronts: Mapping[tuple[str, str], BaseGeometry]
    closed: tuple[Part, ...]
    opened: tuple[Part, ...]


def keys_of(series: Series) -> tuple[Key, ...]:
    """What territories of a series go by, sorted; cells without data left out."""
    keys = {(state.status, state.controllers) for state in series.states}
    return tuple(sorted(key for key in keys if key[0] != "no_data"))


def changed_cells(series: Series) -> Iterator[tuple[date, _Ints, _Ints]]:
    """Each later change day with the cells that change and their new states.

    Yields
    ------
    day : date
    cells, states : ndarray of int
    """
    pending: list[tuple[int, int]] = []
    day = series.first_day
    for change in series.changes:
        if change.day != day and pending:
            yield day, *np.array(pending, dtype=np.int64).T
            pending = []
        day = change.day
        pending.append((change.cell, change.state))
    if pending:
        yield day, *np.array(pending, dtype=np.int64).T


def stream(series: Series, *, with_fronts: bool = True) -> Iterator[DayOfSeries]:
    """The first day of a series and each change day, one after the other.

    Only what changed is made anew, and nothing is kept but the day at hand.

    Parameters
    ----------
    series : Series
    with_fronts : bool
        Without them, ``fronts`` are empty.
    """
    keys = keys_of(series)
    held = {key[1][0] for key in keys if key[0] == "controlled"}
    names = sorted(held) if with_fronts else []
    group_of = _numbers(series, {key: index for index, key in enumerate(keys)})
    holder_of = _numbers(
        series, {("controlled", (name,)): index for index, name in enumerate(names)}
    )
    parts = MovingParts(series.tessellation, group_of[series.initial])
    fronts = MovingFronts(series.tessellation, holder_of[series.initial], names)
    territories = {keys[group]: shape for group, shape in parts.shapes().items()}
    lines = fronts.shapes()
    yield DayOfSeries(series.first_day, territories, lines, (), tuple(parts.parts()))
    for day, cells, states in changed_cells(series):
        closed, opened = parts.move(cells, group_of[states])
        groups = {part.group for part in (*closed, *opened)}
        shapes = {keys[group]: shape for group, shape in parts.shapes(groups).items()}
        territories = _renewed(territories, {keys[group] for group in groups}, shapes)
        pairs = fronts.move(cells, holder_of[states])
        lines = _renewed(lines, pairs, fronts.shapes(pairs))
        yield DayOfSeries(day, territories, lines, tuple(closed), tuple(opened))


def _numbers(series: Series, number: Mapping[Key, int]) -> _Ints:
    """Number of each state of a series; -1 for one that has none."""
    keys = [(state.status, state.controllers) for state in series.states]
    return np.array([number.get(key, -1) for key in keys], dtype=np.int64)


def _renewed(
    known: Mapping[_Name, BaseGeometry],
    names: Set[_Name],
    made: Mapping[_Name, BaseGeometry],
) -> dict[_Name, BaseGeometry]:
    """Shapes by name, some of them made anew or no more."""
    kept = {name: shape for name, shape in known.items() if name not in names}
    return dict(sorted({**kept, **made}.items()))
