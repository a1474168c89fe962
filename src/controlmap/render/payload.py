"""A series as one plain dict: what a page carries as JSON.

The format, ``controlmap-timeline`` version 3, is described in
``docs/reference/payload.md``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from controlmap.domain.answer import Certainty, Freshness, Rule
from controlmap.domain.model import EVENTS, SETTLEMENT_KINDS, Event, Status
from controlmap.domain.unlocated import whereabouts
from controlmap.geometry.crs import in_units
from controlmap.render.answer_columns import AnswerColumns, answers_in_order
from controlmap.render.basemap import basemap_columns
from controlmap.render.cell_columns import cell_columns, opening_columns
from controlmap.render.citations import (
    actor_rows,
    chain_columns,
    claim_rows,
    link_rows,
    source_rows,
)
from controlmap.render.inference_columns import inference_columns
from controlmap.render.numbering import Numbering, bloc_days, number_everything
from controlmap.render.palette import safe_colours
from controlmap.render.record_columns import evidence_columns, record_columns, spans_of
from controlmap.render.sides import SidesTable
from controlmap.render.spellings import spelling_rows
from controlmap.render.style import MapStyle
from controlmap.render.topology import make_topology, point_columns
from controlmap.render.vlq import encode_vlq

if TYPE_CHECKING:
    from collections.abc import Mapping

    from controlmap.geometry.timeline import Series
    from controlmap.render.topology import Topology

FORMAT = "controlmap-timeline"
VERSION = 3

Words = dict[str, list[str]]


def make_payload(series: Series, style: MapStyle | None = None) -> dict[str, Any]:
    """Payload of a series, ready for JSON: see the module for its format.

    Parameters
    ----------
    series : Series
    style : MapStyle, optional
        Its title and description stand before those of the data set.

    Raises
    ------
    GeometryError
        If two vertices of the tessellation are too near each other.
    RecipeError
        If an actor's colour is not written ``#rrggbb``.
    """
    style = style or MapStyle()
    topology = _topology(series)
    names = number_everything(series, topology.order.tolist())
    words = _words(series)
    blocs = _blocs(series, names)
    return {
        "format": FORMAT,
        "version": VERSION,
        **_heading(series, style, names),
        **inference_columns(series, list(names.places)[: names.n_located]),
        "words": words,
        "topology": topology.to_columns(),
        "places": _places(series, names, words),
        "states": _states(series, names, words),
        **_told(series, topology, names, words, blocs),
        "opening": opening_columns(
            series, topology.order.tolist(), _opening_day(series, style)
        ),
        "actors": actor_rows(series.dataset, names),
        "blocs": blocs,
        "claims": claim_rows(series.dataset, names),
        "basemap": basemap_columns(series),
        "spellings": spelling_rows(series, names),
    }


def _heading(series: Series, style: MapStyle, names: Numbering) -> dict[str, object]:
    """What the map is of."""
    zone = series.zone
    return {
        "title": title_of(series, style),
        "description": style.description,
        "licences": list(series.dataset.licences),
        "by": series.by,
        "policy": series.policy,
        "as_of": series.as_of.isoformat() if series.as_of else None,
        "first_day": series.first_day.isoformat(),
        "last_day": series.last_day.isoformat(),
        "last": (series.last_day - series.first_day).days,
        "phases": _phases(series, style),
        "zone": {
            "name": zone.name,
            "method": zone.method,
            "source": names.source(zone.source),
        },
    }


def _opening_day(series: Series, style: MapStyle) -> int:
    """Number of the day that is shown first."""
    wanted = (style.start or series.first_day) - series.first_day
    return min(max(wanted.days, 0), (series.last_day - series.first_day).days)


def _topology(series: Series) -> Topology:
    places = series.dataset.places
    ids = series.tessellation.place_ids
    lon_lat = [(places[place].lon, places[place].lat) for place in ids]
    return make_topology(series.tessellation, np.array(lon_lat, dtype=np.float64))


def _told(
    series: Series,
    topology: Topology,
    names: Numbering,
    words: Words,
    blocs: list[list[int]],
) -> dict[str, object]:
    """What is reported and answered, and how the cells are drawn for it."""
    changes = series.dataset.changes_by_id
    records = [changes[key] for key in names.records]
    spans = spans_of(records, names)
    sides = SidesTable(names)
    told = answers_in_order(series, names)
    days = sorted({day for spells in blocs for day in spells[::2]})
    columns = {
        "records": record_columns(records, spans, names, sides, words),
        "answers": AnswerColumns(records, names, sides, words).encode(told),
        "cells": cell_columns(series, topology.order.tolist(), told, days),
    }
    dataset = series.dataset
    evidence = evidence_columns(records, spans, names, words, dataset.sources)
    return {
        "sides": sides.rows(),
        **columns,
        "evidence": {
            "sources": source_rows(dataset, names),
            **chain_columns(dataset, names),
            **evidence,
            "alliances": link_rows(dataset, names),
        },
    }


def title_of(series: Series, style: MapStyle) -> str:
    """Title of a map: its style's, else that of the data set, else of the zone."""
    return style.title or series.dataset.title or series.zone.name


