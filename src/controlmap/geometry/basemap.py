"""Shapes of the ground that a map lies on: borders, coast, sea, neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely
from shapely.geometry import shape

from controlmap.errors import GeometryError
from controlmap.geometry.study_area import UNREADABLE, check_degrees

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from controlmap.domain.model import Ground

AREAS = frozenset({"country", "sea"})
"""Kinds of ground that are polygons; the others are lines."""

GRAIN = 0.0004
"""Share of a page's surroundings below which no corner is kept."""

Bounds = tuple[float, float, float, float]


def ground_shape(ground: Ground) -> BaseGeometry:
    """Line or polygon of a feature of the basemap, in degrees.

    Raises
    ------
    GeometryError
        If its geometry is not the valid line or polygon that its kind wants, or not
        in degrees.
    """
    name = f"ground {ground.basemap_id!r}"
    try:
        geometry = shape(dict(ground.geometry))
    except UNREADABLE as error:
        raise GeometryError(f"{name}: no geometry") from error
    wanted = "polygon" if ground.kind in AREAS else "line"
    kinds = {"polygon": ("Polygon", "MultiPolygon")}.get(
        wanted, ("LineString", "MultiLineString")
    )
    if geometry.geom_type not in kinds or geometry.is_empty or not geometry.is_valid:
        raise GeometryError(f"{name}: a valid {wanted} is wanted for {ground.kind}")
    check_degrees(geometry, name)
    return geometry


def surroundings(bounds: Bounds) -> Bounds:
    """Box around a map's bounds that its page shows: its larger side more all round.

    Parameters
    ----------
    bounds : tuple of float
        (west, south, east, north) in degrees, and so is the result.

    Examples
    --------
    >>> surroundings((36.0, 35.0, 37.0, 35.5))
    (35.0, 34.0, 38.0, 36.5)
    """
    west, south, east, north = bounds
    room = max(east - west, north - south)
    return west - room, south - room, east + room, north + room


def parts_inside(geometry: BaseGeometry, box: Bounds) -> list[BaseGeometry]:
    """Lines or polygons of a shape that lie in a box, sorted by their positions.

    They are simplified to `GRAIN` of the longer side of the box.
    """
    inside = shapely.intersection(geometry, shapely.box(*box))
    dimension = shapely.get_dimensions(geometry)
    if dimension == 1:
        inside = shapely.line_merge(inside)
    grain = GRAIN * max(box[2] - box[0], box[3] - box[1])
    parts = [
        part
        for part in shapely.get_parts(shapely.simplify(inside, grain))
        if shapely.get_dimensions(part) == dimension and not part.is_empty
    ]
    return sorted(parts, key=lambda part: shapely.get_coordinates(part).tolist())


def middle_of(polygon: BaseGeometry) -> tuple[float, float, float]:
    """Point of a polygon farthest from its edge, and how far that is, in degrees."""
    circle = shapely.maximum_inscribed_circle(polygon)  # type: ignore[call-overload]  # the stubs lack the base class
    (lon, lat), _ = shapely.get_coordinates(circle).tolist()
    return lon, lat, float(circle.length)
