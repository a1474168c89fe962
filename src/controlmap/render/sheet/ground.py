"""Areas, front lines and borders on a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from controlmap.geometry.basemap import ground_shape
from controlmap.geometry.study_area import line_of
from controlmap.render.scene import run_of
from controlmap.render.sheet.canvas import Pen, is_empty, line_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.path import Path
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from controlmap.domain.model import Ground, Limit
    from controlmap.render.looks import Look
    from controlmap.render.scene import Scene, Scenes
    from controlmap.render.sheet.canvas import Box, Canvas
    from controlmap.render.sheet.view import View

BAND = 3.2
"""Width of a stripe, side of a check and half the way between dots, in points."""

TURNS = {"contested": 45, "changing": 135, "shared": 90, "disputed": 0, "uncertain": 45}
"""Turn of the pattern of each status in degrees, as on the page."""

GOVERNORATE = "governorate-border"
"""Kind of ground whose lines are drawn over the areas."""

_SEAM = 0.5
"""Points that a fill reaches over its edge, so that no paper shows between two."""


def draw_areas(canvas: Canvas, view: View, scenes: Scenes, scene: Scene) -> None:
    """Fill what has a look: plain colours first, then patterns."""
    points = view.points(scenes.series.tessellation.vertices)
    ordered = sorted(scene.rings, key=lambda i: (scenes.looks[i].pattern != "", i))
    for i in ordered:
        path = line_path((points[ring] for ring in scene.rings[i]), is_closed=True)
        paint(canvas, path, scenes.looks[i], clip=view.box, seam=_SEAM)


def paint(
    canvas: Canvas, path: Path, look: Look, *, clip: Box | None = None, seam: float = 0
) -> None:
    """Fill a path with the colour or the pattern of a look."""
    canvas.fill(path, look.colours[0], edge=seam, clip=clip)
    if look.pattern == "":
        return
    vertices = np.asarray(path.vertices)
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    if clip is not None:
        low, high = np.maximum(low, clip[:2]), np.minimum(high, clip[2:])
    if (low >= high).any():
        return
    for lines, pen in _pattern(look, (*low, *high)):
        canvas.stroke(lines, pen, clip=clip, inside=path)


def _pattern(look: Look, box: Box) -> list[tuple[Path, Pen]]:
    """Lines that lay the further colours of a look over its first, in a box.

    Dots are dashes of no length with round ends; checks are dashes as long as wide.
    """
    count, turn = len(look.colours), TURNS[look.pattern]
    if look.pattern == "uncertain":
        step = 2 * BAND
        lines = _parallels(box, turn, (0.0, step), snap=step)
        return [(lines, Pen(look.colours[1], 1.8, (0.001, step), "round"))]
    if look.pattern != "disputed":
        return [
            (_parallels(box, turn, (i * BAND, count * BAND)), Pen(colour, BAND))
            for i, colour in enumerate(look.colours[1:], start=1)
        ]
    checks = []
    for row in range(count):
        rows = (row * BAND, count * BAND)
        for column in range(count):
            colour = look.colours[(row + column) % count]
            if colour != look.colours[0]:
                lines = _parallels(box, turn, rows, snap=count * BAND, start=column)
                dashes = (BAND, (count - 1) * BAND)
                checks.append((lines, Pen(colour, BAND, dashes)))
    return checks


def _parallels(
    box: Box, turn: float, rows: tuple[float, float], *, snap: float = 0, start: int = 0
) -> Path:
    """Parallel lines across a box, at distances ``offset + k step`` from the origin.

    Parameters
    ----------
    box : Box
    turn : float
        Degrees from the upright: 0 gives lines that lie.
    rows : tuple of float
        Offset and step.
    snap : float
        Where the lines start, along them: at a multiple of this, so that dashes of
        two areas meet.
    start : int
        Bands that a line starts later.
    """
    angle = np.deg2rad(turn)
    along = np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-along[1], along[0]])
    left, bottom, right, top = box
    corners = np.array([[left, bottom], [right, bottom], [right, top], [left, top]])
    (low_a, low_c), (high_a, high_c) = (
        bound(corners @ np.column_stack([along, across]), axis=0)
        for bound in (np.min, np.max)
    )
    offset, step = rows
    if snap:
        low_a = np.floor(low_a / snap) * snap - snap
    low_a += start * BAND
    first, last = (
        np.ceil((low_c - offset) / step - 1),
        np.floor((high_c - offset) / step + 1),
    )
    levels = offset + step * np.arange(first, last + 1)
    starts = along * low_a + across * levels[:, None]
    ends = along * high_a + across * levels[:, None]
    return line_path(np.stack([starts, ends], axis=1))


def draw_lines(canvas: Canvas, view: View, scenes: Scenes, scene: Scene) -> None:
    """Edge of the study area, and front lines, those that are uncertain dotted."""
    firm = np.setdiff1d(scene.fronts, scene.guesses)
    tessellation = scenes.series.tessellation
    points = view.points(tessellation.vertices)

    def path(arcs: NDArray[np.int64]) -> Path:
        return line_path(points[run_of(tessellation, arc)] for arc in arcs.tolist())

    lines = ((scenes.outline, "zone"), (scene.guesses, "guess"), (firm, "front"))
    for arcs, kind in lines:
        draw_line(canvas, path(arcs), kind, clip=view.box)


LINES = {
    "zone": Pen("#6e675e", 0.8, (3.6, 2.9)),
    "guess": Pen("#2b2723", 0.8, (1.4, 1.8)),
    "front": Pen("#2b2723", 1.4, cap="round"),
    "border": Pen("#4f4a63", 1.2, (7.0, 1.8, 1.4, 1.8)),
    "river": Pen("#6d9dc5", 1.0, cap="round"),
    GOVERNORATE: Pen("#1f1c196b", 0.7, (3.0, 2.2)),
}
"""How each kind of line is drawn."""


def draw_line(
    canvas: Canvas, path: Path, kind: str, *, clip: Box | None = None
) -> None:
    """Draw a line of a kind."""
    if not is_empty(path):
        canvas.stroke(path, LINES[kind], clip=clip)


def limits_in(view: View, limits: Iterable[Limit]) -> dict[str, Path]:
    """Lines of the borders and of the rivers that cross a view, by their kind."""
    runs: dict[str, list[NDArray[np.float64]]] = {}
    for limit in limits:
        if lines := _lines_in(view, line_of(limit)):
            runs.setdefault(limit.kind, []).extend(lines)
    return {kind: line_path(lines) for kind, lines in sorted(runs.items())}


def governorates_in(view: View, basemap: Iterable[Ground]) -> Path:
    """Borders of governorates that cross a view, as on a page."""
    return line_path(
        line
        for ground in basemap
        if ground.kind == GOVERNORATE
        for line in _lines_in(view, ground_shape(ground))
    )


def _lines_in(view: View, shape: BaseGeometry) -> list[NDArray[np.float64]]:
    """Points of the lines of a shape in degrees, if it crosses a view."""
    line = shapely.transform(
        shape, lambda lonlat: view.points_of(lonlat[:, 0], lonlat[:, 1])
    )
    if not line.intersects(shapely.box(*view.box)):
        return []
    return [shapely.get_coordinates(part) for part in shapely.get_parts(line)]
