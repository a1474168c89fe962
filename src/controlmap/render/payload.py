"""A series as one plain dict: what a page carries as JSON, documented below.

Format ``controlmap-timeline``, version 1. Days are whole numbers counted from
``first_day`` and may be negative. Columns that are texts of letters are base64 VLQ
(`controlmap.render.vlq`); where they hold differences this is said. Places, actors,
sources and records are meant by their number, and ``words`` lists the words that
small numbers stand for. An optional day is null where it is not known.

``title``, ``description``, ``licences``, ``by``, ``as_of``, ``first_day``, ``last_day``
    Texts; ``last`` is the number of the last day.
``rule``
    The rule of inference, ``nearest-place`` or ``nearest-with-age``.
``phases``
    A row for each phase of the range: name, first and last day, ``phase`` or
    ``ceasefire``, and its source, a text.
``zone``
    ``name``, ``method``, and ``source``: a number, or a text.
``topology``
    ``scale``, ``vertices`` and ``arcs``: see `controlmap.render.topology`.
``cells``
    ``count``, and ``areas`` in thousandths of a km². Cell *i* is that of place *i*.
``states``
    Rows ``[status, controllers, basis, firmness, freshness]``; controller -1 is not
    known, and so is firmness or freshness -1.
``initial``
    State and length of each run of equal states on day 0, cells in order.
``changes``
    For each day with changes: days since the one before, number of changes, then of
    each its cell less the cell before (from 0 on each day) and its new state.
``places``
    ``located`` places have a point, and come first. ``id``, ``name``, ``name_ar``
    (empty where none), ``kind``, ``precision``, ``lon`` and ``lat`` (differences, in
    units of the scale). ``sought`` has a row ``[whereabouts, note]`` for each of the
    others.
``answers``
    ``rows`` and ``log``: for each place with records its number less that of the
    place before, the number of its answers, then of each the days since the one
    before (from 0 for each place) and its row less the row before.
    A row is ``[status, sides, before, after, since, window, certainty, last report,
    reported through, freshness, rule, is broken, presence, evidence, against]``:
    ``before`` and ``after`` are null or ``[status, sides]``, ``window`` is empty or
    two days (null for an open end), and presence has rows ``[side, since, reported
    through, record, place precision]``.
``records``
    Rows ``[place, event, status, controllers, previous, valid, reported, source,
    locator, also at, confidence, claimed by, outcome, denied by, place precision,
    note]``, with ``valid`` and ``reported`` in EDTF.
``sources``
    Rows ``[publisher, title, url, published, perspective, licence]``; the URL is
    empty unless it is http or https; the perspective is an actor or a text.
``actors``
    Rows ``[id, name, name_ar, abbreviation, colour]``.
``blocs``
    Empty, or where parties are grouped in blocs for each actor the bloc that it is in
    and from which day: ``[day, actor, day, actor, …]``, the first day being 0.
``claims``
    Rows ``[actor, quantity, value, unit, area name, valid, reported, source,
    locator, note]``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from controlmap.domain.answer import Certainty, Freshness, Rule
from controlmap.domain.model import SETTLEMENT_KINDS, Event, Status
from controlmap.domain.unlocated import whereabouts
from controlmap.render.citations import (
    actor_rows,
    claim_rows,
    record_rows,
    source_rows,
)
from controlmap.render.numbering import Numbering, bloc_days, number_everything
from controlmap.render.style import MapStyle
from controlmap.render.topology import (
    Topology,
    make_topology,
    point_columns,
    quantise_points,
)
from controlmap.render.vlq import encode_vlq

if TYPE_CHECKING:
    from collections.abc import Mapping

    from controlmap.domain.answer import Holding, PlaceState
    from controlmap.geometry.timeline import Series

FORMAT = "controlmap-timeline"
VERSION = 1

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
    topology = make_topology(series.tessellation)
    names = number_everything(series, topology.order)
    words = _words(series)
    zone = series.zone
    return {
        "format": FORMAT,
        "version": VERSION,
        "title": title_of(series, style),
        "description": style.description,
        "licences": list(series.dataset.licences),
        "by": series.by,
        "rule": series.inference.rule,
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
        "words": words,
        "topology": topology.to_columns(),
        "cells": _cells(series, topology),
        "states": _states(series, names, words),
        "initial": _initial(series, topology),
        "changes": _changes(series, topology),
        "places": _places(series, names, words, topology.scale),
        "answers": _answers(series, names, words),
        "records": record_rows(series.dataset, names, words),
        "sources": source_rows(series.dataset, names),
        "actors": actor_rows(series.dataset, names),
        "blocs": _blocs(series, names),
        "claims": claim_rows(series.dataset, names),
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


def _cells(series: Series, topology: Topology) -> dict[str, object]:
    areas = series.tessellation.area_km2[list(topology.order)]
    return {
        "count": len(areas),
        "areas": encode_vlq(np.rint(areas * 1000).astype(np.int64).tolist()),
    }


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


def _initial(series: Series, topology: Topology) -> str:
    runs: list[int] = []
    for state in series.initial[list(topology.order)].tolist():
        if runs and runs[-2] == state:
            runs[-1] += 1
        else:
            runs += (state, 1)
    return encode_vlq(runs)


def _changes(series: Series, topology: Topology) -> str:
    rank = {cell: place for place, cell in enumerate(topology.order)}
    days: dict[int, list[tuple[int, int]]] = {}
    for change in series.changes:
        day = (change.day - series.first_day).days
        days.setdefault(day, []).append((rank[change.cell], change.state))
    numbers: list[int] = []
    before = 0
    for day in sorted(days):
        numbers += (day - before, len(days[day]))
        before = day
        last_cell = 0
        for cell, state in sorted(days[day]):
            numbers += (cell - last_cell, state)
            last_cell = cell
    return encode_vlq(numbers)


def _places(
    series: Series, names: Numbering, words: Words, scale: int
) -> dict[str, object]:
    places = [series.dataset.places[place] for place in names.places]
    located = [(place.lon, place.lat) for place in places[: names.n_located]]
    points = quantise_points(np.array(located, dtype=np.float64).reshape(-1, 2), scale)
    return {
        "located": names.n_located,
        "id": [place.place_id for place in places],
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


def _answers(series: Series, names: Numbering, words: Words) -> dict[str, object]:
    """Distinct answers once, and which of them holds from which day."""
    rows: list[list[object]] = []
    number: dict[str, int] = {}
    log: list[int] = []
    by_place = sorted(
        (names.places[place], answers) for place, answers in series.answers.items()
    )
    last_place = 0
    for place, answers in by_place:
        log += (place - last_place, len(answers))
        last_place = place
        last_day = last_row = 0
        for day, answer in answers:
            row = _answer_row(answer, names, words)
            index = number.setdefault(repr(row), len(rows))
            if index == len(rows):
                rows.append(row)
            offset = (day - series.first_day).days
            log += (offset - last_day, index - last_row)
            last_day, last_row = offset, index
    return {"rows": rows, "log": encode_vlq(log)}


def _answer_row(answer: PlaceState, names: Numbering, words: Words) -> list[object]:
    return [
        _code(words, "status", answer.status),
        names.sides(answer.sides),
        _holding(answer.before, names, words),
        _holding(answer.after, names, words),
        names.day(answer.since),
        [names.day(day) for day in answer.window],
        _code(words, "certainty", answer.certainty),
        names.day(answer.last_report),
        names.day(answer.reported_through),
        _code(words, "freshness", answer.freshness),
        _code(words, "rule", answer.rule),
        int(answer.is_broken),
        [
            [
                names.side(presence.side),
                names.day(presence.since),
                names.day(presence.reported_through or presence.last_report),
                names.records[presence.change_id],
                _code(words, "place_precision", presence.place_precision),
            ]
            for presence in answer.presence
        ],
        [names.records[record] for record in answer.evidence],
        [names.records[record] for record in answer.against],
    ]


def _holding(
    holding: Holding | None, names: Numbering, words: Words
) -> list[object] | None:
    if holding is None:
        return None
    return [_code(words, "status", holding.status), names.sides(holding.sides)]


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
    """Colour of each actor of the data set, ``#rrggbb``."""
    return {key: actor.colour for key, actor in series.dataset.actors.items()}
