"""Where the maps by perspective differ on a day: places, cells and areas as frames."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from controlmap.domain.answer import Holding
from controlmap.domain.disagreements import agree, disagreements_on, readings_of
from controlmap.domain.model import Status
from controlmap.geometry.drawing import Drawing
from controlmap.geometry.layers import degrees, frame, point_of
from controlmap.geometry.observed import Observers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

    from controlmap.domain.dataset import Dataset
    from controlmap.domain.disagreements import Disagreement, Reading, Voice
    from controlmap.domain.manifest import Manifest
    from controlmap.geometry.cell_state import CellState
    from controlmap.geometry.study_area import StudyArea
    from controlmap.geometry.tessellation import Tessellation
    from controlmap.geometry.timeline import Span

PLACE_COLUMNS = {
    "place_id": "str",
    "name": "str",
    "name_ar": "str",
    "kind": "str",
    "answers": "str",
    "contradicted": "bool",
    "evidence": "str",
}
CELL_COLUMNS = {
    "place_id": "str",
    "answers": "str",
    "basis": "str",
    "area_km2": "float64",
}
AREA_COLUMNS = {"answers": "str", "basis": "str", "area_km2": "float64"}


@dataclass(frozen=True, slots=True)
class AreaOfDifference:
    """How much two perspectives draw as different holders'.

    Attributes
    ----------
    perspectives : tuple of (str, str)
    observed_km2 : float
        Cells for whose own places both have reports.
    high_km2 : float
        With those that one of them, or both, infers from its surroundings.
    """

    perspectives: tuple[str, str]
    observed_km2: float
    high_km2: float


@dataclass(frozen=True, slots=True)
class DisagreementLayers:
    """Where perspectives differ on one day, in WGS84 (lon, lat).

    ``answers`` says which perspective says what, as ``perspective=holder``, with ``;``
    between perspectives, ``|`` between sides and ``>`` between those before and after
    a change. Holders are blocs. ``basis`` is ``observed`` where two that differ both
    have reports of the place itself, else ``inferred``.

    Attributes
    ----------
    places : GeoDataFrame
        Points of the study area: ``place_id``, ``name``, ``name_ar``, ``kind``,
        ``answers``, ``contradicted``, ``evidence`` (all records that they rest on).
    cells : GeoDataFrame
        Polygons: ``place_id``, ``answers``, ``basis``, ``area_km2``.
    areas : GeoDataFrame
        Cells of the same answers and basis, dissolved: ``answers``, ``basis``,
        ``area_km2``.
    extents : tuple of AreaOfDifference
        Of each two perspectives that differ anywhere, by name.
    manifest : Manifest or None
        What they were made from, for the files that they are written to.
    """

    places: gpd.GeoDataFrame
    cells: gpd.GeoDataFrame
    areas: gpd.GeoDataFrame
    extents: tuple[AreaOfDifference, ...]
    manifest: Manifest | None = None

    def items(self) -> tuple[tuple[str, gpd.GeoDataFrame], ...]:
        """Name and frame of each layer."""
        return ("places", self.places), ("cells", self.cells), ("areas", self.areas)


def make_disagreement_layers(
    dataset: Dataset, study_area: StudyArea, tessellation: Tessellation, span: Span
) -> DisagreementLayers:
    """Layers of a study area at the end of the first day of a span.

    Each perspective's map is drawn from its own records, by the inference of the span.

    Parameters
    ----------
    dataset, study_area, tessellation, span
        Blocs are compared, whatever the span is by.
    """
    day = span.first_day
    maps = _maps(dataset, study_area, tessellation, replace(span, by="bloc"))
    differing: dict[int, list[tuple[str, str]]] = {}
    for cell in range(tessellation.n_cells):
        if pairs := _differing({name: drawn[cell] for name, drawn in maps.items()}):
            differing[cell] = pairs
    rows = [
        {
            "place_id": tessellation.place_ids[cell],
            "answers": _answers({name: drawn[cell] for name, drawn in maps.items()}),
            "basis": "observed" if _is_observed(maps, cell, pairs) else "inferred",
            "area_km2": float(tessellation.area_km2[cell]),
        }
        for cell, pairs in differing.items()
    ]
    polygons = tessellation.cells()
    shapes = [degrees(polygons[cell], tessellation) for cell in differing]
    found = disagreements_on(dataset, day, as_of=span.as_of)
    return DisagreementLayers(
        places=_places(dataset, set(tessellation.place_ids), found),
        cells=frame(rows, CELL_COLUMNS, shapes),
        areas=_areas(tessellation, dict(zip(differing, rows, strict=True))),
        extents=_extents(maps, tessellation, differing),
    )


def _maps(
    dataset: Dataset, study_area: StudyArea, tessellation: Tessellation, span: Span
) -> dict[str, list[CellState]]:
    """How each perspective draws each cell."""
    day, maps = span.first_day, {}
    for name, heard in dataset.by_perspective.items():
        observers = Observers.of(
            heard, study_area, (day, day), as_of=span.as_of, by=span.by
        )
        if not observers.place_ids:
            continue
        drawing = Drawing(observers, study_area, tessellation, span.inference)
        numbers = drawing.start(day).tolist()
        maps[name] = [drawing.states[number] for number in numbers]
    return maps


def _differing(drawn: Mapping[str, CellState]) -> list[tuple[str, str]]:
    """Pairs of perspectives that draw a cell as different holders'."""
    readings = {n: r for n, state in drawn.items() if (r := _readings(state))}
    if len({*readings.values()}) < 2:
        return []
    return [
        (one, other)
        for one, other in combinations(readings, 2)
        if not agree(readings[one], readings[other])
    ]


