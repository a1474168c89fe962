"""The area that a map covers, in a projected system that suits it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry import shape

from controlmap.errors import GeometryError
from controlmap.geometry.crs import to_metres, working_crs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from pyproj import CRS
    from shapely.geometry.base import BaseGeometry

    from controlmap.domain.model import Place, Zone


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
    """

    zone: Zone
    crs: CRS
    polygon: BaseGeometry

    @classmethod
    def of(cls, zone: Zone) -> StudyArea:
        """Study area of a zone.

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
        crs = working_crs(outline.centroid.x, outline.centroid.y)
        polygon = shapely.transform(
            outline, lambda lonlat: to_metres(lonlat[:, 0], lonlat[:, 1], crs)
        )
        return cls(zone, crs, polygon)

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
