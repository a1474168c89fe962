"""A day of a series on a sheet: everything that is drawn, in four steps."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from controlmap.errors import RecipeError
from controlmap.render.looks import INFERRED_SHARE, OBSERVED_SHARE, Look, look_of
from controlmap.render.payload import colours_of, title_of
from controlmap.render.scene import Scenes
from controlmap.render.sheet.canvas import FORMATS, GREY, Canvas, Letters
from controlmap.render.sheet.frame import (
    draw_frame,
    draw_graticule,
    draw_scale,
    scale_box,
)
from controlmap.render.sheet.ground import (
    GOVERNORATE,
    draw_areas,
    draw_line,
    draw_lines,
    governorates_in,
    limits_in,
)
from controlmap.render.sheet.imprint import imprint_of
from controlmap.render.sheet.labels import draw_labels, lay_out_labels
from controlmap.render.sheet.layout import (
    EDGE,
    LEAD,
    SMALL,
    TITLE,
    lay_out,
)
from controlmap.render.sheet.legend import legend_of, rows_of
from controlmap.render.sheet.marks import Spots, draw_marks, draw_quiet_dots, flag_boxes
from controlmap.render.sheet.panel import (
    SIGN_COLOUR,
    Panel,
    Row,
    Sign,
    draw_rows,
    fitting_scale,
    height_of,
)
from controlmap.render.sheet.text import plain, width_of
from controlmap.render.sheet.timebar import draw_time
from controlmap.render.sheet.view import View
from controlmap.render.sheet.words import Words
from controlmap.render.style import PAPER, MapStyle, mix

if TYPE_CHECKING:
    from datetime import date

    from controlmap.geometry.timeline import Series
    from controlmap.render.scene import Mark
    from controlmap.render.sheet.size import SheetSize

DATE = 17.0


def render_sheet(
    series: Series, day: date, style: MapStyle, size: SheetSize, file_format: str
) -> bytes:
    """Sheet of a day as a file.

    Parameters
    ----------
    series : Series
    day : date
        One before the series shows its first day, one after it its last.
    style : MapStyle
        Title, description, language, and bounds of the view.
    size : SheetSize
    file_format : str
        ``png``, ``svg`` or ``pdf``.

    Returns
    -------
    bytes
        The same for the same series, day, style and size.

    Raises
    ------
    RecipeError
        If there is no such format, or no room for a map.
    """
    if file_format not in FORMATS:
        known = ", ".join(FORMATS)
        raise RecipeError(f"a still is a file of {known}, not {file_format!r}")
    sheet = Sheet(series, style, size, day=day)
    canvas = Canvas(size)
    sheet.draw_paper(canvas)
    sheet.draw_day(canvas, day)
    sheet.draw_frame(canvas)
    sheet.draw_panel(canvas, day)
    title = f"{title_of(series, style)}, {day.isoformat()}"
    return canvas.to_bytes(file_format, plain(title))


class Sheet:
    """What all days of a series have in common on a sheet, and how each is drawn.

    Parameters
    ----------
    series : Series
    style : MapStyle
    size : SheetSize
    day : date or None
        The only day that is drawn; None for any, with a bar of time.
    """

    def __init__(
        self, series: Series, style: MapStyle, size: SheetSize, *, day: date | None
    ) -> None:
        self.series = series
        self.style = style
        self.size = size
        self.words = Words.of(style.language)
        self.scenes = Scenes(series)
        self._holders, self._mixed = rows_of(self.scenes, day)
        self._has_posts = any(
            answer.presence
            for spells in series.answers.values()
            for _, answer in spells
        )
        foot = imprint_of(series, self.words, day)
        texts = (title_of(series, style), style.description, foot)
        self._kinds: tuple[str, ...] = ("border", "river")
        self._has_dots = True
        columns = self._columns(
            Canvas(size), series.first_day, EDGE, size.width - EDGE, 1, 99
        )
        self.layout = lay_out(
            size,
            texts,
            panel_height=1.6 * DATE + max(map(height_of, columns)),
            has_time=day is None,
            is_rtl=self.words.is_rtl,
        )
        self.view = View.of(series.tessellation, self.layout.map, style.bounds)
        self.spots = Spots.of(series, self.view)
        self._limits = limits_in(self.view, series.dataset.limits.values())
        self._kinds = tuple(self._limits)
        self._governorates = governorates_in(self.view, series.dataset.basemap.values())
        self._has_dots = self.spots.radius > 0
        self._labels = lay_out_labels(
            series,
            self.view,
            self.spots,
            self.words,
            taken=[scale_box(self.view), *flag_boxes(series, self.spots)],
        )

    def shown_on(self, day: date) -> tuple[bytes, list[Mark]]:
        """What the ground shows on a day: equal for two days that look the same."""
        states = self.scenes.states_on(day)
        return states.tobytes(), self.scenes.marks_on(day)

    def draw_paper(self, canvas: Canvas) -> None:
        """Draw what lies below all days: title, imprint, paper."""
        layout = self.layout
        canvas.box(layout.map, PAPER)
        blocks = (
            (layout.title, Letters(TITLE, bold=True), 1.25 * TITLE),
            (layout.lead, Letters(LEAD, colour=GREY), 1.3 * LEAD),
            (layout.foot, Letters(SMALL, colour=GREY), 1.3 * SMALL),
        )
        y = self.size.height - EDGE - 0.8 * TITLE
        for lines, letters, step in blocks:
            if lines is layout.foot:
                y = EDGE - 4 + step * (len(lines) - 1)
            for line in lines:
                self._write(canvas, (EDGE, self.size.width - EDGE), y, line, letters)
                y -= step
            y += 0.35 * TITLE

    def _write(
        self,
        canvas: Canvas,
        sides: tuple[float, float],
        y: float,
        text: str,
        letters: Letters,
    ) -> None:
        """Write a line between two sides, from where lines start in the language."""
        if self.words.is_rtl:
            canvas.text((sides[1], y), text, replace(letters, align="right"))
        else:
            canvas.text((sides[0], y), text, letters)

    def draw_day(self, canvas: Canvas, day: date) -> None:
        """Draw areas, lines and marks of a day."""
        scene = self.scenes.on(day)
        draw_areas(canvas, self.view, self.scenes, scene)
        draw_line(canvas, self._governorates, GOVERNORATE, clip=self.view.box)
        draw_lines(canvas, self.view, self.scenes, scene)
        for kind, path in self._limits.items():
            draw_line(canvas, path, kind, clip=self.view.box)
        named = [label.place_id for label in self._labels]
        draw_quiet_dots(canvas, self.spots, named, self.view.box)
        marks = self.scenes.marks_on(day)
        draw_marks(canvas, self.spots, marks, colours_of(self.series), self.view.box)

    def draw_frame(self, canvas: Canvas) -> None:
        """Draw what lies on top of all days: graticule, names, scale, frame."""
        draw_graticule(canvas, self.view, self.words)
        draw_labels(canvas, self._labels)
        draw_scale(canvas, self.view, self.words)
        draw_frame(canvas, self.view)

    def draw_panel(self, canvas: Canvas, day: date) -> None:
        """Draw date, legend and, where there is one, the bar of time."""
        left, bottom, right, top = self.layout.panel
        date_words = self.words.day(day)
        fitting = (right - left) / width_of(date_words, 1.0, bold=True)
        letters = Letters(min(DATE, fitting), bold=True)
        self._write(canvas, (left, right), top - 0.78 * DATE, date_words, letters)
        top -= 1.6 * DATE
        is_wide = self.size.is_wide

        def make(scale: float, most: int) -> list[Row]:
            columns = self._columns(canvas, day, left, right, scale, most)
            return (
                [*columns[0], *columns[1]] if is_wide else max(columns, key=height_of)
            )

        scale, most = fitting_scale(make, top - bottom, len(self._holders))
        table, signs = self._columns(canvas, day, left, right, scale, most)
        draw_rows(table, top)
        draw_rows(signs, top - height_of(table) - 4 * scale if is_wide else top)
        if self.layout.time[3] > self.layout.time[1]:
            draw_time(canvas, self.layout.time, self.series, self.style, day)

    def _columns(
        self,
        canvas: Canvas,
        day: date,
        left: float,
        right: float,
        scale: float,
        most: int,
    ) -> tuple[list[Row], list[Row]]:
        """Rows of the holders, and those of the signs."""
        middle = (left + right) / 2
        sides = [(left, right), (left, right)]
        if not self.size.is_wide:
            sides = [(left, middle - 8), (middle + 8, right)]
            if self.words.is_rtl:
                sides.reverse()
        legend = legend_of(
            self.series, self.scenes.states_on(day), self._holders, self._mixed
        )
        table, signs = (Panel(canvas, self.words, *side, scale) for side in sides)
        actors = self.series.dataset.actors
        return (
            table.table(legend, actors, self._samples, most),
            signs.signs(self._signs()),
        )

    @cached_property
    def _samples(self) -> dict[str, Look]:
        """A look of each holder and hatched status, of a fresh report if possible."""
        colours = colours_of(self.series)
        fresh = OBSERVED_SHARE["fresh"]
        holders = {a: Look("", (mix(colours[a], fresh),)) for a in self._holders}
        states = sorted(
            self.series.states, key=lambda state: state.freshness != "fresh"
        )
        looks = [look_of(state, colours) for state in states]
        hatched = {look.pattern: look for look in reversed(looks) if look is not None}
        return hatched | holders

    def _signs(self) -> list[Sign]:
        """Signs of the legend, with what they mean."""
        words = self.words
        pale, palest, dots = (
            mix(SIGN_COLOUR, INFERRED_SHARE[firmness])
            for firmness in ("likely", "uncertain", "firm")
        )
        signs = [
            Sign("look", words("paler"), Look("", (pale,))),
            Sign("look", words("dotted"), Look("uncertain", (palest, dots))),
            Sign("front", words("front")),
            Sign("guess", words("front_uncertain")),
            Sign("zone", words("zone_edge")),
            *(Sign(kind, words(kind)) for kind in self._kinds),
        ]
        if self._has_posts:
            signs.append(Sign("post", words("post")))
        if self._has_dots:
            signs.append(Sign("dot", words("own_report")))
        return signs
