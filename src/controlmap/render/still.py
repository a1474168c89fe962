"""A small picture of one day as SVG, made without a browser."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from controlmap.render.scene import Scenes, run_of
from controlmap.render.style import PAPER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from controlmap.geometry.tessellation import Tessellation
    from controlmap.geometry.timeline import Series
    from controlmap.render.looks import Look

UNITS_A_PIXEL = 4
MARGIN = 6
BAND = 4
TURNS = {"contested": 45, "changing": 135, "shared": 90, "disputed": 0, "uncertain": 45}


def render_still(
    series: Series, day: date, *, width: int = 360, id_prefix: str = "still"
) -> str:
    """SVG of who is drawn where on a day: territories, front lines, outline.

    Parameters
    ----------
    series : Series
    day : date
        One before the series shows its first day, one after it its last.
    width : int
        Pixels; the height follows from the study area.
    id_prefix : str
        Start of the ids inside, which must differ between pictures of one page.
    """
    points, height = _to_units(series.tessellation.vertices, width)
    scenes = Scenes(series)
    scene, looks = scenes.on(day), scenes.looks
    view = f"0 0 {width * UNITS_A_PIXEL} {height * UNITS_A_PIXEL}"
    label = escape(f"{series.zone.name}, {day.isoformat()}")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" width="{width}" '
        f'height="{height}" role="img"><title>{label}</title>',
        _patterns(looks, scene.rings, id_prefix),
        f'<rect width="100%" height="100%" fill="{PAPER}"/>',
    ]
    for i, rings in scene.rings.items():
        fill = f"url(#{id_prefix}-{i})" if looks[i].pattern else looks[i].colours[0]
        path = _path(points, rings, is_closed=True)
        parts.append(
            f'<path fill="{fill}" stroke="{fill}" stroke-width="2" '
            f'fill-rule="evenodd" d="{path}"/>'
        )
    parts.append(_lines(series.tessellation, points, scenes.outline, scene.fronts))
    return "".join([*parts, "</svg>"])


def _to_units(
    vertices: NDArray[np.float64], width: int
) -> tuple[NDArray[np.int64], int]:
    """Vertices in whole units from the upper left, and the height in pixels."""
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    scale = (width - 2 * MARGIN) / (high[0] - low[0])
    height = round((high[1] - low[1]) * scale) + 2 * MARGIN
    pixels = np.column_stack((vertices[:, 0] - low[0], high[1] - vertices[:, 1]))
    units = (pixels * scale + MARGIN) * UNITS_A_PIXEL
    return np.rint(units).astype(np.int64), height


def _path(
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


def _lines(
    tessellation: Tessellation,
    points: NDArray[np.int64],
    outline: NDArray[np.int64],
    fronts: NDArray[np.int64],
) -> str:
    """Outline, and front lines between two holders."""

    def line(arcs: NDArray[np.int64], look: str) -> str:
        runs = (run_of(tessellation, arc) for arc in arcs.tolist())
        path = _path(points, runs, is_closed=False)
        return f'<path fill="none" {look} d="{path}"/>'

    dashes = f"{4 * UNITS_A_PIXEL} {3 * UNITS_A_PIXEL}"
    return line(
        outline,
        f'stroke="#6e675e" stroke-width="{UNITS_A_PIXEL}" stroke-dasharray="{dashes}"',
    ) + line(
        fronts,
        f'stroke="#2b2723" stroke-width="{1.4 * UNITS_A_PIXEL:g}" '
        'stroke-linejoin="round" stroke-linecap="round"',
    )


def _patterns(looks: Sequence[Look], used: Iterable[int], id_prefix: str) -> str:
    texts = [_pattern(looks[i], f"{id_prefix}-{i}") for i in used if looks[i].pattern]
    return f"<defs>{''.join(texts)}</defs>" if texts else ""


def _pattern(look: Look, pattern_id: str) -> str:
    """Pattern as on the page: dots, stripes, or checks."""
    band = BAND * UNITS_A_PIXEL
    count = len(look.colours)
    if look.pattern == "uncertain":
        width = height = 2 * band
        shapes = (
            f'<rect width="{width}" height="{height}" fill="{look.colours[0]}"/>'
            f'<circle cx="{band}" cy="{band}" r="{UNITS_A_PIXEL}" '
            f'fill="{look.colours[1]}"/>'
        )
    else:
        rows = count if look.pattern == "disputed" else 1
        width, height = count * band, rows * band
        shapes = "".join(
            f'<rect x="{i * band}" y="{row * band}" width="{band}" height="{band}" '
            f'fill="{look.colours[(i + row) % count]}"/>'
            for row in range(rows)
            for i in range(count)
        )
    return (
        f'<pattern id="{pattern_id}" patternUnits="userSpaceOnUse" width="{width}" '
        f'height="{height}" patternTransform="rotate({TURNS[look.pattern]})">'
        f"{shapes}</pattern>"
    )
