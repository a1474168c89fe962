"""Between WGS84 and a projected equal-area system; nothing else names a system."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from pyproj import CRS, Transformer

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

WGS84 = "EPSG:4326"


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
