"""What a page shows where no script runs: a picture of its first day, and a table."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from controlmap.geometry.area import extents
from controlmap.render.looks import HATCHED
from controlmap.render.payload import colours_of
from controlmap.render.policy import isolated
from controlmap.render.still import BLANK, render_still, states_on
from controlmap.render.view import messages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from controlmap.geometry.area import Extent
    from controlmap.geometry.timeline import Series
    from controlmap.render.style import MapStyle

SIZE = (440, 600)
"""Width and height that the picture fills at most, pixels."""

_NUMBERS = ' class="cm-number"'
_Row = tuple[str, str, "Extent"]
"""Swatch, name and extent."""


def noscript_part(series: Series, style: MapStyle) -> str:
    """Element ``noscript`` with the day that the page shows first, in its language.

    The table has the areas and settlements of each holder and of each kind of dispute.
    """
    day = style.start or series.first_day
    words = messages(style.language)
    drawn = [
        replace(state, controllers=()) if state.status in HATCHED else state
        for state in series.states
    ]
    places = series.dataset.places
    found = extents(
        [drawn[state] for state in states_on(series, day)],
        series.tessellation.area_km2,
        [places[place].is_settlement for place in series.tessellation.place_ids],
    )
    rows = "\n".join(_row(*row, words) for row in _named(found, series, style.language))
    heads = "".join(
        f'<th scope="col"{numbers}>{escape(words[f"legend_{key}"])}</th>'
        for key, numbers in (
            ("side", ""),
            ("area", _NUMBERS),
            ("settlements", _NUMBERS),
        )
    )
    shown = day.isoformat()
    licences = "".join(f"<li>{isolated(line)}</li>" for line in series.dataset.licences)
    return f"""<noscript>
<div class="cm-noscript">
<p>{escape(words["noscript"])} <time datetime="{shown}">{shown}</time></p>
{render_still(series, day, size=SIZE)}
<table class="cm-legend-table">
<thead><tr>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
<ul>{licences}</ul>
</div>
</noscript>"""


def _named(
    found: Mapping[tuple[str, tuple[str, ...]], Extent],
    series: Series,
    language: str,
) -> Iterable[_Row]:
    """Holders, the largest first; each kind of dispute; what no report reaches."""
    words, colours = messages(language), colours_of(series)
    actors = series.dataset.actors
    held = [
        (actors[sides[0]], extent)
        for (status, sides), extent in found.items()
        if status == "controlled"
    ]
    for actor, extent in sorted(held, key=lambda row: -row[1].best_km2):
        name = (actor.name_ar if language == "ar" else "") or actor.name
        yield _swatch(colours[actor.actor_id]), name, extent
    for status in HATCHED:
        if (status, ()) in found:
            yield "", words[f"look.{status}"], found[status, ()]
    if blank := found.get(("no_data", ())):
        whole = replace(blank, low_km2=blank.high_km2, best_km2=blank.high_km2)
        yield _swatch(BLANK), words["look.no_data"], whole


def _swatch(colour: str) -> str:
    return (
        '<svg width="22" height="14" aria-hidden="true">'
        f'<rect width="22" height="14" stroke="#8c8479" fill="{escape(colour)}"/></svg>'
    )


def _row(swatch: str, name: str, extent: Extent, words: Mapping[str, str]) -> str:
    area = _number(extent.best_km2)
    low, high = _number(extent.low_km2), _number(extent.high_km2)
    if low != high:
        ends = words["range"].format(low=low, high=high)
        area += f' <span class="cm-range">{escape(ends)}</span>'
    return (
        f'<tr><th scope="row">{swatch}{isolated(name)}</th>'
        f"<td{_NUMBERS}>{area}</td><td{_NUMBERS}>{extent.settlements}</td></tr>"
    )


def _number(value: float) -> str:
    """Whole number, thousands set apart by the space that every language has."""
    return f"{value:,.0f}".replace(",", "\N{NARROW NO-BREAK SPACE}")
