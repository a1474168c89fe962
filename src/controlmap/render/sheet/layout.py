"""Which part of a sheet is for what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from controlmap.errors import RecipeError
from controlmap.render.sheet.frame import MARGIN
from controlmap.render.sheet.text import wrapped

if TYPE_CHECKING:
    from controlmap.render.sheet.canvas import Box
    from controlmap.render.sheet.size import SheetSize

EDGE = 14.0
TITLE, LEAD, SMALL = 14.0, 8.0, 5.8
"""Sizes of letters of the title, of the text below it, and of that at the foot."""

TIME_HEIGHT = 20.0
_GAP = 11.0
_LEAST_MAP = 90.0


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes of a sheet in points, and the lines of text that stand above and below.

    Attributes
    ----------
    map, panel : Box
        The panel lies beside the map on a wide sheet, else below it.
    time : Box
        Of no height where there is no bar of time.
    title, lead, foot : list of str
        Lines.
    """

    map: Box
    panel: Box
    time: Box
    title: list[str]
    lead: list[str]
    foot: list[str]


def lay_out(
    size: SheetSize,
    texts: tuple[str, str, str],
    *,
    panel_height: float,
    has_time: bool,
    is_rtl: bool,
) -> Layout:
    """Layout of a sheet.

    Parameters
    ----------
    size : SheetSize
    texts : tuple of str
        Title, what stands below it, and what stands at the foot.
    panel_height : float
        Points that the panel takes where it lies below the map.
    has_time, is_rtl : bool

    Raises
    ------
    RecipeError
        If no room for a map is left.
    """
    room = size.width - 2 * EDGE
    title = wrapped(texts[0], room, TITLE, bold=True, most=2)
    lead = wrapped(texts[1], room, LEAD, most=2)
    foot = wrapped(texts[2], room, SMALL, most=4)
    top = size.height - EDGE - 1.25 * TITLE * len(title) - 1.3 * LEAD * len(lead) - 4
    bottom = EDGE - 4 + 1.3 * SMALL * len(foot) + 5
    left, right = EDGE, size.width - EDGE
    if size.is_wide:
        wide = panel_width(size)
        panel = (right - wide, bottom, right, top)
        sides = (left, right - wide - _GAP)
        if is_rtl:
            panel = (left, bottom, left + wide, top)
            sides = (left + wide + _GAP, right)
    else:
        panel = (left, bottom, right, bottom + panel_height)
        sides = (left, right)
        bottom = panel[3] + 6
    time = (sides[0] + MARGIN, bottom, sides[1], bottom + TIME_HEIGHT * has_time)
    ground = (sides[0] + MARGIN, time[3] + MARGIN, sides[1], top)
    if min(ground[2] - ground[0], ground[3] - ground[1]) < _LEAST_MAP:
        raise RecipeError(
            f"a sheet of {size.pixels[0]}x{size.pixels[1]} pixels at {size.dpi} dots "
            "an inch leaves no room for the map; make it larger, or dpi less"
        )
    return Layout(ground, panel, time, title, lead, foot)


def panel_width(size: SheetSize) -> float:
    """Points that a panel beside the map is wide."""
    return min(235.0, max(150.0, 0.24 * size.width))
