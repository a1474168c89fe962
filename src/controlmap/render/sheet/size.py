"""Sizes of sheets: paper, or pixels of a screen."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from controlmap.errors import RecipeError

POINTS_AN_INCH = 72.0
PAPERS_MM = {"a3": (420, 297), "a4": (297, 210), "a5": (210, 148), "letter": (279, 216)}
"""Width and height of sheets that lie; with ``-portrait`` after the name they stand."""

_PAPER_DPI = 300
_SCREEN_DIAGONAL_IN = 13.5
_LEAST_DPI, _MOST_DPI = 36, 1200
_LEAST_POINTS, _MOST_PIXELS = (280.0, 180.0), 100_000_000
_SIZE = re.compile(r"(\d+(?:\.\d+)?)x(\d+(?:\.\d+)?)(mm)?")


@dataclass(frozen=True, slots=True)
class SheetSize:
    """Width and height in points (1/72 inch), and how many pixels make an inch.

    Letters and lines have their size in points: more dots an inch make a sharper
    picture, more points one with room for more names.
    """

    width: float
    height: float
    dpi: int

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height in pixels."""
        scale = self.dpi / POINTS_AN_INCH
        return round(self.width * scale), round(self.height * scale)

    @property
    def is_wide(self) -> bool:
        """Whether the legend has its place beside the map, not below it."""
        return self.width > 1.15 * self.height


def parse_size(text: str, dpi: int = 0) -> SheetSize:
    """Size of a text such as ``a4``, ``a4-portrait``, ``297x210mm`` or ``1200x630``.

    Parameters
    ----------
    text : str
        Without ``mm`` the numbers are pixels.
    dpi : int
        Dots an inch. 0 for 300 on paper, and on a screen for so many that letters
        take the same share of a small and a large picture.

    Raises
    ------
    RecipeError
        If it is no size, or too small or large for a sheet.

    Examples
    --------
    >>> parse_size("1200x630").pixels
    (1200, 630)
    >>> parse_size("a4", 150).pixels
    (1754, 1240)
    """
    if dpi and not _LEAST_DPI <= dpi <= _MOST_DPI:
        raise RecipeError(f"dpi {dpi} is not between {_LEAST_DPI} and {_MOST_DPI}")
    size = _paper(text, dpi) or _numbers(text, dpi)
    if size is None:
        papers = ", ".join(PAPERS_MM)
        raise RecipeError(
            f"size {text!r} is none of {papers}, these with -portrait, "
            "a text as 1200x630 in pixels, or as 297x210mm"
        )
    if size.width < _LEAST_POINTS[0] or size.height < _LEAST_POINTS[1]:
        least = "x".join(str(math.ceil(p / 72 * size.dpi)) for p in _LEAST_POINTS)
        raise RecipeError(
            f"size {text!r} has no room for a map: at {size.dpi} dots an inch "
            f"a sheet has at least {least} pixels"
        )
    if math.prod(size.pixels) > _MOST_PIXELS:
        raise RecipeError(f"size {text!r} at {size.dpi} dots an inch is over 100 MP")
    return size


def _paper(text: str, dpi: int) -> SheetSize | None:
    name, _, turn = text.lower().partition("-")
    if name not in PAPERS_MM or turn not in {"", "portrait", "landscape"}:
        return None
    width, height = PAPERS_MM[name]
    if turn == "portrait":
        width, height = height, width
    return _of_mm(width, height, dpi)


def _numbers(text: str, dpi: int) -> SheetSize | None:
    match = _SIZE.fullmatch(text.lower())
    if match is None:
        return None
    width, height = float(match[1]), float(match[2])
    if match[3]:
        return _of_mm(width, height, dpi)
    if not width.is_integer() or not height.is_integer():
        return None
    fitting = round(math.hypot(width, height) / _SCREEN_DIAGONAL_IN)
    dpi = dpi or min(_MOST_DPI, max(80, fitting))
    return SheetSize(width * POINTS_AN_INCH / dpi, height * POINTS_AN_INCH / dpi, dpi)


def _of_mm(width: float, height: float, dpi: int) -> SheetSize:
    points = POINTS_AN_INCH / 25.4
    return SheetSize(width * points, height * points, dpi or _PAPER_DPI)
