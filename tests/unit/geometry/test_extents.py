import pytest

from controlmap.geometry.area import Extent, extents
from controlmap.geometry.cell_state import NO_DATA, CellState


def inferred(firmness, holder="red"):
    return CellState("controlled", (holder,), "inferred", firmness)


OBSERVED = CellState("controlled", ("red",), "observed", "", "stale")
CLASH = CellState("contested", ("blue", "red"), "observed", "", "fresh")


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (OBSERVED, Extent(5, 5, 5, 1)),
        (inferred("firm"), Extent(5, 5, 5, 0)),
        (inferred("likely"), Extent(0, 5, 5, 0)),
        (inferred("uncertain"), Extent(0, 0, 5, 0)),
    ],
)
def test_one_cell_counts_by_how_it_is_known(state, expected):
    assert extents([state], [5.0], [True]) == {("controlled", ("red",)): expected}


def test_cells_add_up_by_status_and_controllers_in_order():
    states = [
        inferred("uncertain"),
        OBSERVED,
        CLASH,
        inferred("likely"),
        OBSERVED,
        inferred("firm", "blue"),
        NO_DATA,
    ]
    sizes = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0]
    settles = [True, True, True, True, False, True, True]
    found = extents(states, sizes, settles)
    assert list(found) == [
        ("contested", ("blue", "red")),
        ("controlled", ("blue",)),
        ("controlled", ("red",)),
        ("no_data", ()),
    ]
    assert found["contested", ("blue", "red")] == Extent(4, 4, 4, 1)
    assert found["controlled", ("blue",)] == Extent(32, 32, 32, 0)
    assert found["controlled", ("red",)] == Extent(18, 26, 27, 1)
    assert found["no_data", ()].settlements == 0
    assert sum(extent.high_km2 for extent in found.values()) == 127


def test_no_cell_is_no_extent():
    assert extents([], [], []) == {}


def test_lists_of_different_length_are_refused():
    with pytest.raises(ValueError, match="shorter"):
        extents([OBSERVED], [1.0], [])
