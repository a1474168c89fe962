import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry import Point, box

from builders import place
from controlmap.errors import GeometryError
from controlmap.geometry import tessellation as module
from controlmap.geometry.tessellation import takes_part, tessellate
from unit.geometry.plane import SQUARE_KM, cells_of, flat_area, place_at


def lattice(rows, columns, step=1_000.0):
    """Places on a grid, from the west and the south, named by row and column."""
    return [
        place_at(f"p{row}{column}", (column + 0.5) * step, (row + 0.5) * step)
        for row in range(rows)
        for column in range(columns)
    ]


def area_of(tessellation, *ids):
    """Union of the cells of some places."""
    return tessellation.area_of(np.isin(tessellation.place_ids, ids))


def test_one_place_has_the_whole_area():
    made = cells_of([place_at("only", 100, 200)])
    assert made.place_ids == ("only",)
    assert made.area_km2.tolist() == [pytest.approx(400)]
    assert made.cells()[0].equals(SQUARE_KM)
    assert (made.left.tolist(), made.right.tolist()) in [([0], [-1]), ([-1], [0])]


def test_two_places_share_the_line_halfway():
    made = cells_of([place_at("east", 4_000, 0), place_at("west", 0, 0)])
    assert made.place_ids == ("east", "west")
    assert made.area_km2.tolist() == [pytest.approx(160), pytest.approx(240)]
    inner = np.flatnonzero((made.left >= 0) & (made.right >= 0))
    assert len(inner) == 1
    assert made.arc_lines(inner)[0].bounds == (2_000, -10_000, 2_000, 10_000)


def test_the_left_of_an_arc_is_on_its_left():
    made = cells_of([place_at("east", 4_000, 0), place_at("west", 0, 0)])
    inner = np.flatnonzero((made.left >= 0) & (made.right >= 0))
    (_, start), (_, end) = made.arc_lines(inner)[0].coords
    left = made.place_ids[made.left[inner[0]]]
    assert left == ("west" if end > start else "east")


def test_places_in_a_row():
    made = cells_of([place_at(f"p{n}", 2_000 * n, 1_000 * n) for n in range(-3, 4)])
    assert made.n_cells == 7
    assert made.area_km2.sum() == pytest.approx(400, abs=1e-9)
    assert all(cell.geom_type == "Polygon" for cell in made.cells())


def test_of_places_at_one_point_the_first_by_identifier_has_the_cell():
    made = cells_of([place_at("b", 0, 0), place_at("a", 0, 0), place_at("c", 5_000, 0)])
    assert made.place_ids == ("a", "c")


def test_places_outside_without_a_point_or_of_kind_area_have_no_cell():
    others = [
        place_at("outside", 10_001, 0),
        place("nowhere", None, None),
        place("parent", None, None, location_precision="parent"),
        place_at("plain", 500, 500, kind="area"),
    ]
    inside = place_at("inside", 0, 0)
    assert [takes_part(p) for p in (*others, inside)] == [
        True,
        False,
        False,
        False,
        True,
    ]
    assert cells_of([*others, inside]).place_ids == ("inside",)


def test_a_place_on_the_outline_has_a_cell():
    made = cells_of([place_at("edge", 10_000, 0), place_at("inside", 0, 0)])
    assert made.place_ids == ("edge", "inside")


def test_no_place_inside_is_no_cell():
    made = cells_of([place_at("outside", 20_000, 0)])
    assert made.place_ids == ()
    assert made.n_cells == len(made.left) == len(made.area_km2) == 0
    assert made.arc_offsets.tolist() == [0]
    assert made.cells().tolist() == []
    assert made.area_of(np.array([], dtype=bool)).is_empty


def test_a_hole_of_the_zone_is_nobodys():
    hole = box(-2_000, -2_000, 2_000, 2_000)
    made = cells_of(
        [place_at("w", -5_000, 0), place_at("e", 5_000, 0)], SQUARE_KM - hole
    )
    assert made.area_km2.tolist() == [pytest.approx(192)] * 2
    assert area_of(made, "w", "e").equals(SQUARE_KM - hole)
    only = cells_of([place_at("only", -5_000, 0)], SQUARE_KM - hole)
    assert only.cells()[0].equals(SQUARE_KM - hole)


def test_a_zone_of_several_parts():
    parts = MultiPolygon([box(0, 0, 1_000, 1_000), box(3_000, 0, 4_000, 1_000)])
    one = cells_of([place_at("only", 500, 500)], parts)
    assert one.area_km2.tolist() == [pytest.approx(2)]
    assert one.cells()[0].equals(parts)
    each = cells_of([place_at("w", 500, 500), place_at("e", 3_500, 500)], parts)
    assert each.area_km2.tolist() == [pytest.approx(1)] * 2
    assert set(zip(each.left, each.right, strict=True)) <= {
        (0, -1),
        (-1, 0),
        (1, -1),
        (-1, 1),
    }


