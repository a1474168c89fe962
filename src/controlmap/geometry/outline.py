"""Outlines of groups of cells, traced along the arcs that the cells share.

An arc whose two sides are of different groups is walked on both sides, each with its
group on the left: so the dissolve of all groups is one pass over the arcs, in NumPy,
and no polygon is cut or joined. The walk is that of a doubly connected edge list:
de Berg et al. (2008), Computational Geometry, https://doi.org/10.1007/978-3-540-77974-2,
section 2.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, cast

import numpy as np
import shapely

from controlmap.geometry.arcs import cycles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from controlmap.geometry.tessellation import Tessellation

    _Objects = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class HalfEdges:
    """Each arc twice: forward as ``2 * arc``, backward as ``2 * arc + 1``.

    Attributes
    ----------
    origin : ndarray of int, shape (2 * n_arcs,)
        Vertex at which each starts.
    left, right : ndarray of int, shape (2 * n_arcs,)
        Cell on either side, -1 outside the study area.
    clockwise : ndarray of int, shape (2 * n_arcs,)
        Next one clockwise among those that leave the same vertex.
    first, step, count : ndarray of int, shape (2 * n_arcs,)
        Its vertices but the last are ``arc_vertices[first + step * i]``, ``i`` below
        ``count``.
    vertices : ndarray of float, shape (n_vertices, 2)
    arc_vertices : ndarray of int
    """

    origin: NDArray[np.int64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    clockwise: NDArray[np.int64]
    first: NDArray[np.int64]
    step: NDArray[np.int64]
    count: NDArray[np.int64]
    vertices: NDArray[np.float64]
    arc_vertices: NDArray[np.int64]

    @classmethod
    def of(cls, tessellation: Tessellation) -> HalfEdges:
        """Half-edges of a tessellation, to be made once."""
        offsets, vertex_of = tessellation.arc_offsets, tessellation.arc_vertices
        first = _interleave(offsets[:-1], offsets[1:] - 1)
        step = _interleave(np.ones_like(offsets[1:]), -np.ones_like(offsets[1:]))
        origin = vertex_of[first]
        ahead = tessellation.vertices[vertex_of[first + step]]
        apart = ahead - tessellation.vertices[origin]
        return cls(
            origin=origin,
            left=_interleave(tessellation.left, tessellation.right),
            right=_interleave(tessellation.right, tessellation.left),
            clockwise=_clockwise(origin, np.arctan2(apart[:, 1], apart[:, 0])),
            first=first,
            step=step,
            count=np.repeat(np.diff(offsets) - 1, 2),
            vertices=tessellation.vertices,
            arc_vertices=vertex_of,
        )


def _interleave(
    forward: NDArray[np.int64], backward: NDArray[np.int64]
) -> NDArray[np.int64]:
    return np.column_stack([forward, backward]).reshape(-1)


def _clockwise(
    origin: NDArray[np.int64], angle: NDArray[np.float64]
) -> NDArray[np.int64]:
    """For each half-edge the next one clockwise around its origin."""
    order = np.lexsort((angle, origin))
    around = origin[order]
    is_first = np.ones(len(order), dtype=bool)
    is_first[1:] = around[1:] != around[:-1]
    start = np.flatnonzero(is_first)
    last = np.append(start[1:], len(order)) - 1
    before = np.arange(len(order)) - 1
    before[start] = last
    clockwise = np.empty_like(order)
    clockwise[order] = order[before]
    return clockwise


def dissolve(
    edges: HalfEdges, group: NDArray[np.int64], n_groups: int
) -> NDArray[np.object_]:
    """Union of the cells of each group.

    Parameters
    ----------
    edges : HalfEdges
    group : ndarray of int, shape (n_cells,)
        Group of each cell, below ``n_groups``; -1 for none.
    n_groups : int

    Returns
    -------
    ndarray of Geometry, shape (n_groups,)
        A Polygon, or a MultiPolygon where the cells of a group lie apart or are none;
        outer rings run anticlockwise, holes clockwise.
    """
    padded = np.append(group, -1)
    on_left = padded[edges.left]
    walked = np.flatnonzero((on_left >= 0) & (on_left != padded[edges.right]))
    walked, lead, _ = trace(edges, padded, walked)
    rings = linear_rings(edges, walked, lead)
    owner = group[edges.left[walked[lead[:-1]]]] if len(walked) else group[:0]
    return _polygons(rings, owner, n_groups)


def trace(
    edges: HalfEdges, group: NDArray[np.int64], walked: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Half-edges around groups, ring after ring, and where each ring starts.

    At the end of a half-edge the walk turns to the next one clockwise that has
    different groups on its sides: it keeps to the ground on its left. A walk that comes
    back to a vertex is cut there into rings.

    Parameters
    ----------
    edges : HalfEdges
    group : ndarray of int, shape (n_cells + 1,)
        Group of each cell, -1 for none; the last one is -1, for the outside.
    walked : ndarray of int
        Sorted half-edges with a group on the left and another, or none, on the right;
        whole walks of them.

    Returns
    -------
    walked : ndarray of int
        The same, in the order of the walk. The order of a ring depends on it alone.
    lead : ndarray of int, shape (n_rings + 1,)
        Ring ``i`` is ``walked[lead[i]:lead[i + 1]]``; it visits no vertex twice.
    walk : ndarray of int, shape (n_rings,)
        Number of the walk that each ring was cut from, ascending.
    """
    ahead = edges.clockwise[walked ^ 1]
    inside = np.arange(len(ahead))
    while len(inside):
        met = ahead[inside]
        inside = inside[group[edges.left[met]] == group[edges.right[met]]]
        ahead[inside] = edges.clockwise[ahead[inside]]
    place = np.empty(len(edges.left), dtype=np.int64)
    place[walked] = np.arange(len(walked))
    ring, left_to_go = cycles(place[ahead])
    order = np.lexsort((-left_to_go, ring))
    walked, ring = walked[order], ring[order]
    lead = np.flatnonzero(np.append(True, ring[1:] != ring[:-1])[: len(ring)])
    return _untouching(edges, walked, np.append(lead, len(walked)))


