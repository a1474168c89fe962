"""What holds for any places in any zone."""

from itertools import pairwise
from unittest import mock

import numpy as np
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree
from shapely import Polygon
from shapely.geometry import Point, box

from controlmap.geometry import voronoi
from controlmap.geometry.cell_state import NO_DATA, CellState
from controlmap.geometry.territory import fronts, territories
from controlmap.geometry.tessellation import GRID_M, tessellate
from unit.geometry.plane import cells_of, flat_area, place_at

SIDE = 10_000
SQUARE = box(0, 0, SIDE, SIDE)
ZONES = {
    "square": SQUARE,
    "hole": SQUARE - box(3_000, 4_000, 6_500, 5_000),
    "round hole": SQUARE - Point(5_000, 5_000).buffer(2_500),
    "holes that touch": SQUARE
    - box(2_000, 2_500, 4_000, 4_500)
    - box(4_000, 4_500, 7_500, 6_500)
    - box(2_000, 6_500, 4_000, 8_000)
    - Polygon([(7_500, 6_500), (8_500, 4_000), (9_500, 6_500), (8_500, 9_000)]),
    "two parts": box(0, 0, 4_000, SIDE) | box(7_000, 500, SIDE, 9_000),
    "parts that touch": box(0, 0, 5_000, 5_000) | box(5_000, 5_000, SIDE, SIDE),
    "comb": SQUARE - box(1_000, 2_000, 2_000, SIDE) - box(4_000, 1_000, 8_000, SIDE),
    "spike": Polygon([(0, 0), (SIDE, 0), (5_100, 300), (5_000, SIDE), (4_900, 300)]),
}
zones = st.sampled_from(sorted(ZONES)).map(ZONES.get)
anywhere = st.tuples(st.floats(-2_000, SIDE + 2_000), st.floats(-2_000, SIDE + 2_000))
on_a_lattice = st.tuples(st.integers(0, 10), st.integers(0, 10)).map(
    lambda steps: (steps[0] * 1_000.0, steps[1] * 1_000.0)
)
points = st.lists(anywhere, min_size=1, max_size=40) | st.lists(
    on_a_lattice, min_size=1, max_size=40
)
HOLDERS = ("blue", "green", "red")
cell_states = st.sampled_from(
    [
        NO_DATA,
        CellState("contested", ("blue", "red"), "observed", "", "fresh"),
        *(CellState("controlled", (h,), "observed", "", "fresh") for h in HOLDERS),
        CellState("controlled", ("red",), "inferred", "likely"),
    ]
)


def tessellation_of(positions, zone):
    places = [place_at(f"p{n:02}", *position) for n, position in enumerate(positions)]
    made = cells_of(places, zone)
    assume(made.n_cells)
    spots = flat_area(zone).points_of(p for p in places if p.place_id in made.place_ids)
    # Nearer than a metre, the centimetre grid of the vertices begins to count.
    assume(made.n_cells == 1 or cKDTree(spots).query(spots, k=2)[0][:, 1].min() > 1)
    return made, spots


@st.composite
def maps(draw):
    made, spots = tessellation_of(draw(points), draw(zones))
    states = draw(st.lists(cell_states, min_size=made.n_cells, max_size=made.n_cells))
    return made, spots, states


def slack(zone):
    """Area in m² by which an outline may move when rounded to the grid."""
    return GRID_M * zone.length


@settings(deadline=None)
@given(points, zones)
def test_cells_tile_the_zone(positions, zone):
    made, _ = tessellation_of(positions, zone)
    cells = made.cells()
    assert shapely.is_valid(cells).all()
    assert not shapely.is_empty(cells).any()
    np.testing.assert_allclose(shapely.area(cells) / 1e6, made.area_km2, rtol=1e-9)
    rounded = shapely.set_precision(zone, GRID_M)
    union = shapely.union_all(cells)
    assert abs(shapely.area(cells).sum() - union.area) <= 1e-9 * zone.area
    assert abs(union.area - rounded.area) <= 1e-9 * zone.area + slack(zone)
    assert union.symmetric_difference(zone).area <= slack(zone)


@settings(deadline=None)
@given(points, zones)
def test_each_cell_holds_what_is_nearest_to_its_place(positions, zone):
    made, spots = tessellation_of(positions, zone)
    cells = made.cells()
    assert (shapely.distance(cells, shapely.points(spots)) <= GRID_M).all()
    tree = cKDTree(spots)
    inner = shapely.point_on_surface(cells)
    for cell, point in zip(
        range(made.n_cells), shapely.get_coordinates(inner), strict=True
    ):
        distance, _ = tree.query(point)
        assert np.hypot(*(point - spots[cell])) <= distance + 2 * GRID_M


@settings(deadline=None)
@given(points, zones)
def test_arcs_lie_between_two_different_sides(positions, zone):
    made, _ = tessellation_of(positions, zone)
    assert (made.left != made.right).all()
    assert min(made.left.min(), made.right.min()) >= -1
    assert max(made.left.max(), made.right.max()) < made.n_cells
    assert {-1} < set(made.left) | set(made.right)
    assert len(np.unique(made.vertices, axis=0)) == len(made.vertices)
    lines = made.arc_lines(np.arange(len(made.left)))
    assert shapely.is_simple(lines).all()
    # No stretch is told twice: all arcs together are as long as what they cover.
    assert np.isclose(shapely.length(lines).sum(), shapely.union_all(lines).length)


