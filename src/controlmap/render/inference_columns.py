"""What a page needs to infer cells by itself: numbers of the rule, and limits."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np
import shapely

from controlmap.geometry.crs import GRID_M, centre_of, in_units, on_grid
from controlmap.geometry.study_area import line_of
from controlmap.render.vlq import encode_vlq

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from controlmap.geometry.timeline import Series


def inference_columns(series: Series, place_ids: Sequence[str]) -> dict[str, object]:
    """Columns ``rule``, ``inference`` and ``limits``.

    Parameters
    ----------
    series : Series
    place_ids : sequence of str
        The places of the page that have a point.
    """
    numbers = asdict(series.inference)
    return {
        "rule": numbers.pop("rule"),
        "inference": {
            "centre": list(centre_of(series.tessellation.crs)),
            "grid_m": GRID_M,
            **numbers,
        },
        "limits": [
            encode_vlq(np.diff(in_units(run), axis=0, prepend=[[0, 0]]))
            for run in _runs(series, place_ids)
        ],
    }


def _runs(series: Series, place_ids: Sequence[str]) -> Iterator[NDArray[np.float64]]:
    """Parts of the limits, in degrees, that may lie between places of the page."""
    places, crs = series.dataset.places, series.tessellation.crs
    lon_lat = [(places[place].lon, places[place].lat) for place in place_ids]
    points = on_grid(np.array(lon_lat, dtype=np.float64).reshape(-1, 2), crs)
    hull = shapely.convex_hull(shapely.multipoints(points))
    for part in shapely.get_parts([line_of(x) for x in series.dataset.limits.values()]):
        line = shapely.get_coordinates(part)
        metres = on_grid(line, crs)
        steps = shapely.linestrings(np.stack([metres[:-1], metres[1:]], axis=1))
        met = np.flatnonzero(shapely.dwithin(hull, steps, 1))
        for run in np.split(met, np.flatnonzero(np.diff(met) > 1) + 1):
            if len(run):
                yield line[run[0] : run[-1] + 2]
