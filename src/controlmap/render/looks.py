"""From the state of a cell to how it is painted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from controlmap.render.style import PAPER, mix

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from controlmap.geometry.cell_state import CellState

HATCHED = ("contested", "shared", "changing", "disputed")
"""Statuses that are painted as a pattern of the colours of their sides."""

UNKNOWN_COLOUR = "#9b9b9b"
"""Stands in a pattern for a holder that is not known."""

OBSERVED_SHARE = {"fresh": 0.84, "stale": 0.68, "presumed": 0.55}
INFERRED_SHARE = {"firm": 0.42, "likely": 0.3, "uncertain": 0.17}


@dataclass(frozen=True, slots=True, order=True)
class Look:
    """How a cell is painted.

    Attributes
    ----------
    pattern : str
        Empty for a plain fill; ``uncertain`` for dots of the second colour on the
        first; else one of ``HATCHED``, in stripes or checks of the colours.
    colours : tuple of str
        ``#rrggbb``, already mixed with the paper.
    """

    pattern: str
    colours: tuple[str, ...]


def look_of(state: CellState, colours: Mapping[str, str]) -> Look | None:
    """How a cell in this state is painted; None where nothing is painted.

    Colours are those of the controllers, paler with the age of the last report and
    palest where the state is inferred from the neighbours.

    Parameters
    ----------
    state : CellState
    colours : mapping of str to str
        ``#rrggbb`` of each actor.
    """
    if state.status in HATCHED:
        share = OBSERVED_SHARE.get(state.freshness, OBSERVED_SHARE["fresh"])
        sides = (
            mix(colours[actor] if actor else UNKNOWN_COLOUR, share)
            for actor in state.controllers
        )
        return Look(state.status, _told_apart(sides))
    if state.status != "controlled":
        return None
    colour = colours[state.controllers[0]]
    if state.basis == "observed":
        share = OBSERVED_SHARE.get(state.freshness, OBSERVED_SHARE["fresh"])
        return Look("", (mix(colour, share),))
    pale = mix(colour, INFERRED_SHARE[state.firmness])
    if state.firmness == "uncertain":
        return Look("uncertain", (pale, mix(colour, INFERRED_SHARE["firm"], PAPER)))
    return Look("", (pale,))


def _told_apart(colours: Iterable[str]) -> tuple[str, ...]:
    """Give the colours, each repeated one darker than before."""
    seen: list[str] = []
    for colour in colours:
        shade = colour
        while shade in seen and shade != "#000000":
            shade = mix(shade, 0.75, "#000000")
        seen.append(shade)
    return tuple(seen)


def looks_of(
    states: Sequence[CellState], colours: Mapping[str, str]
) -> tuple[tuple[Look, ...], tuple[int, ...]]:
    """Distinct looks, sorted, and the index of each state's look (-1 for none)."""
    paired, index = looks_in(states, (colours,))
    return tuple(looks[0] for looks in paired), index


def looks_in(
    states: Sequence[CellState], palettes: Sequence[Mapping[str, str]]
) -> tuple[tuple[tuple[Look, ...], ...], tuple[int, ...]]:
    """Looks in several palettes, so that each state has one index in all of them.

    Parameters
    ----------
    states : sequence of CellState
    palettes : sequence of mapping
        ``#rrggbb`` of each actor.

    Returns
    -------
    looks : tuple of tuple of Look
        Distinct rows, sorted; each is one look as it is in each palette.
    index : tuple of int
        Row of each state, -1 where nothing is painted.
    """
    each = [
        tuple(look for colours in palettes if (look := look_of(state, colours)))
        for state in states
    ]
    looks = tuple(sorted({look for look in each if look}))
    place = {look: i for i, look in enumerate(looks)}
    return looks, tuple(place.get(look, -1) for look in each)
