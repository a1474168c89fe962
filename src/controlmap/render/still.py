"""A small picture of one day, made without a browser.

It is made of pixels: outlines would weigh three times as much.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from controlmap.render.cell_paths import MARGIN, Sheet
from controlmap.render.looks import Look, looks_of
from controlmap.render.payload import colours_of
from controlmap.render.raster import cells_on_grid, png_bytes
from controlmap.render.style import PAPER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from controlmap.geometry.tessellation import Tessellation
    from controlmap.geometry.timeline import Series

    _Ints = NDArray[np.int64]

SIZE = (610, 410)
"""Width and height that a picture fills at most: twice that of its place in a list."""

BLANK = "#ffffff"
"""What no report reaches, inside the study area."""

_FRONT, _OUTLINE = "#2b2723", "#6e675e"
_BAND = 5
_DASH, _DASH_AND_GAP = 8, 12


@dataclass(frozen=True, slots=True)
class Painting:
    """Cells to be painted.

    Attributes
    ----------
    looks : sequence of Look
    look_of_cell : ndarray of int, shape (n_cells,)
        Which of the looks each cell has, -1 for none.
    holder_of_cell : ndarray of int, shape (n_cells,)
        Who holds each cell alone, -1 for nobody: between two holders is a front line.
    """

    looks: Sequence[Look]
    look_of_cell: _Ints
    holder_of_cell: _Ints


def render_still(series: Series, day: date, *, size: tuple[int, int] = SIZE) -> str:
    """SVG of who is drawn where on a day: territories, front lines, outline.

    Parameters
    ----------
    series : Series
    day : date
        One before the series shows its first day, one after it its last.
    size : tuple of int
        Width and height that it fills at most, pixels.
    """
    states = states_on(series, day)
    looks, of_state = looks_of(series.states, colours_of(series))
    painting = Painting(
        looks, np.array(of_state, np.int64)[states], _holders(series, states)
    )
    title = f"{series.zone.name}, {day.isoformat()}"
    return painted(series.tessellation, painting, title=title, size=size)


def states_on(series: Series, day: date) -> _Ints:
    """State of each cell at the end of a day."""
    states = series.initial.astype(np.int64)
    for change in series.changes:
        if change.day > day:
            break
        states[change.cell] = change.state
    return states


def painted(
    tessellation: Tessellation,
    painting: Painting,
    *,
    title: str,
    size: tuple[int, int] = SIZE,
) -> str:
    """SVG that holds a picture of cells.

    Parameters
    ----------
    tessellation : Tessellation
    painting : Painting
    title : str
        For readers who do not see it.
    size : tuple of int
        Width and height that it fills at most, pixels.
    """
    sheet = _fitting(tessellation, size)
    cells = cells_on_grid(tessellation, sheet)
    indices, palette = _fills(np.append(painting.look_of_cell, -2)[cells], painting)
    holders = np.append(painting.holder_of_cell, -1)[cells]
    indices[_edges(holders)] = palette.index(_FRONT)
    row, column = np.indices(cells.shape)
    is_dash = (row + column) % _DASH_AND_GAP < _DASH
    indices[_edges(np.minimum(cells, 0) + 1) & is_dash] = palette.index(_OUTLINE)
    data = base64.b64encode(png_bytes(indices, palette)).decode("ascii")
    extent = f'width="{sheet.width}" height="{sheet.height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {extent} role="img" '
        f'viewBox="0 0 {sheet.width} {sheet.height}">'
        f"<title>{escape(title)}</title>"
        f'<image {extent} href="data:image/png;base64,{data}"/></svg>'
    )


def _fitting(tessellation: Tessellation, size: tuple[int, int]) -> Sheet:
    width, height = size
    sheet = Sheet.of(tessellation, width)
    if sheet.height > height:
        share = (height - 2 * MARGIN) / (sheet.height - 2 * MARGIN)
        sheet = Sheet.of(tessellation, int((width - 2 * MARGIN) * share) + 2 * MARGIN)
    return sheet


def _holders(series: Series, states: _Ints) -> _Ints:
    """Number of the one holder of each cell; -1 where there is none or several."""
    names = sorted({actor for state in series.states for actor in state.controllers})
    of_state = [
        names.index(state.controllers[0]) if state.status == "controlled" else -1
        for state in series.states
    ]
    return np.array(of_state, np.int64)[states]


def _fills(grid: _Ints, painting: Painting) -> tuple[NDArray[np.uint8], list[str]]:
    """Colours of looks (-1: none, -2: outside) as indices, and their palette."""
    palette = [PAPER, BLANK, _FRONT, _OUTLINE]
    indices = np.zeros(grid.shape, np.uint8)
    indices[grid == -1] = palette.index(BLANK)
    for number in sorted(set(grid[grid >= 0].tolist())):
        look = painting.looks[number]
        palette += [colour for colour in look.colours if colour not in palette]
        colours = np.array([palette.index(c) for c in look.colours], np.uint8)
        is_here = grid == number
        bands = _bands(look.pattern, *np.nonzero(is_here))
        indices[is_here] = colours[bands % len(colours)]
    return indices, palette


def _bands(pattern: str, row: _Ints, column: _Ints) -> _Ints:
    """Which band of a pattern, turned as on the page, some pixels lie in."""
    if pattern == "uncertain":
        dot = 2 * _BAND
        is_dot: _Ints = ((row % dot < 2) & (column % dot < 2)).astype(np.int64)
        return is_dot
    turned = {
        "contested": row + column,
        "changing": column - row,
        "shared": row,
        "disputed": row // _BAND * _BAND + column // _BAND * _BAND,
    }
    return turned.get(pattern, np.zeros_like(row)) // _BAND


def _edges(grid: _Ints) -> NDArray[np.bool_]:
    """Pixels beside one of another value, neither of which is -1."""
    found = np.zeros(grid.shape, np.bool_)
    for one, other in (
        (np.s_[:-1], np.s_[1:]),
        (np.s_[:, :-1], np.s_[:, 1:]),
    ):
        is_edge = (grid[one] != grid[other]) & (grid[one] >= 0) & (grid[other] >= 0)
        found[one] |= is_edge
        found[other] |= is_edge
    return found
