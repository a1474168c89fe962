"""The layers of a range of days: every feature with the days that it holds for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from controlmap.geometry.cell_state import holder_names
from controlmap.geometry.layers import (
    CELL_COLUMNS,
    FRONT_COLUMNS,
    PLACE_COLUMNS,
    Layers,
    cell_row,
    degrees,
    frame,
    front_row,
    place_row,
    point_of,
)
from controlmap.geometry.stream import changed_cells, keys_of, stream

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping
    from datetime import date

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from controlmap.domain.answer import PlaceState
    from controlmap.geometry.timeline import Series

_SPAN = {"start": "datetime64[ms, UTC]", "end": "datetime64[ms, UTC]"}
"""Moments, not dates, and the last second of a day as its end: QGIS has them compared
as texts, in which a date comes before its own midnight, and 00:00 after it."""
_TERRITORIES = {"status": "str", "controllers": "str", "area_km2": "float64"}


def make_range_layers(series: Series) -> Layers:
    """Layers of all days of a series.

    Parameters
    ----------
    series : Series

    Returns
    -------
    Layers
        In WGS84. Each feature holds from ``start``, the first second (UTC) of a day,
        to ``end``, the last second of a day; what lasts ends with the range.
        ``places`` and ``cells`` are as on one day, but without an age. ``territories``
        are polygons, each with its ``area_km2``; ``fronts`` are as on one day. By
        start, then as on one day.
    """
    territories, fronts = _drawn(series)
    places = {name: kind for name, kind in PLACE_COLUMNS.items() if name != "age_days"}
    return Layers(
        places=_places(series).frame(places),
        cells=_cells(series).frame(CELL_COLUMNS),
        territories=territories.frame(_TERRITORIES),
        fronts=fronts.frame(FRONT_COLUMNS),
    )


class _Features:
    """Features as they come and go; what is there at the end goes on the day after."""

    def __init__(self, series: Series) -> None:
        self._end = series.last_day + timedelta(1)
        self._rows: list[dict[str, Any]] = []
        self._shapes: list[BaseGeometry] = []
        self._row_of: dict[Hashable, dict[str, Any]] = {}

    def start(
        self, day: date, name: Hashable, row: dict[str, Any], shape: BaseGeometry
    ) -> None:
        """From a day on there is this; what went by the name before is no more."""
        self.stop(day, name)
        self._row_of[name] = {**row, "start": day, "end": self._end}
        self._rows.append(self._row_of[name])
        self._shapes.append(shape)

    def stop(self, day: date, name: Hashable) -> None:
        """From a day on there is nothing by this name."""
        if name in self._row_of:
            self._row_of.pop(name)["end"] = day

    def frame(self, columns: Mapping[str, str]) -> gpd.GeoDataFrame:
        """All features by start, then in the order that they came."""
        order = sorted(range(len(self._rows)), key=lambda i: self._rows[i]["start"])
        rows = [_stamped(self._rows[index]) for index in order]
        shapes = [self._shapes[index] for index in order]
        return frame(rows, {**columns, **_SPAN}, shapes)


def _stamped(row: dict[str, Any]) -> dict[str, Any]:
    """Row whose days are moments: from the first second to the last before the end."""
    start, end = (pd.Timestamp(row[name], tz="UTC") for name in _SPAN)
    return {**row, "start": start, "end": end - pd.Timedelta(seconds=1)}


def _drawn(series: Series) -> tuple[_Features, _Features]:
    """Territories and front lines."""
    tessellation, keys = series.tessellation, keys_of(series)
    territories, fronts = _Features(series), _Features(series)
    lines: Mapping[tuple[str, str], BaseGeometry] = {}
    for day in stream(series):
        for part in day.closed:
            territories.stop(day.day, part)
        for part in day.opened:
            status, controllers = keys[part.group]
            row = {
                "status": status,
                "controllers": ";".join(controllers),
                "area_km2": part.polygon.area / 1e6,
            }
            polygon = degrees(part.polygon, tessellation)
            territories.start(day.day, part, row, polygon)
        for pair in lines.keys() - day.fronts.keys():
            fronts.stop(day.day, pair)
        for pair, line in day.fronts.items():
            if lines.get(pair) is not line:
                shape = degrees(line, tessellation)
                fronts.start(day.day, pair, front_row(pair, line), shape)
        lines = day.fronts
    return territories, fronts


def _cells(series: Series) -> _Features:
    tessellation = series.tessellation
    polygons = [degrees(cell, tessellation) for cell in tessellation.cells()]
    found = _Features(series)

    def start(day: date, cells: Iterable[int], states: Iterable[int]) -> None:
        for cell, state in zip(cells, states, strict=True):
            row = cell_row(
                tessellation.place_ids[cell],
                series.states[state],
                float(tessellation.area_km2[cell]),
            )
            found.start(day, cell, row, polygons[cell])

    start(series.first_day, range(tessellation.n_cells), series.initial.tolist())
    for day, cells, states in changed_cells(series):
        start(day, cells.tolist(), states.tolist())
    return found


def _places(series: Series) -> _Features:
    """Places with a cell, by answer; a new one too where only the blocs change."""
    found = _Features(series)
    alliances = series.dataset.alliances
    bloc_days = {
        day
        for day in alliances.change_days
        if series.first_day < day <= series.last_day
    }
    for place_id in series.tessellation.place_ids:
        place = series.dataset.places[place_id]
        spells: dict[date, PlaceState | None] = dict(series.answers.get(place_id, ()))
        spells = spells or {series.first_day: None}
        last: dict[str, Any] = {}
        state: PlaceState | None = None
        for day in sorted({*spells, *bloc_days}):
            state = spells.get(day, state)
            row = place_row(place, state, holder_names(alliances, "bloc", day))
            if row != last:
                found.start(day, place_id, row, point_of(place))
            last = row
    return found
