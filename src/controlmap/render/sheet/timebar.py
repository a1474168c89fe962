"""A small bar below a frame of a film that says where in time it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from controlmap.render.sheet.canvas import GREY, HAIR, INK, Letters, Pen, line_path
from controlmap.render.sheet.text import width_of
from controlmap.render.sheet.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from controlmap.geometry.timeline import Series
    from controlmap.render.sheet.canvas import Box, Canvas
    from controlmap.render.style import MapStyle

_PHASE_COLOURS = {"phase": "#cfc8bb", "ceasefire": "#9fc3a5"}
_BAR = 3.0
_SIZE = 5.8


def draw_time(
    canvas: Canvas, box: Box, series: Series, style: MapStyle, day: date
) -> None:
    """Draw the range of a series, filled up to a day, with months and phases."""
    left, bottom, right, _ = box
    low, high = bottom + 10, bottom + 10 + _BAR
    days = max(1, (series.last_day - series.first_day).days)
    words = Words.of(style.language)

    def at(when: date) -> float:
        share = min(1.0, max(0.0, (when - series.first_day).days / days))
        return (
            right - share * (right - left)
            if words.is_rtl
            else left + share * (right - left)
        )

    def part(first: date, last: date, bottom: float, top: float) -> Box:
        ends = sorted((at(first), at(last)))
        return ends[0], bottom, max(ends[1], ends[0] + 0.8), top

    canvas.box((left, low, right, high), "#e6e1d8")
    for phase in sorted(style.phases):
        if phase.first_day <= series.last_day and phase.last_day >= series.first_day:
            span = part(phase.first_day, phase.last_day, high + 0.6, high + 2.4)
            canvas.box(span, _PHASE_COLOURS[phase.kind])
    canvas.box(part(series.first_day, day, low, high), INK)
    free = -np.inf if not words.is_rtl else np.inf
    for month in _months(series.first_day, series.last_day):
        x = at(month)
        canvas.stroke(line_path([np.array([[x, low - 2], [x, low]])]), Pen(HAIR, 0.5))
        name = words.month(month)
        half = width_of(name, _SIZE) / 2
        is_free = x - half > free + 6 if not words.is_rtl else x + half < free - 6
        if is_free and left <= x - half and x + half <= right:
            canvas.text(
                (x, low - 7.5), name, Letters(_SIZE, colour=GREY, align="center")
            )
            free = x + half if not words.is_rtl else x - half
    x = at(day)
    knob = np.array([[x, high + 3.2], [x, low - 1.4]])
    canvas.stroke(line_path([knob]), Pen(INK, 1.8))


def _months(first: date, last: date) -> Iterator[date]:
    """First days of the months of a range."""
    number = first.year * 12 + first.month - (first.day == 1)
    while (month := date(number // 12, number % 12 + 1, 1)) <= last:
        yield month
        number += 1
