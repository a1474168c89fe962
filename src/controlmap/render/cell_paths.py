"""Cells of a tessellation as path data of SVG, in whole units."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from controlmap.geometry.tessellation import Tessellation

UNITS_A_PIXEL = 4
MARGIN = 6


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where positions in metres lie on a picture.

    Attributes
    ----------
    west, north : float
        Easting and northing of the upper left corner inside the margin.
    pixels_a_metre : float
    width, height : int
        Pixels.
    """

    west: float
    north: float
    pixels_a_metre: float
    width: int
    height: int

    @classmethod
    def of(cls, tessellation: Tessellation, width: int) -> Sheet:
        """Sheet of some pixels' width that a study area fills."""
        low = tessellation.vertices.min(axis=0)
        high = tessellation.vertices.max(axis=0)
        scale = (width - 2 * MARGIN) / (high[0] - low[0])
        height = round((high[1] - low[1]) * scale) + 2 * MARGIN
        return cls(float(low[0]), float(high[1]), float(scale), width, height)

    def pixels(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Positions in metres, shape (n, 2), in pixels from the upper left."""
        metres = np.column_stack((points[:, 0] - self.west, self.north - points[:, 1]))
        return metres * self.pixels_a_metre + MARGIN

    def units(self, points: NDArray[np.float64]) -> NDArray[np.int64]:
        """Positions in metres, shape (n, 2), in whole units from the upper left."""
        return np.rint(self.pixels(points) * UNITS_A_PIXEL).astype(np.int64)

    def opening(self) -> str:
        """Start tag of the picture."""
        view = f"0 0 {self.width * UNITS_A_PIXEL} {self.height * UNITS_A_PIXEL}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" '
            f'width="{self.width}" height="{self.height}" role="img">'
        )


def rings_around(
    tessellation: Tessellation, is_inside: NDArray[np.bool_]
) -> list[list[int]]:
    """Rings around the cells inside, as vertices; to be filled even-odd."""
    leaving: dict[int, list[list[int]]] = {}
    padded = np.append(is_inside, np.False_)
    left, right = padded[tessellation.left], padded[tessellation.right]
    for arc in np.flatnonzero(left != right).tolist():
        run = run_of(tessellation, arc)
        run = run if left[arc] else run[::-1]
        leaving.setdefault(run[0], []).append(run)
    rings = []
    for start, runs in leaving.items():
        while runs:
            ring = [start]
            while leaving.get(ring[-1]):
                ring += leaving[ring[-1]].pop()[1:]
            rings.append(ring)
    return rings


def run_of(tessellation: Tessellation, arc: int) -> list[int]:
    """Vertices of an arc, in its order."""
    first, end = tessellation.arc_offsets[arc : arc + 2]
    run: list[int] = tessellation.arc_vertices[first:end].tolist()
    return run


def path_data(
    points: NDArray[np.int64], runs: Iterable[Sequence[int]], *, is_closed: bool
) -> str:
    """Path data of the runs, without points that fall together."""
    texts = []
    for run in runs:
        corners = points[list(run)].tolist()
        kept = [corners[0]]
        kept += [b for a, b in pairwise(corners) if a != b]
        if len(kept) > 1:
            steps = " ".join(f"{x} {y}" for x, y in kept)
            texts.append(f"M{steps}{'z' if is_closed else ''}")
    return "".join(texts)
