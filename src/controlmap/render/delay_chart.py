"""How long events took to be reported, as a chart drawn by Matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING

from controlmap.render.figures import figure_bytes
from controlmap.render.looks import UNKNOWN_COLOUR
from controlmap.render.palette import safe_colours

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from controlmap.domain.dataset import Dataset
    from controlmap.domain.delays import Delays

MOST_ROWS = 40
"""Groups with the most events that are drawn; `controlmap delays` lists them all."""

_INK = "#3d3a36"


def delay_chart(
    found: Sequence[Delays],
    dataset: Dataset,
    file_format: str,
    *,
    description: str = "",
) -> bytes:
    """Row for each group: quartiles as a bar, the median, and a line to 90 %.

    Parameters
    ----------
    found : sequence of Delays
        As `controlmap.domain.delays.delays` gives them; those without an event that
        has a day of report are not drawn.
    dataset : Dataset
        For names, colours and the title.
    file_format : str
        ``png``, ``svg`` or ``pdf``.
    description : str
        Text for the file's metadata.

    Returns
    -------
    bytes
        The file; the same for the same delays.
    """
    colours = safe_colours(dataset)
    rows = [group for group in found if group.count][:MOST_ROWS]

    def draw(_figure: Figure, axes: Axes) -> None:
        for row, group in enumerate(rows):
            is_of_party = group.by == "perspective"
            colour = colours.get(group.name) if is_of_party else None
            _draw_row(axes, row, group, colour or UNKNOWN_COLOUR)
        axes.set_yticks(
            range(len(rows)), [_label(group, dataset) for group in rows], fontsize=8
        )
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xscale("symlog", linthresh=1, linscale=0.4)
        ticks = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
        most = max((group.days[-1] for group in rows), default=1)
        shown = [tick for tick in ticks if tick <= 2 * max(most, 1)]
        axes.set_xticks(shown, [str(tick) for tick in shown])
        axes.minorticks_off()
        axes.set_xlim(left=-0.2)
        axes.set_xlabel("days from the event to its first report")
        what = "Delay of reports: quartiles, median, and a line to 90 %"
        axes.set_title(f"{what}\n{dataset.title}", loc="left", fontsize=9)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(axis="y", length=0)

    height = 1.4 + 0.24 * max(len(rows), 1)
    return figure_bytes(draw, file_format, height=height, description=description)


def _draw_row(axes: Axes, row: int, group: Delays, colour: str) -> None:
    low, middle, high, most = (
        group.quantile(share) or 0.0 for share in (0.25, 0.5, 0.75, 0.9)
    )
    axes.hlines(row, high, most, color=_INK, linewidth=0.8)
    axes.hlines(row, low, high, color=colour, linewidth=7)
    axes.plot([middle], [row], marker="|", color=_INK, markersize=9, markeredgewidth=2)


def _label(group: Delays, dataset: Dataset) -> str:
    actor = dataset.actors.get(group.name) if group.by == "perspective" else None
    name = actor.name if actor else group.name.replace("_", " ")
    return f"{name or 'all events'} ({group.count})"
