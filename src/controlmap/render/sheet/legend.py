"""Areas and settlements by holder on a day, as the legend of a sheet says them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from controlmap.geometry.area import Extent, extents
from controlmap.render.looks import HATCHED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from controlmap.geometry.timeline import Series
    from controlmap.render.scene import Scenes


@dataclass(frozen=True, slots=True)
class Legend:
    """How much is drawn as whose, on one day.

    Attributes
    ----------
    holders : tuple of (str, Extent)
        Of each actor, in a fixed order.
    mixed : tuple of (str, Extent)
        Of each hatched status.
    no_data_km2 : float
    """

    holders: tuple[tuple[str, Extent], ...]
    mixed: tuple[tuple[str, Extent], ...]
    no_data_km2: float


def legend_of(
    series: Series,
    states: NDArray[np.int64],
    holders: Iterable[str],
    mixed: Iterable[str],
) -> Legend:
    """Legend of the cells' states, with rows for some holders and statuses."""
    places = series.dataset.places
    sizes = extents(
        [series.states[state] for state in states.tolist()],
        series.tessellation.area_km2.tolist(),
        [places[place_id].is_settlement for place_id in series.tessellation.place_ids],
    )
    of_status: dict[str, Extent] = defaultdict(Extent)
    for (status, _), extent in sizes.items():
        of_status[status] = add(of_status[status], extent)
    return Legend(
        tuple((a, sizes.get(("controlled", (a,)), Extent())) for a in holders),
        tuple((status, of_status[status]) for status in mixed),
        of_status["no_data"].high_km2,
    )


def add(one: Extent, other: Extent) -> Extent:
    """Extent of both."""
    return Extent(
        one.low_km2 + other.low_km2,
        one.best_km2 + other.best_km2,
        one.high_km2 + other.high_km2,
        one.settlements + other.settlements,
    )


def rows_of(
    scenes: Scenes, day: date | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Holders by their area, and hatched statuses, that a legend has rows for.

    Parameters
    ----------
    scenes : Scenes
    day : date or None
        Those of a day. None for all that occur on any, so that the rows of a film
        stay where they are, by the area on the first and the last day.
    """
    series = scenes.series
    if day is not None:
        used = set(scenes.states_on(day).tolist())
    else:
        used = {*series.initial.tolist(), *(c.state for c in series.changes)}
    states = [series.states[state] for state in sorted(used)]
    names = {s.controllers[0] for s in states if s.status == "controlled"}
    size: dict[str, float] = dict.fromkeys(sorted(names), 0.0)
    for counted in (series.first_day, series.last_day) if day is None else (day,):
        drawn = legend_of(series, scenes.states_on(counted), size, ())
        for actor, extent in drawn.holders:
            size[actor] += extent.best_km2
    mixed = {state.status for state in states}
    return (
        tuple(sorted(size, key=lambda actor: (-size[actor], actor))),
        tuple(status for status in HATCHED if status in mixed),
    )
