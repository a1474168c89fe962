import numpy as np
import pytest
import shapely
from shapely.geometry import box

from controlmap.geometry.cell_state import NO_DATA, CellState
from controlmap.geometry.territory import fronts, territories
from unit.geometry.plane import cells_of, place_at

STRIP = box(0, 0, 5_000, 1_000)
ROW = cells_of([place_at(f"p{n}", 500 + 1_000 * n, 500) for n in range(5)], STRIP)
RED = CellState("controlled", ("red",), "observed", "", "fresh")
PALE_RED = CellState("controlled", ("red",), "inferred", "uncertain")
BLUE = CellState("controlled", ("blue",), "observed", "", "stale")
CLASH = CellState("contested", ("blue", "red"), "observed", "", "fresh")


def test_cells_of_one_status_and_controllers_are_one_shape():
    shapes = territories(ROW, [RED, PALE_RED, CLASH, BLUE, RED])
    assert list(shapes) == [
        ("contested", ("blue", "red")),
        ("controlled", ("blue",)),
        ("controlled", ("red",)),
    ]
    red = shapes["controlled", ("red",)]
    assert red.equals(
        shapely.union_all([box(0, 0, 2_000, 1_000), box(4_000, 0, 5_000, 1_000)])
    )
    assert red.geom_type == "MultiPolygon"
    assert shapes["contested", ("blue", "red")].equals(box(2_000, 0, 3_000, 1_000))


def test_no_data_is_no_territory():
    assert territories(ROW, [NO_DATA] * 5) == {}
    shapes = territories(ROW, [NO_DATA, RED, RED, NO_DATA, NO_DATA])
    assert list(shapes) == [("controlled", ("red",))]
    assert shapes["controlled", ("red",)].equals(box(1_000, 0, 3_000, 1_000))


def test_a_front_is_where_two_holders_meet():
    lines = fronts(ROW, [RED, PALE_RED, BLUE, BLUE, RED])
    assert list(lines) == [("blue", "red")]
    expected = shapely.MultiLineString(
        [[(2_000, 0), (2_000, 1_000)], [(4_000, 0), (4_000, 1_000)]]
    )
    assert lines["blue", "red"].equals(expected)


def test_contested_land_and_land_without_data_have_no_front():
    assert fronts(ROW, [RED, CLASH, BLUE, NO_DATA, RED]) == {}
    assert fronts(ROW, [RED] * 5) == {}
    assert fronts(ROW, [NO_DATA] * 5) == {}


def test_pairs_are_in_order_of_names():
    green = CellState("controlled", ("green",), "inferred", "firm")
    lines = fronts(ROW, [RED, BLUE, green, RED, BLUE])
    assert list(lines) == [("blue", "green"), ("blue", "red"), ("green", "red")]
    assert [line.length for line in lines.values()] == [
        pytest.approx(1_000),
        pytest.approx(2_000),
        pytest.approx(1_000),
    ]


def test_a_front_of_many_cells_is_one_line():
    grid = cells_of(
        [
            place_at(f"p{column}{row}", 500 + column * 1_000, 500 + row * 1_000)
            for column in range(4)
            for row in range(4)
        ],
        box(0, 0, 4_000, 4_000),
    )
    states = [RED if name[1] in "01" else BLUE for name in grid.place_ids]
    front = fronts(grid, states)["blue", "red"]
    assert front.geom_type == "LineString"
    assert front.bounds == (2_000, 0, 2_000, 4_000)


def test_nothing_drawn_is_changed():
    before = [np.copy(part) for part in (ROW.left, ROW.right, ROW.vertices)]
    territories(ROW, [RED, BLUE, RED, BLUE, RED])
    fronts(ROW, [RED, BLUE, RED, BLUE, RED])
    for old, new in zip(before, (ROW.left, ROW.right, ROW.vertices), strict=True):
        assert (old == new).all()
