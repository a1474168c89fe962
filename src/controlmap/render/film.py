"""The frames of a film: a sheet for every so many days, with a bar of time."""

from __future__ import annotations

from datetime import timedelta
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from controlmap.errors import RecipeError
from controlmap.render.sheet.canvas import Canvas
from controlmap.render.sheet.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from controlmap.geometry.timeline import Series
    from controlmap.render.sheet.size import SheetSize
    from controlmap.render.style import MapStyle


def days_of_film(first: date, last: date, step: int) -> tuple[date, ...]:
    """Days of the frames: every ``step`` days from the first, and the last.

    Raises
    ------
    RecipeError
        If the step is below a day.

    Examples
    --------
    >>> from datetime import date
    >>> [day.day for day in days_of_film(date(2020, 1, 1), date(2020, 1, 6), 2)]
    [1, 3, 5, 6]
    """
    if step < 1:
        raise RecipeError(f"a film of a frame every {step} days never ends")
    count = (last - first).days // step + 1
    days = [first + timedelta(days=number * step) for number in range(count)]
    return (*days, last) if days[-1] < last else tuple(days)


class Film:
    """Frames of a series, drawn one at a time in any order.

    What all frames share is drawn once: what lies below the areas of a day, and the
    names and the frame that lie on top. Where nothing on the ground changes from one
    frame to the next, only date, legend and bar of time are drawn anew.

    Parameters
    ----------
    series : Series
    style : MapStyle
    size : SheetSize

    Attributes
    ----------
    pixels : tuple of int
        Width and height.
    """

    def __init__(self, series: Series, style: MapStyle, size: SheetSize) -> None:
        self._sheet = Sheet(series, style, size, day=None)
        self._size = size
        self.pixels = size.pixels
        self._below = self._drawn(self._sheet.draw_paper, is_clear=False)
        self._above = self._drawn(self._sheet.draw_frame)
        self._ground: tuple[object, Image.Image] | None = None

    def frame(self, day: date) -> NDArray[np.uint8]:
        """Frame of a day: red, green and blue, shape (height, width, 3)."""
        shown = self._sheet.shown_on(day)
        if self._ground is None or self._ground[0] != shown:
            picture = self._below.copy()
            ground = self._drawn(lambda canvas: self._sheet.draw_day(canvas, day))
            picture.alpha_composite(ground)
            picture.alpha_composite(self._above)
            self._ground = shown, picture
        picture = self._ground[1].copy()
        picture.alpha_composite(
            self._drawn(lambda canvas: self._sheet.draw_panel(canvas, day))
        )
        return np.asarray(picture.convert("RGB"))

    def frames(
        self,
        days: Sequence[date],
        *,
        last_times: int,
        on_frame: Callable[[int, int], None],
    ) -> Iterator[NDArray[np.uint8]]:
        """Frames of some days in turn, the last of them several times.

        Parameters
        ----------
        days : sequence of date
        last_times : int
        on_frame : callable
            Told after each day how many are done, of how many.
        """
        for done, day in enumerate(days, start=1):
            frame = self.frame(day)
            yield from repeat(frame, last_times if done == len(days) else 1)
            on_frame(done, len(days))

    def samples(self, days: Sequence[date]) -> Iterator[NDArray[np.uint8]]:
        """Frames of the last, a middle and the first day."""
        yield from (self.frame(days[i]) for i in (-1, len(days) // 2, 0))

    def _drawn(
        self, draw: Callable[[Canvas], None], *, is_clear: bool = True
    ) -> Image.Image:
        canvas = Canvas(self._size, is_clear=is_clear)
        draw(canvas)
        return Image.fromarray(canvas.pixels(), "RGBA")
