"""The legend beside a map: who holds how much, and what the signs mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from controlmap.geometry.area import Extent
from controlmap.render.looks import Look
from controlmap.render.sheet.canvas import GREY, HAIR, INK, Letters, Pen, line_path
from controlmap.render.sheet.ground import LINES, draw_line, paint
from controlmap.render.sheet.legend import add
from controlmap.render.sheet.marks import draw_dots, draw_flags, draw_rings
from controlmap.render.sheet.text import wrapped
from controlmap.render.style import PAPER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from matplotlib.path import Path

    from controlmap.domain.model import Actor
    from controlmap.render.sheet.canvas import Align, Box, Canvas
    from controlmap.render.sheet.legend import Legend
    from controlmap.render.sheet.words import Words

_SWATCH = (14.0, 8.0)
_INDENT = 19.0
_SETTLEMENTS, _AREA = 50.0, 60.0
"""Room of the settlements and of the area at the end of a row, in points."""

_HEAD, _ENTRY = Letters(6.2, colour=GREY), Letters(7.4)
_RANGE, _SIGN = Letters(6.0, colour=GREY), Letters(6.6)
_LINE = 1.24
_SCALES = (1.0, 0.92, 0.85, 0.78, 0.7)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a panel: its height in points, and what draws it below a level."""

    height: float
    draw: Callable[[float], None]


def height_of(rows: Iterable[Row]) -> float:
    """Height of some rows, in points."""
    return sum(row.height for row in rows)


def draw_rows(rows: Iterable[Row], top: float) -> None:
    """Draw rows below each other."""
    for row in rows:
        row.draw(top)
        top -= row.height


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign and what it means.

    Attributes
    ----------
    kind : str
        A kind of line, ``post``, ``dot``, or anything for a sample of a look.
    text : str
    look : Look or None
    """

    kind: str
    text: str
    look: Look | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the table; its range, and settlements, only where they are known."""

    name: str
    look: Look | None
    extent: Extent
    has_range: bool = False
    has_settlements: bool = True


