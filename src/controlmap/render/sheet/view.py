"""Where the ground lies on a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from controlmap.errors import GeometryError
from controlmap.geometry.crs import to_degrees, to_metres

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from pyproj import CRS

    from controlmap.geometry.tessellation import Tessellation
    from controlmap.render.sheet.canvas import Box

_AROUND_ZONE = 0.02
"""Share of a zone's size that is left free around it."""


@dataclass(frozen=True, slots=True)
class View:
    """A rectangle of the ground, north up, on a box of the sheet.

    Attributes
    ----------
    crs : CRS
        Of the metres; equal-area, so that areas on the sheet compare.
    box : Box
        In points.
    west_m, south_m : float
        Easting and northing of the lower left corner.
    scale : float
        Points a metre.
    """

    crs: CRS
    box: Box
    west_m: float
    south_m: float
    scale: float

    @classmethod
    def of(
        cls,
        tessellation: Tessellation,
        box: Box,
        bounds: tuple[float, float, float, float] | None,
    ) -> View:
        """View that shows some bounds, or the whole study area, and fills the box.

        Parameters
        ----------
        tessellation : Tessellation
        box : Box
        bounds : tuple of float or None
            (west, south, east, north) in degrees.

        Raises
        ------
        GeometryError
            If there is nothing to show: no place lies in the study area.
        """
        if not tessellation.n_cells:
            raise GeometryError("no place lies in the study area: there is no map")
        if bounds is None:
            low = tessellation.vertices.min(axis=0)
            high = tessellation.vertices.max(axis=0)
            room = _AROUND_ZONE * (high - low).max()
            low, high = low - room, high + room
        else:
            west, south, east, north = bounds
            lon, lat = np.meshgrid(
                np.linspace(west, east, 9), np.linspace(south, north, 9)
            )
            edge = to_metres(lon.ravel(), lat.ravel(), tessellation.crs)
            low, high = edge.min(axis=0), edge.max(axis=0)
        extent = np.array([box[2] - box[0], box[3] - box[1]])
        scale = float((extent / (high - low)).min())
        corner = (low + high) / 2 - extent / scale / 2
        return cls(tessellation.crs, box, float(corner[0]), float(corner[1]), scale)

    def points(self, metres: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points of the sheet of positions in metres, both of shape (n, 2)."""
        corner = np.array([self.west_m, self.south_m])
        moved: NDArray[np.float64] = (metres - corner) * self.scale + self.box[:2]
        return moved

    def points_of(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
        """Points of the sheet of positions in degrees, shape (n, 2)."""
        return self.points(to_metres(lon, lat, self.crs))

    def bounds(self) -> tuple[float, float, float, float]:
        """(west, south, east, north) in degrees of all that is seen."""
        width, height = self.box[2] - self.box[0], self.box[3] - self.box[1]
        x, y = np.meshgrid(np.linspace(0, width, 9), np.linspace(0, height, 9))
        metres = np.column_stack([x.ravel(), y.ravel()]) / self.scale
        degrees = to_degrees(metres + np.array([self.west_m, self.south_m]), self.crs)
        (west, south), (east, north) = degrees.min(axis=0), degrees.max(axis=0)
        return float(west), float(south), float(east), float(north)