@settings(deadline=None)
@given(points, zones)
def test_an_arc_ends_only_where_it_must(positions, zone):
    made, _ = tessellation_of(positions, zone)
    ends = {}
    for arc, (start, stop) in enumerate(pairwise(made.arc_offsets.tolist())):
        first, *_, last = made.arc_vertices[start:stop].tolist()
        sides = frozenset((int(made.left[arc]), int(made.right[arc])))
        if (
            first == last
            and made.vertices[first].tolist()
            not in made.vertices[
                np.delete(made.arc_vertices, np.s_[start:stop])
            ].tolist()
        ):
            continue  # closed, and touched by no other
        for vertex in (first, last):
            ends.setdefault(vertex, []).append(sides)
    for meeting in ends.values():
        assert len(meeting) > 2 or len(set(meeting)) == 2


@settings(deadline=None)
@given(points, zones)
def test_cutting_all_edges_gives_the_same_cells(positions, zone):
    made, _ = tessellation_of(positions, zone)
    with mock.patch.object(voronoi, "_fits", return_value=False):
        again = cells_of(
            [place_at(f"p{n:02}", *position) for n, position in enumerate(positions)],
            zone,
        )
    assert again.place_ids == made.place_ids
    apart = shapely.symmetric_difference(made.cells(), again.cells())
    assert (shapely.area(apart) <= GRID_M * shapely.length(again.cells())).all()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_places_nearer_than_the_grid_can_tell_apart(seed):
    random = np.random.default_rng(seed)
    spots = np.concatenate(
        [random.uniform(0, 0.3, (60, 2)), random.uniform(-9_000, 9_000, (20, 2))]
    )
    made = cells_of([place_at(f"p{n:02}", *spot) for n, spot in enumerate(spots)])
    union = shapely.union_all(made.cells())
    assert abs(made.area_km2.sum() - 400) < 1e-6
    assert abs(union.area / 1e6 - 400) < 1e-6


@settings(deadline=None)
@given(points, zones)
def test_the_arcs_around_a_cell_are_its_outline(positions, zone):
    made, _ = tessellation_of(positions, zone)
    lines = made.arc_lines(np.arange(len(made.left)))
    for number, cell in enumerate(made.cells()):
        around = lines[(made.left == number) | (made.right == number)]
        assert shapely.union_all(around).equals(shapely.union_all([cell.boundary]))


@settings(deadline=None)
@given(points, zones)
def test_the_left_is_on_the_left(positions, zone):
    made, _ = tessellation_of(positions, zone)
    cells = made.cells()
    for arc, line in enumerate(made.arc_lines(np.arange(len(made.left)))):
        start, end = np.array(line.coords[:2])
        if np.hypot(*(end - start)) < 1:
            continue
        across = np.array([start[1] - end[1], end[0] - start[0]])
        middle = Point((start + end) / 2 + across * 0.05 / np.hypot(*across))
        for number, cell in enumerate(cells):
            if made.left[arc] == number:
                assert cell.distance(middle) < 0.05
            elif made.right[arc] != number:
                continue
            else:
                assert cell.distance(middle) > 0.03


@settings(deadline=None)
@given(maps())
def test_a_dissolve_is_the_union_of_its_cells(drawn):
    made, _, states = drawn
    cells = made.cells()
    shapes = territories(made, states)
    assert set(shapes) == {(s.status, s.controllers) for s in states} - {
        ("no_data", ())
    }
    for key, shape in shapes.items():
        chosen = np.array([(s.status, s.controllers) == key for s in states])
        union = shapely.union_all(cells[chosen])
        assert shape.is_valid
        assert abs(shape.area - made.area_km2[chosen].sum() * 1e6) <= 1e-9 * SQUARE.area
        assert shape.symmetric_difference(union).area <= 1e-9 * SQUARE.area


@settings(deadline=None)
@given(maps())
def test_a_front_lies_on_both_territories_and_on_nothing_else(drawn):
    made, _, states = drawn
    shapes = territories(made, states)
    held = {key[1][0]: shape for key, shape in shapes.items() if key[0] == "controlled"}
    lines = fronts(made, states)
    assert list(lines) == sorted(lines)
    for one in held:
        for other in held:
            if one >= other:
                continue
            shared = shapely.intersection(held[one].boundary, held[other].boundary)
            front = lines.get((one, other), shapely.LineString())
            assert np.isclose(front.length, shared.length)
            assert front.difference(held[one].boundary).length < 1e-6
            assert front.difference(held[other].boundary).length < 1e-6


@settings(deadline=None)
@given(
    st.lists(anywhere, min_size=1, max_size=25),
    zones,
    st.randoms(use_true_random=False),
)
def test_the_order_of_places_never_matters(positions, zone, random):
    places = [place_at(f"p{n:02}", *position) for n, position in enumerate(positions)]
    shuffled = random.sample(places, len(places))
    one, other = (tessellate(rows, flat_area(zone)) for rows in (places, shuffled))
    assert one.place_ids == other.place_ids
    for name in (
        "vertices",
        "arc_offsets",
        "arc_vertices",
        "left",
        "right",
        "area_km2",
    ):
        assert (getattr(one, name) == getattr(other, name)).all()


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_many_places_in_clusters(seed):
    random = np.random.default_rng(seed)
    middles = random.uniform(0, SIDE, (12, 2))
    spots = middles[random.integers(0, 12, 400)] + random.normal(0, 200, (400, 2))
    made, _ = tessellation_of(spots.tolist(), ZONES["round hole"])
    assert np.isclose(made.area_km2.sum() * 1e6, ZONES["round hole"].area, rtol=1e-6)
    labels = random.integers(0, 3, made.n_cells)
    total = sum(made.area_of(labels == label).area for label in range(3))
    assert np.isclose(total, made.area_km2.sum() * 1e6, rtol=1e-9)
