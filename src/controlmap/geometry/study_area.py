"""The area that a map covers, in a projected system that suits it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry import shape

from controlmap.domain.model import Zone
from controlmap.errors import GeometryError
from controlmap.geometry.crs import on_grid, to_metres, working_crs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from pyproj import CRS
    from shapely.geometry.base import BaseGeometry

    from controlmap.domain.model import Limit, Place


NEAR_M = 10_000.0
"""Places so near a study area are on its map too, and have a say in its cells."""

UNREADABLE = (
    shapely.errors.ShapelyError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
)
"""What shapely raises for a geometry that is none."""


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
        except UNREADABLE as error:
            raise GeometryError(f"zone {zone.zone_id!r}: no geometry") from error
        if outline.geom_type not in {"Polygon", "MultiPolygon"} or outline.is_empty:
            raise GeometryError(
                f"zone {zone.zone_id!r}: a polygon is wanted, not {outline.geom_type}"
            )
        if not outline.is_valid:
            raise GeometryError(
                f"zone {zone.zone_id!r}: {shapely.is_valid_reason(outline)}"
            )
        check_degrees(outline, f"zone {zone.zone_id!r}")
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
        lon, lat = _degrees(places).T
        return to_metres(lon, lat, self.crs)

    def grid_points_of(self, places: Iterable[Place]) -> NDArray[np.float64]:
        """Easting and northing of located places as a page has them, shape (n, 2).

        What is inferred goes by these alone, so that a page infers the same.
        """
        return on_grid(_degrees(places), self.crs)

    def covers(self, points: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which positions in metres, shape (n, 2), lie inside or on the edge."""
        shapely.prepare(self.polygon)
        inside: NDArray[np.bool_] = shapely.intersects_xy(
            self.polygon, points[:, 0], points[:, 1]
        )
        return inside

    def is_near(self, points: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which positions in metres, shape (n, 2), lie in or near the study area.

        Where there is no zone at all, every one does.
        """
        if self.polygon.is_empty:
            return np.ones(len(points), dtype=bool)
        apart = shapely.distance(self.polygon, shapely.points(points))
        return np.asarray(np.atleast_1d(apart) <= NEAR_M)

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


def _degrees(places: Iterable[Place]) -> NDArray[np.float64]:
    """Longitude and latitude of located places, shape (n, 2)."""
    lon_lat = [(place.lon, place.lat) for place in places]
    return np.array(lon_lat, dtype=float).reshape(-1, 2)


def _moved(geometry: BaseGeometry, crs: CRS) -> BaseGeometry:
    """Geometry in degrees, moved to a system in metres."""
    moved: BaseGeometry = shapely.transform(
        geometry, lambda lonlat: to_metres(lonlat[:, 0], lonlat[:, 1], crs)
    )
    return moved


def _lines(limits: Iterable[Limit], crs: CRS) -> BaseGeometry:
    """All limits in metres, their corners on the grid as those of places are."""
    parts = shapely.get_parts([line_of(limit) for limit in limits])
    moved = shapely.transform(parts, lambda lonlat: on_grid(lonlat, crs))
    return shapely.MultiLineString(moved.tolist())


def line_of(limit: Limit) -> BaseGeometry:
    """Line of a limit in degrees.

    Raises
    ------
    GeometryError
        If its geometry is no line in degrees.
    """
    try:
        line = shape(dict(limit.geometry))
    except UNREADABLE as error:
        raise GeometryError(f"limit {limit.limit_id!r}: no geometry") from error
    kinds = {"LineString", "MultiLineString"}
    if line.geom_type not in kinds or line.is_empty or not line.is_valid:
        raise GeometryError(f"limit {limit.limit_id!r}: a valid line is wanted")
    check_degrees(line, f"limit {limit.limit_id!r}")
    return line


def check_degrees(geometry: BaseGeometry, name: str) -> None:
    """Refuse a geometry that is not in degrees.

    Raises
    ------
    GeometryError
        If a position is outside the degrees of the globe; it names the geometry.
    """
    west, south, east, north = geometry.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise GeometryError(f"{name}: positions are not degrees, [lon, lat]")
