"""A Matplotlib figure that is measured in points and painted in the order of calls."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import Normal, Stroke
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox

from controlmap.render.sheet.size import POINTS_AN_INCH
from controlmap.render.sheet.text import font
from controlmap.render.stamp import NO_STAMP

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.artist import Artist
    from numpy.typing import NDArray

    from controlmap.render.sheet.size import SheetSize

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the lower left of the sheet."""

INK = "#1f1c19"
GREY = "#5e574e"
HAIR = "#b9b2a6"
WHITE = "#ffffff"

FORMATS = ("png", "svg", "pdf")

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Pen:
    """How a line is drawn; width, and dashes and gaps in turn, are in points."""

    colour: str
    width: float
    dashes: tuple[float, ...] = ()
    cap: Literal["butt", "round"] = "butt"


@dataclass(frozen=True, slots=True)
class Letters:
    """How a text is written.

    Attributes
    ----------
    size : float
        Points.
    bold : bool
    colour : str
    align : str
        Which end, or the middle, its spot is.
    baseline : str
        What of it stands at the height of its spot.
    turn : float
        Degrees anticlockwise.
    halo : float
        Points of white around the letters.
    """

    size: float
    bold: bool = False
    colour: str = INK
    align: Align = "left"
    baseline: Literal["baseline", "top"] = "baseline"
    turn: float = 0
    halo: float = 0


_RC: Any = {
    "pdf.fonttype": 42,
    "svg.hashsalt": "controlmap",
    "text.hinting": "none",  # else letters are wider on a coarse screen than measured
}


class Canvas:
    """What a sheet is drawn on: later calls paint over earlier ones.

    Parameters
    ----------
    size : SheetSize
    is_clear : bool
        Whether what is not painted stays see-through; else it is white.
    """

    def __init__(self, size: SheetSize, *, is_clear: bool = False) -> None:
        inches = (size.width / POINTS_AN_INCH, size.height / POINTS_AN_INCH)
        self.size = size
        self.figure = Figure(figsize=inches, dpi=size.dpi)
        self.figure.patch.set_facecolor("none" if is_clear else WHITE)
        self._agg = FigureCanvasAgg(self.figure)
        to_inches = Affine2D().scale(1 / POINTS_AN_INCH)
        self.points = to_inches + self.figure.dpi_scale_trans
        self._clips: dict[Box, TransformedBbox] = {}
        self._count = 0

    def add(self, artist: Artist, clip: Box | None = None) -> None:
        """Paint something, inside a box if one is given."""
        self._count += 1
        artist.set_zorder(self._count)
        artist.set_transform(self.points)
        self.figure.add_artist(artist, clip=False)
        if clip is not None:
            if clip not in self._clips:
                box = Bbox.from_extents(*clip)
                self._clips[clip] = TransformedBbox(box, self.points)
            artist.set_clip_box(self._clips[clip])

    def fill(
        self, path: Path, colour: str, *, edge: float = 0, clip: Box | None = None
    ) -> None:
        """Fill a path, by winding number; ``edge`` points wide its edge too."""
        patch = PathPatch(
            path, facecolor=colour, edgecolor=colour, linewidth=edge, joinstyle="round"
        )
        self.add(patch, clip)

    def stroke(
        self,
        path: Path,
        pen: Pen,
        *,
        clip: Box | None = None,
        inside: Path | None = None,
    ) -> None:
        """Draw along a path, only inside another if one is given."""
        style: Any = (0, pen.dashes) if pen.dashes else "solid"
        line = PathPatch(
            path,
            fill=False,
            edgecolor=pen.colour,
            linewidth=pen.width,
            linestyle=style,
            joinstyle="round",
            capstyle=pen.cap,
        )
        self.add(line, clip)
        if inside is not None:
            line.set_clip_path(inside, self.points)

    def box(
        self, box: Box, colour: str, *, edge: str = "none", width: float = 0.5
    ) -> None:
        """Fill a box, and draw its edge if that has a colour."""
        left, bottom, right, top = box
        self.add(
            Rectangle(
                (left, bottom),
                right - left,
                top - bottom,
                facecolor=colour,
                edgecolor=edge,
                linewidth=0 if edge == "none" else width,
            )
        )

    def symbols(
        self,
        points: Sequence[NDArray[np.float64]],
        marker: Path,
        size: float,
        *,
        fill: str = "none",
        edge: float = 0,
        clip: Box | None = None,
    ) -> None:
        """Put a symbol at some points; the largest extent of its path is half a size.

        Its edge has a width in points and is dark.
        """
        x, y = np.array(points, dtype=float).reshape(-1, 2).T
        line = Line2D(
            x,
            y,
            linestyle="none",
            marker=marker,
            markersize=size,
            markerfacecolor=fill,
            markeredgecolor=INK if edge else "none",
            markeredgewidth=edge,
        )
        self.add(line, clip)

    def text(self, spot: tuple[float, float], text: str, letters: Letters) -> None:
        """Write a line of text, which is never read as a formula."""
        written = Text(
            *spot,
            text,
            fontproperties=font(letters.size, bold=letters.bold),
            color=letters.colour,
            horizontalalignment=letters.align,
            verticalalignment=letters.baseline,
            rotation=letters.turn,
            rotation_mode="anchor",
            parse_math=False,
        )
        if letters.halo:
            ring = Stroke(
                linewidth=letters.halo, foreground="#ffffffe0", joinstyle="round"
            )
            written.set_path_effects([ring, Normal()])
        self.add(written)

    def pixels(self) -> NDArray[np.uint8]:
        """Red, green, blue and alpha of each pixel, shape (height, width, 4)."""
        self._round_size()
        with mpl.rc_context(_RC):
            self._agg.draw()  # type: ignore[no-untyped-call]  # Matplotlib's own
        drawn = self._agg.buffer_rgba()  # type: ignore[no-untyped-call]  # likewise
        return np.array(drawn)

    def _round_size(self) -> None:
        """Give the figure whole pixels; Matplotlib itself cuts off what is over."""
        width, height = self.size.pixels
        dpi = self.size.dpi
        self.figure.set_size_inches(((width + 0.01) / dpi, (height + 0.01) / dpi))

    def to_bytes(self, file_format: str, title: str) -> bytes:
        """PNG, SVG or PDF; what is drawn alike gives the same bytes."""
        if file_format == "png":
            self._round_size()
        metadata = {"Title": title, **NO_STAMP[file_format]}
        drawn = io.BytesIO()
        with mpl.rc_context(_RC):
            self.figure.savefig(drawn, format=file_format, metadata=metadata)
        return drawn.getvalue()


def line_path(runs: Iterable[NDArray[np.float64]], *, is_closed: bool = False) -> Path:
    """Path of some lines, each an array of points, shape (n, 2)."""
    vertices: list[NDArray[np.float64]] = []
    codes: list[NDArray[np.uint8]] = []
    for run in runs:
        if len(run) < 2:
            continue
        code = np.full(len(run), Path.LINETO, np.uint8)
        code[0] = Path.MOVETO
        if is_closed:
            code[-1] = Path.CLOSEPOLY
        vertices.append(run)
        codes.append(code)
    if not vertices:
        return Path(np.empty((0, 2)))
    return Path(np.concatenate(vertices), np.concatenate(codes))


def is_empty(path: Path) -> bool:
    """Whether a path has no point."""
    return np.asarray(path.vertices).size == 0
