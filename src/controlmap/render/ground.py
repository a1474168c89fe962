"""A flat picture of the ground, worked out alike in Python and in the page.

Both foresee corners and areas of cells from it, and a page carries only what differs.
So they must agree to the last bit: nothing is used but sums, products and quotients of
doubles, in this order, which IEEE 754 fixes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    _Ints = NDArray[np.int64]
    _Floats = NDArray[np.float64]

_EQUATOR_M = 6_378_137.0
_ECCENTRICITY_2 = 0.006_694_379_990_14

FARTHEST = 1_000_000.0
"""Units from the first place beyond which a corner is not looked for."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Shape of small things at a latitude, by two parabolas around a middle one.

    Attributes
    ----------
    middle : int
        Latitude in units.
    stretch, unit_km2 : tuple of float
        Length of a unit of longitude in units of latitude, and area in km² of a
        square unit; each as the terms of ``(c * t + b) * t + a``, ``t`` being the
        latitude less the middle one.
    """

    middle: int
    stretch: tuple[float, float, float]
    unit_km2: tuple[float, float, float]

    @classmethod
    def around(cls, latitudes: _Ints, scale: int) -> Ground:
        """Ground of places at some latitudes, in units of which a degree has ``scale``.

        References
        ----------
        Snyder (1987), Map Projections: A Working Manual, eq. 4-18 to 4-20.
        """
        low, high = int(latitudes.min()), int(latitudes.max())
        middle = (low + high) // 2
        steps = np.linspace(low - middle - scale, high - middle + scale, 9)
        phi = np.radians((middle + steps) / scale)
        squeezed = 1 - _ECCENTRICITY_2 * np.sin(phi) ** 2
        metres = np.radians(1 / scale) * _EQUATOR_M / np.sqrt(squeezed)
        east = metres * np.cos(phi)
        north = metres * (1 - _ECCENTRICITY_2) / squeezed
        return cls(
            middle, _terms(steps, east / north), _terms(steps, east * north / 1e6)
        )

    def to_columns(self) -> dict[str, object]:
        """Give the values of the payload."""
        return {
            "middle": self.middle,
            "stretch": list(self.stretch),
            "unit_km2": list(self.unit_km2),
        }

    def corners(self, first: _Ints, second: _Ints, third: _Ints) -> _Ints:
        """Points as far from each of three places, shape (n, 2), in units.

        The first place itself where the three lie on a line, or nearly so.
        """
        stretch = _at(self.stretch, first[:, 1] - self.middle)
        b_x, b_y = (second[:, 0] - first[:, 0]) * stretch, second[:, 1] - first[:, 1]
        c_x, c_y = (third[:, 0] - first[:, 0]) * stretch, third[:, 1] - first[:, 1]
        b_2, c_2 = b_x * b_x + b_y * b_y, c_x * c_x + c_y * c_y
        with np.errstate(divide="ignore", invalid="ignore"):
            turn = 2 * (b_x * c_y - b_y * c_x)
            east = (c_y * b_2 - b_y * c_2) / turn / stretch
            north = (b_x * c_2 - c_x * b_2) / turn
            is_near = (np.abs(east) <= FARTHEST) & (np.abs(north) <= FARTHEST)
        steps = np.stack((east, north), axis=1)
        steps[~is_near] = 0
        return np.floor(first + steps + 0.5).astype(np.int64)

    def areas(self, doubled: _Ints, latitudes: _Ints) -> _Ints:
        """Thousandths of a km² of polygons, from twice their square units."""
        unit_km2 = _at(self.unit_km2, latitudes - self.middle)
        return np.floor(doubled * unit_km2 * 500 + 0.5).astype(np.int64)


def _terms(steps: _Floats, values: _Floats) -> tuple[float, float, float]:
    """Terms a, b and c of the parabola nearest to the values."""
    fitted = np.polynomial.Polynomial.fit(steps, values, 2).convert().coef
    a, b, c = (float(f"{term:.9e}") for term in fitted)
    return a, b, c


def _at(terms: tuple[float, float, float], steps: _Ints) -> _Floats:
    a, b, c = terms
    return np.asarray((c * steps + b) * steps + a, np.float64)
