"""What the observed places around a position suggest for it, by one of two rules."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

import numpy as np

from controlmap.geometry.nearby import Nearby, Neighbourhood

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    _Bools = NDArray[np.bool_]
    _Floats = NDArray[np.float64]
    _Ints = NDArray[np.int64]

NEAREST_PLACE = "nearest-place"
NEAREST_WITH_AGE = "nearest-with-age"

FIRMNESS = ("uncertain", "likely", "firm")
"""Words of the levels of firmness, from 0 on."""

_CHUNK = 1_000_000
"""Most neighbours that are looked at in one go, to bound memory."""


@dataclass(frozen=True, slots=True)
class InferenceParameters:
    """The rule of inference, and its numbers.

    Attributes
    ----------
    rule : str
        ``nearest-place`` or ``nearest-with-age``.
    neighbours : int
        Observed places whose distance gives the spacing.
    cap_m, cap_spacings : float
        No holder is inferred beyond the smaller of the two.
    uncertain_below, likely_below : float
        Margins, in spacings, under which a cell is uncertain, or likely.
    newer_spacings : float
        Within this distance a newer record of another holder forbids ``firm``.
    decay_days : float
        With age, a record so old weighs 1/e of a new one.
    reach_spacings : float
        With age, places farther away than this weigh nothing. Where places are even,
        those beyond six spacings would weigh under two hundredths of all.
    """

    rule: str = NEAREST_PLACE
    neighbours: int = 8
    cap_m: float = 10_000.0
    cap_spacings: float = 3.0
    uncertain_below: float = 0.5
    likely_below: float = 1.5
    newer_spacings: float = 3.0
    decay_days: float = 365.0
    reach_spacings: float = 6.0

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise ValueError(f"{self.rule!r} is not one of {', '.join(RULES)}")


@dataclass(frozen=True, slots=True)
class Observations:
    """Places that may have an answer of their own, and what these say on one day.

    Attributes
    ----------
    points : ndarray of float, shape (n, 2)
        Easting and northing in metres.
    names : tuple of str
        Names of the holders, sorted.
    holder : ndarray of int, shape (n,)
        Which of the names the place lends to its neighbours; -1 where it is observed
        but lends none, -2 where it has no answer of its own.
    through : ndarray of int, shape (n,)
        Ordinal of the last day that its records speak of.
    is_old : ndarray of bool, shape (n,)
        Whether its last record is over a year old.
    """

    points: _Floats
    names: tuple[str, ...]
    holder: _Ints
    through: _Ints
    is_old: _Bools

    @classmethod
    def of(
        cls, points: _Floats, holders: Sequence[str], through: _Ints, is_old: _Bools
    ) -> Observations:
        """Observed places by name of the holder; empty text where none is lent."""
        names = tuple(sorted(set(filter(None, holders))))
        codes = [names.index(name) if name else -1 for name in holders]
        holder = np.array(codes, dtype=np.int64)
        return cls(points, names, holder, through, is_old)


@dataclass(frozen=True, slots=True)
class Inferred:
    """What the neighbours of some points suggest.

    Attributes
    ----------
    names : tuple of str
    holder : ndarray of int
        Inferred holder of each point, of the names; -1 where there is no data.
    level : ndarray of int
        Its firmness: 0 uncertain, 1 likely, 2 firm; -1 where there is no data.
    nearest : ndarray of int
        Nearest observation that lends the holder, or where there is no data any; -1
        if there is none at all.
    distance_m : ndarray of float
        Distance to it, infinite if there is none at all.
    reach_m : ndarray of float
        Nothing farther away has a say, as long as there is more than one holder or
        as long as there is one.
    """

    names: tuple[str, ...]
    holder: _Ints
    level: _Ints
    nearest: _Ints
    distance_m: _Floats
    reach_m: _Floats

    @property
    def holders(self) -> tuple[str, ...]:
        """Name of each inferred holder; empty where there is no data."""
        return tuple(self.names[code] if code >= 0 else "" for code in self.holder)

    @property
    def firmness(self) -> tuple[str, ...]:
        """``firm``, ``likely``, ``uncertain``, or empty where there is no data."""
        return tuple(FIRMNESS[level] if level >= 0 else "" for level in self.level)


class HolderRule(Protocol):
    """How the holder of a position follows from the places around it."""

    def __call__(
        self, around: Around, day: int, parameters: InferenceParameters, /
    ) -> _Ints:
        """Number of the holder of each position; any where none is lent."""


@dataclass(frozen=True, slots=True)
class Around:
    """The observed places around some positions, as tables (positions, neighbours).

    Attributes
    ----------
    distance_m : ndarray of float
        Ascending; infinite where there is none.
    holder, through, is_old : ndarray
        What each neighbour says, as in ``Observations``.
    spacing_m : ndarray of float, shape (positions,)
    n_names : int
        Holders there may be.
    n_holders : int
        Holders that any place lends, near or not.
    """

    distance_m: _Floats
    holder: _Ints
    through: _Ints
    is_old: _Bools
    spacing_m: _Floats
    n_names: int
    n_holders: int

    @property
    def lends(self) -> _Bools:
        """Which neighbours lend a holder."""
        return self.holder >= 0

    def nearest_m(self, wanted: _Bools) -> _Floats:
        """Distance of each position to the nearest neighbour wanted, or infinite."""
        found: _Floats = np.where(wanted, self.distance_m, np.inf).min(
            axis=1, initial=np.inf
        )
        return found


def nearest_place(
    around: Around, _day: int, _parameters: InferenceParameters, /
) -> _Ints:
    """The holder of the nearest place that lends one; of two the first by name."""
    lends = around.lends
    nearest = around.nearest_m(lends)
    is_nearest = lends & (around.distance_m == nearest[:, None])
    return _least(around.holder, is_nearest)


def nearest_with_age(
    around: Around, day: int, parameters: InferenceParameters, /
) -> _Ints:
    """The holder whose places weigh most, near and newly reported ones more.

    A place weighs exp(-d/s) exp(-age/decay), d being its distance, s the spacing. Of
    two holders whose places weigh the same, the first by name; where none is within
    reach, the nearest place's.
    """
    reach = parameters.reach_spacings * around.spacing_m[:, None]
    counts = around.lends & (around.distance_m <= reach)
    age = np.maximum(day - around.through, 0)
    distance = np.where(counts, around.distance_m / around.spacing_m[:, None], 0)
    weight = np.where(counts, np.exp(-distance - age / parameters.decay_days), 0)
    total = np.column_stack(
        [
            np.where(around.holder == holder, weight, 0).sum(axis=1)
            for holder in range(around.n_names)
        ]
    )
    most = total.max(axis=1)
    is_most = total >= most[:, None] * (1 - 1e-12)  # sums round
    return np.where(
        most > 0, is_most.argmax(axis=1), nearest_place(around, day, parameters)
    )


RULES: Mapping[str, HolderRule] = {
    NEAREST_PLACE: nearest_place,
    NEAREST_WITH_AGE: nearest_with_age,
}


def _least(values: _Ints, wanted: _Bools) -> _Ints:
    """Least of the values wanted in each row; 0 where there is none."""
    most = np.iinfo(np.int64).max
    found = np.where(wanted, values, most).min(axis=1, initial=most)
    return np.where(found == most, 0, found)


def infer_at(
    points: _Floats,
    observed: Observations,
    parameters: InferenceParameters | None = None,
    *,
    day: int = 0,
    limits: BaseGeometry | None = None,
) -> Inferred:
    """Holder and firmness that the observed places around some points suggest.

    Parameters
    ----------
    points : ndarray of float, shape (n, 2)
        Easting and northing in metres, in the system of the observations.
    observed : Observations
    parameters : InferenceParameters or None
        None for the defaults.
    day : int
        Ordinal of the day, from which ages count.
    limits : Geometry or None
        Lines in metres across which nothing is inferred.
    """
    around = Neighbourhood(points, observed.points, limits)
    return infer(around, np.arange(len(points)), observed, day, parameters)


def infer(
    neighbourhood: Neighbourhood,
    rows: _Ints,
    observed: Observations,
    day: int,
    parameters: InferenceParameters | None = None,
) -> Inferred:
    """What is suggested for some of the positions of a neighbourhood.

    Parameters
    ----------
    neighbourhood : Neighbourhood
        Of the positions and the points of the observations.
    rows : ndarray of int
        Which positions.
    observed : Observations
    day : int
        Ordinal of the day, from which ages count.
    parameters : InferenceParameters or None
        None for the defaults.

    Notes
    -----
    The spacing at a point is sqrt(π d² / k), d being the distance to the k-th nearest
    observed place. The margin is the distance to the nearest place of another holder
    less the distance to the nearest of its own, in spacings. With one holder only a
    point is likely at most. Of a holder's places just as near, the one with the newest
    record counts as its nearest; it is old where all such are.
    """
    chosen = parameters or InferenceParameters()
    n = len(rows)
    found = Inferred(
        names=observed.names,
        holder=np.full(n, -1),
        level=np.full(n, -1),
        nearest=np.full(n, -1),
        distance_m=np.full(n, np.inf),
        reach_m=np.full(n, np.inf),
    )
    pending, k = np.arange(n), 0
    if not (observed.holder >= 0).any():
        pending = pending[:0]
    while len(pending):
        nearby = neighbourhood.of(rows[pending], k)
        width = nearby.index.shape[1]
        ends = [*range(0, len(pending), max(_CHUNK // width, 1)), len(pending)]
        is_short = np.zeros(len(pending), dtype=bool)
        for low, high in pairwise(ends):
            part = Nearby(
                nearby.distance_m[low:high],
                nearby.index[low:high],
                nearby.horizon_m[low:high],
            )
            is_short[low:high] = _fill(
                found, pending[low:high], part, observed, day, chosen
            )
        pending, k = pending[is_short], 4 * width
    return found


def _fill(
    found: Inferred,
    rows: _Ints,
    nearby: Nearby,
    observed: Observations,
    day: int,
    parameters: InferenceParameters,
) -> _Bools:
    """Write what some neighbours suggest; say where more of them are needed."""
    n = np.arange(len(rows))
    around, d_k, is_full = _around(nearby, observed, parameters.neighbours)
    spacing, distance, lends = around.spacing_m, around.distance_m, around.lends
    own = RULES[parameters.rule](around, day, parameters)
    is_own = around.holder == own[:, None]
    is_other = lends & ~is_own
    near = around.nearest_m(is_own)
    newest = np.where(
        is_own & (distance == near[:, None]), around.through, np.iinfo(np.int64).min
    )
    lender = newest.argmax(axis=1)
    through = newest[n, lender][:, None]
    is_old = ~(is_own & (newest == through) & ~around.is_old).any(axis=1)
    within = is_other & (distance <= parameters.newer_spacings * spacing[:, None])
    is_newer = (within & (around.through > through)).any(axis=1)
    is_lent = np.isfinite(near)
    lead = around.nearest_m(is_other) - np.where(is_lent, near, 0)
    level = _levels(lead / spacing, around, parameters)
    level = np.where(is_old | is_newer, np.minimum(level, 1), level)
    cap = np.minimum(parameters.cap_m, parameters.cap_spacings * spacing)
    has_data = around.nearest_m(lends) <= cap
    far = cap
    if parameters.rule == NEAREST_WITH_AGE:
        far = np.maximum(far, parameters.reach_spacings * spacing)
    reach = np.maximum(d_k, far + parameters.likely_below * spacing)
    reach = np.maximum(reach, parameters.newer_spacings * spacing)
    found.holder[rows] = np.where(has_data, own, -1)
    found.level[rows] = np.where(has_data, level, -1)
    found.nearest[rows] = np.where(is_lent, nearby.index[n, lender], -1)
    found.distance_m[rows] = near
    found.reach_m[rows] = np.where(is_full, reach, np.inf)
    return np.isfinite(nearby.horizon_m) & ~(
        is_full & is_lent & (nearby.horizon_m > reach)
    )


def _around(
    nearby: Nearby, observed: Observations, neighbours: int
) -> tuple[Around, _Floats, _Bools]:
    """Observed neighbours, the distance of the last that gives the spacing, if full."""
    holder = np.append(observed.holder, -2)[nearby.index]
    through = np.append(observed.through, 0)[nearby.index]
    is_old = np.append(observed.is_old, False)[nearby.index]
    rank = np.cumsum(holder >= -1, axis=1)
    count = rank[:, -1]
    k = np.minimum(count, neighbours)
    last = (rank >= k[:, None]).argmax(axis=1)
    d_k = np.where(k > 0, nearby.distance_m[np.arange(len(k)), last], 0)
    spacing = np.maximum(np.sqrt(math.pi * d_k**2 / np.maximum(k, 1)), 1e-9)
    distance = np.where(holder >= -1, nearby.distance_m, np.inf)
    names = len(observed.names), len(np.unique(observed.holder[observed.holder >= 0]))
    around = Around(distance, holder, through, is_old, spacing, *names)
    return around, d_k, count >= neighbours


def _levels(margin: _Floats, around: Around, parameters: InferenceParameters) -> _Ints:
    """Firmness by the margin alone: 0 uncertain, 1 likely, 2 firm."""
    if around.n_holders == 1:
        return np.ones(len(margin), dtype=np.int64)
    bounds = (parameters.uncertain_below, parameters.likely_below)
    return np.asarray(np.digitize(margin, bounds), dtype=np.int64)
