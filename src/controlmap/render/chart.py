"""The areas of a range of days as a stacked chart, drawn by Matplotlib."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from controlmap.render.looks import UNKNOWN_COLOUR
from controlmap.render.stamp import NO_STAMP
from controlmap.render.style import PAPER, mix

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from controlmap.domain.dataset import Dataset
    from controlmap.geometry.area import AreaSeries


def area_chart(areas: AreaSeries, dataset: Dataset, file_format: str) -> bytes:
    """Stacked areas of the sides over time, with what is disputed or uncertain on top.

    Parameters
    ----------
    areas : AreaSeries
    dataset : Dataset
        For the names and colours of the controllers.
    file_format : str
        ``png``, ``svg`` or ``pdf``.

    Returns
    -------
    bytes
        The file; the same for the same areas.
    """
    import matplotlib as mpl
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
    from matplotlib.figure import Figure

    with mpl.rc_context({"svg.hashsalt": "controlmap", "hatch.linewidth": 0.6}):
        figure = Figure(figsize=(10, 4.8), dpi=150, layout="constrained")
        axes = figure.add_subplot()
        _stack(axes, areas, dataset)
        days = f"Area by holder, {areas.days[0]} to {areas.last_day}"
        axes.set_title(f"{days}\n{dataset.title}", loc="left", fontsize=9)
        axes.set_ylabel("km²")
        axes.set_xmargin(0)
        axes.set_ylim(bottom=0)
        locator = AutoDateLocator(minticks=3, maxticks=8)  # type: ignore[no-untyped-call]  # matplotlib.dates has no types
        axes.xaxis.set_major_locator(locator)
        formatter = ConciseDateFormatter(locator)  # type: ignore[no-untyped-call]  # nor here
        axes.xaxis.set_major_formatter(formatter)
        axes.spines[["top", "right"]].set_visible(False)
        figure.legend(
            loc="outside right upper", frameon=False, reverse=True, fontsize=8
        )
        drawn = io.BytesIO()
        figure.savefig(drawn, format=file_format, metadata=NO_STAMP[file_format])
    return drawn.getvalue()


def _stack(axes: Axes, areas: AreaSeries, dataset: Dataset) -> None:
    """Layers from below: sides from the largest, then what is no one's for sure."""
    days = np.array([*areas.days, areas.last_day + timedelta(1)], dtype="datetime64[D]")
    bottom = np.zeros(len(areas.days))
    held = [i for i, key in enumerate(areas.keys) if key[0] == "controlled"]
    rest = [i for i, key in enumerate(areas.keys) if key[0] != "controlled"]
    by_size = sorted(held, key=lambda i: (-areas.best_km2[:, i].max(), areas.keys[i]))
    layers: list[tuple[NDArray[np.float64], str, str, str]] = [
        (
            areas.best_km2[:, i],
            dataset.actors[areas.keys[i][1][0]].name,
            dataset.actors[areas.keys[i][1][0]].colour,
            "",
        )
        for i in by_size
    ]
    doubt = (areas.high_km2 - areas.best_km2).sum(axis=1)
    mixed = areas.high_km2[:, rest].sum(axis=1)
    layers += [
        (mixed, "contested, shared, changing or disputed", UNKNOWN_COLOUR, "////"),
        (doubt, "inferred, uncertain", mix(UNKNOWN_COLOUR, 0.3, PAPER), ".."),
    ]
    for km2, name, colour, hatch in layers:
        if not km2.any():
            continue
        low, high = np.append(bottom, bottom[-1]), bottom + km2
        axes.fill_between(
            days,
            low,
            np.append(high, high[-1]),
            step="post",
            label=name,
            facecolor=colour,
            edgecolor="white",
            hatch=hatch,
            linewidth=0,
        )
        bottom = high
