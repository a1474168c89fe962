"""How a cell is drawn on one day, by its place's own answer or without one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from controlmap.domain.answer import Freshness
from controlmap.domain.model import Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from controlmap.domain.actors import Alliances
    from controlmap.domain.answer import PlaceState
    from controlmap.domain.model import Side

OBSERVED = frozenset(
    {
        Status.CONTROLLED,
        Status.SHARED,
        Status.CONTESTED,
        Status.CHANGING,
        Status.DISPUTED,
    }
)
"""Statuses of a place's own answer that are drawn as such."""


@dataclass(frozen=True, slots=True, order=True)
class CellState:
    """How one cell is drawn on one day.

    Attributes
    ----------
    status : str
        ``controlled``, ``shared``, ``contested``, ``changing``, ``disputed`` or
        ``no_data``.
    controllers : tuple of str
        Actors, or blocs where these were asked for: one for ``controlled``, two or
        more for ``shared``, ``contested`` and ``disputed``; for ``changing`` the one
        before (empty text if unknown) and the one after; none for ``no_data``.
    basis : str
        ``observed`` (the place's own answer), ``inferred`` (from its neighbours) or
        ``none``.
    firmness : str
        ``firm``, ``likely`` or ``uncertain`` for an inferred cell, else empty.
    freshness : str
        ``fresh``, ``stale`` or ``presumed`` for an observed cell, else empty.
    """

    status: str
    controllers: tuple[str, ...] = ()
    basis: str = "none"
    firmness: str = ""
    freshness: str = ""


NO_DATA = CellState("no_data")


def check_by(by: str) -> None:
    """Refuse what holders cannot be named by.

    Raises
    ------
    ValueError
        If ``by`` is neither ``actor`` nor ``bloc``.
    """
    if by not in {"actor", "bloc"}:
        raise ValueError(f"by is 'actor' or 'bloc', not {by!r}")


def holder_names(alliances: Alliances, by: str, day: date) -> Callable[[Side], str]:
    """Name that a side goes by on a map: its lead, or the bloc of its lead.

    Parameters
    ----------
    alliances : Alliances
    by : str
        ``actor`` or ``bloc``.
    day : date
        Blocs change with time.

    Raises
    ------
    ValueError
        If ``by`` is anything else.
    """
    check_by(by)
    if by == "bloc":
        return lambda side: alliances.bloc_of(side[0], day)
    return lambda side: side[0]


def observed_cell(state: PlaceState, name_of: Callable[[Side], str]) -> CellState:
    """How a place's own answer is drawn; ``NO_DATA`` where it has none.

    Sides that go by one name are one: a clash inside a bloc is no clash of blocs.
    """
    if state.status not in OBSERVED:
        return NO_DATA
    if state.status is Status.CHANGING:
        names = tuple(
            name_of(holding.sides[0])
            if holding and holding.status is Status.CONTROLLED
            else ""
            for holding in (state.before, state.after)
        )
        if names[0] and names[0] == names[1]:
            return CellState("controlled", names[1:], "observed", "", "fresh")
        return CellState("changing", names, "observed", "", "fresh")
    names = tuple(dict.fromkeys(name_of(side) for side in state.sides))
    status = state.status if len(names) > 1 else Status.CONTROLLED
    fresh = state.freshness or Freshness.FRESH
    if status is not Status.CONTROLLED:
        names = tuple(sorted(names))
    return CellState(status.value, names, "observed", "", fresh.value)
