"""Who is drawn in a cell: its place's own answer, or what its neighbours suggest."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from controlmap.domain.answer import Freshness
from controlmap.domain.model import Status
from controlmap.geometry.proximity import neighbours, pairs_within

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from numpy.typing import NDArray

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


@dataclass(frozen=True, slots=True)
class InferenceParameters:
    """Numbers of the nearest-place rule.

    Attributes
    ----------
    neighbours : int
        Observed places whose distance gives the spacing.
    cap_m, cap_spacings : float
        No holder is inferred beyond the smaller of the two.
    uncertain_below, likely_below : float
        Margins, in spacings, under which a cell is uncertain, or likely.
    newer_spacings : float
        Within this distance a newer record of another holder forbids ``firm``.
    """

    neighbours: int = 8
    cap_m: float = 10_000.0
    cap_spacings: float = 3.0
    uncertain_below: float = 0.5
    likely_below: float = 1.5
    newer_spacings: float = 3.0


@dataclass(frozen=True, slots=True)
class Observations:
    """Places with an answer of their own on one day.

    Attributes
    ----------
    points : ndarray of float, shape (n, 2)
        Easting and northing in metres.
    holders : sequence of str, length n
        The holder that the place lends to its neighbours; empty where it lends none.
    through : ndarray of int, shape (n,)
        Ordinal of the last day that its records speak of.
    is_old : ndarray of bool, shape (n,)
        Whether its last record is over a year old.
    """

    points: NDArray[np.float64]
    holders: Sequence[str]
    through: NDArray[np.int64]
    is_old: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Inferred:
    """What the neighbours of some points suggest.

    Attributes
    ----------
    holders : tuple of str
        Inferred holder of each point; empty where there is no data.
    firmness : tuple of str
        ``firm``, ``likely``, ``uncertain``, or empty where there is no data.
    nearest : ndarray of int
        Nearest observation that lends a holder, -1 if there is none at all.
    distance_m : ndarray of float
        Distance to it, infinite if there is none at all.
    """

    holders: tuple[str, ...]
    firmness: tuple[str, ...]
    nearest: NDArray[np.int64]
    distance_m: NDArray[np.float64]


def infer_nearest(
    points: NDArray[np.float64],
    observed: Observations,
    parameters: InferenceParameters | None = None,
) -> Inferred:
    """Holder and firmness that the nearest observed place suggests for each point.

    Parameters
    ----------
    points : ndarray of float, shape (n, 2)
        Easting and northing in metres, in the system of the observations.
    observed : Observations
    parameters : InferenceParameters or None
        None for the defaults.

    Notes
    -----
    The spacing at a point is sqrt(π d² / k), d being the distance to the k-th nearest
    observed place. The margin is the distance to the nearest place of another holder
    less the distance to the nearest of its own, in spacings. With one holder only a
    point is likely at most. Of two holders just as near, the first by name is taken;
    the margin is zero then, and the point uncertain. Of a holder's places just as
    near, the one with the newest record counts as its nearest.
    """
    chosen = parameters or InferenceParameters()
    names = sorted(set(filter(None, observed.holders)))
    n_points = len(points)
    if not names or not n_points:
        return Inferred(
            ("",) * n_points,
            ("",) * n_points,
            np.full(n_points, -1, dtype=np.int64),
            np.full(n_points, np.inf),
        )
    k = min(chosen.neighbours, len(observed.holders))
    d_k = neighbours(observed.points, points, k)[0][:, -1]
    spacing = np.maximum(np.sqrt(math.pi * d_k**2 / k), 1e-9)
    code = np.array([names.index(h) if h else -1 for h in observed.holders])
    newest_first = np.argsort(-observed.through, kind="stable")
    distance = np.empty((n_points, len(names)))
    nearest = np.empty((n_points, len(names)), dtype=np.int64)
    for column in range(len(names)):
        members = newest_first[code[newest_first] == column]
        found, index = neighbours(observed.points[members], points, 1)
        distance[:, column], nearest[:, column] = found[:, 0], members[index[:, 0]]
    rows = np.arange(n_points)
    own = distance.argmin(axis=1)
    near, lender = distance[rows, own], nearest[rows, own]
    level = _levels(distance, own, spacing, chosen)
    held_back = observed.is_old[lender] | _newer_of_others(
        points, observed, code, lender, chosen.newer_spacings * spacing
    )
    level = np.where(held_back, np.minimum(level, 1), level)
    has_data = near <= np.minimum(chosen.cap_m, chosen.cap_spacings * spacing)
    words = ("uncertain", "likely", "firm")
    return Inferred(
        tuple(names[o] if ok else "" for o, ok in zip(own, has_data, strict=True)),
        tuple(words[n] if ok else "" for n, ok in zip(level, has_data, strict=True)),
        lender,
        near,
    )


def _levels(
    distance: NDArray[np.float64],
    own: NDArray[np.int64],
    spacing: NDArray[np.float64],
    parameters: InferenceParameters,
) -> NDArray[np.int64]:
    """Firmness by the margin alone: 0 uncertain, 1 likely, 2 firm."""
    rows = np.arange(len(own))
    others = distance.copy()
    others[rows, own] = np.inf
    if distance.shape[1] == 1:
        return np.ones(len(own), dtype=np.int64)
    margin = (others.min(axis=1) - distance[rows, own]) / spacing
    bounds = (parameters.uncertain_below, parameters.likely_below)
    return np.asarray(np.digitize(margin, bounds), dtype=np.int64)


def _newer_of_others(
    points: NDArray[np.float64],
    observed: Observations,
    code: NDArray[np.int64],
    lender: NDArray[np.int64],
    radius: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Whether another holder has a newer record within a radius of each point."""
    lending = np.flatnonzero(code >= 0)
    point, found = pairs_within(observed.points[lending], points, radius)
    other, mine = lending[found], lender[point]
    newer = (code[other] != code[mine]) & (
        observed.through[other] > observed.through[mine]
    )
    return np.bincount(point, newer, minlength=len(points)) > 0


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
