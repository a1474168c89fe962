"""Synthetic wars for the benchmarks: seeded, the same on every machine.

Places lie in clusters over open country. A few holders start with a realm each and
some enclaves inside those of others. Every month a few offensives begin; the nearest
places along their fronts are contested for some days, then mostly change hands. So
fronts move, enclaves shrink and fall, and new ones are cut off.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.spatial import Delaunay, cKDTree
from shapely.geometry import mapping

from controlmap.domain.model import Place, Zone
from controlmap.geometry.crs import to_degrees, working_crs
from controlmap.geometry.study_area import StudyArea
from controlmap.geometry.tessellation import Tessellation, tessellate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    _Floats = NDArray[np.float64]
    _Ints = NDArray[np.int64]

SIZES = (500, 2_000, 7_000, 33_000)
LENGTHS = (90, 365, 1_500)
HOLDERS = 4
CONTESTED = HOLDERS
"""Group of the places that are fought over."""
KM2_A_PLACE = 5.0


@dataclass(frozen=True)
class War:
    """A synthetic war.

    Attributes
    ----------
    study_area : StudyArea
    tessellation : Tessellation
    groups : ndarray of int, shape (n_cells,)
        Holder of each cell on day 0.
    day, cell, group : ndarray of int, shape (n_changes,)
        Later changes, by day: from ``day`` on, ``cell`` is in ``group``.
    n_days : int
    """

    study_area: StudyArea
    tessellation: Tessellation
    groups: _Ints
    day: _Ints
    cell: _Ints
    group: _Ints
    n_days: int

    def until(self, n_days: int) -> War:
        """Its first days."""
        kept = self.day < n_days
        return War(
            self.study_area,
            self.tessellation,
            self.groups,
            self.day[kept],
            self.cell[kept],
            self.group[kept],
            n_days,
        )


def country(n_places: int, seed: int = 0) -> tuple[StudyArea, list[Place]]:
    """A round country with a lake, and places in clusters."""
    random = np.random.default_rng(seed)
    crs = working_crs(36.5, 35.5)
    radius = np.sqrt(n_places * KM2_A_PLACE / np.pi) * 1000
    outline = shapely.Point(0, 0).buffer(radius, quad_segs=64)
    outline -= shapely.Point(radius * 0.6, 0).buffer(radius / 12)
    middles = random.normal(0, radius / 2, (max(n_places // 30, 3), 2))
    spots = np.empty((0, 2))
    while len(spots) < n_places:
        near = middles[random.integers(0, len(middles), n_places)]
        near = near + random.normal(0, radius / 25, near.shape)
        wide = random.uniform(-radius, radius, near.shape)
        found = np.where(random.random((n_places, 1)) < 0.6, near, wide)
        inside = shapely.contains_xy(outline, found[:, 0], found[:, 1])
        spots = np.concatenate([spots, found[inside]])
    degrees = to_degrees(spots[:n_places], crs)
    places = [
        Place(f"place-{n}", f"Place {n}", "village", "exact", lon, lat)
        for n, (lon, lat) in enumerate(degrees.tolist())
    ]
    geometry = mapping(shapely.transform(outline, lambda xy: to_degrees(xy, crs)))
    zone = Zone("synthetic", "Synthetic", "drawn", "bench", geometry)
    return StudyArea(zone, crs, outline), places


def war(n_places: int, n_days: int, *, monthly: float = 0.035, seed: int = 0) -> War:
    """A war in which such a share of the places changes hands a month."""
    area, places = country(n_places, seed)
    tessellation = tessellate(places, area)
    by_id = {place.place_id: place for place in places}
    points = area.points_of(by_id[p] for p in tessellation.place_ids)
    random = np.random.default_rng(seed + 1)
    groups = _realms(points, random)
    log = list(_fighting(points, groups, n_days, monthly, random))
    day, cell, group = np.array(log, dtype=np.int64).reshape(-1, 3).T
    order = np.lexsort((cell, day))
    return War(
        area, tessellation, groups, day[order], cell[order], group[order], n_days
    )


def _realms(points: _Floats, random: np.random.Generator) -> _Ints:
    """Holder of each place: realms around a few capitals, with enclaves."""
    n = len(points)
    capitals = points[random.integers(0, n, 2 * HOLDERS)]
    groups = cKDTree(capitals).query(points)[1] % HOLDERS
    size = max(n // 300, 5)
    for middle in random.integers(0, n, max(n // 800, 2)):
        _, members = cKDTree(points).query(points[middle], k=size)
        groups[members] = (groups[middle] + 1) % HOLDERS
    return groups.astype(np.int64)


def _fighting(
    points: _Floats,
    start: _Ints,
    n_days: int,
    monthly: float,
    random: np.random.Generator,
) -> Iterator[tuple[int, int, int]]:
    """Changes, each as day, cell and group."""
    n = len(points)
    edges = Delaunay(points).simplices[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    pairs = np.unique(np.sort(edges, axis=1), axis=0)
    near = csr_array(
        (np.ones(2 * len(pairs)), (pairs.reshape(-1), pairs[:, ::-1].reshape(-1))),
        shape=(n, n),
    )
    holder = start.copy()
    until = np.zeros(n, dtype=np.int64)
    attacker = np.full(n, -1)
    quota, due = monthly * n / 30, 0.0
    for day in range(1, n_days):
        for cell in np.flatnonzero((until == day) & (attacker >= 0)):
            if random.random() < 0.85:
                holder[cell] = attacker[cell]
            yield day, cell, holder[cell]
            attacker[cell] = -1
        if day % 30 == 1:
            fronts = [
                (points[c], random.integers(HOLDERS)) for c in random.integers(0, n, 6)
            ]
        due += quota
        if due < 1:
            continue
        middle, side = fronts[random.integers(len(fronts))]
        touched = near @ (holder == side) > 0
        open_to = np.flatnonzero(touched & (holder != side) & (attacker < 0))
        far = np.hypot(*(points[open_to] - middle).T)
        chosen = open_to[np.argsort(far, kind="stable")[: int(due)]]
        due -= int(due)
        attacker[chosen] = side
        until[chosen] = day + random.integers(1, 11, len(chosen))
        for cell in chosen:
            yield day, cell, CONTESTED
