"""A small picture of one day as SVG, made without a browser."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np

from controlmap.render.cell_paths import (
    UNITS_A_PIXEL,
    Sheet,
    path_data,
    rings_around,
    run_of,
)
from controlmap.render.looks import Look, looks_of
from controlmap.render.payload import colours_of
from controlmap.render.style import PAPER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from controlmap.geometry.tessellation import Tessellation
    from controlmap.geometry.timeline import Series

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
    tessellation = series.tessellation
    sheet = Sheet.of(tessellation, width)
    points = sheet.units(tessellation.vertices)
    states = states_on(series, day)
    looks, state_looks = looks_of(series.states, colours_of(series))
    cell_looks = np.array(state_looks, np.int64)[states]
    used = [i for i in range(len(looks)) if (cell_looks == i).any()]
    label = escape(f"{series.zone.name}, {day.isoformat()}")
    parts = [
        f"{sheet.opening()}<title>{label}</title>",
        _patterns(looks, used, id_prefix),
        f'<rect width="100%" height="100%" fill="{PAPER}"/>',
    ]
    for i in used:
        fill = f"url(#{id_prefix}-{i})" if looks[i].pattern else looks[i].colours[0]
        rings = rings_around(tessellation, cell_looks == i)
        path = path_data(points, rings, is_closed=True)
        parts.append(
            f'<path fill="{fill}" stroke="{fill}" stroke-width="2" '
            f'fill-rule="evenodd" d="{path}"/>'
        )
    parts.append(_lines(tessellation, points, _holders(series, states)))
    return "".join([*parts, "</svg>"])


def states_on(series: Series, day: date) -> NDArray[np.int64]:
    """State of each cell at the end of a day."""
    states = series.initial.astype(np.int64)
    for change in series.changes:
        if change.day > day:
            break
        states[change.cell] = change.state
    return states


def _holders(series: Series, states: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number of the one holder of each cell; -1 where there is none or several."""
    names = sorted({actor for state in series.states for actor in state.controllers})
    of_state = [
        names.index(state.controllers[0]) if state.status == "controlled" else -1
        for state in series.states
    ]
    return np.array(of_state, np.int64)[states]


def _lines(
    tessellation: Tessellation, points: NDArray[np.int64], holders: NDArray[np.int64]
) -> str:
    """Outline, and front lines between two holders."""
    padded = np.append(holders, -1)
    left, right = padded[tessellation.left], padded[tessellation.right]
    is_outline = (tessellation.left < 0) | (tessellation.right < 0)
    is_front = ~is_outline & (left >= 0) & (right >= 0) & (left != right)

    def line(is_wanted: NDArray[np.bool_], look: str) -> str:
        arcs = np.flatnonzero(is_wanted).tolist()
        path = path_data(
            points, (run_of(tessellation, a) for a in arcs), is_closed=False
        )
        return f'<path fill="none" {look} d="{path}"/>'

    dashes = f"{4 * UNITS_A_PIXEL} {3 * UNITS_A_PIXEL}"
    return line(
        is_outline,
        f'stroke="#6e675e" stroke-width="{UNITS_A_PIXEL}" stroke-dasharray="{dashes}"',
    ) + line(
        is_front,
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
