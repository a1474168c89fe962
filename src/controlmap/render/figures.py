"""Charts as files that are the same each time, with what they are made from inside."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_UNSTAMPED = {
    "png": ("Software", "Description"),
    "svg": ("Date", "Description"),
    "pdf": ("CreationDate", "Subject"),
}
"""For each format the entry that differs from run to run, and the one for our text."""


def figure_bytes(
    draw: Callable[[Figure, Axes], None],
    file_format: str,
    *,
    height: float = 4.8,
    description: str = "",
) -> bytes:
    """File of a figure; the same drawing gives the same bytes.

    Parameters
    ----------
    draw : callable
        Draws on an empty figure and its one pair of axes.
    file_format : str
        ``png``, ``svg`` or ``pdf``.
    height : float
        Inches; the width is 10.
    description : str
        Text for the file's metadata: PNG and SVG ``Description``, PDF ``Subject``.
    """
    from matplotlib.figure import Figure

    with same_bytes():
        figure = Figure(figsize=(10, height), dpi=150, layout="constrained")
        draw(figure, figure.add_subplot())
        return to_bytes(figure, file_format, description=description)


def same_bytes() -> AbstractContextManager[None]:
    """Context in which the same figure is written as the same bytes."""
    import matplotlib as mpl

    return mpl.rc_context({"svg.hashsalt": "controlmap", "hatch.linewidth": 0.6})


def to_bytes(figure: Figure, file_format: str, *, description: str = "") -> bytes:
    """File of a figure, ``png``, ``svg`` or ``pdf``, without a stamp of its making."""
    drawn = io.BytesIO()
    stamp, room = _UNSTAMPED[file_format]
    metadata = {stamp: None, **({room: description} if description else {})}
    figure.savefig(drawn, format=file_format, metadata=metadata)
    return drawn.getvalue()
