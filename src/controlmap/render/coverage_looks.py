"""Words, colours and classes of the pictures of coverage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from controlmap.domain.rule_basis import INDEPENDENT
from controlmap.render.palette import safe_colours

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from controlmap.geometry.coverage import Coverage, Reach

INDEPENDENT_COLOUR = "#6e675e"
"""Colour of what takes no party's view."""


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a legend: its words, and its colour as ``#rrggbb``."""

    words: str
    colour: str


GRADES: Mapping[str, Key] = {
    "fresh": Key("observed, fresh", "#0b4f8a"),
    "stale": Key("observed, stale", "#4f8fc4"),
    "presumed": Key("observed, presumed", "#a9c9e6"),
    "firm": Key("inferred, firm", "#a5691c"),
    "likely": Key("inferred, likely", "#d9ab5f"),
    "uncertain": Key("inferred, uncertain", "#efdcb6"),
    "no_data": Key("no data", "#dcd6cb"),
}
"""How settlements are told apart by what their state rests on."""

AGES: Sequence[tuple[float, Key]] = (
    (30, Key("up to 30 days", "#08306b")),
    (90, Key("to 90", "#2a6fb0")),
    (180, Key("to 180", "#6aa5d6")),
    (365, Key("to 365", "#a9cbe6")),
    (np.inf, Key("older", "#dbe8f3")),
)
"""Classes of age, each up to so many days."""

DISTANCES: Sequence[tuple[float, Key]] = (
    (0, Key("its own", "#00441b")),
    (2, Key("up to 2 km", "#2f8f46")),
    (5, Key("to 5 km", "#7cbf80")),
    (10, Key("to 10 km", "#b9dcb6")),
    (np.inf, Key("farther", "#e2efdf")),
)
"""Classes of distance, each up to so many kilometres."""


def age_classes(reach: Reach) -> NDArray[np.int64]:
    """Which of ``AGES`` each cell is of; -1 where nothing is observed."""
    return _classes(reach, reach.age_days, AGES)


def distance_classes(reach: Reach) -> NDArray[np.int64]:
    """Which of ``DISTANCES`` each cell is of; -1 where nothing is observed."""
    return _classes(reach, reach.distance_m / 1000, DISTANCES)


def _classes(
    reach: Reach,
    values: NDArray[np.int64] | NDArray[np.float64],
    limits: Sequence[tuple[float, Key]],
) -> NDArray[np.int64]:
    found = np.searchsorted([limit for limit, _ in limits], values, side="left")
    return np.where(reach.age_days < 0, -1, found)


def perspective_keys(coverage: Coverage) -> dict[str, Key]:
    """Legend of the perspectives, that with most records first."""
    actors, colours = coverage.dataset.actors, safe_colours(coverage.dataset)
    return {
        name: Key(actors[name].name, colours[name])
        if name in actors and name != INDEPENDENT
        else Key(name or "not known", INDEPENDENT_COLOUR)
        for name in coverage.perspectives
    }


def month_values(coverage: Coverage) -> NDArray[np.int64]:
    """Records of each month and perspective, shape (months, perspectives)."""
    values = [
        [
            tally.by_perspective[name].records if name in tally.by_perspective else 0
            for name in coverage.perspectives
        ]
        for tally in coverage.months.values()
    ]
    shape = len(coverage.months), len(coverage.perspectives)
    return np.array(values, dtype=np.int64).reshape(shape)


def course_values(coverage: Coverage) -> NDArray[np.int64]:
    """Settlements of each month's end and grade, shape (months, grades)."""
    return np.array(
        [[standing.counts[grade] for grade in GRADES] for standing in coverage.course]
    )


def ceiling(totals: NDArray[np.int64]) -> int:
    """Most that an axis shows: all, unless one bar would dwarf the others.

    A bar over three times as high as the next is cut off a little above that one.
    """
    ordered = np.sort(totals)
    most = int(ordered[-1]) if len(ordered) else 0
    next_most = int(ordered[-2]) if len(ordered) > 1 else 0
    if next_most and most > 3 * next_most:
        return max(next_most * 5 // 4, next_most + 1)
    return max(most, 1)
