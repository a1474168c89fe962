"""The share of settlements on which perspectives differ, as a chart over time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from controlmap.render.figures import figure_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from controlmap.domain.dataset import Dataset
    from controlmap.domain.disagreements import DisagreementCount

_DIFFERING, _CONTRADICTED = "#d8b4a0", "#a3452a"


def disagreement_chart(
    rows: Sequence[DisagreementCount],
    last: date,
    dataset: Dataset,
    file_format: str,
    *,
    description: str = "",
) -> bytes:
    """Shares of the settlements spoken of on which perspectives differ, or contradict.

    Parameters
    ----------
    rows : sequence of DisagreementCount
        By day; the last one holds until ``last``.
    last : date
    dataset : Dataset
        For the title.
    file_format : str
        ``png``, ``svg`` or ``pdf``.
    description : str
        Text for the file's metadata.

    Returns
    -------
    bytes
        The file; the same for the same rows.
    """
    days = np.array(
        [*(row.day for row in rows), last + timedelta(1)], dtype="datetime64[D]"
    )

    def draw(figure: Figure, axes: Axes) -> None:
        for counts, label, colour in (
            ([r.differing for r in rows], "perspectives differ", _DIFFERING),
            (
                [r.contradicted for r in rows],
                "and contradict each other",
                _CONTRADICTED,
            ),
        ):
            spoken = [max(row.settlements, 1) for row in rows]
            shares = [100 * n / of for n, of in zip(counts, spoken, strict=True)]
            values = [*shares, *shares[-1:]]
            axes.fill_between(days, 0, values, step="post", label=label, color=colour)
        axes.set_title(
            f"Settlements on which perspectives differ\n{dataset.title}",
            loc="left",
            fontsize=9,
        )
        axes.set_ylabel("% of settlements spoken of")
        axes.set_xmargin(0)
        axes.set_ylim(bottom=0)
        axes.spines[["top", "right"]].set_visible(False)
        figure.legend(loc="outside right upper", frameon=False, fontsize=8)

    return figure_bytes(draw, file_format, description=description)
