"""The layers of one day as frames: places, cells, territories and fronts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import shapely

from controlmap.geometry.area import extents
from controlmap.geometry.cell_state import holder_names
from controlmap.geometry.crs import WGS84, to_degrees
from controlmap.geometry.drawing import Drawing
from controlmap.geometry.observed import Observers
from controlmap.geometry.territory import fronts, territories

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from shapely.geometry.base import BaseGeometry

    from controlmap.domain.answer import PlaceState
    from controlmap.domain.dataset import Dataset
    from controlmap.domain.manifest import Manifest
    from controlmap.domain.model import Place, Side
    from controlmap.geometry.cell_state import CellState
    from controlmap.geometry.study_area import StudyArea
    from controlmap.geometry.tessellation import Tessellation
    from controlmap.geometry.timeline import Span


@dataclass(frozen=True, slots=True)
class Layers:
    """The layers of one day, in WGS84 (lon, lat).

    Several controllers in one text are separated by ``;``.

    Attributes
    ----------
    places : GeoDataFrame
        Points of the study area: ``place_id``, ``name``, ``name_ar``, ``kind``,
        ``status``, ``controllers``, ``blocs``, ``since``, ``certainty``,
        ``age_days``, ``freshness``, ``rule``, ``evidence``.
    cells : GeoDataFrame
        Polygons: ``place_id``, ``status``, ``controllers``, ``basis``, ``firmness``,
        ``freshness``, ``area_km2``.
    territories : GeoDataFrame
        Dissolved cells: ``status``, ``controllers``, ``low_km2``, ``best_km2``,
        ``high_km2``, ``settlements``.
    fronts : GeoDataFrame
        Lines: ``controller_a``, ``controller_b``, ``length_km``.
    manifest : Manifest or None
        What they were made from, for the files that they are written to.
    """

    places: gpd.GeoDataFrame
    cells: gpd.GeoDataFrame
    territories: gpd.GeoDataFrame
    fronts: gpd.GeoDataFrame
    manifest: Manifest | None = None

    def items(self) -> tuple[tuple[str, gpd.GeoDataFrame], ...]:
        """Name and frame of each layer."""
        return (
            ("places", self.places),
            ("cells", self.cells),
            ("territories", self.territories),
            ("fronts", self.fronts),
        )


def make_layers(
    dataset: Dataset,
    study_area: StudyArea,
    tessellation: Tessellation,
    span: Span,
) -> Layers:
    """Layers of a study area at the end of the first day of a span."""
    day = span.first_day
    observers = Observers.of(
        dataset,
        study_area,
        (day, day),
        as_of=span.as_of,
        by=span.by,
        policy=span.policy,
    )
    members = [dataset.places[place_id] for place_id in tessellation.place_ids]
    drawing = Drawing(observers, study_area, tessellation, span.inference)
    numbers = drawing.start(day).tolist()
    drawn = [drawing.states[number] for number in numbers]
    states = [observers.state(place.place_id, day) for place in members]
    return Layers(
        places=_places(dataset, members, states, day),
        cells=_cells(tessellation, drawn),
        territories=_territories(
            tessellation, drawn, [place.is_settlement for place in members]
        ),
        fronts=_fronts(tessellation, drawn),
    )


PLACE_COLUMNS = {
    "place_id": "str",
    "name": "str",
    "name_ar": "str",
    "kind": "str",
    "status": "str",
    "controllers": "str",
    "blocs": "str",
    "since": "str",
    "certainty": "str",
    "age_days": "Int64",
    "freshness": "str",
    "rule": "str",
    "evidence": "str",
}
CELL_COLUMNS = {
    "place_id": "str",
    "status": "str",
    "controllers": "str",
    "basis": "str",
    "firmness": "str",
    "freshness": "str",
    "area_km2": "float64",
}
_TERRITORIES = {
    "status": "str",
    "controllers": "str",
    "low_km2": "float64",
    "best_km2": "float64",
    "high_km2": "float64",
    "settlements": "int64",
}
FRONT_COLUMNS = {
    "controller_a": "str",
    "controller_b": "str",
    "length_km": "float64",
}


def frame(
    rows: Sequence[Mapping[str, Any]],
    columns: Mapping[str, str],
    geometry: Sequence[BaseGeometry],
) -> gpd.GeoDataFrame:
    """Frame with these columns, of these types even where there is no row."""
    table = {
        column: pd.Series([row[column] for row in rows], dtype=kind)
        for column, kind in columns.items()
    }
    return gpd.GeoDataFrame(table, geometry=list(geometry), crs=WGS84)


def _places(
    dataset: Dataset,
    members: Sequence[Place],
    states: Sequence[PlaceState | None],
    day: date,
) -> gpd.GeoDataFrame:
    bloc_of = holder_names(dataset.alliances, "bloc", day)
    rows = [
        {
            **place_row(place, state, bloc_of),
            "age_days": state.age_days if state else None,
        }
        for place, state in zip(members, states, strict=True)
    ]
    return frame(rows, PLACE_COLUMNS, [point_of(place) for place in members])


def place_row(
    place: Place, state: PlaceState | None, bloc_of: Callable[[Side], str]
) -> dict[str, Any]:
    """Values of a place and its answer; None if it has no records."""
    return {
        "place_id": place.place_id,
        "name": place.name,
        "name_ar": place.name_ar,
        "kind": place.kind,
        "status": state.status.value if state else "no_record",
        "controllers": ";".join(state.controllers) if state else "",
        "blocs": ";".join(map(bloc_of, state.sides)) if state else "",
        "since": state.since.isoformat() if state and state.since else "",
        "certainty": state.certainty.value if state and state.certainty else "",
        "freshness": state.freshness.value if state and state.freshness else "",
        "rule": state.rule.value if state else "no-record",
        "evidence": ";".join(state.evidence) if state else "",
    }


def point_of(place: Place) -> shapely.Point:
    """Point of a located place, in degrees."""
    return shapely.Point(float(place.lon or 0), float(place.lat or 0))


def cell_row(place_id: str, state: CellState, km2: float) -> dict[str, Any]:
    """Values of a cell and how it is drawn."""
    return {
        "place_id": place_id,
        "status": state.status,
        "controllers": ";".join(state.controllers),
        "basis": state.basis,
        "firmness": state.firmness,
        "freshness": state.freshness,
        "area_km2": km2,
    }


def _cells(tessellation: Tessellation, drawn: Sequence[CellState]) -> gpd.GeoDataFrame:
    rows = [
        cell_row(place_id, state, float(km2))
        for place_id, state, km2 in zip(
            tessellation.place_ids, drawn, tessellation.area_km2, strict=True
        )
    ]
    polygons = [degrees(cell, tessellation) for cell in tessellation.cells()]
    return frame(rows, CELL_COLUMNS, polygons)


def _territories(
    tessellation: Tessellation,
    drawn: Sequence[CellState],
    is_settlement: Sequence[bool],
) -> gpd.GeoDataFrame:
    sizes = extents(drawn, tessellation.area_km2.tolist(), is_settlement)
    shapes = territories(tessellation, drawn)
    rows = [
        {
            "status": status,
            "controllers": ";".join(controllers),
            "low_km2": sizes[status, controllers].low_km2,
            "best_km2": sizes[status, controllers].best_km2,
            "high_km2": sizes[status, controllers].high_km2,
            "settlements": sizes[status, controllers].settlements,
        }
        for status, controllers in shapes
    ]
    polygons = [degrees(shape, tessellation) for shape in shapes.values()]
    return frame(rows, _TERRITORIES, polygons)


def _fronts(tessellation: Tessellation, drawn: Sequence[CellState]) -> gpd.GeoDataFrame:
    lines = fronts(tessellation, drawn)
    rows = [front_row(pair, line) for pair, line in lines.items()]
    shapes = [degrees(line, tessellation) for line in lines.values()]
    return frame(rows, FRONT_COLUMNS, shapes)


def front_row(pair: tuple[str, str], line: BaseGeometry) -> dict[str, Any]:
    """Values of a front line between two holders, given in metres."""
    one, other = pair
    return {
        "controller_a": one,
        "controller_b": other,
        "length_km": line.length / 1000,
    }


def degrees(geometry: BaseGeometry, tessellation: Tessellation) -> BaseGeometry:
    """Geometry in WGS84, its rings turned as RFC 7946 wants."""
    moved: BaseGeometry = shapely.transform(
        geometry, lambda points: to_degrees(points, tessellation.crs)
    )
    return shapely.orient_polygons(moved)
