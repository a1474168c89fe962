"""A picture of cells as pixels: each in its cell, the same bytes each time."""

from __future__ import annotations

import io

import numpy as np
import pytest
import shapely
from matplotlib.image import imread

from controlmap.render.cell_paths import Sheet
from controlmap.render.raster import cells_on_grid, png_bytes
from unit.render.expected import cell_polygons
from unit.render.synthetic import make_series


@pytest.mark.parametrize("seed", [3, 7])
def test_each_pixel_is_of_the_cell_that_its_middle_lies_in(seed):
    tessellation = make_series(40, 1, seed).tessellation
    sheet = Sheet.of(tessellation, 150)
    grid = cells_on_grid(tessellation, sheet)
    assert grid.shape == (sheet.height, sheet.width)
    rows, columns = np.indices(grid.shape)
    margin = sheet.pixels(np.array([[sheet.west, sheet.north]]))[0]
    east = sheet.west + (columns + 0.5 - margin[0]) / sheet.pixels_a_metre
    north = sheet.north - (rows + 0.5 - margin[1]) / sheet.pixels_a_metre
    wanted = np.full(grid.shape, -1)
    for cell, polygon in enumerate(cell_polygons(tessellation)):
        wanted[shapely.contains_xy(polygon, east, north)] = cell
    assert np.array_equal(grid, wanted)
    assert (grid[0] == -1).all()
    assert set(np.unique(grid)) == {-1, *range(40)}


def test_a_picture_is_read_back_as_it_was_painted():
    indices = np.arange(12, dtype=np.uint8).reshape(3, 4) % 3
    picture = png_bytes(indices, ["#ff0000", "#00ff80", "#0000ff"])
    assert picture == png_bytes(indices, ["#ff0000", "#00ff80", "#0000ff"])
    colours = np.rint(imread(io.BytesIO(picture), format="png") * 255)[..., :3]
    wanted = np.array([[255, 0, 0], [0, 255, 128], [0, 0, 255]])[indices]
    assert np.array_equal(colours, wanted)