def _words(series: Series) -> Words:
    """Words that small numbers stand for: those of the model, those of the data."""
    places = series.dataset.places
    kinds = {places[place].kind for place in series.tessellation.place_ids}
    kinds |= {places[place].kind for place in series.answers}
    return {
        "cell_status": [
            "no_data",
            "controlled",
            "contested",
            "shared",
            "changing",
            "disputed",
        ],
        "basis": ["none", "observed", "inferred"],
        "firmness": ["firm", "likely", "uncertain"],
        "freshness": [freshness.value for freshness in Freshness],
        "status": [status.value for status in Status],
        "certainty": [certainty.value for certainty in Certainty],
        "rule": [rule.value for rule in Rule],
        "event": [event.value for event in Event],
        "span_events": [event for event in Event if EVENTS[event].is_span],
        "control_events": [event for event in Event if EVENTS[event].sets_control],
        "confidence": ["high", "medium", "low"],
        "outcome": ["stands", "denied", "premature"],
        "place_precision": ["exact", "near", "area"],
        "precision": ["exact", "approximate", "parent", "none"],
        "kind": sorted(kinds),
        "settlement_kinds": sorted(kinds & SETTLEMENT_KINDS),
    }


def _code(words: Words, column: str, word: str | None) -> int:
    """Number of a word in its list; -1 for none."""
    return words[column].index(word) if word else -1


def _phases(series: Series, style: MapStyle) -> list[list[Any]]:
    return [
        [
            phase.name,
            (phase.first_day - series.first_day).days,
            (phase.last_day - series.first_day).days,
            phase.kind,
            phase.source,
        ]
        for phase in sorted(style.phases)
        if phase.first_day <= series.last_day and phase.last_day >= series.first_day
    ]


def _states(series: Series, names: Numbering, words: Words) -> list[list[object]]:
    return [
        [
            _code(words, "cell_status", state.status),
            [names.actors.get(actor, -1) for actor in state.controllers],
            _code(words, "basis", state.basis),
            _code(words, "firmness", state.firmness),
            _code(words, "freshness", state.freshness),
        ]
        for state in series.states
    ]


def _places(series: Series, names: Numbering, words: Words) -> dict[str, object]:
    places = [series.dataset.places[place] for place in names.places]
    located = [(place.lon, place.lat) for place in places[: names.n_located]]
    points = in_units(np.array(located, dtype=np.float64).reshape(-1, 2))
    return {
        "located": names.n_located,
        "id": ["" if _slug(p.name) == p.place_id else p.place_id for p in places],
        "name": [place.name for place in places],
        "name_ar": [place.name_ar for place in places],
        "kind": encode_vlq(_code(words, "kind", place.kind) for place in places),
        "precision": encode_vlq(
            _code(words, "precision", place.location_precision) for place in places
        ),
        **point_columns(points),
        "sought": [
            [whereabouts(place, series.dataset.places), place.note]
            for place in places[names.n_located :]
        ],
    }


def _slug(name: str) -> str:
    """Identifier that the page makes of a name itself; empty for none."""
    if not name.isascii():
        return ""
    return re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")


def _blocs(series: Series, names: Numbering) -> list[list[int]]:
    """Bloc of each actor, and from which day; nothing where nobody is grouped."""
    if series.by != "bloc":
        return []
    spells: dict[str, list[int]] = {actor: [] for actor in names.actors}
    for day in bloc_days(series):
        for actor, spell in spells.items():
            bloc = names.actors[series.dataset.alliances.bloc_of(actor, day)]
            if not spell or spell[-1] != bloc:
                spell.extend(((day - series.first_day).days, bloc))
    return list(spells.values())


def colours_of(series: Series) -> Mapping[str, str]:
    """Colour of each actor of the data set: ``#rrggbb``, told apart by all."""
    return safe_colours(series.dataset)
