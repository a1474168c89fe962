"""A picture of cells as a grid of pixels: few bytes, however many cells there are."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np

from controlmap.render.style import parse_colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from controlmap.geometry.tessellation import Tessellation
    from controlmap.render.cell_paths import Sheet

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def cells_on_grid(tessellation: Tessellation, sheet: Sheet) -> NDArray[np.int64]:
    """Cell at the middle of each pixel of a sheet, -1 outside; shape (height, width).

    A row of pixels is a line that edges of cells cross; between two crossings lies the
    cell that is east of the first.
    """
    west, row = _pixels(tessellation, sheet)
    inner = np.ones(len(tessellation.arc_vertices), np.bool_)
    inner[tessellation.arc_offsets[1:] - 1] = False
    start = np.flatnonzero(inner)
    arc = np.searchsorted(tessellation.arc_offsets, start, side="right") - 1
    a = tessellation.arc_vertices[start]
    b = tessellation.arc_vertices[start + 1]
    # an edge crosses the lines from the first below its upper end to its lower end
    first = np.ceil(np.minimum(row[a], row[b]) - 0.5).astype(np.int64)
    end = np.ceil(np.maximum(row[a], row[b]) - 0.5).astype(np.int64)
    edge = np.repeat(np.arange(len(a)), end - first)
    line = np.arange(len(edge)) - np.repeat(np.cumsum(end - first) - end, end - first)
    drop = (row[b] - row[a])[edge]
    share = (line + 0.5 - row[a][edge]) / drop
    cross = west[a][edge] + share * (west[b] - west[a])[edge]
    # going down the picture, east is on the left hand
    is_down = drop > 0
    east = np.where(
        is_down, tessellation.left[arc[edge]], tessellation.right[arc[edge]]
    )
    order = np.lexsort((cross, line))
    line, cross, east = line[order], cross[order], east[order]
    span = sheet.width + 2.0
    at = (
        np.arange(sheet.height)[:, None] * span + np.arange(sheet.width) + 1.5
    ).ravel()
    crossing = np.searchsorted(line * span + cross + 1, at, side="right") - 1
    found = np.append(east, -1)[crossing]
    is_same_line = np.append(line, -1)[crossing] == at // span
    grid: NDArray[np.int64] = np.where(is_same_line, found, -1)
    return grid.reshape(sheet.height, sheet.width)


def _pixels(
    tessellation: Tessellation, sheet: Sheet
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Column and row of each vertex, in pixels from the upper left corner."""
    points = sheet.pixels(tessellation.vertices)
    return points[:, 0], points[:, 1]


def png_bytes(indices: NDArray[np.uint8], colours: Sequence[str]) -> bytes:
    """PNG of a grid of indices into at most 256 colours, ``#rrggbb``.

    The same grid gives the same bytes, with one build of zlib.
    https://www.w3.org/TR/png-3/
    """
    height, width = indices.shape
    rows = np.zeros((height, width + 1), np.uint8)  # each starts with its filter: none
    rows[:, 1:] = indices
    palette = b"".join(bytes(parse_colour(colour)) for colour in colours)
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", palette),
            _chunk(b"IDAT", zlib.compress(rows.tobytes(), 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + checksum
