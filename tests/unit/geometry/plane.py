"""A flat country for tests: positions in metres east and north of its middle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry import box, mapping

from builders import place
from controlmap.domain.model import Zone
from controlmap.geometry.crs import to_degrees, working_crs
from controlmap.geometry.study_area import StudyArea
from controlmap.geometry.tessellation import tessellate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shapely.geometry.base import BaseGeometry

    from controlmap.domain.model import Place
    from controlmap.geometry.tessellation import Tessellation

CRS = working_crs(36.5, 35.5)
SQUARE_KM = box(-10_000, -10_000, 10_000, 10_000)
"""Twenty kilometres wide."""


def place_at(place_id: str, east: float, north: float, **more: object) -> Place:
    """A place so many metres east and north of the middle."""
    lon, lat = to_degrees(np.array([[east, north]], dtype=float), CRS)[0].tolist()
    return place(place_id, lon, lat, **more)


def flat_zone(polygon: BaseGeometry = SQUARE_KM, zone_id: str = "plain") -> Zone:
    """A zone in degrees whose outline is this one in metres."""
    outline = shapely.transform(polygon, lambda points: to_degrees(points, CRS))
    return Zone(zone_id, zone_id.title(), "drawn", "test", mapping(outline))


def flat_area(polygon: BaseGeometry = SQUARE_KM) -> StudyArea:
    """A study area with exactly this outline in metres."""
    return StudyArea(flat_zone(polygon), CRS, polygon)


def cells_of(
    places: Iterable[Place], polygon: BaseGeometry = SQUARE_KM
) -> Tessellation:
    """Tessellation of an outline in metres."""
    return tessellate(places, flat_area(polygon))
