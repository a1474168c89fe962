"""Areas and settlements of each holder, with the range that inference leaves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from controlmap.geometry.inference import CellState


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is drawn as one holder's, or as one kind of dispute.

    Attributes
    ----------
    low_km2, best_km2, high_km2 : float
        Observed and firm; and likely; and uncertain cells.
    settlements : int
        Settlements observed so; those inferred are not counted.
    """

    low_km2: float = 0.0
    best_km2: float = 0.0
    high_km2: float = 0.0
    settlements: int = 0

    def plus(self, state: CellState, km2: float, *, settlements: int) -> Extent:
        """Extent with one more cell."""
        is_observed = state.basis == "observed"
        is_low = is_observed or state.firmness == "firm"
        is_best = is_low or state.firmness == "likely"
        return Extent(
            self.low_km2 + km2 * is_low,
            self.best_km2 + km2 * is_best,
            self.high_km2 + km2,
            self.settlements + settlements * is_observed,
        )


def extents(
    states: Iterable[CellState],
    area_km2: Iterable[float],
    is_settlement: Sequence[bool],
) -> Mapping[tuple[str, tuple[str, ...]], Extent]:
    """Extent of each status and its controllers, in order of both.

    Parameters
    ----------
    states : iterable of CellState
        One for each cell.
    area_km2 : iterable of float
        Area of each cell.
    is_settlement : sequence of bool
        Whether the place of each cell counts as a settlement.
    """
    found: dict[tuple[str, tuple[str, ...]], Extent] = defaultdict(Extent)
    for state, km2, settles in zip(states, area_km2, is_settlement, strict=True):
        key = (state.status, state.controllers)
        found[key] = found[key].plus(state, float(km2), settlements=int(settles))
    return dict(sorted(found.items()))
