"""Charts and maps of coverage as SVG, made without a browser."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from controlmap.geometry.crs import to_metres
from controlmap.render.cell_paths import (
    UNITS_A_PIXEL,
    Sheet,
    path_data,
    rings_around,
    run_of,
)
from controlmap.render.coverage_looks import (
    GRADES,
    ceiling,
    course_values,
    month_values,
    perspective_keys,
)
from controlmap.render.style import PAPER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from controlmap.domain.model import Place
    from controlmap.geometry.coverage import Coverage
    from controlmap.render.coverage_looks import Key

INK = "#2b2723"
QUIET = "#5f584f"
RULE = "#d9d2c5"
WIDTH, HEIGHT = 480, 220
LEFT, RIGHT, TOP, BOTTOM = 46, 8, 16, 26
STRIP = 8
WIDEST_BAR = 48
MAP_WIDTH = 480
MOST_LABELS = 9


def months_chart(coverage: Coverage) -> str:
    """Records of each month as stacked bars, and a strip of the days spoken of."""
    values = month_values(coverage)
    keys = list(perspective_keys(coverage).values())
    title = f"Records by month and perspective, {coverage.zone.name}"
    return _chart(
        title,
        _axis(ceiling(values.sum(axis=1)), ""),
        _bars(list(coverage.months), values, keys, ceiling(values.sum(axis=1))),
        _strip(coverage),
        _month_names(list(coverage.months)),
    )


def course_chart(coverage: Coverage) -> str:
    """What the states of settlements rest on at the end of each month, in percent."""
    values = course_values(coverage)
    total = np.maximum(values.sum(axis=1, keepdims=True), 1)
    days = [standing.day.isoformat() for standing in coverage.course]
    title = f"What states rest on at the end of each month, {coverage.zone.name}"
    return _chart(
        title,
        _axis(100, " %"),
        _bars(days, 100 * values / total, list(GRADES.values()), 100, counts=values),
        _month_names(list(coverage.months)),
    )


def cells_map(
    coverage: Coverage,
    classes: NDArray[np.int64],
    keys: Sequence[Key],
    *,
    title: str,
    width: int = MAP_WIDTH,
) -> str:
    """Cells painted by their class, those of class -1 left blank, with a few names.

    Parameters
    ----------
    coverage : Coverage
    classes : ndarray of int, shape (n_cells,)
        Which of the keys each cell is of.
    keys : sequence of Key
    title : str
        For readers who do not see it.
    width : int
        Pixels; the height follows from the study area.

    Returns
    -------
    str
        Empty where the study area has no cells.
    """
    tessellation = coverage.tessellation
    if not tessellation.n_cells:
        return ""
    sheet = Sheet.of(tessellation, width)
    points = sheet.units(tessellation.vertices)
    parts = [
        f"{sheet.opening()}<title>{escape(title)}</title>",
        f'<rect width="100%" height="100%" fill="{PAPER}"/>',
    ]
    for number, key in enumerate(keys):
        rings = rings_around(tessellation, classes == number)
        if rings:
            path = path_data(points, rings, is_closed=True)
            parts.append(
                f'<path fill="{key.colour}" stroke="{key.colour}" stroke-width="2" '
                f'fill-rule="evenodd" d="{path}"/>'
            )
    edge = np.flatnonzero((tessellation.left < 0) | (tessellation.right < 0))
    runs = (run_of(tessellation, arc) for arc in edge.tolist())
    outline = path_data(points, runs, is_closed=False)
    parts.append(
        f'<path fill="none" stroke="{QUIET}" stroke-width="{UNITS_A_PIXEL}" '
        f'd="{outline}"/>'
    )
    parts += [_names(coverage, sheet), _scale(sheet), "</svg>"]
    return "".join(parts)


def swatch(key: Key) -> str:
    """Small square of the colour of a legend's entry."""
    return (
        '<svg class="swatch" viewBox="0 0 12 12" width="12" height="12" '
        f'aria-hidden="true"><rect width="12" height="12" fill="{key.colour}"/></svg>'
    )


def _chart(title: str, *parts: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" role="img"><title>{escape(title)}</title>'
        f"{''.join(parts)}</svg>"
    )


