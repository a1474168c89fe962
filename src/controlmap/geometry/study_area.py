"""The area that a map covers, in a projected system that suits it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry import shape

from controlmap.domain.model import Zone
from controlmap.errors import GeometryError
from controlmap.geometry.crs import to_metres, working_crs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from pyproj import CRS
    from shapely.geometry.base import BaseGeometry

    from controlmap.domain.model import Limit, Place


_UNREADABLE = (
    shapely.errors.ShapelyError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
)


@dataclass(frozen=True, slots=True)
class StudyArea:
    """Polygon of a zone in metres.

    Attributes
    ----------
    zone : Zone
    crs : CRS
        Equal-area, centred on the zone.
    polygon : Geometry
        Polygon or MultiPolygon in ``crs``, valid.
    limits : Geometry
        Lines in ``crs`` across which nothing is inferred.
    """

    zone: Zone
    crs: CRS
    polygon: BaseGeometry
    limits: BaseGeometry = field(default_factory=shapely.MultiLineString)

    @classmethod
    def of(cls, zone: Zone, limits: Iterable[Limit] = ()) -> StudyArea:
        """Study area of a zone, and the lines across which nothing is inferred.

        Raises
        ------
        GeometryError
            If the zone's geometry is no valid polygon with an area.
        """
        try:
            outline = shape(dict(zone.geometry))
        except _UNREADABLE as error:
            raise GeometryError(f"zone {zone.zone_id!r}: no geometry") from error
        if outline.geom_type not in {"Polygon", "MultiPolygon"} or outline.is_empty:
            raise GeometryError(
                f"zone {zone.zone_id!r}: a polygon is wanted, not {outline.geom_type}"
            )
        if not outline.is_valid:
            raise GeometryError(
                f"zone {zone.zone_id!r}: {shapely.is_valid_reason(outline)}"
            )
        _check_degrees(outline, f"zone {zone.zone_id!r}")
        crs = working_crs(outline.centroid.x, outline.centroid.y)
        return cls(zone, crs, _moved(outline, crs), _lines(limits, crs))

    @classmethod
    def around(cls, lon: float, lat: float, limits: Iterable[Limit] = ()) -> StudyArea:
        """No zone at all, in a system centred on a position in degrees."""
        crs = working_crs(lon, lat)
        nowhere = Zone("", "", "", "", {})
        return cls(nowhere, crs, shapely.Polygon(), _lines(limits, crs))

    @property
    def area_km2(self) -> float:
        """Area of the zone."""
        return float(self.polygon.area) / 1e6

    def points_of(self, places: Iterable[Place]) -> NDArray[np.float64]:
        """Easting and northing of located places, shape (n, 2)."""
        located = list(places)
        return to_metres(
            np.array([place.lon for place in located], dtype=float),
            np.array([place.lat for place in located], dtype=float),
            self.crs,
        )

    def covers(self, points: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which positions in metres, shape (n, 2), lie inside or on the edge."""
        shapely.prepare(self.polygon)
        inside: NDArray[np.bool_] = shapely.intersects_xy(
            self.polygon, points[:, 0], points[:, 1]
        )
        return inside

    def place_ids(self, places: Iterable[Place]) -> frozenset[str]:
        """Identifiers of the located places that lie inside or on the edge."""
        located = [place for place in places if place.is_located]
        if not located:
            return frozenset()
        inside = self.covers(self.points_of(located))
        return frozenset(
            place.place_id
            for place, is_inside in zip(located, inside, strict=True)
            if is_inside
        )


def _moved(geometry: BaseGeometry, crs: CRS) -> BaseGeometry:
    """Geometry in degrees, moved to a system in metres."""
    moved: BaseGeometry = shapely.transform(
        geometry, lambda lonlat: to_metres(lonlat[:, 0], lonlat[:, 1], crs)
    )
    return moved


def _lines(limits: Iterable[Limit], crs: CRS) -> BaseGeometry:
    lines: BaseGeometry = shapely.union_all(
        [_moved(line_of(limit), crs) for limit in limits]
    )
    return lines


def line_of(limit: Limit) -> BaseGeometry:
    """Line of a limit in degrees.

    Raises
    ------
    GeometryError
        If its geometry is no line in degrees.
    """
    try:
        line = shape(dict(limit.geometry))
    except _UNREADABLE as error:
        raise GeometryError(f"limit {limit.limit_id!r}: no geometry") from error
    kinds = {"LineString", "MultiLineString"}
    if line.geom_type not in kinds or line.is_empty or not line.is_valid:
        raise GeometryError(f"limit {limit.limit_id!r}: a valid line is wanted")
    _check_degrees(line, f"limit {limit.limit_id!r}")
    return line


def _check_degrees(geometry: BaseGeometry, name: str) -> None:
    west, south, east, north = geometry.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise GeometryError(f"{name}: positions are not degrees, [lon, lat]")