def test_a_cell_of_a_concave_zone_may_have_two_parts():
    corners = [(0, 0), (10, 0), (10, 10), (6, 10), (6, 2), (4, 2), (4, 10), (0, 10)]
    u_shape = shapely.transform(Polygon(corners), lambda points: points * 1_000)
    cells = cells_of(
        [place_at("low", 1_000, 1_000), place_at("top", 1_000, 9_000)], u_shape
    )
    top = cells.cells()[1]
    assert top.geom_type == "MultiPolygon"
    assert shapely.get_num_geometries(top) == 2
    assert top.area == pytest.approx(2 * 4_000 * 5_000)
    assert area_of(cells, "top").equals(top)


def test_vertices_are_shared_and_their_own():
    made = cells_of(lattice(5, 7, 900), box(0, 0, 6_300, 4_500))
    assert len(np.unique(made.vertices, axis=0)) == len(made.vertices)
    assert made.arc_offsets[0] == 0
    assert made.arc_offsets[-1] == len(made.arc_vertices)
    assert (np.diff(made.arc_offsets) >= 2).all()
    assert (made.left != made.right).all()
    on_grid = np.round(made.vertices / module.GRID_M) * module.GRID_M
    assert np.allclose(made.vertices, on_grid, atol=1e-9)


def test_an_arc_runs_from_where_three_cells_meet_to_where_three_meet():
    made = cells_of(
        [place_at("w", -4_000, 0), place_at("e", 4_000, 1), place_at("n", 0, 5_000)]
    )
    inner = (made.left >= 0) & (made.right >= 0)
    outer = ~inner
    assert inner.sum() == 3
    assert outer.sum() == 3
    ends = [
        line.coords[i]
        for line in made.arc_lines(np.flatnonzero(inner))
        for i in (0, -1)
    ]
    meeting = max(set(ends), key=ends.count)
    assert ends.count(meeting) == 3


def test_an_enclave_has_one_closed_arc():
    hole = Point(0, 0).buffer(3_000, quad_segs=4)
    made = cells_of([place_at("only", -8_000, 0)], SQUARE_KM - hole)
    assert len(made.left) == 2
    for line in made.arc_lines(np.arange(2)):
        assert line.is_closed


def test_the_union_of_some_cells_fills_no_hole():
    made = cells_of(lattice(3, 3), box(0, 0, 3_000, 3_000))
    ring = area_of(made, *(set(made.place_ids) - {"p11"}))
    assert ring.area == pytest.approx(8e6)
    assert shapely.get_num_interior_rings(ring) == 1
    assert area_of(made, *made.place_ids).equals(box(0, 0, 3_000, 3_000))
    assert area_of(made).is_empty


@pytest.mark.parametrize(
    "chosen",
    [
        ("p01", "p10", "p12", "p21"),
        ("p01", "p02", "p10", "p12", "p20", "p21"),
        ("p00", "p11", "p22"),
        ("p00", "p02", "p11", "p20", "p22"),
    ],
    ids=["plus", "two corners off", "diagonal", "checkers"],
)
def test_cells_that_touch_at_corners_alone_enclose_nothing(chosen):
    made = cells_of(lattice(3, 3), box(0, 0, 3_000, 3_000))
    union = area_of(made, *chosen)
    assert union.is_valid
    assert union.area == pytest.approx(len(chosen) * 1e6)
    assert union.equals(
        shapely.union_all(made.cells()[np.isin(made.place_ids, chosen)])
    )


def test_a_hole_that_reaches_across_the_zone_is_no_part_of_a_cell():
    diamond = Polygon([(1_000, 500), (1_500, 0), (2_000, 500), (1_500, 1_000)])
    zone = box(0, 0, 3_000, 1_000) - diamond
    made = cells_of([place_at("only", 100, 500)], zone)
    assert made.cells()[0].equals(zone)
    assert area_of(made, "only").area == pytest.approx(2.5e6)


def test_a_small_slanting_zone_may_move_by_the_grid():
    # Rounding its outline moves more than a millionth of so small an area.
    slanting = Polygon([(0, 0), (1_000, 77), (1_003, 79), (3, 2)])
    made = cells_of(
        [place_at(f"p{n}", 97 * n, 7.6 * n) for n in range(1, 10)], slanting
    )
    assert made.n_cells == 9
    gap = abs(made.area_km2.sum() * 1e6 - slanting.area)
    assert 1e-6 * slanting.area < gap < module.GRID_M * slanting.length


def test_what_does_not_add_up_is_refused(monkeypatch):
    whole = module.voronoi_edges

    def without_the_first_cell(*given):
        edges = whole(*given)
        return edges.only(edges.cell != 0)

    monkeypatch.setattr(module, "voronoi_edges", without_the_first_cell)
    with pytest.raises(GeometryError, match="cells and study area differ by"):
        tessellate([place_at("a", 0, 0), place_at("b", 5_000, 0)], flat_area())
