"""Territories of every change day of the zone, beside geopandas' dissolve.

Both get the same cells and states, made before the clock starts. Prints seconds a
day, their ratio, and how far the areas differ.
"""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Any

import geopandas as gpd

from controlmap.build import Atlas
from controlmap.geometry.territory import territories
from controlmap.io.dataset import read_dataset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from controlmap.geometry.cell_state import CellState
    from controlmap.geometry.timeline import Series


def frames(series: Series) -> Iterator[list[CellState]]:
    """States of all cells on the first day and after each change day."""
    current = series.initial.tolist()
    yield [series.states[index] for index in current]
    for day in sorted({change.day for change in series.changes}):
        for change in series.changes:
            if change.day == day:
                current[change.cell] = change.state
        yield [series.states[index] for index in current]


def timed(work: Callable[..., Any], *arguments: object) -> tuple[float, Any]:
    """Seconds and result of a call."""
    start = time.perf_counter()
    result = work(*arguments)
    return time.perf_counter() - start, result


def dissolve(frame: gpd.GeoDataFrame, method: str) -> gpd.GeoDataFrame:
    """Peer: cells of each key in one shape."""
    return frame.dissolve("key", method=method)


def main() -> None:
    """Run both ways on the same frames."""
    dataset = read_dataset("data")
    atlas = Atlas(dataset, zone=next(iter(dataset.zones)))
    took, series = timed(atlas.timeline, "2017-07-01", "2020-03-06")
    print(f"series: {len(series.changes)} changes, {took:.2f} s")
    cells = gpd.GeoSeries(atlas.tessellation.cells(), crs=atlas.tessellation.crs)
    ours, theirs, coverage, apart = [], [], [], []
    for states in frames(series):
        keys = [str((state.status, state.controllers)) for state in states]
        frame = gpd.GeoDataFrame({"key": keys}, geometry=cells)
        seconds, made = timed(territories, atlas.tessellation, states)
        ours.append(seconds)
        seconds, peer = timed(dissolve, frame, "unary")
        theirs.append(seconds)
        coverage.append(timed(dissolve, frame, "coverage")[0])
        areas = peer.geometry.area
        apart += [abs(s.area - areas[str(k)]) / s.area for k, s in made.items()]
    median = statistics.median(ours)
    print(f"{len(ours)} days of {len(cells)} cells, medians a day:")
    print(f"  shared arcs                  {median * 1e3:8.1f} ms")
    for name, times in (("", theirs), ("coverage", coverage)):
        peer_median = statistics.median(times)
        print(
            f"  geopandas dissolve {name:9} {peer_median * 1e3:8.1f} ms, "
            f"{peer_median / median:.1f} times ours"
        )
    print(f"  areas differ by {max(apart):.1e} at most")


if __name__ == "__main__":
    main()
