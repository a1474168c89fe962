"""Charts and maps of coverage in one picture, drawn by Matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from controlmap.render.coverage_looks import (
    AGES,
    DISTANCES,
    GRADES,
    age_classes,
    ceiling,
    course_values,
    distance_classes,
    month_values,
    perspective_keys,
)
from controlmap.render.figures import same_bytes, to_bytes
from controlmap.render.style import PAPER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from controlmap.geometry.coverage import Coverage
    from controlmap.render.coverage_looks import Key


def coverage_chart(
    coverage: Coverage, file_format: str, *, description: str = ""
) -> bytes:
    """Records by month, what states rest on, and maps of age and distance.

    Parameters
    ----------
    coverage : Coverage
    file_format : str
        ``png``, ``svg`` or ``pdf``.
    description : str
        Text for the file's metadata.

    Returns
    -------
    bytes
        The file; the same for the same coverage.
    """
    from matplotlib.figure import Figure

    months, day = list(coverage.months), coverage.standing.day
    values, course = month_values(coverage), course_values(coverage)
    percent = 100 * course / np.maximum(course.sum(axis=1, keepdims=True), 1)
    with same_bytes():
        figure = Figure(figsize=(12, 9), dpi=120, layout="constrained")
        axes = figure.subplots(2, 2)
        figure.suptitle(
            f"Coverage: {coverage.zone.name}, {coverage.first_day} to "
            f"{coverage.last_day}\n"
            f"{coverage.dataset.title}",
            fontsize=10,
        )
        top = ceiling(values.sum(axis=1))
        keys = list(perspective_keys(coverage).values())
        _bars(axes[0, 0], months, values, keys, top)
        axes[0, 0].set_title("Records by month and perspective", loc="left", fontsize=9)
        _bars(axes[0, 1], months, percent, list(GRADES.values()), 100)
        axes[0, 1].set_title(
            "What the states of settlements rest on, %", loc="left", fontsize=9
        )
        ages, distances = age_classes(coverage.reach), distance_classes(coverage.reach)
        _cells(axes[1, 0], coverage, ages, [key for _, key in AGES])
        axes[1, 0].set_title(
            f"Days since the nearest observed place's last report, {day}",
            loc="left",
            fontsize=9,
        )
        _cells(axes[1, 1], coverage, distances, [key for _, key in DISTANCES])
        axes[1, 1].set_title(
            f"Distance to the nearest observed place, {day}", loc="left", fontsize=9
        )
        return to_bytes(figure, file_format, description=description)


def _bars(
    axes: Axes,
    months: Sequence[str],
    values: NDArray[np.float64] | NDArray[np.int64],
    keys: Sequence[Key],
    most: int,
) -> None:
    """Stacked bars up to the most; one that goes beyond carries its number."""
    bottom = np.zeros(len(months))
    for column, key in zip(values.T, keys, strict=True):
        axes.bar(
            months, column, bottom=bottom, color=key.colour, label=key.words, width=0.9
        )
        bottom = bottom + column
    for at in np.flatnonzero(bottom > most + 1e-6).tolist():
        axes.annotate(
            f"{bottom[at]:.0f}",
            (at + 0.5, most),
            xytext=(2, -8),
            textcoords="offset points",
            fontsize=7,
        )
    step = -(-len(months) // 8)
    axes.set_xticks(range(0, len(months), step), months[::step], fontsize=7)
    axes.set_ylim(0, most)
    axes.tick_params(axis="y", labelsize=7)
    axes.spines[["top", "right"]].set_visible(False)
    if keys:
        axes.legend(fontsize=7, frameon=False, loc="upper left", bbox_to_anchor=(1, 1))


def _cells(
    axes: Axes, coverage: Coverage, classes: NDArray[np.int64], keys: Sequence[Key]
) -> None:
    """Cells painted by their class."""
    import shapely
    from matplotlib.patches import Patch, PathPatch
    from matplotlib.path import Path

    axes.set_facecolor(PAPER)
    axes.set_aspect("equal")
    axes.set(xticks=[], yticks=[])
    shapes = coverage.tessellation.dissolve(classes, len(keys)).tolist()
    outline = coverage.tessellation.area_of(np.full(len(classes), fill_value=True))
    colours = [*(key.colour for key in keys), "none"]
    for shape, colour in zip([*shapes, outline], colours, strict=True):
        rings = [
            Path(shapely.get_coordinates(ring), closed=True)
            for part in shapely.get_parts(shapely.orient_polygons(shape))
            for ring in shapely.get_rings(part)
        ]
        if rings:
            path, width = Path.make_compound_path(*rings), 0.6 * (colour == "none")
            axes.add_patch(PathPatch(path, facecolor=colour, linewidth=width))
    axes.autoscale_view()
    patches = [Patch(color=key.colour, label=key.words) for key in keys]
    axes.legend(
        handles=patches,
        fontsize=7,
        frameon=False,
        loc="upper left",
        bbox_to_anchor=(1, 1),
    )
