"""Territories and front lines of a day, put together from shared arcs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from controlmap.geometry.front import MovingFronts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    held = [s.controllers[0] if s.status == "controlled" else "" for s in states]
    names = sorted(set(filter(None, held)))
    number = {name: index for index, name in enumerate(names)}
    holder = np.array([number.get(name, -1) for name in held], dtype=np.int64)
    return MovingFronts(tessellation, holder, names).shapes()
