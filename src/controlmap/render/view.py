"""What a page needs beside the payload: looks, words in its language, first view."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from controlmap.geometry.cell_state import CellState
from controlmap.render.bundle import asset_text
from controlmap.render.looks import looks_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from controlmap.render.style import MapStyle

SAFE, CONVENTIONAL = 4, 5
"""Columns of an actor's row that hold its colour in either palette."""


def make_view(payload: Mapping[str, Any], style: MapStyle) -> dict[str, Any]:
    """View of a payload, ready for JSON.

    ``looks`` are rows ``[pattern, colours, conventional colours]``, ``state_looks``
    the look of each state (-1 where nothing is painted), ``start`` a number of days,
    ``bounds`` (west, south, east, north).
    """
    palettes = [_colours(payload, column) for column in (SAFE, CONVENTIONAL)]
    looks, state_looks = looks_in(_states(payload), palettes)
    start = 0
    if style.start is not None:
        first = payload["first_day"]
        start = (style.start - style.start.fromisoformat(first)).days
    return {
        "language": style.language,
        "looks": [[row[0].pattern, *(list(k.colours) for k in row)] for row in looks],
        "state_looks": list(state_looks),
        "bounds": list(style.bounds or payload["topology"]["bounds"]),
        "tiles": style.tiles,
        "start": start,
        "days_per_second": style.days_per_second,
        "messages": dict(messages(style.language)),
    }


@cache
def messages(language: str) -> Mapping[str, str]:
    """Words of the page in a language, by key."""
    words: dict[str, str] = json.loads(asset_text(f"messages.{language}.json"))
    return words


def _states(payload: Mapping[str, Any]) -> list[CellState]:
    """Cell states of a payload, with actors by their number as text."""
    words = payload["words"]
    return [
        CellState(
            words["cell_status"][status],
            tuple("" if actor < 0 else str(actor) for actor in controllers),
            words["basis"][basis],
            words["firmness"][firmness] if firmness >= 0 else "",
            words["freshness"][freshness] if freshness >= 0 else "",
        )
        for status, controllers, basis, firmness, freshness in payload["states"]
    ]


def _colours(payload: Mapping[str, Any], column: int) -> dict[str, str]:
    return {str(i): row[column] for i, row in enumerate(payload["actors"])}