def _plain(number: float) -> str:
    """Number with a decimal at most."""
    return f"{number:.1f}".removesuffix(".0")


def _x(column: float, columns: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * column / max(columns, 1)


def _y(share: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - share)


def _axis(most: int, unit: str) -> str:
    """Lines across at round numbers."""
    step = next(
        size * 10**power
        for power in range(10)
        for size in (1, 2, 5)
        if most / (size * 10**power) <= 5
    )
    return "".join(
        f'<path stroke="{RULE}" d="M{LEFT} {_plain(_y(n / most))}H{WIDTH - RIGHT}"/>'
        + _text(LEFT - 5, _y(n / most) + 4, f"{n}{unit}", "end")
        for n in range(0, most + 1, step)
    )


def _text(
    x: float, y: float, words: str, anchor: str = "middle", size: float = 13
) -> str:
    return (
        f'<text x="{_plain(x)}" y="{_plain(y)}" text-anchor="{anchor}" '
        f'font-size="{_plain(size)}" fill="{QUIET}">{escape(words)}</text>'
    )


def _bars(
    names: Sequence[str],
    values: NDArray[np.float64] | NDArray[np.int64],
    keys: Sequence[Key],
    most: int,
    *,
    counts: NDArray[np.int64] | None = None,
) -> str:
    """Stacked bars, each with its numbers as a title; cut off at the most."""
    columns = len(names)
    room = _x(1, columns) - _x(0, columns)
    width = min(room - (1 if columns > 12 else 4), WIDEST_BAR)
    told = values if counts is None else counts
    parts = []
    for column, (name, stack) in enumerate(zip(names, values, strict=True)):
        x, bottom = _x(column, columns) + (room - width) / 2, 0.0
        parts.append(f"<g><title>{escape(_told(name, told[column], keys))}</title>")
        for value, key in zip(stack.tolist(), keys, strict=True):
            top = min(bottom + value, most)
            if top > bottom:
                low, high = _y(bottom / most), _y(top / most)
                parts.append(
                    f'<rect x="{_plain(x)}" y="{high:.2f}" width="{_plain(width)}" '
                    f'height="{low - high:.2f}" fill="{key.colour}"/>'
                )
            bottom = top
        if stack.sum() > most + 1e-6:
            parts.append(_cut(x, width, int(stack.sum())))
        parts.append("</g>")
    return "".join(parts)


def _told(name: str, counts: NDArray[np.int64], keys: Sequence[Key]) -> str:
    """Numbers of a bar, in words."""
    parts = [
        f"{key.words} {count}"
        for key, count in zip(keys, counts.tolist(), strict=True)
        if count
    ]
    return f"{name}: {', '.join(parts) or 'none'}"


def _cut(x: float, width: float, total: int) -> str:
    """Mark of a bar that goes on beyond the axis, and its number."""
    middle, y = x + width / 2, _y(1)
    return (
        f'<path stroke="{PAPER}" stroke-width="2" '
        f'd="M{_plain(x - 1)} {_plain(y + 9)}l{_plain(width + 2)} -4"/>'
        + _text(middle, y - 4, str(total), "start" if middle < 2 * LEFT else "middle")
    )


def _month_names(months: Sequence[str]) -> str:
    """Names of as many months as fit, at their bars."""
    columns = len(months)
    step = next(n for n in (1, 3, 6, 12, 24, 60, 120, 1200) if columns / n <= 7)
    return "".join(
        _text((_x(n, columns) + _x(n + 1, columns)) / 2, HEIGHT - 3, month)
        for n, month in enumerate(months)
        if step == 1 or (int(month[:4]) * 12 + int(month[5:]) - 1) % step == 0
    )


def _strip(coverage: Coverage) -> str:
    """Days that records speak of, dark on a pale strip below the bars."""
    columns, top = len(coverage.months), HEIGHT - BOTTOM
    parts = [
        f'<rect x="{LEFT}" y="{top}" width="{WIDTH - LEFT - RIGHT}" height="{STRIP}" '
        f'fill="{RULE}"/>'
    ]
    day = coverage.first_day
    for is_spoken, run in groupby(coverage.spoken):
        end = day + timedelta(len(list(run)))
        if is_spoken:
            left = _x(_month_of_range(coverage, day), columns)
            right = _x(_month_of_range(coverage, end), columns)
            width = max(right - left, 0.4)
            parts.append(
                f'<rect x="{left:.2f}" y="{top}" width="{width:.2f}" '
                f'height="{STRIP}" fill="{INK}"/>'
            )
        day = end
    return "".join(parts)


def _month_of_range(coverage: Coverage, day: date) -> float:
    """Months from the start of the range's first to a day."""
    first = coverage.first_day
    days = calendar.monthrange(day.year, day.month)[1]
    months = (day.year - first.year) * 12 + day.month - first.month
    return months + (day.day - 1) / days


def _names(coverage: Coverage, sheet: Sheet) -> str:
    """Names of the larger places, as many as do not lie over each other."""
    boxes: list[tuple[float, float, float, float]] = []
    parts = []
    for place, x, y in _towns(coverage, sheet):
        half = 3.4 * len(place.name) + 4
        box = (x - half, y - 14, x + half, y + 14)
        is_inside = box[0] > 0 and box[2] < sheet.width
        if is_inside and not any(_meet(box, other) for other in boxes):
            boxes.append(box)
            parts.append(_name(place, x, y))
        if len(boxes) == MOST_LABELS:
            break
    return "".join(parts)


def _towns(coverage: Coverage, sheet: Sheet) -> Iterable[tuple[Place, float, float]]:
    """Cities and towns with a cell, those with most records first, in pixels."""
    places, records = coverage.dataset.places, coverage.dataset.changes_by_place
    rank = {"city": 0, "town": 1}
    towns = sorted(
        (places[p] for p in coverage.tessellation.place_ids if places[p].kind in rank),
        key=lambda p: (rank[p.kind], -len(records.get(p.place_id, ())), p.place_id),
    )
    lon, lat = ([getattr(place, axis) for place in towns] for axis in ("lon", "lat"))
    points = to_metres(lon, lat, coverage.tessellation.crs)
    pixels = sheet.units(points) / UNITS_A_PIXEL
    return ((p, x, y) for p, (x, y) in zip(towns, pixels.tolist(), strict=True))


def _meet(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    return (
        one[0] < other[2]
        and other[0] < one[2]
        and one[1] < other[3]
        and other[1] < one[3]
    )


def _name(place: Place, x: float, y: float) -> str:
    """Dot at a place, and its name above it."""
    x, y = x * UNITS_A_PIXEL, y * UNITS_A_PIXEL
    return (
        f'<circle cx="{_plain(x)}" cy="{_plain(y)}" r="{2 * UNITS_A_PIXEL}" '
        f'fill="{INK}" stroke="{PAPER}" stroke-width="{UNITS_A_PIXEL}"/>'
        f'<text x="{_plain(x)}" y="{_plain(y - 4 * UNITS_A_PIXEL)}" '
        f'text-anchor="middle" font-size="{12 * UNITS_A_PIXEL}" fill="{INK}" '
        f'stroke="{PAPER}" stroke-width="{3 * UNITS_A_PIXEL}" paint-order="stroke" '
        f'stroke-linejoin="round">{escape(place.name)}</text>'
    )


def _scale(sheet: Sheet) -> str:
    """Bar of a round number of kilometres in the lower left corner."""
    most = 0.3 * sheet.width / sheet.pixels_a_metre / 1000
    sizes = [size * 10.0**power for power in range(-2, 5) for size in (1, 2, 5)]
    km = max((size for size in sizes if size <= most), default=sizes[0])
    length = km * 1000 * sheet.pixels_a_metre * UNITS_A_PIXEL
    x, y = 12 * UNITS_A_PIXEL, (sheet.height - 12) * UNITS_A_PIXEL
    tick = 4 * UNITS_A_PIXEL
    return (
        f'<path fill="none" stroke="{INK}" stroke-width="{UNITS_A_PIXEL}" '
        f'd="M{x} {y - tick}v{tick}h{_plain(length)}v{-tick}"/>'
        + _text(
            x + length / 2,
            y - 2 * UNITS_A_PIXEL,
            f"{km:g} km",
            size=11 * UNITS_A_PIXEL,
        )
    )