@dataclass(frozen=True, slots=True)
class Panel:
    """A column that rows are set in.

    Attributes
    ----------
    canvas : Canvas
    words : Words
    left, right : float
        Its edges in points.
    scale : float
        Of letters and signs.
    """

    canvas: Canvas
    words: Words
    left: float
    right: float
    scale: float = 1.0

    def table(
        self,
        legend: Legend,
        actors: Mapping[str, Actor],
        samples: Mapping[str, Look],
        most: int,
    ) -> list[Row]:
        """Rows of holders and statuses; past ``most`` holders the rest have one row.

        Parameters
        ----------
        legend : Legend
        actors : mapping of str to Actor
        samples : mapping of str to Look
            A look of each holder, and of each hatched status.
        most : int
        """
        say = self.words
        entries = []
        for actor_id, extent in legend.holders[:most]:
            name, look = say.name(actors[actor_id]), samples[actor_id]
            entries.append(_Entry(name, look, extent, has_range=True))
        rest = [extent for _, extent in legend.holders[most:]]
        if rest:
            name = say("others", n=say.number(len(rest)))
            total = Extent()
            for extent in rest:
                total = add(total, extent)
            entries.append(_Entry(name, None, total, has_range=True))
        for status, extent in legend.mixed:
            entries.append(_Entry(say(f"look.{status}"), samples.get(status), extent))
        blank = Extent(best_km2=legend.no_data_km2)
        paper = Look("", (PAPER,))
        no_data = _Entry(say("look.no_data"), paper, blank, has_settlements=False)
        rows = [Row(13 * self.scale, self._draw_head)]
        return rows + [self._row(entry) for entry in [*entries, no_data]]

    def signs(self, signs: Iterable[Sign]) -> list[Row]:
        """Rows that say what signs mean."""
        rows = []
        for sign in signs:
            room = (self._width - _INDENT) * self.scale
            lines = wrapped(sign.text, room, _SIGN.size * self.scale, most=3)
            height = _LINE * _SIGN.size * len(lines) + 3.2
            draw = partial(self._draw_sign, sign, lines)
            rows.append(Row(height * self.scale, draw))
        return rows

    @property
    def _width(self) -> float:
        """Width before scaling."""
        return (self.right - self.left) / self.scale

    def _at(self, start: float) -> float:
        """Position so many scaled points from where lines start."""
        if self.words.is_rtl:
            return self.right - start * self.scale
        return self.left + start * self.scale

    def _write(
        self,
        start: float,
        y: float,
        text: str,
        letters: Letters,
        *,
        is_end: bool = False,
    ) -> None:
        """Write a text that starts, or ends, so many scaled points from the edge."""
        align: Align = "right" if is_end != self.words.is_rtl else "left"
        scaled = replace(letters, size=letters.size * self.scale, align=align)
        self.canvas.text((self._at(start), y), text, scaled)

    def _write_lines(self, lines: Sequence[str], y: float, letters: Letters) -> None:
        for number, line in enumerate(lines):
            down = _LINE * letters.size * number * self.scale
            self._write(_INDENT, y - down, line, letters)

    def _draw_head(self, top: float) -> None:
        y = top - 8 * self.scale
        end = self._width
        self._write(0, y, self.words("legend_side"), _HEAD)
        self._write(
            end - _SETTLEMENTS, y, self.words("legend_area"), _HEAD, is_end=True
        )
        self._write(end, y, self.words("legend_settlements"), _HEAD, is_end=True)
        rule = np.array([[self.left, y - 3], [self.right, y - 3]])
        self.canvas.stroke(line_path([rule]), Pen(HAIR, 0.5))

    def _row(self, entry: _Entry) -> Row:
        room = (self._width - _INDENT - _SETTLEMENTS - _AREA) * self.scale
        lines = wrapped(entry.name, room, _ENTRY.size * self.scale, most=3)
        count = max(len(lines), 1 + 0.85 * entry.has_range)
        height = (_LINE * _ENTRY.size * count + 3) * self.scale
        return Row(height, partial(self._draw_entry, entry, lines))

    def _draw_entry(self, entry: _Entry, lines: Sequence[str], top: float) -> None:
        y = top - 8.6 * self.scale
        if entry.look is not None:
            self._draw_swatch(entry.look, y)
        self._write_lines(lines, y, _ENTRY)
        say, extent, end = self.words, entry.extent, self._width
        at = end - _SETTLEMENTS
        self._write(at, y, say.number(extent.best_km2), _ENTRY, is_end=True)
        if entry.has_range:
            text = f"{say.number(extent.low_km2)}–{say.number(extent.high_km2)}"
            self._write(at, y - 8 * self.scale, text, _RANGE, is_end=True)
        if entry.has_settlements:
            self._write(end, y, say.number(extent.settlements), _ENTRY, is_end=True)

    def _sign_box(self, y: float) -> Box:
        ends = sorted((self._at(0), self._at(_SWATCH[0])))
        bottom = y - 1.4 * self.scale
        return ends[0], bottom, ends[1], bottom + _SWATCH[1] * self.scale

    def _draw_swatch(self, look: Look, y: float) -> None:
        box = self._sign_box(y)
        paint(self.canvas, path_of_box(box), look, clip=box)
        self.canvas.box(box, "none", edge=INK, width=0.4)

    def _draw_sign(self, sign: Sign, lines: Sequence[str], top: float) -> None:
        y = top - 8 * self.scale
        left, bottom, right, high = self._sign_box(y)
        middle = np.array([(left + right) / 2, (bottom + high) / 2])
        if sign.look is not None:
            self._draw_swatch(sign.look, y)
        elif sign.kind in LINES:
            path = line_path([np.array([[left, middle[1]], [right, middle[1]]])])
            draw_line(self.canvas, path, sign.kind)
        elif sign.kind == "post":
            draw_flags(self.canvas, [middle - [2, 0.5]], SIGN_COLOUR)
        else:
            draw_dots(self.canvas, [middle], 2.4, SIGN_COLOUR)
            draw_rings(self.canvas, [middle], 2.4)
        self._write_lines(lines, y, _SIGN)


SIGN_COLOUR = "#6b6b6b"
"""Of signs that have the colour of a party on the map."""


def fitting_scale(
    make: Callable[[float, int], Iterable[Row]], room: float, holders: int
) -> tuple[float, int]:
    """Scale, and number of holders with a row of their own, that fit in some points.

    Rows grow smaller first, and then fewer; at least one holder keeps its own.
    """
    for most in range(holders, 0, -1):
        for scale in _SCALES:
            if height_of(make(scale, most)) <= room:
                return scale, most
    return _SCALES[-1], 1


def path_of_box(box: Box) -> Path:
    """Closed path around a box."""
    left, bottom, right, top = box
    x = [left, right, right, left, left]
    return line_path(
        [np.column_stack([x, [bottom, bottom, top, top, bottom]])], is_closed=True
    )
