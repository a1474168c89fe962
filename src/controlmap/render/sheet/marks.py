"""Dots of the places with reports, and flags of those present without control."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.path import Path

from controlmap.render.sheet.canvas import WHITE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from controlmap.geometry.timeline import Series
    from controlmap.render.scene import Mark
    from controlmap.render.sheet.canvas import Box, Canvas
    from controlmap.render.sheet.view import View

_DOT_SPACING = 6.5
"""Points between places, on average, from which dots are drawn."""

TOWNS = frozenset({"city", "town"})
"""Kinds whose names are bold, and that have one also where no report speaks of them."""

_QUIET_COLOUR = "#7d766c"

_FLAG = np.array([[0, -4], [0, 6], [7, 3], [0, 0], [0, -4]], dtype=float) * 0.72
"""Outline of a flag, in points from the middle of its staff."""


@dataclass(frozen=True, slots=True)
class Spots:
    """Where the places of a map lie on a sheet.

    Attributes
    ----------
    points : mapping of str to ndarray of float, shape (2,)
        Points of the located places with a cell or a report, and of all towns.
    spacing : float
        Points between places with a cell, on average.
    """

    points: Mapping[str, NDArray[np.float64]]
    spacing: float

    @classmethod
    def of(cls, series: Series, view: View) -> Spots:
        """Spots of a series in a view."""
        places = series.dataset.places
        towns = (p.place_id for p in places.values() if p.kind in TOWNS)
        ids = [
            place_id
            for place_id in sorted(
                {*series.tessellation.place_ids, *series.answers, *towns}
            )
            if places[place_id].is_located
        ]
        lon = np.array([places[place_id].lon for place_id in ids], dtype=float)
        lat = np.array([places[place_id].lat for place_id in ids], dtype=float)
        cell_m2 = 1e6 * float(series.tessellation.area_km2.mean())
        points = view.points_of(lon, lat)
        return cls(dict(zip(ids, points, strict=True)), cell_m2**0.5 * view.scale)

    @property
    def radius(self) -> float:
        """Radius of a dot in points; 0 where there is no room for dots."""
        if self.spacing < _DOT_SPACING:
            return 0.0
        return min(4.2, max(1.4, self.spacing / 9))


def draw_quiet_dots(
    canvas: Canvas, spots: Spots, place_ids: Iterable[str], clip: Box | None
) -> None:
    """Draw a point at each of some places, for names that have no dot otherwise."""
    points = [spots.points[place_id] for place_id in place_ids]
    draw_dots(canvas, points, 1.1, _QUIET_COLOUR, clip=clip)


def _flag_offset(radius: float, place: int) -> NDArray[np.float64]:
    """Where a place's flag of a number stands, from the place, in points."""
    return np.array([radius + 2.9 + 6.5 * place, radius + 2.2])


def flag_boxes(series: Series, spots: Spots) -> list[Box]:
    """Boxes around all flags of a series, on any day: names must stay clear of them."""
    boxes: list[Box] = []
    low, high = _FLAG.min(axis=0), _FLAG.max(axis=0)
    for place_id, spells in sorted(series.answers.items()):
        posts = max(len(answer.presence) for _, answer in spells)
        if posts and place_id in spots.points:
            first, last = (
                spots.points[place_id] + _flag_offset(spots.radius, place)
                for place in (0, posts - 1)
            )
            left, bottom = first + low
            right, top = last + high
            boxes.append((float(left), float(bottom), float(right), float(top)))
    return boxes


def draw_marks(
    canvas: Canvas,
    spots: Spots,
    marks: Iterable[Mark],
    colours: Mapping[str, str],
    clip: Box | None,
) -> None:
    """Draw dots where there is room for them, and flags at every scale."""
    slices: dict[tuple[str, int, int], list[NDArray[np.float64]]] = defaultdict(list)
    flags: dict[str, list[NDArray[np.float64]]] = defaultdict(list)
    rings = []
    radius = spots.radius
    for mark in marks:
        spot = spots.points[mark.place_id]
        if radius and mark.sides:
            rings.append(spot)
        for turn, side in enumerate(mark.sides):
            slices[colours.get(side, WHITE), turn, len(mark.sides)].append(spot)
        for place, side in enumerate(mark.posts):
            flags[colours[side]].append(spot + _flag_offset(radius, place))
    if radius:
        for (colour, turn, of), points in sorted(
            slices.items(), key=lambda each: each[0]
        ):
            draw_dots(canvas, points, radius, colour, part=(turn, of), clip=clip)
        draw_rings(canvas, rings, radius, clip=clip)
    for colour in sorted(flags):
        draw_flags(canvas, flags[colour], colour, clip=clip)


def draw_dots(
    canvas: Canvas,
    points: list[NDArray[np.float64]],
    radius: float,
    colour: str,
    *,
    part: tuple[int, int] = (0, 1),
    clip: Box | None = None,
) -> None:
    """Draw a disc at each of some points, or one of several equal slices of it."""
    turn, of = part
    if of == 1:
        shape = Path.unit_circle()
    else:
        shape = Path.wedge(90 + turn * 360 / of, 90 + (turn + 1) * 360 / of)
    canvas.symbols(points, shape, 2 * radius, fill=colour, clip=clip)


def draw_rings(
    canvas: Canvas,
    points: list[NDArray[np.float64]],
    radius: float,
    *,
    clip: Box | None = None,
) -> None:
    """Draw the dark ring of the dot at each of some points."""
    width = 0.6 if radius < 2.2 else 0.9
    canvas.symbols(points, Path.unit_circle(), 2 * radius, edge=width, clip=clip)


def draw_flags(
    canvas: Canvas,
    points: list[NDArray[np.float64]],
    colour: str,
    *,
    clip: Box | None = None,
) -> None:
    """Draw a flag at each of some points."""
    codes = [Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY]
    size = 2 * float(np.abs(_FLAG).max())
    canvas.symbols(points, Path(_FLAG, codes), size, fill=colour, edge=0.7, clip=clip)
