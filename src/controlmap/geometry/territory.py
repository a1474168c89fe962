"""Territories and front lines of a day, put together from shared arcs."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, cast

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from controlmap.geometry.cell_state import CellState
    from controlmap.geometry.tessellation import Tessellation


def territories(
    tessellation: Tessellation, states: Sequence[CellState]
) -> Mapping[tuple[str, tuple[str, ...]], BaseGeometry]:
    """Dissolved cells of each status and its controllers; cells without data left out.

    Parameters
    ----------
    tessellation : Tessellation
    states : sequence of CellState
        One for each cell.

    Returns
    -------
    mapping of (status, controllers) to Geometry
        Polygons in metres, in the tessellation's system, in order of the keys.
    """
    keys = [(state.status, state.controllers) for state in states]
    shown = sorted({key for key in keys if key[0] != "no_data"})
    number = {key: index for index, key in enumerate(shown)}
    group = np.array([number.get(key, -1) for key in keys], dtype=np.int64)
    shapes = tessellation.dissolve(group, len(shown))
    return dict(zip(shown, shapes.tolist(), strict=True))


def fronts(
    tessellation: Tessellation, states: Sequence[CellState]
) -> Mapping[tuple[str, str], BaseGeometry]:
    """Lines between the territories of two holders.

    Returns
    -------
    mapping of (str, str) to Geometry
        Lines in metres for each pair of holders, in order of their names.
    """
    holders = [
        state.controllers[0] if state.status == "controlled" else "" for state in states
    ]
    sides = np.array([*holders, ""], dtype=object)  # index -1: outside
    left, right = sides[tessellation.left], sides[tessellation.right]
    between = np.flatnonzero((left != right) & (left != "") & (right != ""))
    arcs_of: dict[tuple[str, str], list[int]] = defaultdict(list)
    for arc in between.tolist():
        one, other = sorted((left[arc], right[arc]))
        arcs_of[one, other].append(arc)
    return {
        pair: merged(tessellation.arc_lines(np.array(arcs, dtype=np.int64)))
        for pair, arcs in sorted(arcs_of.items())
    }


def merged(lines: NDArray[np.object_]) -> BaseGeometry:
    """Lines joined end to end, in an order that depends on their shape alone."""
    merged = shapely.line_merge(shapely.multilinestrings(lines))
    return cast("BaseGeometry", merged).normalize()
