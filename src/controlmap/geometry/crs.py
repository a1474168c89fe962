"""Between WGS84 and a projected equal-area system; nothing else names a system."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from pyproj import CRS, Transformer

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

WGS84 = "EPSG:4326"

UNITS_A_DEGREE = 100_000
"""Positions are worked with in whole units of a degree: one is about a metre."""

GRID_M = 0.01
"""Width of the grid on which positions and cells lie, in metres."""


def working_crs(lon: float, lat: float) -> CRS:
    """Lambert azimuthal equal-area system centred on a point, in metres.

    Parameters
    ----------
    lon, lat : float
        Centre in degrees, rounded to 0.01 so that a slight change of an outline
        leaves the system as it is.

    Notes
    -----
    Areas are exact on the ellipsoid. 300 km from the centre distances are off by
    0.03 %. Snyder (1987), https://doi.org/10.3133/pp1395, p. 182.
    """
    return CRS.from_proj4(
        f"+proj=laea +lat_0={lat:.2f} +lon_0={lon:.2f} +datum=WGS84 +units=m +no_defs"
    )


@lru_cache(maxsize=16)
def _transformer(source: CRS | str, target: CRS | str) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def to_metres(lon: ArrayLike, lat: ArrayLike, crs: CRS) -> NDArray[np.float64]:
    """Easting and northing of positions in degrees.

    Returns
    -------
    ndarray of float, shape (n, 2)
        Metres in ``crs``.
    """
    easting, northing = _transformer(WGS84, crs).transform(
        np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    )
    return np.column_stack([np.atleast_1d(easting), np.atleast_1d(northing)])


def in_units(lon_lat: NDArray[np.float64]) -> NDArray[np.int64]:
    """Whole units of positions in degrees, the same shape."""
    return np.rint(lon_lat * UNITS_A_DEGREE).astype(np.int64)


def on_grid(lon_lat: NDArray[np.float64], crs: CRS) -> NDArray[np.float64]:
    """Easting and northing of positions, as a page has them, to the last bit.

    A page knows positions in whole units of a degree, and works out the metres by
    itself. What libraries differ by is far less than the grid is wide.

    Parameters
    ----------
    lon_lat : ndarray of float, shape (n, 2)
        Degrees, WGS84.
    crs : CRS

    Returns
    -------
    ndarray of float, shape (n, 2)
        Metres in ``crs``, on the grid.
    """
    if not len(lon_lat):
        return np.empty((0, 2))
    lon, lat = (in_units(lon_lat) / UNITS_A_DEGREE).T
    return np.asarray(np.round(to_metres(lon, lat, crs) / GRID_M) * GRID_M)


def centre_of(crs: CRS) -> tuple[float, float]:
    """Longitude and latitude in degrees on which a working system is centred."""
    operation = crs.coordinate_operation
    given = {p.name: p.value for p in operation.params} if operation else {}
    lon, lat = "Longitude of natural origin", "Latitude of natural origin"
    return float(given[lon]), float(given[lat])


def to_degrees(points: NDArray[np.float64], crs: CRS) -> NDArray[np.float64]:
    """Longitude and latitude (WGS84) of positions in metres.

    Parameters
    ----------
    points : ndarray of float, shape (n, 2)
        Easting and northing in ``crs``.

    Returns
    -------
    ndarray of float, shape (n, 2)
        lon, lat.
    """
    if not len(points):
        return np.empty((0, 2))
    lon, lat = _transformer(crs, WGS84).transform(points[:, 0], points[:, 1])
    return np.column_stack([lon, lat])
