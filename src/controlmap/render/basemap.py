"""The ground of a page: what lies around its study area, clipped and quantised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from controlmap.geometry.basemap import (
    AREAS,
    Bounds,
    ground_shape,
    middle_of,
    parts_inside,
    surroundings,
)
from controlmap.geometry.crs import to_degrees
from controlmap.render.vlq import encode_vlq

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shapely.geometry.base import BaseGeometry

    from controlmap.domain.model import Ground, Place
    from controlmap.geometry.timeline import Series

SCALE = 10_000
"""Units per degree: some ten metres, finer than the lines are good for."""

MOST_TOWNS = 40
TOWN_KINDS = ("city", "town")
LEAST_RADIUS = 0.05
"""Share of the box that a country's largest circle must have to be named in it."""


def basemap_columns(series: Series) -> dict[str, Any]:
    """Ground of the page of a series, ready for JSON.

    ``scale``
        Units per degree.
    ``shapes``
        Rows ``[kind, parts]``: each part is a run of points, longitude and latitude in
        turn, each less that of the point before, as base64 VLQ. The sea's are rings.
    ``labels``
        Rows ``[name, name_ar, kind, lon, lat]`` of seas, countries, cities and towns
        that have no cell, in units; the more important first.
    ``credits``
        Texts: source and licence of the shapes.
    """
    bounds = _bounds(series)
    box = surroundings(bounds)
    grounds = [g for _, g in sorted(series.dataset.basemap.items())]
    inside = [(g, parts_inside(ground_shape(g), box)) for g in grounds]
    shown = [(g, parts) for g, parts in inside if parts]
    shapes: dict[str, list[str]] = {}
    for ground, parts in shown:
        if ground.kind != "country":
            shapes.setdefault(ground.kind, []).extend(_runs(parts))
    return {
        "scale": SCALE,
        "shapes": [[kind, runs] for kind, runs in sorted(shapes.items())],
        "labels": [*_area_labels(shown, box), *_town_labels(series, bounds)],
        "credits": sorted({f"{g.source}: {g.licence}" for g, _ in shown}),
    }


def _bounds(series: Series) -> Bounds:
    degrees = to_degrees(series.tessellation.vertices, series.tessellation.crs)
    (west, south), (east, north) = degrees.min(axis=0), degrees.max(axis=0)
    return float(west), float(south), float(east), float(north)


def _runs(parts: Iterable[BaseGeometry]) -> list[str]:
    """Each line, and each ring of each polygon, as text."""
    return [
        _encode(shapely.get_coordinates(run))
        for part in parts
        for run in ([part] if part.geom_type == "LineString" else _rings(part))
    ]


def _rings(polygon: BaseGeometry) -> list[BaseGeometry]:
    rings: list[BaseGeometry] = list(shapely.get_rings(polygon))
    return rings


def _encode(lon_lat: np.ndarray[Any, np.dtype[np.float64]]) -> str:
    """Points that differ, each less the one before."""
    units = np.rint(lon_lat * SCALE).astype(np.int64)
    steps = np.diff(units, axis=0, prepend=np.zeros((1, 2), np.int64))
    is_kept = steps.any(axis=1)
    is_kept[0] = True
    return encode_vlq(steps[is_kept].ravel().tolist())


def _area_labels(
    shown: Iterable[tuple[Ground, list[BaseGeometry]]], box: Bounds
) -> list[list[object]]:
    """Names of countries and seas where they have room in the box."""
    side = max(box[2] - box[0], box[3] - box[1])
    labels: list[list[object]] = []
    for ground, parts in shown:
        if ground.kind not in AREAS:
            continue
        lon, lat, radius = max((middle_of(p) for p in parts), key=lambda m: m[2])
        if radius >= LEAST_RADIUS * side:
            labels.append(_label(ground.name, ground.name_ar, ground.kind, lon, lat))
    return labels


def _town_labels(series: Series, bounds: Bounds) -> list[list[object]]:
    """Cities, then towns, that have no cell, the nearest to the study area first."""
    with_cell = set(series.tessellation.place_ids) | set(series.answers)
    west, south, east, north = surroundings(bounds)
    towns = sorted(
        (TOWN_KINDS.index(place.kind), _distance(place, bounds), place.place_id)
        for place in series.dataset.places.values()
        if place.kind in TOWN_KINDS
        and place.place_id not in with_cell
        and place.lon is not None
        and place.lat is not None
        and west <= place.lon <= east
        and south <= place.lat <= north
    )
    places = (series.dataset.places[place_id] for *_, place_id in towns[:MOST_TOWNS])
    return [_label(p.name, p.name_ar, p.kind, p.lon, p.lat) for p in places]


def _distance(place: Place, bounds: Bounds) -> float:
    """Degrees from a place to a box, along its longer side; 0 inside."""
    west, south, east, north = bounds
    lon, lat = place.lon or 0.0, place.lat or 0.0
    return max(west - lon, lon - east, south - lat, lat - north, 0.0)


def _label(
    name: str, name_ar: str, kind: str, lon: float | None, lat: float | None
) -> list[object]:
    units = (round((degrees or 0.0) * SCALE) for degrees in (lon, lat))
    return [name, name_ar, kind, *units]
