"""Names of places on a sheet, so many as fit without touching each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from controlmap.render.sheet.canvas import Letters
from controlmap.render.sheet.marks import TOWNS
from controlmap.render.sheet.text import shortened, width_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from controlmap.domain.model import Place
    from controlmap.geometry.timeline import Series
    from controlmap.render.sheet.canvas import Box, Canvas
    from controlmap.render.sheet.marks import Spots
    from controlmap.render.sheet.view import View
    from controlmap.render.sheet.words import Words

_SPACING_OF_KIND = {
    "city": 0.0,
    "town": 2.5,
    "village": 26.0,
    "crossing": 26.0,
    "airbase": 26.0,
    "base": 40.0,
    "neighbourhood": 40.0,
    "dam": 40.0,
    "hill": 48.0,
    "checkpoint": 48.0,
    "facility": 48.0,
}
"""Points between places, on average, from which a kind is named; others never are."""

_SPACING_OF_CHANGE = 11.0
"""The same for a place that changes hands within the map."""

_MOST_LABELS = 110
_LONGEST = 120.0
_GAP = 1.8


@dataclass(frozen=True, slots=True)
class Label:
    """A name of a place and where its lower left corner lies, in points."""

    place_id: str
    text: str
    spot: tuple[float, float]
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    place: Place
    x: float
    y: float
    rank: tuple[int, str]


def lay_out_labels(
    series: Series, view: View, spots: Spots, words: Words, *, taken: Iterable[Box] = ()
) -> list[Label]:
    """Labels that fit in a view, the most important places first.

    A name takes the first of eight spots around its place where it meets neither
    another name nor a dot; cities and towns may lie on the dots of others.

    Parameters
    ----------
    series, view, spots, words
    taken : iterable of Box
        Where no name may lie.
    """
    dots = np.array(
        [
            (x - r, y - r, x + r, y + r)
            for place_id, (x, y) in spots.points.items()
            if (r := spots.radius) and place_id in series.answers
        ]
    ).reshape(-1, 4)
    names = np.array(list(taken), dtype=float).reshape(-1, 4)
    labels: list[Label] = []
    for candidate in _candidates(series, view, spots)[: 6 * _MOST_LABELS]:
        if len(labels) >= _MOST_LABELS:
            break
        is_town = candidate.place.kind in TOWNS
        size = 8.6 if candidate.place.kind == "city" else 7.6 if is_town else 6.8
        text = shortened(words.name(candidate.place), _LONGEST, size, bold=is_town)
        if not text:
            continue
        extent = (width_of(text, size, bold=is_town), 0.95 * size)
        boxes = _boxes(candidate, extent, spots.radius + _GAP)
        box = _free(boxes, view.box, np.concatenate([names, dots]))
        if box is None and is_town:
            box = _free(boxes, view.box, names)
        if box is None:
            continue
        left, bottom, right, top = box
        room = (left - 2.2, bottom - 0.6, right + 2.2, top + 0.6)
        names = np.concatenate([names, [room]])
        labels.append(
            Label(
                candidate.place.place_id,
                text,
                (left, bottom + 0.2 * size),
                size,
                is_town,
            )
        )
    return labels


def _candidates(series: Series, view: View, spots: Spots) -> list[_Candidate]:
    """Places in view that may be named at its scale, the most important first."""
    left, bottom, right, top = view.box
    ranks = list(_SPACING_OF_KIND)
    found = []
    for place_id, (x, y) in spots.points.items():
        place = series.dataset.places[place_id]
        needed = _SPACING_OF_KIND.get(place.kind)
        if needed is None or not (left < x < right and bottom < y < top):
            continue
        answers = len({a.holding for _, a in series.answers.get(place_id, ())})
        if answers > 1:
            needed = min(needed, _SPACING_OF_CHANGE)
        if spots.spacing >= needed:
            rank = (ranks.index(place.kind) - min(3, answers), place_id)
            found.append(_Candidate(place, float(x), float(y), rank))
    return sorted(found, key=lambda candidate: candidate.rank)


def _boxes(candidate: _Candidate, extent: tuple[float, float], gap: float) -> list[Box]:
    """Spots around a place: beside it, above and below, then the corners."""
    x, y = candidate.x, candidate.y
    width, height = extent
    near = 0.7 * gap
    corners = [
        (x + gap, y - height / 2),
        (x - gap - width, y - height / 2),
        (x - width / 2, y + gap),
        (x - width / 2, y - gap - height),
        (x + near, y + near),
        (x + near, y - near - height),
        (x - near - width, y + near),
        (x - near - width, y - near - height),
    ]
    return [(left, low, left + width, low + height) for left, low in corners]


def _free(
    boxes: Sequence[Box],
    frame: Box,
    taken: NDArray[np.float64],
) -> Box | None:
    """The first box inside the frame that meets none that is taken."""
    for box in boxes:
        left, bottom, right, top = box
        if left < frame[0] + 2 or bottom < frame[1] + 2:
            continue
        if right > frame[2] - 2 or top > frame[3] - 2:
            continue
        meets = (
            (taken[:, 0] < right)
            & (taken[:, 2] > left)
            & (taken[:, 1] < top)
            & (taken[:, 3] > bottom)
        )
        if not meets.any():
            return box
    return None


def draw_labels(canvas: Canvas, labels: Iterable[Label]) -> None:
    """Write the names, each with a white ring that keeps it apart from the ground."""
    for label in labels:
        letters = Letters(label.size, bold=label.bold, halo=1.9)
        canvas.text(label.spot, label.text, letters)