def linear_rings(
    edges: HalfEdges, walked: NDArray[np.int64], lead: NDArray[np.int64]
) -> NDArray[np.object_]:
    """LinearRings of traced half-edges, in metres, the inside on their left."""
    ring_of = np.repeat(np.arange(len(lead) - 1), np.diff(lead))
    points = edges.vertices[_ring_vertices(edges, walked)]
    index = np.repeat(ring_of, edges.count[walked])
    return cast("_Objects", shapely.linearrings(points, indices=index))


def _untouching(
    edges: HalfEdges, walked: NDArray[np.int64], lead: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Walks cut in two where one comes back to a vertex, as simple features want."""
    every = np.arange(len(lead) - 1)
    walk = np.repeat(every, np.diff(lead))
    visits = np.sort(walk * len(edges.vertices) + edges.origin[walked])
    if (visits[1:] != visits[:-1]).all():
        return walked, lead, every
    again = visits[1:][visits[1:] == visits[:-1]] // len(edges.vertices)
    touching = set(again.tolist())
    loops: list[NDArray[np.int64]] = []
    walk_of: list[int] = []
    for number, (start, end) in enumerate(pairwise(lead.tolist())):
        members = walked[start:end]
        cut = _simple_loops(edges, members) if number in touching else [members]
        loops += cut
        walk_of += [number] * len(cut)
    ends = np.cumsum([0, *map(len, loops)])
    return np.concatenate(loops), ends.astype(np.int64), np.array(walk_of)


def _simple_loops(edges: HalfEdges, ring: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Loops that visit no vertex twice, of a walk; each ends with its least."""
    loops: list[NDArray[np.int64]] = []

    def close(loop: list[int]) -> None:
        least = loop.index(min(loop)) + 1
        loops.append(np.array(loop[least:] + loop[:least], dtype=np.int64))

    path: list[int] = []
    at: dict[int, int] = {}
    for half_edge, origin in zip(
        ring.tolist(), edges.origin[ring].tolist(), strict=True
    ):
        if origin in at:
            back = at[origin]
            close(path[back:])
            for other in path[back:]:
                del at[int(edges.origin[other])]
            del path[back:]
        at[origin] = len(path)
        path.append(half_edge)
    close(path)
    return loops


def _ring_vertices(edges: HalfEdges, walked: NDArray[np.int64]) -> NDArray[np.int64]:
    """Vertices of half-edges, one after the other, each without its last."""
    count = edges.count[walked]
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    index = np.repeat(edges.first[walked], count)
    vertices: NDArray[np.int64] = edges.arc_vertices[
        index + np.repeat(edges.step[walked], count) * within
    ]
    return vertices


def _polygons(
    rings: NDArray[np.object_], owner: NDArray[np.int64], n_groups: int
) -> NDArray[np.object_]:
    """Polygons of rings, each hole in the smallest outer ring around it."""
    is_outer = shapely.is_ccw(rings)
    outer, hole = np.flatnonzero(is_outer), np.flatnonzero(~is_outer)
    shells = cast("_Objects", shapely.polygons(rings[outer]))
    around = shells_around(shells, owner[outer], rings[hole], owner[hole])
    for shell in np.unique(around).tolist():
        holes = rings[hole[around == shell]]
        shells[shell] = shapely.polygons(rings[outer[shell]], holes=holes)
    found = np.empty(n_groups, dtype=object)
    counts = np.bincount(owner[outer], minlength=n_groups)
    order = np.argsort(owner[outer], kind="stable")
    ends = np.cumsum(counts)
    for group, (count, end) in enumerate(
        zip(counts.tolist(), ends.tolist(), strict=True)
    ):
        members = shells[order[end - count : end]]
        found[group] = members[0] if count == 1 else shapely.multipolygons(members)
    return found


def shells_around(
    shells: NDArray[np.object_],
    shell_owner: NDArray[np.int64],
    holes: NDArray[np.object_],
    hole_owner: NDArray[np.int64],
) -> NDArray[np.int64]:
    """For each hole the smallest shell of its owner that it lies in.

    What is looked for is the middle of its first edge, which no shell runs through.
    """
    one, other = (shapely.get_coordinates(shapely.get_point(holes, n)) for n in (0, 1))
    middles = shapely.points((one + other) / 2)
    hole, shell = shapely.STRtree(shells).query(middles, predicate="within")
    own = shell_owner[shell] == hole_owner[hole]
    hole, shell = hole[own], shell[own]
    order = np.lexsort((shapely.area(shells[shell]), hole))
    _, nearest = np.unique(hole[order], return_index=True)
    found: NDArray[np.int64] = shell[order][nearest]
    return found
