"""Neat frame of a map: graticule, scale bar, which way is north."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from controlmap.geometry.crs import to_degrees, to_metres
from controlmap.render.sheet.canvas import GREY, INK, WHITE, Letters, Pen, line_path
from controlmap.render.sheet.text import width_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from controlmap.render.sheet.canvas import Box, Canvas
    from controlmap.render.sheet.view import View
    from controlmap.render.sheet.words import Words

MARGIN = 10.0
"""Points below and left of a map that its degrees are written in."""

_STEPS_MINUTES = (1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600)
_LINES_APART = 85.0
_GRID = Pen("#8a8378", 0.3, (1.0, 2.2))
_SCALE_LINE = 3.0
_MINUTE = "\N{PRIME}"


def draw_graticule(canvas: Canvas, view: View, words: Words) -> None:
    """Draw meridians and parallels of round degrees, named at the frame."""
    west, south, east, north = view.bounds()
    points_a_degree = (view.box[2] - view.box[0]) / (east - west)
    step = next(
        (s for s in _STEPS_MINUTES if s / 60 * points_a_degree >= _LINES_APART),
        _STEPS_MINUTES[-1],
    )
    for minutes in _multiples(west, east, step):
        lat = np.linspace(south - 0.05, north + 0.05, 25)
        line = view.points_of(np.full(25, minutes / 60), lat)
        x = float(np.interp(view.box[1], line[:, 1], line[:, 0]))
        _draw_meridian(canvas, view.box, line)
        if view.box[0] + 14 < x < view.box[2] - 14:
            name = _degrees(minutes, words("east"), words("west"))
            spot = (x, view.box[1] - 2.5)
            look = Letters(5.6, colour=GREY, align="center", baseline="top")
            canvas.text(spot, name, look)
    for minutes in _multiples(south, north, step):
        lon = np.linspace(west - 0.05, east + 0.05, 25)
        line = view.points_of(lon, np.full(25, minutes / 60))
        y = float(np.interp(view.box[0], line[:, 0], line[:, 1]))
        _draw_meridian(canvas, view.box, line)
        if view.box[1] + 14 < y < view.box[3] - 14:
            name = _degrees(minutes, words("north_of"), words("south_of"))
            spot = (view.box[0] - 2.5, y)
            look = Letters(5.6, colour=GREY, align="center", turn=90)
            canvas.text(spot, name, look)


def _draw_meridian(canvas: Canvas, box: Box, line: NDArray[np.float64]) -> None:
    canvas.stroke(line_path([line]), _GRID, clip=box)


def _multiples(low: float, high: float, step: int) -> Iterator[int]:
    """Minutes between two positions in degrees that a step divides."""
    first = int(np.ceil(low * 60 / step))
    for number in range(first, int(np.floor(high * 60 / step)) + 1):
        yield number * step


def _degrees(minutes: int, positive: str, negative: str) -> str:
    whole, rest = divmod(abs(minutes), 60)
    side = positive if minutes >= 0 else negative
    return f"{whole}°{f'{rest:02d}{_MINUTE}' if rest else ''} {side}"


def scale_box(view: View) -> Box:
    """Where scale bar and north arrow lie: names must stay clear of it."""
    left, bottom = view.box[0] + 7, view.box[1] + 7
    width = _bar(view)[1]
    return left - 3, bottom - 3, left + width + 36, bottom + 25


def draw_scale(canvas: Canvas, view: View, words: Words) -> None:
    """Draw a scale bar in km, and beside it an arrow that points north."""
    km, width = _bar(view)
    box = scale_box(view)
    left, bottom = box[0] + 15, box[1] + 5
    canvas.box(box, "#ffffffc8")
    for part, colour in enumerate((INK, WHITE, INK, WHITE)):
        start = left + part * width / 4
        canvas.box(
            (start, bottom, start + width / 4, bottom + _SCALE_LINE),
            colour,
            edge=INK,
        )
    number = f"{km:g}"
    canvas.text((left, bottom + 6), "0", Letters(6.4, align="center"))
    end = left + width - width_of(number, 6.4) / 2
    canvas.text((end, bottom + 6), f"{number} {words('km')}", Letters(6.4))
    _draw_north(canvas, view, (left - 7, bottom - 1), words("north"))


def _draw_north(
    canvas: Canvas, view: View, foot: tuple[float, float], name: str
) -> None:
    """Draw an arrow that stands on a point and points north."""
    lean = _lean_of_north(view)
    arrow = np.array([[0, 13], [3.4, 0], [0, 3], [-3.4, 0], [0, 13]])
    turn = np.array([[np.cos(lean), -np.sin(lean)], [np.sin(lean), np.cos(lean)]])
    canvas.fill(line_path([arrow @ turn + np.array(foot)], is_closed=True), INK)
    spot = (foot[0], foot[1] + 15)
    canvas.text(spot, name, Letters(6.4, bold=True, align="center"))


def _bar(view: View) -> tuple[float, float]:
    """Length of the scale bar in km and in points: a round number."""
    most_km = 0.2 * (view.box[2] - view.box[0]) / view.scale / 1000
    power = 10.0 ** np.floor(np.log10(most_km))
    km = max(n * power for n in (1, 2, 4) if n * power <= most_km)
    return float(km), float(km * 1000 * view.scale)


def _lean_of_north(view: View) -> float:
    """Radians by which north leans to the right of up, where the arrow stands."""
    x, y = view.west_m, view.south_m
    lon, lat = to_degrees(np.array([[x, y]]), view.crs)[0]
    (x0, y0), (x1, y1) = to_metres([lon, lon], [lat, lat + 0.01], view.crs)
    return float(np.arctan2(x1 - x0, y1 - y0))


def draw_frame(canvas: Canvas, view: View) -> None:
    """Draw the line around the map."""
    canvas.box(view.box, "none", edge=INK, width=0.7)