def _readings(state: CellState) -> frozenset[Reading]:
    """Ways to read how a cell is drawn, as those of an answer."""
    sides = tuple((name,) for name in state.controllers if name)
    if state.status == Status.CHANGING:  # before or after, as in a dispute
        return readings_of(Holding(Status.DISPUTED, sides), frozenset)
    if state.status == "no_data":
        return frozenset()
    return readings_of(Holding(Status(state.status), sides), frozenset)


def _is_observed(
    maps: Mapping[str, Sequence[CellState]],
    cell: int,
    pairs: Sequence[tuple[str, str]],
) -> bool:
    """Whether the place of a cell has reports by both perspectives of a pair."""
    return any(
        all(maps[name][cell].basis == "observed" for name in pair) for pair in pairs
    )


def _answers(drawn: Mapping[str, CellState]) -> str:
    """Which perspective says what, those without an answer left out."""
    told = []
    for name, state in drawn.items():
        between = ">" if state.status == Status.CHANGING else "|"
        if _readings(state):
            told.append(
                f"{name}={between.join(each or '?' for each in state.controllers)}"
            )
    return ";".join(told)


def _places(
    dataset: Dataset, inside: set[str], found: Sequence[Disagreement]
) -> gpd.GeoDataFrame:
    rows: list[dict[str, Any]] = []
    for each in found:
        if each.place_id not in inside:
            continue
        place = dataset.places[each.place_id]
        told = (_voice_text(dataset, voice) for voice in each.voices)
        rows.append(
            {
                "place_id": place.place_id,
                "name": place.name,
                "name_ar": place.name_ar,
                "kind": place.kind,
                "answers": ";".join(told),
                "contradicted": each.is_contradicted,
                "evidence": ";".join(
                    sorted({i for voice in each.voices for i in voice.state.evidence})
                ),
            }
        )
    points = [point_of(dataset.places[row["place_id"]]) for row in rows]
    return frame(rows, PLACE_COLUMNS, points)


def _voice_text(dataset: Dataset, voice: Voice) -> str:
    """A perspective and the blocs that it names."""
    state = voice.state
    ends = [holding for holding in (state.before, state.after) if holding]
    leads = state.controllers or [lead for end in ends for lead in end.leads]
    names = [dataset.alliances.bloc_of(lead, state.on) for lead in leads]
    between = ">" if state.status is Status.CHANGING else "|"
    return f"{voice.perspective}={between.join(names)}"


def _areas(
    tessellation: Tessellation, row_of: Mapping[int, Mapping[str, Any]]
) -> gpd.GeoDataFrame:
    """Cells of the same answers and basis, dissolved."""
    cells_of: dict[tuple[str, str], list[int]] = defaultdict(list)
    for cell, row in row_of.items():
        cells_of[row["answers"], row["basis"]].append(cell)
    keys = sorted(cells_of)
    group = np.full(tessellation.n_cells, -1, dtype=np.int64)
    for number, key in enumerate(keys):
        group[cells_of[key]] = number
    shapes = tessellation.dissolve(group, len(keys)).tolist()
    rows = [
        {"answers": key[0], "basis": key[1], "area_km2": shape.area / 1e6}
        for key, shape in zip(keys, shapes, strict=True)
    ]
    return frame(rows, AREA_COLUMNS, [degrees(s, tessellation) for s in shapes])


def _extents(
    maps: Mapping[str, Sequence[CellState]],
    tessellation: Tessellation,
    differing: Mapping[int, Sequence[tuple[str, str]]],
) -> tuple[AreaOfDifference, ...]:
    km2: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for cell, pairs in differing.items():
        for pair in pairs:
            area = float(tessellation.area_km2[cell])
            km2[pair][0] += area * _is_observed(maps, cell, [pair])
            km2[pair][1] += area
    return tuple(AreaOfDifference(pair, *km2[pair]) for pair in sorted(km2))
