"""Rules of places: points, and what a place is part of."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from controlmap.domain.names import name_key
from controlmap.domain.rule_basis import PLACES, Known, warning
from controlmap.errors import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from controlmap.domain.dataset import Dataset
    from controlmap.domain.model import Place

_CLOSE_M = 50.0
_AROUND = tuple((dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))


def point_and_precision(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Give an exact or approximate place a point, a parent or none place no point."""
    for place in dataset.places.values():
        needs_point = place.location_precision in {"exact", "approximate"}
        if needs_point != place.is_located:
            message = (
                f"is {place.location_precision} but has no point; add it, or say "
                "'parent' or 'none'"
                if needs_point
                else f"is {place.location_precision} but has a point; remove the point"
            )
            yield Issue(
                PLACES, place.line, "location_precision", message, "point-and-precision"
            )


def swapped_lon_lat(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Write a point as [lon, lat], as GeoJSON does; lat comes second."""
    box = _usual_box(dataset.places.values())
    for place in dataset.places.values():
        if place.lon is None or place.lat is None:
            continue
        lon, lat = place.lon, place.lat
        record = known.gazetteer.get(place.located_by)
        is_swapped = (
            _far(lon, lat, record) and not _far(lat, lon, record)
            if record
            else box is not None
            and not _inside(lon, lat, box)
            and _inside(lat, lon, box)
        )
        if is_swapped:
            message = f"[{lon}, {lat}] looks like lat, lon; write [lon, lat]"
            yield Issue(PLACES, place.line, "geometry", message, "swapped-lon-lat")


def _far(lon: float, lat: float, record: tuple[float, float]) -> bool:
    return abs(lon - record[0]) > 0.1 or abs(lat - record[1]) > 0.1


def _inside(lon: float, lat: float, box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    return west <= lon <= east and south <= lat <= north


def _usual_box(places: Iterable[Place]) -> tuple[float, float, float, float] | None:
    """Box (west, south, east, north) of all but the outermost places, and a degree."""
    points = [(p.lon, p.lat) for p in places if p.lon is not None and p.lat is not None]
    if len(points) < 4:
        return None
    lons, lats = (sorted(values) for values in zip(*points, strict=True))
    edge = max(1, len(points) // 50)
    return lons[edge] - 1, lats[edge] - 1, lons[-1 - edge] + 1, lats[-1 - edge] + 1


def actor_as_place(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Remove the place: its name is that of an actor."""
    names = {
        name_key(name): actor
        for actor in dataset.actors.values()
        for name in (actor.actor_id, actor.name, *actor.aliases)
    }
    for place in dataset.places.values():
        actor = names.get(name_key(place.name)) or names.get(place.place_id)
        if actor:
            message = f"{place.name!r} is the actor {actor.actor_id!r}, not a place"
            yield Issue(PLACES, place.line, "name", message, "actor-as-place")


def part_of_itself(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Let part_of lead to a larger place and never back."""
    for place in dataset.places.values():
        seen = {place.place_id}
        parent = dataset.places.get(place.part_of)
        while parent and parent.place_id not in seen:
            seen.add(parent.place_id)
            parent = dataset.places.get(parent.part_of)
        if parent and parent.place_id == place.place_id:
            message = "leads back to the place itself"
            yield Issue(PLACES, place.line, "part_of", message, "part-of-itself")


def places_close(dataset: Dataset, known: Known) -> Iterator[Issue]:
    """Check that the two are not one place: they lie within 50 m of each other."""
    grid: dict[tuple[int, int], list[tuple[float, float, Place]]] = {}
    for place in dataset.places.values():
        if place.lon is None or place.lat is None:
            continue
        point = (place.lon, place.lat)
        column, row = round(place.lon * 1000), round(place.lat * 1000)
        for key in _AROUND:
            for lon, lat, near in grid.get((column + key[0], row + key[1]), ()):
                metres = _metres_between(point, (lon, lat))
                if metres < _CLOSE_M:
                    message = (
                        f"lies {metres:.0f} m from {near.place_id!r} "
                        f"(line {near.line}); are they one place?"
                    )
                    yield warning(
                        PLACES, place.line, "geometry", message, "places-close"
                    )
        grid.setdefault((column, row), []).append((*point, place))


def _metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Distance of two positions (lon, lat) near each other, on a sphere."""
    north = math.radians(one[1] - other[1])
    east = math.radians(one[0] - other[0]) * math.cos(math.radians(one[1]))
    return 6_371_000 * math.hypot(north, east)
